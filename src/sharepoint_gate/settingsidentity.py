"""The sections about people: how long a word on them counts, and whether guests are invited."""

from datetime import date
from typing import Annotated

from pydantic import Field

from sharepoint_gate.roster.rules import GuestRules, IdentityRules
from sharepoint_gate.settingsections import HttpsAddress, Section

APPS = "https://myapplications.microsoft.com"
"""Microsoft's own page of a guest's applications: it names nobody and nothing."""


class IdentitySettings(Section):
    """How long an organisation's word on its own people counts.

    Attributes:
        reconfirm_days: For so many days after ``people_confirmed_on``; 0 for ever.
        reconfirm_from: From this day an organisation that never gave its word counts as one that is late.
    """

    reconfirm_days: Annotated[int, Field(ge=0, le=3660)] = 90
    reconfirm_from: date | None = None

    @property
    def rules(self) -> IdentityRules:
        """The same as a value for the judging rooms."""
        return IdentityRules(self.reconfirm_days, self.reconfirm_from)


class GuestSettings(Section):
    """Whether people are invited as guests where the roster asks for it.

    Attributes:
        invite: Off until somebody turns it on: an invitation is a mail to the world outside.
        redirect_url: Where a guest lands who has redeemed the invitation.
    """

    invite: bool = False
    redirect_url: HttpsAddress = APPS

    @property
    def rules(self) -> GuestRules:
        """The same as a value for the judging rooms."""
        return GuestRules(self.invite, self.redirect_url)
