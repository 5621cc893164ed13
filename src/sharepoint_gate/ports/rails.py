"""What rails need of the gate's own database. Every method is durable when it returns."""

from collections.abc import Sequence
from typing import Protocol

from sharepoint_gate.access.applied import Applied
from sharepoint_gate.access.rails_model import Release


class RailStore(Protocol):
    """The desired state as last applied, and the releases."""

    def remember_applied(self, applied: Applied) -> None:
        """Replace the desired state as last applied, in one commit."""
        ...

    def release(self, release: Release) -> None:
        """Add a release; the same one twice is kept twice, for each was somebody's word."""
        ...

    def releases(self) -> Sequence[Release]:
        """Return every release ever given, in order."""
        ...
