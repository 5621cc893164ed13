"""Runs the tests that reach a mutant, in a child of a process that has all loaded, and tells who lived.

A child is forked for each mutant: it puts the mutant's code into the living function and runs the tests that
reached it, the quickest first, until one fails. So a mutant costs what its tests cost.
"""

import functools
import gc
import os
import random
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.operators import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
Reached = tuple[str, str]
_ENOUGH_CALLS = 300_000
_LONGEST_S = 40


@dataclass(slots=True)
class Score:
    """What became of the mutants of one room."""

    killed: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All that were tried."""
        return self.killed + len(self.survivors)


@dataclass(slots=True)
class MutantRun:
    """A pytest plugin that runs every test once, and then those that reach each mutant.

    Attributes:
        rooms: Files of each room, by its name.
        most: So many mutants of a room are tried; 0 for all.
        seed: Chooses which.
        longest: Seconds of tests that one mutant may cost.
        again: Only mutants of these names, told without file and line; empty for all.
    """

    rooms: dict[str, list[Path]]
    most: int
    seed: int
    longest: float
    again: frozenset[str] = frozenset()
    scores: dict[str, Score] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    _reach: dict[Reached, list[tuple[float, int]]] = field(default_factory=dict)

    def pytest_collection(self) -> None:
        """Let properties be tried with the same examples each time; loaded here, once pytest has seen it."""
        import hypothesis  # noqa: PLC0415 - pytest looks into what is imported after it only

        hypothesis.settings.register_profile(
            "mutants",
            database=None,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        hypothesis.settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        self._map(session.items)
        if self.failed:
            return True
        functions = _functions(self._files())
        caches = _caches()
        gc.collect()
        gc.freeze()  # children then leave the pages of all that is loaded shared
        for room, paths in self.rooms.items():
            self.scores[room] = Score()
            for mutant in self._chosen(paths):
                self._try(mutant, self.scores[room], session.items, functions, caches)
        gc.unfreeze()  # or the next room would look for its functions in vain
        return True

    def _files(self) -> set[str]:
        return {str(path) for paths in self.rooms.values() for path in paths}

    def _map(self, items: Sequence[pytest.Item]) -> None:
        """Run every test once, and note which functions it reaches, and how long it takes."""
        files = self._files()
        for number, item in enumerate(items):
            seen: set[Reached] = set()
            following = items[number + 1] if number + 1 < len(items) else None
            began = time.monotonic()
            if not _passes(item, following, _noting(files, seen)):
                self.failed.append(item.nodeid)
            for reached in seen:
                self._reach.setdefault(reached, []).append((time.monotonic() - began, number))

    def _chosen(self, paths: Iterable[Path]) -> list[Mutant]:
        found = [one for path in paths for one in mutants(str(path), path.read_text(encoding="utf-8"))]
        if self.again:
            found = [one for one in found if one.name.partition(" ")[2] in self.again]
        if 0 < self.most < len(found):
            found = random.Random(self.seed).sample(found, self.most)  # noqa: S311 - a choice, no secret
        return found

    def _try(
        self,
        mutant: Mutant,
        score: Score,
        items: Sequence[pytest.Item],
        functions: dict[Reached, list[FunctionType]],
        caches: Sequence["functools._lru_cache_wrapper[object]"],
    ) -> None:
        key = (mutant.path, mutant.function)
        chosen: list[pytest.Item] = []
        spent = 0.0
        for seconds, number in sorted(self._reach.get(key, [])):
            spent += seconds
            if chosen and spent > self.longest:
                break
            chosen.append(items[number])
        if _is_killed(mutant, chosen, functions.get(key, []), caches):
            score.killed += 1
        else:
            score.survivors.append(mutant)
            print(f"survived: {mutant.name.removeprefix(str(ROOT) + '/')}", file=sys.stderr, flush=True)


def _noting(files: set[str], seen: set[Reached]) -> object:
    """Note what is called; the first examples of a property reach what all of them reach."""
    left = _ENOUGH_CALLS

    def note(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        left -= 1
        if event == "call" and frame.f_code.co_filename in files:
            seen.add((frame.f_code.co_filename, _outermost(frame.f_code)))
        if left < 0:
            sys.setprofile(None)

    return note


def _outermost(code: CodeType) -> str:
    return code.co_qualname.partition(".<locals>")[0]


def _passes(item: pytest.Item, following: pytest.Item | None, profile: object = None) -> bool:
    sys.setprofile(profile)  # type: ignore[arg-type]  # a profiler, or None for none
    try:
        reports = runtestprotocol(item, log=False, nextitem=following)
    finally:
        sys.setprofile(None)
    return not any(report.failed for report in reports)


def _functions(files: set[str]) -> dict[Reached, list[FunctionType]]:
    """Return the living functions by file and name: a class made anew by a decorator shares them."""
    found: dict[Reached, list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in files:
            found.setdefault((one.__code__.co_filename, one.__code__.co_qualname), []).append(one)
    return found


def _caches() -> list["functools._lru_cache_wrapper[object]"]:
    """Return what remembers answers: looked for once, since the whole heap is gone through for it."""
    return [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]


def _is_killed(
    mutant: Mutant,
    chosen: Sequence[pytest.Item],
    functions: Sequence[FunctionType],
    caches: Sequence["functools._lru_cache_wrapper[object]"],
) -> bool:
    child = os.fork()
    if child == 0:
        _live_as(mutant, chosen, functions, caches)
    _, status = os.waitpid(child, 0)
    return status != 0


def _live_as(
    mutant: Mutant,
    chosen: Sequence[pytest.Item],
    functions: Sequence[FunctionType],
    caches: Sequence["functools._lru_cache_wrapper[object]"],
) -> None:
    """Be the mutant until a test notices; whoever waits for ever is noticed too."""
    signal.alarm(_LONGEST_S)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    with suppress(BaseException):
        for function in functions:
            function.__code__ = mutant.code
        for cache in caches:
            cache.cache_clear()
        for number, item in enumerate(chosen):
            following = chosen[number + 1] if number + 1 < len(chosen) else None
            if not _passes(item, following):
                os._exit(1)
        os._exit(0)
    os._exit(1)
