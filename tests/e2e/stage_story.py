"""A roster that changes from night to night, as the business unit changes it: one edit, then a night."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.drift_night import Night, law_of
from tests.e2e.harness import Rehearsal

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """What the business unit, or the calendar, changes before a night.

    Attributes:
        asked: A person and a case or path whose ``why`` is asked before and after; nothing for none.
    """

    name: str
    make: Callable[[Rehearsal], None]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One edit and the night after it; ``why`` is what was answered before the edit, and after the night."""

    night: Night
    why: tuple[str, ...]

    @property
    def losing(self) -> set[Pair]:
        """Who may no longer read what."""
        return self._pairs(self.night.quiet) - self._pairs(self.night.law)

    @property
    def gaining(self) -> set[Pair]:
        """Who may now read what."""
        return self._pairs(self.night.law) - self._pairs(self.night.quiet)

    def _pairs(self, law: Any) -> set[Pair]:
        return {(person, path) for path in law.world.files() for person in law.readers(path)}


def change(old: str, new: str) -> Callable[[Rehearsal], None]:
    """Return an edit of the roster's text; the old words must stand there exactly once."""

    def make(scene: Rehearsal) -> None:
        roster: Path = scene.files / "roster.yaml"
        text = roster.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        roster.write_text(text.replace(old, new), encoding="utf-8")

    return make


def let_pass_until(instant: str) -> Callable[[Rehearsal], None]:
    """Return the passing of time in the tenant."""
    return lambda scene: scene.plant([{"id": "time", "clock": instant}])


def tell(scene: Rehearsal, edit: Edit) -> Chapter:
    """Ask, edit, plan, reconcile, plan again, ask again."""
    before = _ask(scene, edit)
    quiet = law_of(scene)
    edit.make(scene)
    plan = scene.gate("plan", "--exit-code", wanted=10)
    mark = max(entry["n"] for entry in scene.journal())
    run = scene.gate("reconcile", "--json").data
    journal = scene.journal(mark)
    after = scene.admin("GET", "/state").body
    last = scene.gate("plan", "--exit-code", wanted=None)
    night = Night(scene, law_of(scene), quiet, plan, run, after, journal, last)
    return Chapter(night, (*before, *_ask(scene, edit)))


def _ask(scene: Rehearsal, edit: Edit) -> list[str]:
    return [" ".join(scene.gate("why", *edit.asked).out.split())] if edit.asked else []
