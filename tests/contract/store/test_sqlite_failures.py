"""What can be wrong with the database file, and what the gate says of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sharepoint_gate.errors import SchemaVersionError, StoreError
from sharepoint_gate.store import Store, open_store
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.failures import in_plain_words
from tests.fakes.events import an_event


@pytest.fixture
def made(database_path: Path) -> Path:
    """A database of the gate with one record in it, closed."""
    opened = open_store(database_path)
    opened.trail.append([an_event()])
    opened.close()
    return database_path


@pytest.fixture
def outsider(store: Store, database_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that opens the same file, while the gate has it open with two records and a root."""
    store.trail.append([an_event(), an_event()])
    store.trail.seal("r1", an_event().at)
    with closing(sqlite3.connect(database_path, timeout=0, isolation_level=None)) as connection:
        yield connection


def _refusal(path: Path) -> StoreError:
    with pytest.raises(StoreError) as refused:
        open_store(path, wait_s=0.05)
    assert str(path) in refused.value.what
    assert refused.value.mend
    return refused.value


def test_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A wrong path never costs anybody a file."""
    path = tmp_path / "roster.yaml"
    path.write_text("revision: 14\n" * 200)
    assert "is not a database" in _refusal(path).what
    assert path.read_text() == "revision: 14\n" * 200


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Migrating a stranger's database would break it."""
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE children (name TEXT)")
    assert "belongs to another program" in _refusal(path).what
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("children",)]


def test_database_of_a_newer_program_is_refused(made: Path) -> None:
    """An older program would not understand what a newer one relies on."""
    with closing(sqlite3.connect(made, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refusal = _refusal(made)
    assert isinstance(refusal, SchemaVersionError)
    assert "9999" in refusal.why


def test_damaged_database_is_refused(made: Path) -> None:
    """A file whose pages were overwritten is named as damaged."""
    content = bytearray(made.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    made.write_bytes(content)
    assert "is damaged" in _refusal(made).what


def test_locked_database_is_named_as_locked(store: Store, outsider: sqlite3.Connection) -> None:
    """Somebody else's transaction is waited for, and then named; nothing is half written."""
    store.close()
    outsider.execute("BEGIN IMMEDIATE")
    impatient = open_store(store.database.path, wait_s=0.05)
    with pytest.raises(StoreError, match="is locked by another program"):
        impatient.trail.append([an_event()])
    outsider.execute("ROLLBACK")
    assert [record.index for record in impatient.trail.append([an_event()])] == [2]
    impatient.close()


def test_full_disk_is_named_and_keeps_what_was_written(store: Store) -> None:
    """A record that does not fit is not half there."""
    store.trail.append([an_event()])
    with store.database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="the disk is full"):
        store.trail.append([an_event(text="x" * 100_000)])
    assert len(list(store.trail.records())) == 1


def test_read_only_file_is_named(made: Path) -> None:
    """A file that the account may not write is told apart from a damaged one."""
    with (
        closing(sqlite3.connect(f"file:{made}?mode=ro", uri=True)) as connection,
        pytest.raises(StoreError, match="cannot be written") as refused,
        in_plain_words(made),
    ):
        connection.execute("DELETE FROM lease")
    assert "account of the gate" in refused.value.mend


def test_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """What the operating system refuses comes out in plain words too."""
    assert "cannot be opened" in _refusal(tmp_path).what


def test_database_can_be_read_by_its_account_only(made: Path) -> None:
    """The trail names files and people: the file, its companions and its folder are private."""
    opened = open_store(made)
    with opened.lease.hold("r1"):
        opened.trail.append([an_event()])
        modes = {path.name: path.stat().st_mode & 0o777 for path in made.parent.iterdir()}
    opened.close()
    assert set(modes) == {made.name, f"{made.name}-wal", f"{made.name}-shm", f"{made.name}.lock"}
    assert set(modes.values()) == {0o600}
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_database_that_others_could_read_is_made_private(made: Path) -> None:
    """A file restored from a backup with loose rights is tightened when it is opened."""
    made.chmod(0o644)
    open_store(made).close()
    assert made.stat().st_mode & 0o777 == 0o600


def test_commits_are_on_the_disk_when_they_return(database_path: Path) -> None:
    """A power cut after a commit loses nothing: WAL with a full sync at each commit, on every connection."""
    database = Database(database_path, wait_s=1)
    with database.read() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        ]
    database.close()
    assert found == ["wal", 2, 1, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET body = x'7b7d' WHERE leaf_index = 1",
        "DELETE FROM records WHERE leaf_index = 1",
        "INSERT OR REPLACE INTO records VALUES (1, 1, x'7b7d', 'abc')",
        "INSERT INTO records VALUES (1, 7, x'7b7d', 'abc')",
        "UPDATE roots SET root_hash = 'abc'",
        "DELETE FROM roots",
        "INSERT INTO roots VALUES (1, 1, 'abc', 'r0', '2026-03-27T22:00:00.000000Z')",
    ],
)
def test_law_11_database_refuses_to_rewrite_the_trail(
    store: Store, outsider: sqlite3.Connection, statement: str
) -> None:
    """The trail is append-only for every program that opens the file, the gate or not."""
    before = (list(store.trail.records()), list(store.trail.roots()))
    with pytest.raises(sqlite3.IntegrityError, match=r"the trail|a root"):
        outsider.execute(statement)
    assert (list(store.trail.records()), list(store.trail.roots())) == before


def test_refusal_of_the_database_comes_out_in_plain_words(store: Store) -> None:
    """The gate's own code would be stopped by the same triggers, with exit code 5."""
    store.trail.append([an_event()])
    with (
        pytest.raises(StoreError, match="refused a change") as refused,
        store.database.write() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM records")
    assert "append-only" in refused.value.why
    assert refused.value.exit_code == 5
