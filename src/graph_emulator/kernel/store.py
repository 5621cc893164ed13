"""The tenant on disk: an SQLite file that holds every acknowledged change before its answer is sent."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from graph_emulator.kernel.journal import Entry
from graph_emulator.kernel.state import Pool, Record, State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (kind TEXT, id TEXT, body BLOB NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS journal (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, body BLOB NOT NULL);
"""
_PUT_RECORD = (
    "INSERT INTO records (kind, id, body) VALUES (?, ?, ?) "
    "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body"
)
_PUT_META = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body"

_USUAL_CACHE, _LARGE_CACHE = -2_000, -131_072
"""How much of the file SQLite holds in memory (KiB, as negative numbers): ids come in no order."""

Pending = dict[tuple[str, str], bytes | None]


class StoredShapeError(ValueError):
    """What is stored is of a kind or shape that this version does not know."""


class Store:
    """Records, journal and settings of one tenant.

    What a request changed is first taken over with `take` and becomes durable with `commit`; several
    requests may share a commit. `restore` undoes what a request did since the last `take`.
    """

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)  # it holds the applications' secrets; what SQLite lays beside it has its mode
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(_SCHEMA)
        self._synced: bool | None = None
        self._records: Pending = {}
        self._journal: list[tuple[int, bytes]] = []
        self._meta: dict[str, bytes] = {}
        self._wipe = False
        self._is_large = False

    def take(self, state: State) -> None:
        """Take over what was put and dropped."""
        for (kind, id_), record in state.touched.items():
            self._records[kind, id_] = None if record is None else msgspec.json.encode(record)
        state.touched.clear()

    def spill(self, state: State) -> None:
        """Take over what was put, and write it without making it durable: a large beginning is held once.

        `commit` makes it durable with the rest, and `forget_pending` undoes it with the rest.
        """
        self.take(state)
        if not self._db.in_transaction:
            self._db.execute(f"PRAGMA cache_size = {_LARGE_CACHE}")
            self._begin(durable=True)
            self._is_large = True
        self._write_pending()
        self._let_go()

    def restore(self, state: State) -> None:
        """Set back every touched record to what it was at the last `take`."""
        kinds = record_kinds()
        for kind, id_ in state.touched:
            body = self._body_of(kind, id_)
            if body is None:
                state.unload(kind, id_)
            else:
                state.load(msgspec.json.decode(body, type=kinds[kind]))
        state.touched.clear()

    def last_taken(self, kind: str, id_: str) -> Record | None:
        """Return a record as it was at the last `take`, or None where it was not there."""
        body = self._body_of(kind, id_)
        return None if body is None else msgspec.json.decode(body, type=record_kinds()[kind])

    def note(self, entry: Entry) -> None:
        """Add an entry to the journal."""
        self._journal.append((entry.n, msgspec.json.encode(entry)))

    def set_meta(self, name: str, value: object) -> None:
        """Remember a named value that JSON can carry."""
        self._meta[name] = msgspec.json.encode(value)

    def meta(self, name: str) -> Any:
        """Return a named value, or None."""
        if name in self._meta:
            return msgspec.json.decode(self._meta[name])
        row = self._db.execute("SELECT body FROM meta WHERE name = ?", (name,)).fetchone()
        return msgspec.json.decode(row[0]) if row and not self._wipe else None

    def commit(self) -> None:
        """Write what is pending; changes are flushed to the disk, entries of mere reads to the system."""
        durable = bool(self._records or self._meta or self._wipe)
        if not durable and not self._journal and not self._is_large:
            return
        if not self._is_large:
            self._begin(durable=durable)
        try:
            self._write_pending()
            self._db.execute("COMMIT")
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self.forget_pending()

    def _begin(self, *, durable: bool) -> None:
        if durable is not self._synced:
            # Killing the process loses neither; FULL also outlives the machine, and only changes need it.
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._synced = durable
        self._db.execute("BEGIN IMMEDIATE")

    def load(self, state: State) -> None:
        """Load every record into an empty state, in the order in which they were first put."""
        kinds = record_kinds()
        pool: Pool = {}
        for kind, id_, body in self._db.execute("SELECT kind, id, body FROM records ORDER BY rowid"):
            if kind not in kinds:
                raise StoredShapeError(f"it does not know {kind}")
            try:
                record = msgspec.json.decode(body, type=kinds[kind])
            except msgspec.ValidationError as error:
                raise StoredShapeError(f"{kind} {id_}: {error}") from error
            record.share(pool)
            state.load(record)

    def journal(self, since: int = 0) -> Iterator[Entry]:
        """Yield the journal's entries after number `since`, in order."""
        if self._wipe:
            return
        rows = self._db.execute("SELECT body FROM journal WHERE n > ? ORDER BY n", (since,))
        for (body,) in rows:
            yield msgspec.json.decode(body, type=Entry)

    def forget_pending(self) -> None:
        """Let go of what was taken over and not committed."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        if self._is_large:
            self._shrink()
        self._let_go()

    def _shrink(self) -> None:
        """Give back the memory and the disk that a large beginning took."""
        self._db.execute(f"PRAGMA cache_size = {_USUAL_CACHE}")
        self._db.execute("PRAGMA shrink_memory")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._is_large = False

    def _let_go(self) -> None:
        self._records.clear()
        self._journal.clear()
        self._meta.clear()
        self._wipe = False

    def clear(self) -> None:
        """Forget everything, with the next commit and not before, so that a new beginning can fail."""
        self.forget_pending()
        self._wipe = True

    def close(self) -> None:
        """Commit and close the file."""
        self.commit()
        self._db.close()

    def _write_pending(self) -> None:
        if self._wipe:
            for table in ("records", "journal", "meta"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the three names above
        gone = [key for key, body in self._records.items() if body is None]
        kept = [(*key, body) for key, body in self._records.items() if body is not None]
        self._db.executemany("DELETE FROM records WHERE kind = ? AND id = ?", gone)
        self._db.executemany(_PUT_RECORD, kept)
        self._db.executemany("INSERT INTO journal VALUES (?, ?)", self._journal)
        self._db.executemany(_PUT_META, self._meta.items())

    def _body_of(self, kind: str, id_: str) -> bytes | None:
        if (kind, id_) in self._records:
            return self._records[kind, id_]
        row = self._db.execute("SELECT body FROM records WHERE kind = ? AND id = ?", (kind, id_)).fetchone()
        return bytes(row[0]) if row and not self._wipe else None


def record_kinds() -> dict[str, type[Record]]:
    """Return every kind of record that is defined, by its name."""
    found: dict[str, type[Record]] = {}
    waiting = list(Record.__subclasses__())
    while waiting:
        kind = waiting.pop()
        found[kind.kind] = kind
        waiting += kind.__subclasses__()
    return found
