"""The section [rails] of the settings: how much one run may change without somebody's word."""

from typing import Annotated

from pydantic import Field

from sharepoint_gate.roster.rules_rails import RailRules
from sharepoint_gate.settingsections import Section

Most = Annotated[int, Field(ge=1, le=100_000)]


class RailSettings(Section):
    """From how many on each rail trips; no number switches one off.

    Attributes:
        share: Of all rights that stand; removals and grants must also be more than this.
    """

    most_people_missing: Most = 3
    most_cases_moved: Most = 1
    most_identities: Most = 3
    most_addresses: Most = 3
    most_organisations: Most = 3
    most_removals: Most = 10
    most_grants: Most = 100
    most_cases_a_person: Most = 3
    most_cases_an_organisation: Most = 5
    least_owners: Annotated[int, Field(ge=1, le=20)] = 1
    share: Annotated[float, Field(ge=0.0, le=0.5)] = 0.2

    def rules(self, own_accounts: frozenset[str]) -> RailRules:
        """Return the same as a value for the judging rooms, with the addresses that the gate works under."""
        return RailRules(**self.model_dump(), own_accounts=own_accounts)
