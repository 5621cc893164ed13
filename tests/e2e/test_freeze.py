"""Freeze as the business unit meets it: over the wire, beside a run, and when everything else is broken."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.forked import run, start, wait_for
from tests.faults.cuts.points import Kind, Passing, Point
from tests.faults.unkind import harm
from tests.faults.weekends import Weekends

CASE = "RR-2026-001"
CASES = (CASE, "CFC-2026-001")
READER = "s05"
WHY = ("--reason", "phone lost")


@pytest.fixture(scope="module")
def fridays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weekends]:
    """Two cases and twelve files after a quiet night."""
    begun = Weekends.begin(tmp_path_factory.mktemp("frozen"))
    yield begun
    begun.scene.stop()


@pytest.fixture
def small(fridays: Weekends) -> Iterator[Rehearsal]:
    """The Friday of the quiet night, come back; the roster is put back after it."""
    scene = fridays.friday()
    roster = scene.files / "roster.yaml"
    was = roster.read_text()
    yield scene
    roster.write_text(was)


def files(scene: Rehearsal, case: str = "") -> list[str]:
    """Return every file of the cases, by path."""
    items = [one for drive in scene.admin("GET", "/state").body["drives"] for one in drive["items"]]
    paths = [one["path"] for one in items if "." in one["path"].rpartition("/")[2]]
    return [one for one in paths if any(f"Reviews/{ref}/" in one for ref in ([case] if case else CASES))]


def readers(scene: Rehearsal, case: str = "") -> set[str]:
    """Return who can open any file, by the emulator's own reckoning."""
    return {row["key"] for path in files(scene, case) for row in scene.access(path)}


def database(scene: Rehearsal) -> Path:
    """Return the database of a rehearsal."""
    return scene.folder / ".sharepoint-gate" / "rehearsal.sqlite"


def emergency(scene: Rehearsal) -> Path:
    """Return the emergency record of a rehearsal."""
    return database(scene).with_name("rehearsal.sqlite-freeze-emergency.jsonl")


def test_a_person_who_is_frozen_can_open_nothing_until_the_night_after_the_lifting(small: Rehearsal) -> None:
    """Frozen, kept so by a night, lifted, and given back by the next night alone."""
    assert READER in readers(small)
    told = small.gate("freeze", READER, *WHY).out
    assert "No new access is possible from" in told
    assert READER not in readers(small)
    small.gate("reconcile")
    assert READER not in readers(small)
    assert "frozen since" in small.gate("why", READER, CASE).out
    small.gate("unfreeze", READER, "--reason", "found")
    assert READER not in readers(small)
    small.gate("reconcile")
    assert READER in readers(small)
    small.gate("trail", "verify")


def test_a_frozen_case_is_read_by_the_business_unit_alone(small: Rehearsal) -> None:
    """The exception on it ends too, and the other case goes on."""
    before = readers(small, CASES[1])
    small.gate("freeze", CASE, *WHY)
    assert readers(small, CASE) == {"s01", "s02", "s03"}
    assert readers(small, CASES[1]) == before


def test_a_leaver_is_frozen_and_the_roster_edit_is_named(small: Rehearsal) -> None:
    """After the edit the roster ends the access, and the freeze is told no more."""
    said = small.gate("leaver", READER, *WHY, "--on", "2026-03-26", "--json").data
    place = said["roster_edit"]["place"]
    assert said["roster_edit"]["ends_on"] == "2026-03-26"
    line = (small.folder / place.split(":")[0]).read_text().splitlines()[int(place.split(":")[1]) - 1]
    assert line.strip().startswith(f"{READER}:")
    assert "freeze-in-force" in small.gate("plan").out
    roster = small.files / "roster.yaml"
    text = roster.read_text().replace("revision: 3", "revision: 4")
    roster.write_text(text.replace(line, line.rstrip("}") + ", ends_on: 2026-03-26}"))
    assert "freeze-in-force" not in small.gate("plan").out
    assert READER not in readers(small)


