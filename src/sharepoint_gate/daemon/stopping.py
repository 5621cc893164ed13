"""Being asked to stop: the first signal is heeded as soon as the change in hand is finished (law 10)."""

import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import anyio
import structlog
from anyio.abc import TaskStatus

LOG = structlog.get_logger()
SIGNALS = (signal.SIGTERM, signal.SIGINT)
WAITING = "The change in hand is being finished; a service that is killed leaves it to be looked at again."


class StopRequest:
    """Whether somebody asked the service to stop."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._asked = False
        self._pauses: set[anyio.CancelScope] = set()
        self.busy_with = ""

    def asked(self) -> bool:
        """Tell whether the service is to stop."""
        return self._asked

    def ask(self) -> None:
        """Ask the service to stop; asked again, it only says what it waits for."""
        again, self._asked = self._asked, True
        LOG.info("service.stopping", again=again, busy=bool(self.busy_with))
        if self.busy_with:
            self._say(f"Stopping after {self.busy_with}. {WAITING}")
        for pause in self._pauses:
            pause.cancel()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Mark something that is finished before the service stops."""
        self.busy_with = what
        try:
            yield
        finally:
            self.busy_with = ""

    async def pause(self, wait: Awaitable[None]) -> None:
        """Wait, but not once the service is to stop."""
        with anyio.CancelScope() as scope:
            self._pauses.add(scope)
            if self._asked:
                scope.cancel()
            try:
                await wait
            finally:
                self._pauses.discard(scope)

    async def listen(self, *, task_status: TaskStatus[None]) -> None:
        """Hear signals until cancelled."""
        with anyio.open_signal_receiver(*SIGNALS) as received:
            task_status.started()
            async for _ in received:
                self.ask()
