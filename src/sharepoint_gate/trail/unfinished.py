"""What a cut run left open: intents without an outcome, and runs without an end.

Only the hashed body is read, never a column beside it: what is acted on is what verification covers.

Source: ADR-0005
"""

from collections.abc import Iterable, Iterator

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.events import Event, EventKind, OutcomeState
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import event_of


def open_intents(records: Iterable[Record], *, doubtful: bool = False) -> dict[tuple[str, str], Record]:
    """Return the intents that have no outcome in their run, and that no later run has looked at again.

    Args:
        records: The log in order. Records that cannot be read are passed over: they are for ``verify``.
        doubtful: Whether an intent stays open too while its outcome, or the last look at it, left doubt.

    Returns:
        The last intent of each change, by run id and change id, in the order of the log.
    """
    left: dict[tuple[str, str], Record] = {}
    for record, event in _of_kinds(records, EventKind.INTENT, EventKind.OUTCOME, EventKind.RUN_INTERRUPTED):
        for change, state in _changes(event):
            if doubtful and event.kind is not EventKind.INTENT and state == OutcomeState.UNCERTAIN:
                continue
            left.pop(change, None)
            if event.kind is EventKind.INTENT:
                left[change] = record
    return left


def told_doubts(records: Iterable[Record]) -> frozenset[tuple[str, str]]:
    """Return the changes, by run id and change id, of which a later run has told that it cannot know."""
    return frozenset(
        change
        for _record, event in _of_kinds(records, EventKind.RUN_INTERRUPTED)
        for change, state in _changes(event)
        if state == OutcomeState.UNCERTAIN
    )


def unfinished_runs(records: Iterable[Record]) -> tuple[str, ...]:
    """Return the runs that started and neither finished nor were marked interrupted, in order."""
    left: dict[str, None] = {}
    ends = (EventKind.RUN_FINISHED, EventKind.RUN_INTERRUPTED)
    for _record, event in _of_kinds(records, EventKind.RUN_STARTED, *ends):
        if event.kind in ends:
            left.pop(_run(event), None)
        else:
            left[event.run_id] = None
    return tuple(left)


def _run(event: Event) -> str:
    """Return the run that an event is about: a cut run is marked by the one that found it."""
    if event.kind is EventKind.RUN_INTERRUPTED:
        return str(event.data.get("interrupted"))
    return event.run_id


def _changes(event: Event) -> Iterator[tuple[tuple[str, str], object]]:
    """Yield the changes that an event is about, each with the state that it tells."""
    if event.kind is not EventKind.RUN_INTERRUPTED:
        yield (event.run_id, str(event.data.get("change_id"))), event.data.get("state")
        return
    looked_at = event.data.get("open")
    for change in looked_at if isinstance(looked_at, list) else ():
        if isinstance(change, dict):
            yield (_run(event), str(change.get("change_id"))), change.get("state")


def _of_kinds(records: Iterable[Record], *kinds: EventKind) -> Iterator[tuple[Record, Event]]:
    marks = [f'"kind":"{kind.value}"'.encode() for kind in kinds]
    for record in records:
        # Most records are of other kinds, and a look for the bytes is far cheaper than a parse.
        if any(mark in record.body for mark in marks):
            event = _readable(record)
            if event is not None and event.kind in kinds:
                yield record, event


def _readable(record: Record) -> Event | None:
    try:
        return event_of(record)
    except TrailBrokenError:
        return None
