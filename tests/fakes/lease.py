"""One run at a time, in memory, under the same contract suite as the lock file."""

from collections.abc import Iterator
from contextlib import contextmanager

from sharepoint_gate.errors import FencedError, RunInProgressError


class FakeLease:
    """Implements the Lease port.

    Attributes:
        holder: The run that holds it; a test may set it to stand for another process.
        held: Every run that ever held it, in order.
        number: The number of the latest holder; a test may raise it to stand for a run that took over.
    """

    def __init__(self, holder: str | None = None) -> None:
        self.holder = holder
        self.held: list[str] = []
        self.number = 0
        self._own: int | None = None

    @contextmanager
    def hold(self, run_id: str) -> Iterator[int]:
        """Hold the lease for a run; raise RunInProgressError when another holds it."""
        if self.holder is not None:
            raise RunInProgressError("Another run is in progress.", why=f"run {self.holder}")
        self.holder = run_id
        self.held.append(run_id)
        self.number += 1
        self._own = self.number
        try:
            yield self._own
        finally:
            self.holder = self._own = None

    def check(self) -> None:
        """Raise FencedError when a later run has taken over."""
        if self._own is not None and self.number > self._own:
            raise FencedError("Another run has taken over from this one.")
