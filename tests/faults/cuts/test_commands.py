"""Commands that change something, killed at each durable step and each write; the same command finishes them.

Source: ADR-0005, ADR-0012, ADR-0014
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Outcome, outcome
from tests.faults.cuts.points import Kind, Passing, Point
from tests.faults.weekends import Weekends

WHY = ("--reason", "phone lost")
REFUSED = 3
"""What a command ends in whose work was done by the one that was cut: it is not frozen, or signed off."""


def nothing(_scene: Rehearsal) -> None:
    """Leave everything as it is."""


def frozen(scene: Rehearsal) -> None:
    """Let somebody be frozen."""
    scene.gate("freeze", "s05", *WHY)


def broken(scene: Rehearsal) -> None:
    """Let the record be tampered with, and a night find it."""
    with closing(sqlite3.connect(scene.state / "rehearsal.sqlite")) as database:
        # Whoever can write the file can take its guards away.
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            database.execute(f'DROP TRIGGER "{name}"')
        body = b'{"kind":"nothing"}'
        database.execute("UPDATE records SET body = ? WHERE leaf_index = 1", (body,))
        database.commit()
    scene.gate("reconcile", wanted=5)


@dataclass(frozen=True)
class Command:
    """A command that is cut.

    Attributes:
        words: What is given.
        before: What happens first.
        kinds: What it passes; commands that write nothing to the tenant have no answers.
        again: What the same command may end in after the cut.
    """

    words: tuple[str, ...]
    before: Callable[[Rehearsal], None] = nothing
    again: frozenset[int] = frozenset({0})


COMMANDS = {
    "freeze": Command(("freeze", "s05", *WHY)),
    "freeze-case": Command(("freeze", "CFC-2026-001", *WHY)),
    "leaver": Command(("leaver", "s05", *WHY)),
    "unfreeze": Command(("unfreeze", "s05", *WHY), frozen, frozenset({0, REFUSED})),
    "key": Command(("trail", "key", "--rotate")),
    "sign-off": Command(
        ("--actor", "s01", "trail", "sign-off", "--reason", "seen"), broken, frozenset({0, REFUSED})
    ),
}
CHOSEN = {"freeze": 9, "leaver": 14, "unfreeze": 2, "key": 6, "sign-off": 1}
"""At which of its points each is cut by itself, where it has begun and not ended."""
BRIEF = {"freeze"}
"""Which of them are cut in every run of the tests."""


@dataclass(frozen=True)
class Uncut:
    """What a command passes when nobody cuts it, and what stands a night later."""

    points: tuple[Point, ...]
    outcome: Outcome


def uncut(weekends: Weekends, command: Command) -> Uncut:
    """Carry a command out, and a night after it."""
    scene = weekends.friday()
    command.before(scene)
    ended = run(scene, Passing(), *command.words)
    assert ended.code == 0, ended.out
    kinds = (Kind.ANSWER, Kind.BEFORE, Kind.AFTER)
    points = tuple(Point(kind, n) for kind in kinds for n in range(1, ended.passed.get(kind, 0) + 1))
    scene.gate("reconcile")
    return Uncut(points, outcome(scene))


def check_cut(weekends: Weekends, command: Command, point: Point, wanted: Outcome) -> None:
    """Kill a command at a point, give it again, and spend a night."""
    scene = weekends.friday()
    command.before(scene)
    assert run(scene, Passing(point), *command.words).killed, point
    again = scene.gate(*command.words, wanted=None)
    assert again.code in command.again, (point, again)
    scene.gate("reconcile")
    now = outcome(scene)
    assert (now.shape, now.readers) == (wanted.shape, wanted.readers), point
    assert all(now.applied[one] <= n for one, n in wanted.applied.items()), (point, now.applied)
    assert now.told.keys() == wanted.told.keys(), (point, now.told)
    scene.gate("trail", "verify")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in BRIEF else pytest.mark.long) for name in CHOSEN]
)
def test_law_10_a_command_killed_at_a_point_is_finished_by_the_same_command(
    weekends: Weekends, name: str
) -> None:
    """One point of it, where it has begun and not ended."""
    command = COMMANDS[name]
    known = uncut(weekends, command)
    point = known.points[CHOSEN[name] % len(known.points)]
    check_cut(weekends, command, point, known.outcome)


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
def test_law_10_a_command_killed_at_each_point_is_finished_by_the_same_command(
    weekends: Weekends, name: str
) -> None:
    """Every durable step and every write of it."""
    command = COMMANDS[name]
    known = uncut(weekends, command)
    assert known.points
    for point in known.points:
        check_cut(weekends, command, point, known.outcome)
