"""The section about the site's own settings: what administrators state, and what follows from it.

Source: ISA §8.2
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sharepoint_gate.access.posture_words import WORDS
from sharepoint_gate.roster.posture import PostureKey, PostureRules, Statement
from sharepoint_gate.settingsections import Section


class StatementSettings(Section):
    """What an administrator says that a setting is.

    Attributes:
        says: One of the words of that setting.
        by: Who says so: a name, no address.
        on: The day on which they looked.
    """

    says: str
    by: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f<>]{1,80}$")]
    on: date

    @property
    def statement(self) -> Statement:
        """The same as a value for the judging rooms."""
        return Statement(self.says, self.by, self.on)


class StatementsSettings(Section):
    """One statement a setting, each by itself."""

    sharing_level: StatementSettings | None = None
    allowed_domains: StatementSettings | None = None
    guests_reshare: StatementSettings | None = None
    members_can_share: StatementSettings | None = None
    access_requests: StatementSettings | None = None
    guest_expiration: StatementSettings | None = None
    default_link: StatementSettings | None = None
    block_download_policy: StatementSettings | None = None
    block_download_file_types: StatementSettings | None = None
    b2b_integration: StatementSettings | None = None
    search_discovery: StatementSettings | None = None

    @property
    def given(self) -> dict[PostureKey, Statement]:
        """Every statement that was made."""
        found = {key: getattr(self, key.value) for key in PostureKey}
        return {key: one.statement for key, one in found.items() if one is not None}

    @model_validator(mode="after")
    def _in_its_words(self) -> Self:
        for key, one in self.given.items():
            if one.says not in WORDS[key]:
                words = ", ".join(WORDS[key])
                raise ValueError(f"{key.value} says {one.says!r}, and can be one of: {words}")
        return self


class PostureSettings(Section):
    """How the site's own settings bear on a night.

    Attributes:
        statements: What administrators state of settings that the gate may not be able to read.
        valid_days: For how long a statement counts.
        only_told: Settings whose unfitness is told and holds nothing back.
        unstated: Whether grants wait for a setting that is neither read nor stated: they do on a real tenant,
            and do not on the rehearsal tenant, unless this says else.
        settle_hours: For how long the site's groups may lag behind the channel.
    """

    statements: StatementsSettings = StatementsSettings()
    valid_days: Annotated[int, Field(ge=1, le=730)] = 180
    only_told: tuple[PostureKey, ...] = ()
    unstated: Literal["hold", "tell"] | None = None
    settle_hours: Annotated[int, Field(ge=0, le=720)] = 36

    def rules(self, *, embedded: bool) -> PostureRules:
        """Return the same as a value for the judging rooms."""
        holds = not embedded if self.unstated is None else self.unstated == "hold"
        return PostureRules(
            self.statements.given, self.valid_days, frozenset(self.only_told), holds, self.settle_hours
        )
