"""One run at a time, in memory, under the same contract suite as the lock file."""

from collections.abc import Iterator
from contextlib import contextmanager

from sharepoint_gate.errors import RunInProgressError


class FakeLease:
    """Implements the Lease port.

    Attributes:
        holder: The run that holds it; a test may set it to stand for another process.
        held: Every run that ever held it, in order.
    """

    def __init__(self, holder: str | None = None) -> None:
        self.holder = holder
        self.held: list[str] = []

    @contextmanager
    def hold(self, run_id: str) -> Iterator[None]:
        """Hold the lease for a run; raise RunInProgressError when another holds it."""
        if self.holder is not None:
            raise RunInProgressError("Another run is in progress.", why=f"run {self.holder}")
        self.holder = run_id
        self.held.append(run_id)
        try:
            yield
        finally:
            self.holder = None
