"""Signed checkpoints in the database, the key file, and the log that follows a broken one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sharepoint_gate.errors import RefusedError, StoreError, TrailKeyError
from sharepoint_gate.jobs.trailguard import look_at, look_at_all, sign_off, sound_log
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.store.opening import Store, open_store
from sharepoint_gate.store.signing import KeyFolder, read_key
from sharepoint_gate.trail.checkpoint import parse_checkpoint
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.statements import Because
from tests.fakes.clock import QUIET_NIGHT, FakeClock
from tests.fakes.events import an_event

ORIGIN = "sharepoint-gate/test"


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    """The key file and the folder of checkpoints of an installation."""
    return KeyFolder(tmp_path / "state" / "trail.key", tmp_path / "state" / "checkpoints", ORIGIN)


@pytest.fixture
def signed(database_path: Path, keys: KeyFolder) -> Iterator[Store]:
    """A store whose trail is signed."""
    opened = open_store(database_path, signing=keys)
    try:
        yield opened
    finally:
        opened.close()


def a_run(trail: TrailStore, run: str = "r1") -> None:
    """Let a run pass."""
    trail.append([an_event(), an_event()])
    trail.seal(run, QUIET_NIGHT)


def tamper(path: Path, *statements: str) -> None:
    """Do what somebody with the file could do."""
    with closing(sqlite3.connect(path)) as connection:
        chosen = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(chosen).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_law_11_each_seal_is_signed_and_kept_in_two_places(signed: Store, keys: KeyFolder) -> None:
    """The database has the checkpoint, and so has the folder; the key was made for this account alone."""
    a_run(signed.trail)
    a_run(signed.trail, "r2")
    notes = signed.trail.evidence().checkpoints
    assert [parse_checkpoint(one)[0].size for one in notes] == [3, 5]
    assert list(keys.kept()) == list(notes)
    assert keys.key_file.stat().st_mode & 0o777 == 0o600
    found = look_at(signed.trail)
    assert (found.why, found.origin) == ("", ORIGIN)


def test_law_12_sealing_twice_signs_once(signed: Store) -> None:
    """A log that did not grow has one checkpoint."""
    a_run(signed.trail)
    signed.trail.seal("r2", QUIET_NIGHT)
    assert len(signed.trail.evidence().checkpoints) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checkpoints SET note = 'x'",
        "DELETE FROM checkpoints",
        "INSERT INTO checkpoints VALUES (1, 1, 'x', 'x')",
    ],
)
def test_law_11_the_database_refuses_to_change_a_checkpoint(signed: Store, statement: str) -> None:
    """As with records and roots: a guard against accidents."""
    a_run(signed.trail)
    with pytest.raises(StoreError), signed.database.write() as connection:
        connection.exec_driver_sql(statement)


def test_law_11_broken_log_stays_as_it_is_and_the_next_begins_with_a_record_of_it(
    signed: Store, database_path: Path
) -> None:
    """What was wrong, how long the log was, and the last good checkpoint stand in the new one, signed."""
    a_run(signed.trail)
    good = signed.trail.evidence().checkpoints[0]
    a_run(signed.trail, "r2")
    tamper(database_path, "UPDATE records SET body = x'7b7d' WHERE leaf_index = 4")
    before = list(signed.trail.records(log=1))
    clock = FakeClock(QUIET_NIGHT)
    found = sound_log(signed.trail, clock, "r3", "gate")
    assert (found.number, found.ok, found.waits) == (2, True, True)
    assert found.broken is not None
    told = found.broken.data
    assert (told["log"], told["size"]) == (1, 5)
    assert told["last_good"] == {
        "size": 3,
        "root_hash": parse_checkpoint(good)[0].root.hex(),
        "run_id": "r1",
        "checkpoint": good,
    }
    assert list(signed.trail.records(log=1)) == before
    assert signed.trail.before() == 5
    assert parse_checkpoint(signed.trail.evidence().checkpoints[-1])[0].origin == f"{ORIGIN}/2"
    assert look_at_all(signed.trail, [good], []).verification.problems == ()
    sign_off(signed.trail, clock, "gate", "u01", "seen")
    assert look_at(signed.trail).why == ""
    with pytest.raises(RefusedError):
        sign_off(signed.trail, clock, "gate", "u01", "seen")


def test_law_11_kept_checkpoint_of_a_broken_log_is_compared_with_what_is_left(
    signed: Store, database_path: Path
) -> None:
    """A witness of the first log is still asked after the second began."""
    a_run(signed.trail)
    kept = signed.trail.evidence().checkpoints[0]
    tamper(database_path, "UPDATE records SET body = x'7b7d' WHERE leaf_index = 0")
    sound_log(signed.trail, FakeClock(QUIET_NIGHT), "r2", "gate")
    assert not look_at_all(signed.trail, [kept], []).ok
    foreign = kept.replace(ORIGIN, "elsewhere")
    assert "no such log" in look_at_all(signed.trail, [foreign], []).verification.problems[0]


def test_law_11_emptied_database_is_found_by_the_folder_of_checkpoints(
    signed: Store, database_path: Path
) -> None:
    """Who wipes the trail with all its roots has left the checkpoints beside it."""
    a_run(signed.trail)
    tamper(database_path, "DELETE FROM records", "DELETE FROM roots", "DELETE FROM checkpoints")
    found = look_at(signed.trail)
    assert not found.ok
    assert "end of the trail is missing" in found.why
    assert sound_log(signed.trail, FakeClock(QUIET_NIGHT), "r2", "gate").number == 2


def test_law_11_second_break_is_followed_by_a_third_log(signed: Store, database_path: Path) -> None:
    """However often it is broken, the evidence stays and the record goes on."""
    for log in (1, 2):
        a_run(signed.trail)
        edit = (
            "UPDATE records SET body = x'7b7d' WHERE leaf_index = 0 AND log = (SELECT max(log) FROM records)"
        )
        tamper(database_path, edit)
        assert sound_log(signed.trail, FakeClock(QUIET_NIGHT), "r2", "gate").number == log + 1


def test_two_programs_that_find_a_break_begin_one_log(trail: TrailStore) -> None:
    """The second one finds that it was done."""
    trail.append([an_event()])
    assert trail.begin_anew(1, [an_event(EventKind.TRAIL_BROKEN)])
    assert not trail.begin_anew(1, [an_event(EventKind.TRAIL_BROKEN)])
    assert not trail.begin_anew(2, [])
    assert trail.evidence().number == 2
    assert [len(list(trail.records(log=number))) for number in (1, 2)] == [1, 1]
    assert trail.before() == 1


def a_rotation() -> Event:
    """What a change of keys is written down as."""
    return Event(EventKind.TRAIL_KEY, "r", QUIET_NIGHT, "somebody", {"reason": "yearly"})


def test_law_11_rotated_key_is_vouched_for_and_signs_from_then_on(signed: Store, keys: KeyFolder) -> None:
    """The file of the new key is taken over, also when the change was cut before that."""
    a_run(signed.trail)
    old = read_key(keys.key_file).public
    new = keys.make_next()
    signed.trail.rotate(new, Because.ROTATED, a_rotation())
    assert read_key(keys.key_file).public == old
    a_run(signed.trail, "r2")
    assert read_key(keys.key_file).public == new.public
    assert not keys.next_file.exists()
    found = look_at(signed.trail)
    assert (found.why, [one.vouched for one in found.chain.links]) == ("", [True, True])


def test_law_11_lost_key_holds_grants_back_and_loses_no_seal(signed: Store, keys: KeyFolder) -> None:
    """The run is sealed unsigned, and says why; a new key may follow, told by a person."""
    a_run(signed.trail)
    keys.key_file.unlink()
    a_run(signed.trail, "r2")
    assert (len(signed.trail.roots()), len(signed.trail.evidence().checkpoints)) == (2, 1)
    found = look_at(signed.trail)
    assert found.ok
    assert "cannot be signed" in found.why
    with pytest.raises(TrailKeyError):
        signed.trail.rotate(keys.make_next(), Because.ROTATED, a_rotation())
    signed.trail.rotate(keys.make_next(), Because.REPLACED, a_rotation())
    assert look_at(signed.trail).why == ""


def test_law_11_key_file_that_others_can_read_is_refused(signed: Store, keys: KeyFolder) -> None:
    """Whoever reads it can sign another trail."""
    a_run(signed.trail)
    keys.key_file.chmod(0o640)
    with pytest.raises(TrailKeyError, match="open to others"):
        keys.signer(None)
    assert "open to others" in look_at(signed.trail).why


@pytest.mark.parametrize("text", ["", "junk", "sharepoint-gate trail key, Ed25519, secret: !!", "\x00"])
def test_key_file_that_holds_no_key_is_told(keys: KeyFolder, text: str) -> None:
    """It is never taken for a key, nor replaced by itself."""
    keys.key_file.parent.mkdir(parents=True)
    keys.key_file.write_text(text)
    keys.key_file.chmod(0o600)
    with pytest.raises(TrailKeyError, match="holds no key"):
        keys.signer(None)
    assert keys.key_file.read_text() == text


def test_key_that_is_a_link_elsewhere_is_refused(keys: KeyFolder, tmp_path: Path) -> None:
    """Nobody slips another key in."""
    keys.key_file.parent.mkdir(parents=True)
    keys.make(tmp_path / "other.key")
    keys.key_file.symlink_to(tmp_path / "other.key")
    with pytest.raises(TrailKeyError, match="cannot be used"):
        keys.signer(None)
    assert "cannot be used" in keys.trouble(None)


def test_folder_that_takes_no_checkpoint_stops_no_run(
    database_path: Path, keys: KeyFolder, tmp_path: Path
) -> None:
    """The database has it; a full or a foreign folder must not cost the night."""
    (tmp_path / "file").write_text("")
    blocked = KeyFolder(keys.key_file, tmp_path / "file", ORIGIN)
    opened = open_store(database_path, signing=blocked)
    a_run(opened.trail)
    assert len(opened.trail.evidence().checkpoints) == 1
    opened.close()


def test_database_of_before_the_keys_is_signed_from_its_next_run_on(
    database_path: Path, keys: KeyFolder
) -> None:
    """Nothing that was written is touched; the first checkpoint covers it all."""
    older = open_store(database_path)
    a_run(older.trail)
    older.close()
    newer = open_store(database_path, signing=keys)
    assert look_at(newer.trail).why == ""
    a_run(newer.trail, "r2")
    assert look_at(newer.trail).why == ""
    assert len(newer.trail.evidence().checkpoints) == 1
    newer.close()
