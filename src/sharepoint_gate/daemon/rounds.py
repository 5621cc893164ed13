"""One round of the service: look at the timetable, run the night that is due, write down how it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from sharepoint_gate import wiring
from sharepoint_gate.daemon.health import Health
from sharepoint_gate.daemon.stopping import StopRequest
from sharepoint_gate.daemon.timing import Again
from sharepoint_gate.errors import ConfigError, GateError, RunInProgressError, TrailBrokenError
from sharepoint_gate.jobs.night import IN_ORDER, INCOMPLETE, MAIL_TROUBLE, REFUSED, TRAIL_TROUBLE, spend_night
from sharepoint_gate.jobs.reconcile import Run
from sharepoint_gate.jobs.timetable import Outlook, Plan, after, begun, look, told
from sharepoint_gate.jobs.trailguard import TrailState
from sharepoint_gate.ports.schedule import Night, NightState
from sharepoint_gate.trail.events import EventKind

LOG = structlog.get_logger()
LEASE_AGAIN = timedelta(minutes=5)
BUG, BROKEN = 1, ConfigError.exit_code
LEASE_HELD = "another run held the lease"
_WHY = {
    INCOMPLETE: "something was not read, or not done",
    MAIL_TROUBLE: "a letter was not sent, or nobody knows",
    TRAIL_TROUBLE: "the trail is not in order, so access was only taken away",
}
ASKED_TO_STOP = "the service was asked to stop before all its changes and letters were begun"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a night ended.

    Attributes:
        code: The exit code that the same run would have had as a command.
    """

    state: NightState
    code: int
    why: str = ""
    changes: int = 0


@dataclass(slots=True)
class Rounds:
    """The nights of one service.

    Attributes:
        plan: When nights are due, by the roster that was last in force.
        keep: Keeps the traceback of what nobody foresaw where only this account can read it.
        codes: How each night ended that this service ran.
    """

    service: wiring.Service
    health: Health
    stop: StopRequest
    say: Callable[[str], None]
    keep: Callable[[BaseException], None]
    codes: list[int] = field(default_factory=list)
    plan: Plan = field(init=False)
    _began: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Remember when the service began, and read when its nights are."""
        self.plan = self.service.plan()
        self._began = self.service.clock.now()

    async def go(self) -> Again:
        """Run the night that is due, if there is one; return when to look again, None for the next night."""
        outlook = self._look()
        self.health.due = outlook.due.due if outlook.due else outlook.next
        if outlook.due is None:
            self._tell_missed(outlook.missed)
            return None
        self._put(begun(outlook, self.service.clock.now()))
        try:
            ending = await self._run(outlook, outlook.due)
        except RunInProgressError as error:
            return self._wait_for_lease(outlook, error)
        self._write_down(outlook, outlook.due, ending)
        return None

    async def look_at_trail(self) -> Again:
        """See whether the trail verifies, for whoever asks how the service is."""
        self.health.trail = self.service.trail_state()
        if self.health.trail is not TrailState.IN_ORDER:
            LOG.error("trail.not_in_order", state=self.health.trail.name.lower())
        return None

    async def _run(self, outlook: Outlook, due: Night) -> Ending:
        self.health.running = True
        LOG.info("night.begun", night=due.day.isoformat(), missed=len(outlook.missed))
        try:
            with self.stop.busy(f"the night of {due.day:%d %B %Y}"):
                return await self._spend(outlook)
        except RunInProgressError:
            raise
        except GateError as error:
            if isinstance(error, TrailBrokenError):
                await self.look_at_trail()
            return Ending(NightState.FAILED, error.exit_code, error.what)
        except Exception as error:  # noqa: BLE001 - one night that nobody foresaw must not end all the others
            self.keep(error)
            return Ending(NightState.FAILED, BUG, f"a bug of the program ({type(error).__name__})")
        finally:
            self.health.running = False

    async def _spend(self, outlook: Outlook) -> Ending:
        async with wiring.open_night(self.service.settings, self.service.actor) as opened:
            gate = opened.gate
            self.plan = self.service.plan(gate.declared.roster.partnership.timezone)
            notes = [*gate.bench.notes, *((EventKind.NIGHT_MISSED, told(one)) for one in outlook.missed)]
            bench = replace(gate.bench, notes=notes, stopping=self.stop.asked)
            night = await spend_night(gate.declared, bench, gate.post)
        self.health.trail = self.service.trail_state() if night.run.trail else TrailState.IN_ORDER
        if night.interrupted:
            return Ending(NightState.STOPPED, IN_ORDER, ASKED_TO_STOP, _done(night.run))
        if opened.broken is not None and wiring.is_only_broken(night.run):
            why = f"on the last valid files: {wiring.first_fault(opened.broken)}"
            return Ending(NightState.UNWELL, BROKEN, why, _done(night.run))
        state = NightState.DONE if night.exit_code == IN_ORDER else NightState.UNWELL
        refused = night.run.refused
        why = (
            refused.what
            if night.exit_code == REFUSED and refused is not None
            else _WHY.get(night.exit_code, "")
        )
        return Ending(state, night.exit_code, why, _done(night.run))

    def _look(self) -> Outlook:
        with wiring.open_schedule(self.service.settings) as schedule:
            nights = schedule.nights()
        ended = [one for one in nights if one.state not in {NightState.BEGUN, NightState.WAITING}]
        self.health.last = ended[-1] if ended else None
        return look(self.plan, nights, self.service.clock.now(), self._began)

    def _put(self, nights: Sequence[Night]) -> None:
        with wiring.open_schedule(self.service.settings) as schedule:
            schedule.put(nights)

    def _wait_for_lease(self, outlook: Outlook, error: RunInProgressError) -> Again:
        now = self.service.clock.now()
        waiting = [replace(one, state=NightState.WAITING) for one in begun(outlook, now)]
        waiting[-1] = replace(waiting[-1], why=f"{LEASE_HELD}: {error.why}" if error.why else LEASE_HELD)
        self._put(waiting)
        LOG.warning("night.waits", night=waiting[-1].day.isoformat())
        self.say(f"Night of {waiting[-1].day:%d %B %Y}: {error.what} It is tried again in a few minutes.")
        return now + LEASE_AGAIN

    def _write_down(self, outlook: Outlook, due: Night, ending: Ending) -> None:
        now = self.service.clock.now()
        done = replace(due, state=ending.state, at=now, why=ending.why)
        self._put(after(outlook.missed, done))
        self.health.last = done
        self.health.due = self._look().next
        self.codes.append(ending.code)
        LOG.info("night.ended", night=due.day.isoformat(), state=ending.state.value, code=ending.code)
        self._tell_missed(outlook.missed)
        changes = "nothing to change" if not ending.changes else f"changes: {ending.changes}"
        why = f" ({ending.why})" if ending.why else ""
        self.say(f"Night of {due.day:%d %B %Y}: {ending.state.value}{why}; {changes}.")

    def _tell_missed(self, missed: Sequence[Night]) -> None:
        for one in missed:
            LOG.warning("night.missed", night=one.day.isoformat())
            self.say(f"Night of {one.day:%d %B %Y}: not in its time, because {one.why}.")


def _done(run: Run) -> int:
    return len(run.applied)
