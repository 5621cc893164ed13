"""The service from its first moment to its last."""

from collections.abc import Callable
from datetime import timedelta

import anyio
import structlog

from sharepoint_gate import wiring
from sharepoint_gate.daemon.bounds import Bounds
from sharepoint_gate.daemon.health import Health, serve_health
from sharepoint_gate.daemon.rounds import Rounds
from sharepoint_gate.daemon.stopping import StopRequest
from sharepoint_gate.daemon.timing import Every, NightTrigger, Timing
from sharepoint_gate.settings import Settings

LOG = structlog.get_logger()
TRAIL_EVERY = timedelta(hours=6)
_FOREMOST = (7, 5, 4, 6, 3, 2, 1)
Say = Callable[[str], None]


async def run_service(
    settings: Settings, actor: str, bounds: Bounds, say: Say, keep: Callable[[BaseException], None]
) -> int:
    """Run every night that comes, until somebody asks to stop or the bounds are reached.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".
        bounds: Where a rehearsal ends by itself.
        say: Takes each sentence for people.
        keep: Keeps the traceback of what nobody foresaw.

    Returns:
        The exit code: 0 for a service that was asked to stop, else that of the nights, foremost first.

    Raises:
        RunInProgressError: Another service has the seat.
        SettingsError: The address of health is taken, or nights of a real tenant are to be hurried.
    """
    with wiring.open_service(settings, actor, hurried=bounds.are_set) as service:
        health = Health(service.clock, rehearsal=settings.is_embedded)
        where = settings.schedule.health
        with serve_health(health, where.host, where.port) as port:
            rounds = Rounds(service, health, StopRequest(say), say, keep)
            begin = f"{rounds.plan.at:%H:%M}, {rounds.plan.zone}"
            say(f"Nights begin at {begin}. Health: http://{where.host}:{port}/healthz")
            await _until_stopped(rounds, bounds)
    LOG.info("service.stopped")
    return next((code for code in _FOREMOST if code in rounds.codes), 0) if bounds.are_set else 0


async def _until_stopped(rounds: Rounds, bounds: Bounds) -> None:
    async with anyio.create_task_group() as tasks:
        await tasks.start(rounds.stop.listen)
        timing = Timing(rounds.service.clock)
        try:
            # The trail first, so that health is true from the beginning.
            timing.add("trail", rounds.look_at_trail, Every(TRAIL_EVERY))
            timing.add("night", rounds.go, NightTrigger(lambda: rounds.plan))
            await _turn(rounds, timing, bounds)
        finally:
            timing.close()
            tasks.cancel_scope.cancel()


async def _turn(rounds: Rounds, timing: Timing, bounds: Bounds) -> None:
    service, stop = rounds.service, rounds.stop
    while not stop.asked():
        await timing.run_due()
        due = rounds.health.due
        if stop.asked() or (due is not None and bounds.end(len(rounds.codes), rounds.plan.day_of(due))):
            return
        left = (timing.next - service.clock.now()).total_seconds()
        if left > 0:
            await stop.pause(service.wait(left))
