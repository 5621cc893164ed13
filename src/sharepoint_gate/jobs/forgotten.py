"""What a database that was wiped or restored may have forgotten, told to whoever signs a break off.

Freezes, approved accounts and sent invitations stand in tables beside the record. The record tells of
freezes and invitations all the same: so a freeze that a log, or an export that somebody kept, tells of and
that the database does not hold is lost, and the next run would give back what it took.

Source: ISA §8.3, ADR-0012
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sharepoint_gate.access.memory import Memory
from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import event_of

_KINDS = (EventKind.FROZEN, EventKind.UNFROZEN, EventKind.INTENT)
_MARKS = tuple(f'"kind":"{kind.value}"'.encode() for kind in _KINDS)


@dataclass(frozen=True, slots=True)
class LostFreeze:
    """A freeze that was told and never lifted, and that the database does not hold."""

    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What the database holds, and what the logs tell that it should.

    Attributes:
        freezes: In force.
        pins: Accounts that were approved.
        invitations: Invitations that were sent, as the database holds them.
        lost: Freezes that are told, and are not in force here although nobody lifted them.
        told: How many freezes that nobody lifted the logs tell of.
        invited: How many people the logs say were invited.
    """

    freezes: int
    pins: int
    invitations: int
    lost: Sequence[LostFreeze]
    told: int
    invited: int


def forgotten(trail: TrailStore, memory: Memory, kept: Iterable[Record] = ()) -> Forgotten:
    """Compare what the database holds with what every log of it tells, and with records that somebody kept.

    Args:
        trail: The trail; its broken logs are read as far as they can be.
        memory: What the database holds.
        kept: Records of exports.
    """
    events = sorted(_events((*_of_all_logs(trail), *kept)), key=lambda one: one.at)
    standing = _standing(events)
    known = {one.subject for one in memory.freezes}
    lost = [LostFreeze(subject, at) for subject, at in standing.items() if subject not in known]
    invited = {str(one.data.get("person")) for one in events if one.data.get("change") == "invite-guest"}
    held = (len(memory.freezes), len(memory.pins), len(memory.invitations))
    return Forgotten(*held, tuple(lost), len(standing), len(invited))


def _of_all_logs(trail: TrailStore) -> Iterator[Record]:
    for number in range(1, trail.evidence().number + 1):
        yield from trail.records(log=number)


def _events(records: Iterable[Record]) -> Iterator[Event]:
    for record in records:
        if any(mark in record.body for mark in _MARKS):
            try:
                event = event_of(record)
            except TrailBrokenError:
                continue  # a broken log is what brought somebody here
            # So is a time without its zone: this program writes none, and whoever edited one meant no other.
            yield event if event.at.tzinfo is not None else replace(event, at=event.at.replace(tzinfo=UTC))


def _standing(events: Iterable[Event]) -> dict[str, datetime]:
    """Return who was frozen, and since when, and not unfrozen after that, by all the logs together."""
    standing: dict[str, datetime] = {}
    for one in events:
        subject = str(one.data.get("subject"))
        if one.kind is EventKind.FROZEN:
            standing.setdefault(subject, one.at)
        elif one.kind is EventKind.UNFROZEN:
            standing.pop(subject, None)
    return standing
