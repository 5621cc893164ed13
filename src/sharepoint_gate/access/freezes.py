"""Who and what is frozen: access that was stopped by hand, and stays stopped until a person lifts it.

A freeze gives nothing and waits for nothing. It outlives an edit of the roster: somebody who was frozen under
one id stays so under another, as long as username or account is the same.

Source: ISA §8.3, ISA §11
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.roster.model import CaseRef, Person


class FreezeKind(StrEnum):
    """What a freeze is about."""

    PERSON = "person"
    """Somebody on the roster."""
    ACCOUNT = "account"
    """An address or an object id of which the roster knows nothing."""
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Freeze:
    """One freeze in force.

    Attributes:
        key: Never used twice; what lifts a freeze names it.
        subject: Roster id, address or object id in lower case, or case reference.
        marks: Addresses and object ids, in lower case, by which the same person is known under any id.
        since: From when.
        by: Operating-system account, and the stated roster id when there is one.
        leaves_on: For a leaver the last day that the roster is to show; None for any other freeze.
    """

    key: str
    kind: FreezeKind
    subject: str
    marks: frozenset[str]
    since: datetime
    by: str
    reason: str
    leaves_on: date | None = None


def person_freeze(
    freezes: Iterable[Freeze], person: Person, accounts: Iterable[ObjectId] = ()
) -> Freeze | None:
    """Return the freeze that bars a person, or None.

    Args:
        freezes: Those in force.
        person: Somebody on the roster.
        accounts: Object ids of the accounts that are, or were, the person's.
    """
    marks = {person.username.casefold(), *(one.casefold() for one in accounts)}
    for freeze in freezes:
        if freeze.kind is FreezeKind.PERSON and freeze.subject == person.id:
            return freeze
        if freeze.kind is not FreezeKind.CASE and not marks.isdisjoint(freeze.marks):
            return freeze
    return None


def case_freeze(freezes: Iterable[Freeze], case: CaseRef) -> Freeze | None:
    """Return the freeze that bars everybody from a case's files, or None."""
    return next((one for one in freezes if one.kind is FreezeKind.CASE and one.subject == case), None)


def object_freeze(freezes: Iterable[Freeze], object_id: ObjectId) -> Freeze | None:
    """Return the freeze that knows an account by its object id, or None."""
    mark = object_id.casefold()
    return next((one for one in freezes if one.kind is not FreezeKind.CASE and mark in one.marks), None)
