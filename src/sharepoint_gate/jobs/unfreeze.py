"""Unfreeze: lift a freeze. It gives nothing by itself; the next run does as the roster says."""

from sharepoint_gate.access.freezes_report import Unfrozen
from sharepoint_gate.access.freezes_who import Subject, freezes_of
from sharepoint_gate.errors import RefusedError
from sharepoint_gate.jobs.freeze_record import take_in
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.freezes import FreezeStore, Lift
from sharepoint_gate.trail.events import Event, EventKind


def unfreeze(store: FreezeStore, journal: Journal, subject: Subject, reason: str) -> Unfrozen:
    """Lift every freeze of a person, an address or a case.

    Raises:
        RefusedError: There is none.
        StoreError: It cannot be written down; then everything stays frozen.
    """
    take_in(store, journal)
    standing = freezes_of(store.in_force(), subject)
    if not standing:
        raise RefusedError(
            f"{subject.name} is not frozen.",
            why="no freeze of that name is in force",
            mend="`sharepoint-gate plan` lists every freeze in force.",
        )
    at, by = journal.clock.now(), journal.actor
    lifts = [Lift(one.key, at, by, reason) for one in standing]
    data = {"subject": subject.subject, "kind": subject.kind.value, "reason": reason, "by": by}
    events = [Event(EventKind.UNFROZEN, journal.run_id, at, by, {**data, "key": one.key}) for one in standing]
    store.lift(lifts, events)
    return Unfrozen(subject, standing)
