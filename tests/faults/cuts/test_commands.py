"""Commands that change something, killed at each durable step and each write; the same command finishes them.

Source: ADR-0005, ADR-0012, ADR-0014
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Outcome, outcome
from tests.faults.cuts.nights import UNSURE
from tests.faults.cuts.points import Kind, Passing, Point
from tests.faults.weekends import Weekends

DIGEST = "the digest of now"
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


def two_cases_moved(scene: Rehearsal) -> None:
    """Let somebody move two cases at once, which a rail holds back."""
    path = scene.files / "roster.yaml"
    text = path.read_text().replace("stage: panel-meeting", "stage: report-drafting")
    path.write_text(text.replace("stage: information-request", "stage: subgroup-discussion"))


def asked_anew(scene: Rehearsal) -> None:
    """Let the register know nothing of somebody, who is then asked to accept."""
    path = scene.files / "acceptances.yaml"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(one for one in lines if "person: s05," not in one))


@dataclass(frozen=True)
class Command:
    """A command that is cut.

    Attributes:
        words: What is given; DIGEST stands for that of the plan of now.
        before: What happens first.
        kinds: What it passes; commands that write nothing to the tenant have no answers.
        again: What the same command may end in after the cut.
        file: What it writes besides, whole or not at all.
    """

    words: tuple[str, ...]
    before: Callable[[Rehearsal], None] = nothing
    again: frozenset[int] = frozenset({0})
    file: str = ""


COMMANDS = {
    "freeze": Command(("freeze", "s05", *WHY)),
    "freeze-case": Command(("freeze", "CFC-2026-001", *WHY)),
    "leaver": Command(("leaver", "s05", *WHY)),
    "unfreeze": Command(("unfreeze", "s05", *WHY), frozen, frozenset({0, REFUSED})),
    "key": Command(("trail", "key", "--rotate")),
    "sign-off": Command(
        ("--actor", "s01", "trail", "sign-off", "--reason", "seen"), broken, frozenset({0, REFUSED})
    ),
    "release": Command(
        ("release", "cases-moved", "--plan", DIGEST, "--reason", "meant", "--until", "2026-03-29"),
        two_cases_moved,
    ),
    "adopt": Command(("adopt", "--out", "starter.yaml"), file="starter.yaml"),
    "uaa-send": Command(("uaa", "send"), asked_anew, frozenset({0, UNSURE})),
}


@dataclass(frozen=True)
class Uncut:
    """What a command passes when nobody cuts it, what stands a night later, and what it wrote."""

    points: tuple[Point, ...]
    outcome: Outcome
    file: str


@contextmanager
def friday(weekends: Weekends, command: Command) -> Iterator[tuple[Rehearsal, tuple[str, ...]]]:
    """Give the tenant after its quiet night, ready for a command, with the words of it."""
    scene = weekends.friday()
    kept = {path: path.read_bytes() for path in scene.files.glob("*.yaml")}
    (scene.folder / "starter.yaml").unlink(missing_ok=True)
    try:
        command.before(scene)
        digest = scene.gate("plan", "--json", wanted=None).data["digest"] if DIGEST in command.words else ""
        yield scene, tuple(digest if one == DIGEST else one for one in command.words)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


def written(scene: Rehearsal, command: Command) -> str:
    """Return what a command wrote into its file; "" where there is none."""
    path = scene.folder / command.file
    return path.read_text() if command.file and path.exists() else ""


def uncut(weekends: Weekends, command: Command) -> Uncut:
    """Carry a command out, and a night after it."""
    with friday(weekends, command) as (scene, words):
        ended = run(scene, Passing(), *words)
        assert ended.code == 0, ended.out
        kinds = (Kind.ANSWER, Kind.BEFORE, Kind.AFTER)
        points = tuple(Point(kind, n) for kind in kinds for n in range(1, ended.passed.get(kind, 0) + 1))
        scene.gate("reconcile")
        return Uncut(points, outcome(scene), written(scene, command))


def check_cut(weekends: Weekends, command: Command, point: Point, known: Uncut) -> None:
    """Kill a command at a point, give it again, and spend a night."""
    wanted = known.outcome
    with friday(weekends, command) as (scene, words):
        assert run(scene, Passing(point), *words).killed, point
        assert written(scene, command) in {"", known.file}, point
        again = scene.gate(*words, wanted=None)
        assert again.code in command.again, (point, again)
        assert written(scene, command) == known.file, point
        scene.gate("reconcile", wanted=again.code if again.code == UNSURE else 0)
        now = outcome(scene)
        assert (now.shape, now.readers) == (wanted.shape, wanted.readers), point
        assert all(now.applied[one] <= n for one, n in wanted.applied.items()), (point, now.applied)
        assert now.told.keys() == wanted.told.keys(), (point, now.told)
        # A letter goes once, or a person is told that its fate is not known.
        lost = wanted.mails - now.mails
        assert now.mails <= wanted.mails, (point, now.mails)
        assert bool(lost) <= (again.code == UNSURE), (point, lost)
        scene.gate("trail", "verify")


@pytest.mark.long
@pytest.mark.parametrize("name", COMMANDS)
def test_law_10_a_command_killed_at_each_point_is_finished_by_the_same_command(
    request: pytest.FixtureRequest, name: str
) -> None:
    """Every durable step and every write of it."""
    weekends = request.getfixturevalue("lettered" if name == "uaa-send" else "weekends")
    command = COMMANDS[name]
    known = uncut(weekends, command)
    assert known.points
    for point in known.points:
        check_cut(weekends, command, point, known)
