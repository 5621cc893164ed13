"""Who may edit the declared files, and how the gate tells who did (law 13)."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from sharepoint_gate.settingsections import Section

Account = Annotated[str, StringConstraints(pattern=r"^[^\s,;]{1,120}$")]
Source = Literal["off", "owner", "git"]


class AuthorsSettings(Section):
    """Where a version's author is known from, and who may be one.

    Attributes:
        source: By the file's owner and mode, by a signed commit, or not at all; without it "owner" on a real
            tenant and "off" on the rehearsal tenant.
        accounts: Operating-system accounts for "owner", without it the one that runs the gate; names in the
            file of allowed signers for "git", without it everybody in that file.
        allowed_signers: For "git": the file of keys, as ssh-keygen reads it.
    """

    source: Source | None = None
    accounts: tuple[Account, ...] = ()
    allowed_signers: Path | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.source == "git") != (self.allowed_signers is not None):
            raise ValueError('allowed_signers names the keys for source = "git", and goes with it alone')
        return self
