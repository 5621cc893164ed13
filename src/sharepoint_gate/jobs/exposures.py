"""Exposures: written down before they are cured, and closed when a fresh read shows that they are over.

Source: ISA §11, ADR-0005
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sharepoint_gate.access.changes import DeletePermission, RemoveMember, RevokePeople
from sharepoint_gate.access.exposure import (
    Ending,
    Exposure,
    ExposureNews,
    RecordedExposure,
    digest_of_words,
)
from sharepoint_gate.access.exposures import entry_digest, exposures_in, news_of
from sharepoint_gate.access.observed import ItemId, ObjectId, Observation
from sharepoint_gate.jobs.apply import Applied
from sharepoint_gate.jobs.change_data import Intended, intended
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.recover import Cut
from sharepoint_gate.jobs.think import Thought
from sharepoint_gate.ports.store import MemoryStore, TrailStore
from sharepoint_gate.trail.events import EventKind, OutcomeState
from sharepoint_gate.trail.record import event_of

_WELL = {OutcomeState.APPLIED, OutcomeState.ALREADY}
_NOT_DONE = {OutcomeState.FAILED.value, OutcomeState.SKIPPED.value}
_OF_CHANGES = tuple(f'"kind":"{kind.value}"'.encode() for kind in (EventKind.INTENT, EventKind.OUTCOME))


def given_by_cuts(trail: TrailStore, cuts: Collection[Cut]) -> frozenset[tuple[ItemId, ObjectId]]:
    """Return whom runs that were cut let read which file, by what they wrote down before they did so.

    They remembered nothing of it; yet what they gave by the roster of their day was never wrong. A grant that
    they saw fail is none. A run that came to its end did remember: of it only the grants count whose fate is
    still open, however long ago it was; whoever came back by hand since then was not let in by the gate.
    """
    runs = {one.run_id for one in cuts if not one.finished}
    doubtful = {(one.run_id, one.change_id) for cut in cuts for one in cut.open_intents}
    given = dict[tuple[str, object], Intended]()
    for record in trail.records() if cuts else ():
        if not any(mark in record.body for mark in _OF_CHANGES):
            continue
        event = event_of(record)
        change = event.run_id, event.data.get("change_id")
        if event.kind is EventKind.INTENT and (event.run_id in runs or change in doubtful):
            given[change] = intended(event.data)
        elif event.kind is EventKind.OUTCOME and event.data.get("state") in _NOT_DONE:
            given.pop(change, None)
    grants = [one for one in given.values() if one.change == "grant-readers"]
    return frozenset((one.item_id, who) for one in grants for who in one.people)


def write_down_exposures(
    journal: Journal,
    memory: MemoryStore,
    thought: Thought,
    given: Collection[tuple[ItemId, ObjectId]] = (),
) -> None:
    """Record what a look shows, with its evidence, before the first request that changes it.

    For what begins, rows go first, then the trail; a run that is cut between them leaves rows that the next
    one tells. For what ends it is the other way round: the next run then closes the row that was told.
    """
    observation = thought.world.observation
    shown = exposures_in(thought.world, thought.plan.findings, given)
    known = memory.memory().exposures
    news = news_of(known, shown, observation)
    _tell_ended(journal, known, news.over)
    if news != ExposureNews():
        memory.record_exposures(news, observation.at, journal.run_id)
    _tell_begun(journal, memory)


def end_cured_exposures(
    journal: Journal, memory: MemoryStore, thought: Thought, applied: Sequence[Applied]
) -> None:
    """Close every exposure whose entries this run took away, as fresh reads have shown."""
    standing = memory.memory().exposures
    cures = _Cures(applied, thought.world.observation)
    over = {one.number: Ending.CURED for one in standing if cures.cured(one.exposure)}
    if over:
        _tell_ended(journal, standing, over)
        memory.record_exposures(ExposureNews(over=over), journal.clock.now(), journal.run_id)


def seen_or_open(memory: MemoryStore, run: str) -> tuple[RecordedExposure, ...]:
    """Return the exposures that a run saw first, and all that are open."""
    return tuple(one for one in memory.exposures() if one.run == run or one.open)


class _Cures:
    """What the changes of a run have taken away for certain, by the digests that evidence holds."""

    def __init__(self, applied: Sequence[Applied], observation: Observation) -> None:
        self._items = observation.items
        self._gone = {taken for one in applied if one.state in _WELL for taken in _taken(one)}
        self._failed = {str(getattr(one.change, "path", "")) for one in applied if one.state not in _WELL}

    def cured(self, exposure: Exposure) -> bool:
        """Tell whether every entry of the evidence is gone, and nothing on it or below it has failed."""
        done = bool(exposure.evidence) and all(map(self._is_gone, exposure.evidence))
        return done and not any(self._lies_below(path, exposure) for path in self._failed)

    def _is_gone(self, evidence: Mapping[str, object]) -> bool:
        entry = evidence.get("permission") or evidence.get("member")
        return not {(entry, None), (entry, evidence.get("about"))}.isdisjoint(self._gone)

    def _lies_below(self, path: str, exposure: Exposure) -> bool:
        item = self._items.get(ItemId(exposure.item_id))
        return item is not None and (
            path == item.path or path.startswith(f"{item.path}/" if item.path else "")
        )


def _taken(one: Applied) -> Iterator[tuple[object, object]]:
    match one.change:
        case DeletePermission() as change:
            yield entry_digest(change.item_id, change.permission_id), None
        case RevokePeople() as change:
            entry = entry_digest(change.item_id, change.permission_id)
            yield from ((entry, digest_of_words(who)) for who in change.people)
        case RemoveMember() as change:
            yield digest_of_words(change.object_id), None
        case _:
            return


def _tell_begun(journal: Journal, memory: MemoryStore) -> None:
    new = [one for one in memory.memory().exposures if not one.noted]
    if not new:
        return
    told = _numbers(journal.trail, EventKind.EXPOSURE_BEGUN)
    lines = [_begun_data(one) for one in new if one.number not in told]
    journal.note_all(EventKind.EXPOSURE_BEGUN, lines)
    memory.note_exposures(one.number for one in new)


def _tell_ended(journal: Journal, known: Iterable[RecordedExposure], over: Mapping[int, Ending]) -> None:
    if not over:
        return
    told = _numbers(journal.trail, EventKind.EXPOSURE_ENDED)
    ended = [one for one in known if one.number in over and one.number not in told]
    lines: list[Mapping[str, object]] = [
        {
            "number": one.number,
            "exposure": one.name,
            "object": one.exposure.object,
            "ending": over[one.number].value,
        }
        for one in ended
    ]
    journal.note_all(EventKind.EXPOSURE_ENDED, lines)


def _begun_data(one: RecordedExposure) -> Mapping[str, object]:
    exposure = one.exposure
    return {
        "number": one.number,
        "exposure": one.name,
        "object": exposure.object,
        "principal": exposure.principal,
        "kinds": list(exposure.kinds),
        "how": exposure.how,
        "earliest": None if exposure.earliest is None else exposure.earliest.isoformat(),
        "latest": exposure.latest.isoformat(),
        "reaches": exposure.reaches,
        "evidence": [dict(each) for each in exposure.evidence],
    }


def _numbers(trail: TrailStore, kind: EventKind) -> set[object]:
    """Return which exposures the trail tells of already: nothing is told twice, whatever was cut (law 12)."""
    mark = f'"{kind.value}"'.encode()
    events = (event_of(record) for record in trail.records() if mark in record.body)
    return {event.data.get("number") for event in events if event.kind is kind}
