"""Exposures as a report tells them: those that are open first, then those that are over, the latest first.

Source: ISA §11
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sharepoint_gate.access.exposure import Ending, RecordedExposure
from sharepoint_gate.roster.model import Person, PersonId


@dataclass(frozen=True, slots=True)
class ToldExposure:
    """An exposure in a report.

    Attributes:
        object: The path from the channel's folder, as findings name it.
        principal: Who could read, by name where the roster knows the id.
        how: The access in one sentence, with the reason why it must not be.
        earliest: The last look before it was seen; None where nobody had looked before.
        latest: The last look at which it stood.
        reaches: How many files below are reached by the same entry.
        evidence: How many entries were kept as they were read.
        ended_at: When a fresh look showed that it was over; None while it is open.
    """

    name: str
    object: str
    principal: str
    kinds: tuple[str, ...]
    how: str
    earliest: datetime | None
    latest: datetime
    reaches: int
    evidence: int
    ended_at: datetime | None = None
    ending: Ending | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has seen the end of it."""
        return self.ended_at is None


def told_exposures(
    recorded: Iterable[RecordedExposure], people: Mapping[PersonId, Person], zone: tzinfo
) -> tuple[ToldExposure, ...]:
    """Return the record of exposures for a report.

    Args:
        recorded: The record, or the part of it that a report is to tell.
        people: Everybody on the roster, by id.
        zone: The partnership's.
    """
    names = {str(person.id): f"{person.name} ({person.id})" for person in people.values()}
    ordered = sorted(recorded, key=lambda one: (not one.open, -one.number))
    return tuple(_told(one, names, zone) for one in ordered)


def _told(one: RecordedExposure, names: Mapping[str, str], zone: tzinfo) -> ToldExposure:
    exposure = one.exposure
    return ToldExposure(
        name=one.name,
        object=exposure.object,
        principal=names.get(exposure.principal, exposure.principal),
        kinds=exposure.kinds,
        how=exposure.how,
        earliest=_here(exposure.earliest, zone),
        latest=exposure.latest.astimezone(zone),
        reaches=exposure.reaches,
        evidence=len(exposure.evidence),
        ended_at=_here(one.ended_at, zone),
        ending=one.ending,
    )


def _here(at: datetime | None, zone: tzinfo) -> datetime | None:
    return None if at is None else at.astimezone(zone)
