"""What can be wrong with the gate's own state: told in plain words, exit 5, and left as it was found.

No tenant answers in these tests: whatever is wrong with the record is told before anything is asked for.

Source: ADR-0005
"""

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.rehearsal.weekend import read_weekend
from sharepoint_gate.store.opening import open_store
from tests.cli.scene import Scene, as_closed_tenant
from tests.e2e.harness import CLEAN

COMMANDS = ("reconcile", "plan")


@pytest.fixture
def installed(scene: Scene) -> Scene:
    """An installation with a tenant that does not answer."""
    as_closed_tenant(scene)
    return scene


@pytest.fixture
def recorded(installed: Scene) -> Scene:
    """The same with a record: one run that began, found nobody, and ended."""
    installed.say("reconcile", wanted=4)
    return installed


def database(scene: Scene) -> Path:
    """Where the record lies."""
    return scene.state / "gate.sqlite"


def mended_by_hand(path: Path, *statements: str) -> None:
    """Do to the database what somebody with its file could do."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def digest(path: Path) -> str:
    """Tell two states of a file apart."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_tenant_that_nobody_reaches_ends_in_4_and_is_on_record(installed: Scene) -> None:
    """The night without a network is told to the person, and to the record."""
    spoken = installed.say("reconcile", wanted=4)
    assert "could not be asked for a token" in spoken.err
    assert "why: nobody answers there" in spoken.err
    assert "could not be asked for a token" in installed.say("trail", "show", wanted=0).out
    installed.say("trail", "verify", wanted=0)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_in_place_of_the_state_folder_is_told(installed: Scene, command: str) -> None:
    """Nothing is deleted to make room."""
    installed.write(".sharepoint-gate", "a note")
    spoken = installed.say(command, wanted=5)
    assert "cannot be opened" in spoken.err
    assert installed.state.read_text(encoding="utf-8") == "a note"


def test_a_file_in_place_of_the_rehearsals_state_folder_is_told(scene: Scene) -> None:
    """The rehearsal says it before a tenant is started."""
    scene.write(".sharepoint-gate", "a note")
    for command in ("plan", "demo", "emulator"):
        assert "cannot be made or kept private" in scene.say(command, wanted=5).err


def test_a_rehearsal_that_cannot_be_forgotten_is_told(scene: Scene) -> None:
    """A state folder that is a link elsewhere is not followed to delete what lies there."""
    (scene.folder / "elsewhere" / "tenant").mkdir(parents=True)
    scene.state.symlink_to(scene.folder / "elsewhere")
    assert "cannot be forgotten whole" in scene.say("demo", "--fresh", wanted=5).err
    assert (scene.folder / "elsewhere" / "tenant").is_dir()


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe", b"acts: 7\n", b"acts: [seven]\n", b"[", b"", b"acts: [{id: a}]\nrepair: {acts: 7}\n"],
)
def test_a_weekend_that_is_none_is_told(tmp_path: Path, text: bytes) -> None:
    """Whatever lies under its name, the rehearsal says which file it is."""
    path = tmp_path / "weekend.yaml"
    path.write_bytes(text)
    with pytest.raises(SettingsError, match=r"weekend\.yaml"):
        read_weekend(path)


def test_a_folder_in_place_of_the_database_is_told(installed: Scene) -> None:
    """A folder is not written into."""
    database(installed).mkdir(parents=True)
    assert "cannot be opened" in installed.say("reconcile", wanted=5).err


