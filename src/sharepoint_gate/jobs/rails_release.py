"""Release: the word of somebody that lets one plan past one rail, for a time.

Source: ISA §8.7, ADR-0013
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sharepoint_gate.access.rails_model import LONGEST, Rail, RailName, Release
from sharepoint_gate.errors import SettingsError, StalePlanError
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.rails import rails_on
from sharepoint_gate.jobs.reconcile import Bench
from sharepoint_gate.jobs.think import Declared, Thought, think
from sharepoint_gate.jobs.trailguard import sound_log
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.trail.events import EventKind

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says to let a plan pass a rail."""

    rail: str
    digest: str
    reason: str
    until: datetime


async def let_pass(wish: Wish, declared: Declared, bench: Bench) -> Release:
    """Look at the tenant, and let the plan of now past one rail.

    Raises:
        RunInProgressError: A run holds the lease; the plan may be another one when it ends.
        GateError: As `release` does; or the tenant could not be read.
    """
    started = f"{bench.clock.now():%Y%m%dT%H%M%SZ}"
    with bench.lease.hold(started):
        sound = sound_log(bench.trail, bench.clock, started, bench.actor)
        declared = replace(declared, trail=sound.why)
        thought = await think(declared, bench.reader, bench.memory, bench.clock)
        journal = Journal(bench.trail, bench.clock, f"release-{started}", bench.actor)
        made = release(wish, thought, bench.memory, journal)
        journal.seal()
        return made


def release(wish: Wish, thought: Thought, memory: MemoryStore, journal: Journal) -> Release:
    """Let one plan past one rail, until a moment.

    Raises:
        StalePlanError: The plan of now is another one.
        SettingsError: The rail is unknown or did not trip, or the time or the reason is not fit.
    """
    rail = _rail(wish, thought)
    now = journal.clock.now()
    _check_until(wish.until, now)
    reason = " ".join(wish.reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise SettingsError(
            "A release needs a reason of one sentence.", mend="Give --reason with why this is meant."
        )
    made = Release(rail.name, thought.plan.digest, reason, wish.until, journal.actor, now)
    until = wish.until.isoformat(timespec="minutes")
    told = {"rail": rail.name.value, "digest": made.digest, "reason": reason, "until": until}
    # First the record: a release that nobody wrote down must never count.
    journal.note(EventKind.RAIL_RELEASED, {**told, "what": rail.what})
    memory.release(made)
    return made


def _rail(wish: Wish, thought: Thought) -> Rail:
    tripped = {one.name.value: one for one in rails_on(thought)}
    digest = thought.plan.digest
    if wish.rail not in set(RailName):
        names = ", ".join(RailName)
        raise SettingsError(f"There is no rail of the name {wish.rail}.", mend=f"The rails are: {names}.")
    if not digest.startswith(wish.digest) or len(wish.digest) < len(digest):
        raise StalePlanError(
            "The plan that you name is not the plan of now, so nothing was released.",
            why=f"named {wish.digest[:12]}, now {digest[:12]}: roster or tenant changed meanwhile",
            mend="Look at the plan with `sharepoint-gate plan`, and release the digest that it tells.",
        )
    if wish.rail not in tripped:
        others = f"the plan is held by: {', '.join(tripped)}" if tripped else "the plan passes every rail"
        raise SettingsError(
            f"The rail {wish.rail} is not tripped, so there is nothing to release.", why=others
        )
    return tripped[wish.rail]


def _check_until(until: datetime, now: datetime) -> None:
    if until <= now:
        raise SettingsError("The release would be over before it begins.", mend="Give a later --until.")
    if until > now + LONGEST:
        raise SettingsError(
            f"A release lasts {LONGEST.days} days at most.",
            mend="Give an earlier --until; a plan that waits longer is another plan by then.",
        )
