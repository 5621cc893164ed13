"""The gate's clock on a rehearsal tenant is the tenant's: sleeping moves it.

The tenant's clock stands still until somebody moves it, so that what was read once stays true until this
process sleeps, or is told to look again.
"""

from datetime import datetime

import anyio.to_thread

from sharepoint_gate.errors import GraphError
from sharepoint_gate.rehearsal.admin import AdminClient


class EmbeddedClock:
    """``Clock`` on the emulator's admin API."""

    def __init__(self, admin: AdminClient) -> None:
        self._admin = admin
        self._now: datetime | None = None

    def now(self) -> datetime:
        """Return the tenant's instant, as last read."""
        return self._now or self.refresh()

    def refresh(self) -> datetime:
        """Read the tenant's instant anew: somebody else may have moved it."""
        return self._told(self._admin.get("clock"))

    async def sleep(self, seconds: float) -> None:
        """Move the tenant's clock forward."""
        duration = {"advance": f"PT{max(seconds, 0):.3f}S"}
        self._told(await anyio.to_thread.run_sync(self._admin.post, "clock", duration))

    def _told(self, answer: object) -> datetime:
        now = answer.get("now", answer.get("clock")) if isinstance(answer, dict) else None
        try:
            self._now = datetime.fromisoformat(str(now))
        except ValueError as error:
            raise GraphError(
                "The rehearsal tenant does not tell its time.", why=f"it said {answer!r}"
            ) from error
        return self._now
