"""The record of exposures in memory, under the same contract suite as the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sharepoint_gate.access.exposure import ExposureNews, RecordedExposure
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import ItemId


class FakeExposureStore:
    """Implements the ExposureStore port."""

    def __init__(self, begin: Memory | None = None) -> None:
        self._exposures: list[RecordedExposure] = list(begin.exposures) if begin else []
        self._gone: dict[ItemId, Placement] = dict(begin.gone) if begin else {}
        self._scopes: set[ItemId] = set(begin.scopes) if begin else set()

    def kept(self) -> dict[str, Any]:
        """Return what a Memory holds of it."""
        standing = tuple(one for one in self._exposures if one.open)
        return {"gone": dict(self._gone), "scopes": frozenset(self._scopes), "exposures": standing}

    def exposures(self) -> Sequence[RecordedExposure]:
        """Return every exposure ever recorded, by number."""
        return list(self._exposures)

    def record_exposures(self, news: ExposureNews, at: datetime, run: str) -> None:
        """Write down what a look changed."""
        for number, one in enumerate(self._exposures):
            if one.number in news.seen:
                self._exposures[number] = replace(one, exposure=replace(one.exposure, latest=at))
            if one.number in news.over:
                self._exposures[number] = replace(one, ended_at=at, ending=news.over[one.number])
        for begun in news.begun:
            self._exposures.append(RecordedExposure(len(self._exposures) + 1, begun, run, noted=False))

    def note_exposures(self, numbers: Iterable[int]) -> None:
        """Remember that the trail holds the beginning of these."""
        noted = set(numbers)
        self._exposures = [replace(one, noted=one.noted or one.number in noted) for one in self._exposures]

    def remember_gone(self, gone: Mapping[ItemId, Placement]) -> None:
        """Replace what is remembered of files that are no more."""
        self._gone = dict(gone)

    def remember_scopes(self, added: Iterable[ItemId], gone: Iterable[ItemId]) -> None:
        """Add items that have permissions of their own, and forget those that have none any more."""
        self._scopes = (self._scopes - set(gone)) | set(added)