def test_a_freeze_beside_a_running_reconcile_leaves_nothing(small: Rehearsal) -> None:
    """The run is at work when the freeze comes; whoever ends first, the frozen read nothing."""
    small.gate("freeze", CASE, *WHY)
    small.gate("unfreeze", CASE, *WHY)
    run = start(small, Passing(), "reconcile")
    _until_it_gives(small)
    small.gate("freeze", READER, *WHY)
    assert READER not in readers(small)
    wait_for(run)
    assert READER not in readers(small)
    small.gate("trail", "verify")


def _until_it_gives(small: Rehearsal) -> None:
    """Wait for a run that writes its first grant, or has nothing left to give."""
    with closing(sqlite3.connect(database(small))) as connection:
        start = connection.execute("SELECT count(*) FROM records").fetchone()[0]
        for _ in range(2_000):
            rows = connection.execute("SELECT body FROM records WHERE leaf_index >= ?", (start,))
            if any(b'"run-finished"' in body or b"grant-readers" in body for (body,) in rows):
                return
            signal.sigtimedwait([], 0.01)
    raise AssertionError("the run never gave anything")


def test_law_13_a_freeze_goes_by_the_last_valid_roster_when_todays_is_broken(small: Rehearsal) -> None:
    """Who is meant is read from the copy in force."""
    (small.files / "roster.yaml").write_text("people: [\n")
    said = small.gate("freeze", READER, *WHY)
    assert "last valid" in said.err
    assert READER not in readers(small)


def test_a_locked_database_keeps_nobody_in(small: Rehearsal) -> None:
    """The access goes, the code is 5, and the next run takes the freeze into the record."""
    with closing(sqlite3.connect(database(small), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        small.gate("freeze", READER, *WHY, wanted=5)
        assert READER not in readers(small)
        assert emergency(small).exists()
    small.gate("reconcile")
    assert READER not in readers(small)
    assert emergency(small).read_text() == ""
    assert "written down in an emergency" in small.gate("trail", "show", "--last", "200").out
    small.gate("unfreeze", READER, *WHY)


def test_a_damaged_database_keeps_nobody_in(small: Rehearsal) -> None:
    """Not even the roster in force can be looked up; today's will do."""
    for path in database(small).parent.glob("rehearsal.sqlite*"):
        path.unlink()
    database(small).write_bytes(b"this is no database" * 1_000)
    said = small.gate("freeze", READER, *WHY, wanted=5)
    assert "could not be written as it should" in said.out
    assert READER not in readers(small)
    (small.files / "roster.yaml").write_text("people: [\n")
    small.gate("freeze", "s04", *WHY, wanted=5)
    assert "s04" not in readers(small)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_tidied(small: Rehearsal) -> None:
    """It ends in 4 and names each; it ends in 0 once the files can be read again."""
    route = "GET /drives/{drive}/items/{item}/permissions"
    harm(small, route, "status:403", 12, 100_000)
    said: Any = small.gate("freeze", "s04", *WHY, "--json", wanted=4).data
    assert said["clear_from"] is None
    assert any("could not be read" in one["what"] for one in said["left"])
    assert small.admin("DELETE", "/faults").status < 300
    small.gate("freeze", "s04", *WHY)
    assert "s04" not in readers(small)


def freeze_killed_after(scene: Rehearsal, write: int) -> bool:
    """Freeze in a process that dies after a write's answer; tell whether it came so far."""
    return run(scene, Passing(Point(Kind.ANSWER, write)), "freeze", "s08", *WHY).killed


def test_law_10_a_freeze_killed_after_each_write_is_finished_by_the_same_command(small: Rehearsal) -> None:
    """It stands from the first moment, and each further freeze takes the next thing.

    The first write of each ends the sign-ins; the second takes one access away.
    """
    assert freeze_killed_after(small, 1)
    assert "s08" in readers(small)
    cuts = 0
    while freeze_killed_after(small, 2):
        cuts += 1
    assert cuts > 3
    assert "s08" not in readers(small)
    assert "frozen already" in small.gate("freeze", "s08", *WHY).out
    small.gate("reconcile")
    assert "s08" not in readers(small)
    assert "had left changes in doubt" in small.gate("trail", "show", "--last", "200").out
    small.gate("trail", "verify")
