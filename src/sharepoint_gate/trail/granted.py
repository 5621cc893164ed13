"""Who was to be given which file, read back from the trail: what letters announce.

Whether a grant took effect is not told here: a fresh read of the file decides that. So nothing is lost when a
run was cut, or when a change was seen only by the next run.

Source: ADR-0005
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.events import Event, EventKind, Json
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import event_of

_MARKS = tuple(f'"change":"{change}"'.encode() for change in ("grant-readers", "revoke-people"))


@dataclass(frozen=True, slots=True)
class Granted:
    """One intent to let people read a file.

    Attributes:
        index: The record's place in the log: later grants have higher numbers.
        people: Object ids.
    """

    index: int
    item_id: str
    people: tuple[str, ...]


def granted(records: Iterable[Record], before: int = 0) -> Iterator[Granted]:
    """Yield every intent to let people read a file, in order.

    Args:
        records: The log of now.
        before: How many records the earlier logs hold: places are counted on from there.

    Where a link was made anew, everybody on it has a new address to read at, those who could read before too.
    """
    for record in records:
        # Most records are of other kinds, and a look for the bytes is far cheaper than a parse.
        if any(mark in record.body for mark in _MARKS):
            event = _readable(record)
            people = _people(event.data) if event is not None and event.kind is EventKind.INTENT else ()
            if event is not None and people:
                yield Granted(before + record.index, str(event.data.get("item_id", "")), people)


def _people(data: Json) -> tuple[str, ...]:
    grants = data.get("change") == "grant-readers"
    keys = ["people"] if grants else []
    if data.get("step") == "create-link":
        keys.append("readers" if grants else "remaining")
    named = [data.get(key) for key in keys]
    return tuple(sorted({str(one) for each in named if isinstance(each, list | tuple) for one in each}))


def _readable(record: Record) -> Event | None:
    try:
        return event_of(record)
    except TrailBrokenError:
        return None
