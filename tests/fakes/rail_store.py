"""What was last applied, and the releases, in memory, under the same contract suite as the database."""

from collections.abc import Sequence

from sharepoint_gate.access.applied import Applied
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.rails_model import Release


class FakeRailStore:
    """Implements the RailStore port; a test may begin it with what earlier runs left."""

    def __init__(self, begin: Memory | None = None) -> None:
        self.applied = begin.applied if begin else Applied()
        self.released: list[Release] = list(begin.releases) if begin else []

    def remember_applied(self, applied: Applied) -> None:
        """Replace the desired state as last applied."""
        self.applied = applied if applied.at is not None else Applied()

    def release(self, release: Release) -> None:
        """Add a release."""
        self.released.append(release)

    def releases(self) -> Sequence[Release]:
        """Return every release ever given, in order."""
        return tuple(self.released)
