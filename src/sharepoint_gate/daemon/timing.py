"""APScheduler on the gate's own clock.

APScheduler keeps the jobs and asks their triggers when they are due; its own loop stays paused, because it
asks the machine what time it is, and the time of a rehearsal is the tenant's. One job runs at a time, and
what came due several times meanwhile runs once.

Source: ADR-0011
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from sharepoint_gate.jobs.timetable import Plan
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.roster.nights import next_night

# When a job is to run again before its trigger says so; None leaves it to the trigger.
Again = datetime | None
Task = Callable[[], Awaitable[Again]]


class NightTrigger(BaseTrigger):
    """Fires once a day at a time of the partnership's zone, also on days on which the clocks change.

    APScheduler's own cron trigger leaves out, or doubles, times in the hour of the change.
    """

    def __init__(self, plan: Callable[[], Plan]) -> None:
        self._plan = plan

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """Return the next night."""
        plan = self._plan()
        return next_night(now, plan.at, plan.zone)


class Every(BaseTrigger):
    """Fires again so long after it has fired."""

    def __init__(self, gap: timedelta) -> None:
        self._gap = gap

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """Return the next instant."""
        return now + self._gap


class Timing:
    """The service's jobs; made and used inside the event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.start(paused=True)

    def add(self, name: str, task: Task, trigger: BaseTrigger) -> None:
        """Add a job; its first time is now."""
        self._scheduler.add_job(
            task, trigger, id=name, next_run_time=self._clock.now(), max_instances=1, coalesce=True
        )

    @property
    def next(self) -> datetime:
        """When the next job is due."""
        times: list[datetime] = [job.next_run_time for job in self._scheduler.get_jobs()]
        return min(times)

    async def run_due(self) -> None:
        """Run every job that is due, the longest due first, and ask its trigger for its next time."""
        for job in sorted(self._scheduler.get_jobs(), key=lambda one: one.next_run_time):
            now = self._clock.now()
            if job.next_run_time <= now:
                again = await job.func()
                coming = again or job.trigger.get_next_fire_time(job.next_run_time, self._clock.now())
                self._scheduler.modify_job(job.id, next_run_time=coming)

    def close(self) -> None:
        """Forget the jobs."""
        self._scheduler.shutdown(wait=False)
