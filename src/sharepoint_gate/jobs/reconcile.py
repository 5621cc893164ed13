"""Reconcile: the nightly job, once. Observe, plan, apply, read back, write down.

Source: ISA §8.3, ISA §8.6, ADR-0002
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.budget import Bill
from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.permits import permit_for
from sharepoint_gate.errors import GateError, LawError, RefusedError
from sharepoint_gate.jobs.apply import Application, Applied, never
from sharepoint_gate.jobs.budget import Account, Till, bill_data, open_account
from sharepoint_gate.jobs.exposures import (
    end_cured_exposures,
    given_by_cuts,
    seen_or_open,
    write_down_exposures,
)
from sharepoint_gate.jobs.freeze_guard import Guard
from sharepoint_gate.jobs.freeze_record import take_in
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.rails import (
    Weighed,
    remember_accepted,
    remember_applied,
    weigh,
    write_down_rails,
)
from sharepoint_gate.jobs.recover import Cut, close_cuts, find_cuts
from sharepoint_gate.jobs.remember import WELL, remember, remember_people
from sharepoint_gate.jobs.scopes import ScopesBack, give_back
from sharepoint_gate.jobs.think import Declared, Gathered, Thought, nothing_to_gather, think
from sharepoint_gate.jobs.trailguard import broken_error, sound_log
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.freezes import FreezeStore
from sharepoint_gate.ports.scopes import OpensScopes
from sharepoint_gate.ports.store import Lease, MemoryStore, TrailStore
from sharepoint_gate.ports.tenant import OpensWriters, TenantReader
from sharepoint_gate.roster.model import Mode
from sharepoint_gate.trail.events import EventKind

Note = tuple[EventKind, Mapping[str, object]]


def nothing_to_mark() -> None:
    """Do nothing: no notes wait for it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything outside that a run works with.

    Attributes:
        actor: Operating-system account, and the stated roster id when there is one.
        notes: What is to be told at the beginning of the run: nights that were missed, a broken roster.
        freezes: Takes in what was frozen while the record took nothing; None where there is no database.
        noted: Called when the notes stand in the trail.
        stopping: Whether somebody asked to stop: the change in hand is finished, the others are not begun.
        gather: Adds the decisions known at this moment to what is declared, the tenant's own log read.
        till: What runs cost, and how much they may.
        open_scopes: Opens what gives permissions of their own back; None where nothing does.
    """

    reader: TenantReader
    open_writers: OpensWriters
    trail: TrailStore
    memory: MemoryStore
    lease: Lease
    clock: Clock
    actor: str
    notes: Sequence[Note] = ()
    noted: Callable[[], None] = nothing_to_mark
    stopping: Callable[[], bool] = never
    freezes: FreezeStore | None = None
    gather: Callable[[Declared], Awaitable[Gathered]] = nothing_to_gather
    till: Till = field(default_factory=Till)
    open_scopes: OpensScopes | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did.

    Attributes:
        root: The trail's root after the run, lower-case hex.
        cuts: Earlier runs that were found cut, and closed.
        gathered: What the tenant's own log of decisions told.
        trail: Why the trail let the run only take away; "" when it is in order.
        weighed: What the rails said of the plan; where they held it back, ``thought`` has its lane only.
        bill: What the run was foreseen to cost, and did cost.
        scopes: What became of permissions of their own that nobody needs.
        exposures: Those that this run saw first, and all that are still open.
    """

    run_id: str
    thought: Thought
    applied: Sequence[Applied]
    cuts: Sequence[Cut]
    root: str
    gathered: Gathered | None = None
    trail: str = ""
    weighed: Weighed | None = None
    bill: Bill | None = None
    scopes: ScopesBack = field(default_factory=ScopesBack)
    exposures: Sequence[RecordedExposure] = ()

    @property
    def refused(self) -> RefusedError | None:
        """What held the plan back, all but what never waits; None when nothing did."""
        return self.weighed.refused if self.weighed is not None else None

    @property
    def complete(self) -> bool:
        """Whether everything was read and every change ended well."""
        return not self.thought.plan.partial and all(one.state in WELL for one in self.applied)


