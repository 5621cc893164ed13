"""Writing a freeze down before anything is sent: in the database, or wherever else it can still be written.

Taking away never waits (law 13 and the subtractive lane): where the record takes nothing, the freeze goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.errors import StoreError
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.freezes import EmergencyRecord, FreezeStore
from sharepoint_gate.trail.events import Event, EventKind, Json


def frozen_data(freeze: Freeze, *, emergency: bool = False) -> Json:
    """Return what the trail tells of a freeze."""
    data: dict[str, object] = {
        "key": freeze.key,
        "kind": freeze.kind.value,
        "subject": freeze.subject,
        "reason": freeze.reason,
        "by": freeze.by,
    }
    if freeze.leaves_on is not None:
        data["leaves_on"] = freeze.leaves_on.isoformat()
    return {**data, "emergency": True} if emergency else data


def take_in(freezes: FreezeStore | None, journal: Journal) -> Sequence[Freeze]:
    """Take what stands in the emergency record into the database and the trail."""
    if freezes is None:
        return ()

    def events_of(freeze: Freeze) -> Sequence[Event]:
        data = frozen_data(freeze, emergency=True)
        return [Event(EventKind.FROZEN, journal.run_id, freeze.since, freeze.by, data)]

    return freezes.take_in(events_of)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a freeze was written down.

    Attributes:
        troubles: What could not be written, in plain words; empty where all was well.
        told: Whether the trail tells of it already.
    """

    troubles: tuple[str, ...] = ()
    told: bool = True


def write_down(
    freeze: Freeze,
    events: Sequence[Event],
    store: FreezeStore | None,
    emergency: EmergencyRecord,
    cry: Callable[[str], None],
) -> Written:
    """Write a freeze down, as well as it can be.

    Args:
        freeze: The freeze.
        events: What the trail is to tell of it.
        store: The database; None where it could not even be opened.
        emergency: Used where the database takes nothing.
        cry: Tells whoever sits there, where no file takes anything either.
    """
    troubles: list[str] = []
    attempts: list[tuple[Callable[[], None], bool]] = []
    if store is not None:
        attempts.append((lambda: store.freeze(freeze, events), True))
    attempts.append((lambda: emergency.write(freeze), False))
    for attempt, told in attempts:
        try:
            attempt()
        except StoreError as error:
            troubles.append(f"{error.what} {error.why}".strip())
        else:
            return Written(tuple(troubles), told)
    cry(f"This freeze could not be written down anywhere: {freeze.subject}, {freeze.reason}")
    return Written(tuple(troubles), told=False)
