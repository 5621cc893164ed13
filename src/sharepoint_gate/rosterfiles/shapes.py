"""The shape of a roster file: which keys it has and what kind of value each one takes.

Strict: a number is no text, a text is no date, and a key that is not named here is a fault. What the values
mean together is judged by the checks in ``roster``. The schemas for editors come from these classes.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Address = Annotated[str, StringConstraints(min_length=3, max_length=254)]
CaseReference = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Shape(BaseModel):
    """What all shapes have in common: no conversions, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class PartnershipShape(Shape):
    """The partnership's name and time zone."""

    name: Text
    timezone: Text


class IsaShape(Shape):
    """The Information Sharing Arrangement."""

    reference: Text
    version: Text
    signed_on: date
    review_due: date
    status: Literal["in-force", "expired", "withdrawn"]


class ChannelShape(Shape):
    """The channel and the business unit."""

    team: Text
    name: Text
    owners: list[Identifier]
    members: list[Identifier]


class OrganisationAgreementShape(Shape):
    """How an organisation is bound."""

    kind: Literal["tier-1", "protocol", "contract"]
    signed_on: date
    ended_on: date | None = None


class PolicyDocumentShape(Shape):
    """An appropriate policy document, or why none is required."""

    reference: Text | None = None
    review_by: date | None = None
    valid_until: date | None = None
    not_required: Text | None = None


class OrganisationShape(Shape):
    """An organisation."""

    name: Text
    kind: Literal["statutory", "relevant", "contractor", "none"]
    domains: list[Text]
    agreement: OrganisationAgreementShape | None = None
    policy_document: PolicyDocumentShape | None = None
    breach_contact: Address | None = None
    lead: Address | None = None
    people_confirmed_on: date | None = None


class PersonShape(Shape):
    """A person; ``ends_on`` is the last day of access."""

    name: Text
    username: Address
    organisation: Identifier
    existing_since: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    confirmed_on: date | None = None
    invite_on: date | None = None


class CaseShape(Shape):
    """A case: its process, its stage today and its people; in mode observe nothing is changed in it."""

    process: Identifier
    stage: Identifier
    mode: Literal["observe", "enforce"] = "enforce"
    dates: dict[Identifier, date] = Field(default_factory=dict)
    people: dict[Identifier, list[Identifier]]


class ExceptionShape(Shape):
    """Access that is left alone until its last day."""

    person: Identifier
    folder: Text
    access: Literal["read", "edit"]
    reason: Text
    approved_by: Identifier
    until: date


class RosterShape(Shape):
    """A whole roster file."""

    revision: Annotated[int, Field(ge=1)]
    partnership: PartnershipShape
    agreement: IsaShape
    channel: ChannelShape
    organisations: dict[Identifier, OrganisationShape]
    people: dict[Identifier, PersonShape]
    cases: dict[CaseReference, CaseShape]
    exceptions: dict[CaseReference, ExceptionShape] | None = None
