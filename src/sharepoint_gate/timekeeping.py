"""The machine's clock behind the Clock port, for real tenants."""

from datetime import UTC, datetime

import anyio


class SystemClock:
    """Tells the machine's time in UTC, and really sleeps."""

    def now(self) -> datetime:
        """Return the aware UTC time."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that the port stands for

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        await anyio.sleep(seconds)