async def reconcile(declared: Declared, bench: Bench, *, reviewed: str | None = None) -> Run:
    """Make the channel agree with the roster, once.

    Where a rail holds the plan, or another one was reviewed, only what never waits is taken away, and the run
    says so (law 8, law 9).

    Args:
        declared: What people declared.
        bench: What the run works with.
        reviewed: Digest of the plan that a person reviewed; another plan is refused (law 9).

    Raises:
        TrailBrokenError: The run failed, and the trail is not in order besides.
        RunInProgressError: Another run holds the lease.
        LawError: A request was stopped at the door.
    """
    started = f"{bench.clock.now():%Y%m%dT%H%M%SZ}"
    with bench.lease.hold(started):
        # A log that does not verify is left behind here, and the run then only takes away (law 11).
        sound = sound_log(bench.trail, bench.clock, started, bench.actor)
        declared = replace(declared, trail=sound.why)
        # A log only grows, so its size keeps two runs of one second apart; nobody else writes by now.
        run_id = f"{started}-{sound.verification.size}"
        journal = Journal(bench.trail, bench.clock, run_id, bench.actor)
        cuts = find_cuts(bench.trail)
        journal.note(EventKind.RUN_STARTED, _declared_data(declared))
        take_in(bench.freezes, journal)
        for kind, told in bench.notes:
            journal.note(kind, told)
        bench.noted()
        try:
            return await _run(declared, bench, journal, cuts, reviewed)
        except GateError as error:
            # A run that ends badly is still a run that ended: only a cut leaves it open.
            journal.note(EventKind.RUN_FINISHED, {"error": type(error).__name__, "what": error.what})
            journal.seal()
            if sound.why and not isinstance(error, LawError):
                what = "The run failed, and the audit trail is not in order either."
                raise broken_error(sound, what, error.what) from error
            raise


async def _run(
    declared: Declared, bench: Bench, journal: Journal, cuts: Sequence[Cut], reviewed: str | None
) -> Run:
    account = open_account(bench.till, bench.clock.now())
    gathered = await bench.gather(declared)
    thought = await think(gathered.declared, bench.reader, bench.memory, bench.clock)
    closed = close_cuts(journal, cuts, thought.world.observation)
    _write_down(journal, thought)
    write_down_exposures(journal, bench.memory, thought, given_by_cuts(bench.trail, cuts))
    weighed = weigh(thought, reviewed)
    write_down_rails(journal, weighed, thought.plan)
    if weighed.refused is None:
        remember_people(bench.memory, thought)
        remember_accepted(bench.memory, thought)
    thought = weighed.thought
    account.foresee(len(thought.world.observation.items), thought.plan)
    applied = await _apply(bench, thought, journal, account)
    end_cured_exposures(journal, bench.memory, thought, applied)
    remember(bench.memory, thought, applied)
    scopes = await give_back(thought, bench, journal, closed.resets)
    if weighed.refused is None:
        remember_applied(bench.memory, thought, applied)
    unread = {"terms_unread": gathered.unread} if gathered.unread else {}
    held = {"refused": weighed.refused.what} if weighed.refused is not None else {}
    bill = account.close(journal.run_id, bench.clock.now())
    cost = {"cost": bill_data(bill)}
    journal.note(EventKind.RUN_FINISHED, {**_summary(thought, applied), **unread, **held, **cost})
    root = journal.seal()
    exposed = seen_or_open(bench.memory, journal.run_id)
    after = (gathered, declared.trail, weighed, bill, scopes, exposed)
    return Run(journal.run_id, thought, applied, closed.told, root, *after)


async def _apply(bench: Bench, thought: Thought, journal: Journal, account: Account) -> Sequence[Applied]:
    if not thought.plan.changes:
        return ()
    permit = permit_for(thought.plan, thought.desired, thought.world.observation, thought.site)
    async with bench.open_writers(permit) as writers:
        guard = Guard(thought.world, bench.memory)
        application = Application(
            thought.site, bench.reader, writers, journal, bench.memory, bench.stopping, guard
        )
        application.affords = account.affords
        application.seen = lambda item: permit.items[item].seen
        return await application.apply(thought.plan)


def _declared_data(declared: Declared) -> Mapping[str, object]:
    roster = declared.roster
    return {"roster_revision": roster.revision, "roster_digest": roster.digest}


def _write_down(journal: Journal, thought: Thought) -> None:
    observation, plan = thought.world.observation, thought.plan
    unread = [{"what": one.what, "why": one.why} for one in plan.unread]
    journal.note(EventKind.OBSERVED, {"items": len(observation.items), "unread": unread})
    journal.note_all(EventKind.FINDING, [_finding_data(one) for one in plan.findings])
    counts: dict[str, object] = {
        "changes": len(plan.changes),
        "held": len(plan.held),
        "partial": plan.partial,
    }
    if plan.observed or plan.mode is Mode.OBSERVE:
        counts |= {"mode": plan.mode.value, "observed": len(plan.observed)}
    journal.note(EventKind.PLANNED, {"digest": plan.digest, **counts})


def _finding_data(finding: Finding) -> Mapping[str, object]:
    return {
        "kind": finding.kind.value,
        "also": [kind.value for kind in finding.also],
        "object": finding.object,
        "principal": finding.principal,
        "severity": finding.severity.name.lower(),
        "handling": finding.handling.value,
        "sentence": finding.sentence,
    }


def _summary(thought: Thought, applied: Sequence[Applied]) -> Mapping[str, object]:
    states = Counter(one.state.value for one in applied)
    return {"outcomes": dict(sorted(states.items())), "partial": thought.plan.partial}
