"""An event as a leaf of the log, and back.

Source: rfc:6962, rfc:8785
"""

from collections.abc import Mapping
from datetime import datetime

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.canonical import canonical, instant, parse_canonical
from sharepoint_gate.trail.events import Event, EventKind, Json
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.merkle import leaf_hash

FIELDS = frozenset({"actor", "at", "data", "index", "kind", "run_id"})
_NEEDED: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.INTENT: ("change_id",),
    EventKind.OUTCOME: ("change_id", "state"),
    EventKind.TRAIL_KEY: ("key", "statement"),
}


def record_of(event: Event, index: int) -> Record:
    """Return the record of an event at its place in the log.

    Args:
        event: What happened; its data in JSON values.
        index: 0 for the first record of the log.

    Raises:
        ValueError: The data is no JSON, the time has no zone, or an intent or outcome does not say which
            change it is about: without that a cut run could not be taken up again.

    Source: ADR-0005
    """
    _check_data(event)
    body = canonical(
        {
            "actor": event.actor,
            "at": instant(event.at),
            "data": event.data,
            "index": index,
            "kind": event.kind.value,
            "run_id": event.run_id,
        }
    )
    return Record(index=index, body=body, leaf_hash=leaf_hash(body).hex())


def event_of(record: Record) -> Event:
    """Return the event that a record holds; the index and the hash are for ``verify`` to judge.

    Raises:
        TrailBrokenError: The body is not one that this program writes.
    """
    try:
        fields = _object(parse_canonical(record.body))
        return Event(
            kind=EventKind(_text(fields["kind"])),
            run_id=_text(fields["run_id"]),
            at=datetime.fromisoformat(_text(fields["at"])),
            actor=_text(fields["actor"]),
            data=_object(fields["data"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise TrailBrokenError(
            f"Record {record.index} of the trail cannot be read.",
            why="its text is not one that the gate writes",
            mend="run 'trail verify' to see everything that is wrong with the trail",
        ) from error


def _check_data(event: Event) -> None:
    for key in _NEEDED.get(event.kind, ()):
        if not event.data.get(key):
            raise ValueError(f"an event of kind {event.kind.value} says {key!r} in its data")


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError("an object is expected here")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected here")
    return value
