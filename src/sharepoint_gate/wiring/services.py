"""What the service works with: its one seat, the clock of its tenant, and a way to let time pass."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import anyio

from sharepoint_gate.errors import ConfigError, SettingsError
from sharepoint_gate.jobs.timetable import Plan
from sharepoint_gate.jobs.trailguard import TrailState, look_at, state_of
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.rehearsal import EmbeddedClock
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.seat import hold_seat
from sharepoint_gate.wiring.inforce import last_valid, open_schedule
from sharepoint_gate.wiring.opening import ANY_DAY, ZONE, open_record, open_rehearsal, read_declared

# A machine may sleep, and its clock may be set: nothing waits longer than this without looking at it.
_LONGEST_WAIT_S = 60.0
_LOOK_EVERY_S = 0.5
Wait = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that the service works with.

    Attributes:
        actor: The roster id that the caller states, or "".
        wait: Lets up to so many seconds pass by the tenant's clock; it may come back early.
    """

    settings: Settings
    actor: str
    clock: Clock
    wait: Wait

    def plan(self, zone: str = "") -> Plan:
        """Return when nights are due.

        Args:
            zone: The partnership's; without it, the roster in force is read for it.
        """
        schedule = self.settings.schedule
        return Plan(schedule.at, zone or _zone(self.settings), timedelta(hours=schedule.catch_up_hours))

    def trail_state(self) -> TrailState:
        """Recompute every record, every sealed root and every checkpoint."""
        with open_record(self.settings) as trail:
            return state_of(look_at(trail))


@contextmanager
def open_service(settings: Settings, actor: str, *, hurried: bool) -> Iterator[Service]:
    """Take the seat and open the tenant's clock.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".
        hurried: A night on the rehearsal tenant passes in a moment; else that tenant's clock is waited for.

    Raises:
        RunInProgressError: Another service has the seat.
        SettingsError: Nights of a real tenant are to be hurried.
    """
    if hurried and not settings.is_embedded:
        raise SettingsError(
            "--nights and --until are for the rehearsal tenant, where a night passes in a moment.",
            mend="Leave them out; the service goes on until it is told to stop.",
        )
    with hold_seat(settings.state_dir / "serve.lock"), open_rehearsal(settings) as (_, clock):
        # Made here, where it is not there yet, so that health can be told from the first moment.
        with open_schedule(settings):
            pass
        yield Service(settings, actor, clock, _wait(clock, hurried=hurried))


def _wait(clock: Clock, *, hurried: bool) -> Wait:
    if hurried:
        return clock.sleep
    if isinstance(clock, EmbeddedClock):
        return lambda _seconds: _watch(clock)
    return lambda seconds: clock.sleep(min(seconds, _LONGEST_WAIT_S))


async def _watch(clock: EmbeddedClock) -> None:
    """Wait a moment of the wall's time for somebody to move the rehearsal tenant's clock."""
    await anyio.sleep(_LOOK_EVERY_S)
    await anyio.to_thread.run_sync(clock.refresh)


def _zone(settings: Settings) -> str:
    for one in (settings, last_valid(settings)[1]):
        try:
            if one is not None:
                return read_declared(one, ANY_DAY, "")[0].roster.partnership.timezone
        except ConfigError:
            continue
    return ZONE
