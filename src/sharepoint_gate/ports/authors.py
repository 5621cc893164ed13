"""Which versions of the declared files were taken, and who wrote each. Durable when a method returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RosterVersion:
    """One version of the declared files that was taken into force.

    Attributes:
        digest: SHA-256 over all declared files.
        roster_digest: SHA-256 of the roster alone, which a revision stands for.
        author: Who wrote it: an account, or the name that a commit's signature proves.
        source: By what the author is known: owner or git.
    """

    digest: str
    roster_digest: str
    revision: int
    author: str
    source: str
    at: datetime


class VersionStore(Protocol):
    """Every version that was taken, in order."""

    def latest(self) -> RosterVersion | None:
        """Return the version that was taken last; None before the first."""
        ...

    def take(self, version: RosterVersion) -> None:
        """Remember a version, unless it is the one that was taken last."""
        ...

    def untold(self) -> Sequence[RosterVersion]:
        """Return the versions that no trail tells of yet, in order."""
        ...

    def mark_told(self, versions: Sequence[RosterVersion]) -> None:
        """Remember that the trail tells of versions."""
        ...