@pytest.mark.parametrize("junk", [b"junk" * 2000, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_database_that_is_none_is_kept_as_evidence(installed: Scene, junk: bytes) -> None:
    """It may be all that is left of the record."""
    installed.state.mkdir()
    database(installed).write_bytes(junk)
    for words in (["reconcile"], ["trail", "verify"], ["trail", "show"]):
        spoken = installed.say(*words, wanted=5)
        assert "keep the file as it is" in spoken.err
    assert database(installed).read_bytes() == junk


def test_a_damaged_database_is_told(recorded: Scene) -> None:
    """Pages that a failing disk overwrote are never read as an empty record."""
    path = database(recorded)
    mended_by_hand(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    assert "is damaged" in recorded.say("reconcile", wanted=5).err
    assert path.read_bytes()[4096:] == bytes(data[4096:])


def test_the_database_of_another_program_is_refused_and_left_as_it_is(installed: Scene) -> None:
    """Neither a table nor a mode nor a byte of it is changed."""
    installed.state.mkdir()
    mended_by_hand(database(installed), "CREATE TABLE orders (id INTEGER)", "INSERT INTO orders VALUES (1)")
    database(installed).chmod(0o644)
    before = digest(database(installed))
    assert "belongs to another program" in installed.say("reconcile", wanted=5).err
    assert digest(database(installed)) == before
    assert database(installed).stat().st_mode & 0o777 == 0o644


def test_a_newer_database_is_refused(recorded: Scene) -> None:
    """An older program would not know what it overlooks."""
    mended_by_hand(database(recorded), "UPDATE alembic_version SET version_num = '9999'")
    spoken = recorded.say("reconcile", wanted=5)
    assert "made by a newer version" in spoken.err
    assert "9999" in spoken.err


def test_a_run_while_another_is_going_on_is_refused_and_says_whose_it_is(recorded: Scene) -> None:
    """The second run leaves the first alone, and a person can find its process."""
    store = open_store(database(recorded))
    try:
        with store.lease.hold("20260327T220000Z-7"):
            spoken = recorded.say("reconcile", wanted=5)
    finally:
        store.close()
    assert "Another run is in progress." in spoken.err
    assert "run 20260327T220000Z-7, process " in spoken.err
    recorded.say("reconcile", wanted=4)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE records SET body = replace(body, 'run', 'fun') WHERE leaf_index = 1", "Record 1 "),
        ("UPDATE records SET body = CAST(body AS TEXT) || ' ' WHERE leaf_index = 1", "Record 1 "),
        ("UPDATE records SET body = 7 WHERE leaf_index = 1", "Record 1 "),
        ("UPDATE records SET body = x'ff00' WHERE leaf_index = 1", "Record 1 "),
        ("UPDATE records SET leaf_hash = 'none' WHERE leaf_index = 1", "Record 1 "),
        ("DELETE FROM records WHERE leaf_index = 1", "Record 1 is missing"),
        ("DELETE FROM records WHERE leaf_index > 1", "only 2 can be found"),
        ("DELETE FROM records WHERE leaf_index = 0", "Record 0 is missing"),
        ("DELETE FROM records", "end of the trail is missing"),
        ("UPDATE roots SET root_hash = 'none'", "records are not the ones that were sealed"),
        ("UPDATE roots SET sealed_at = 'yesterday'", "root"),
    ],
)
def test_law_11_a_record_edited_by_hand_stops_the_run_and_is_named(
    recorded: Scene, statement: str, named: str
) -> None:
    """Reconcile ends in 5, and `trail verify` names the record until a person signs the break off."""
    path = database(recorded)
    with closing(sqlite3.connect(path)) as connection:
        triggers = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        ]
    mended_by_hand(path, *(f"DROP TRIGGER {name}" for name in triggers), statement)
    refused = recorded.say("reconcile", wanted=5).err
    assert "trail" in refused
    assert named in refused
    told = recorded.say("trail", "verify", wanted=5)
    assert named in told.err
    recorded.say("trail", "export", "copy.jsonl")
    recorded.say("trail", "show")


def test_a_run_that_the_record_does_not_have_is_told(recorded: Scene) -> None:
    """An empty answer would read as a night on which nothing was done."""
    assert "The record has no run 1999" in recorded.say("trail", "show", "--run", "1999", wanted=2).err


def test_a_disk_that_fills_up_ends_the_run_and_keeps_the_record(recorded: Scene) -> None:
    """What was committed before is all there, and the next run with room goes on from it."""
    before = recorded.say("trail", "verify", "--json", wanted=0).data["records"]
    # The shell's limit on the size of any file stands for the end of the disk; blocks of 512 bytes.
    command = [
        "sh",
        "-c",
        'ulimit -f 16 && exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "sharepoint_gate",
        "reconcile",
    ]
    # Compiled modules would be cut off at the limit as well, and stay behind for whoever imports them next.
    environment = {**CLEAN, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=recorded.folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 5, done
    assert str(database(recorded).name) in done.stderr
    assert "Traceback" not in done.stderr
    assert recorded.say("trail", "verify", "--json", wanted=0).data["records"] >= before
    recorded.say("reconcile", wanted=4)
    recorded.say("trail", "verify", wanted=0)


def test_a_trail_that_was_never_begun_is_told(installed: Scene) -> None:
    """A wrong state folder must not look like an empty, sound record."""
    for words in (["verify"], ["verify", "--json"], ["show"], ["export", "x.jsonl"]):
        assert "There is no record yet" in installed.say("trail", *words, wanted=5).err
    assert not (installed.folder / "x.jsonl").exists()
