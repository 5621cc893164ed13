"""Measures the trail: durable appends, and verification with the canonical form. Prints JSON.

Beside each number stands a floor of the same run: bare SQLite writes of the same bodies with the same
durability, and the hashes alone.
"""

import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from sharepoint_gate.store import open_store
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.verify import verify

_AT = datetime(2026, 3, 27, 22, 0, tzinfo=UTC)


def _event(number: int) -> Event:
    # The size and shape of an intent of the nightly job.
    return Event(
        EventKind.INTENT,
        "20260327T220000Z-0",
        _AT,
        "gate@night.example",
        {
            "change_id": f"c{number:06d}",
            "step": "revoke",
            "change": "revoke-people",
            "item_id": "01WESTMARSH2MHQ5YBJN3GZA4TDLKSAMPLE",
            "path": "RR-2026-001/02-scoping/Minutes of the scoping meeting, Órlas notes.docx",
            "permission_id": "aTowIy5mfG1lbWJlcnNoaXB8bi5yYWhtYW5Ad2ljYi5leGFtcGxl",
            "people": ["5f0c8f5e-1d7c-4b58-9f52-0a9e3c1b7d10"],
            "reason": "The case moved past the last stage in which this folder is open to this person.",
            "roster": ["config/roster.yaml:44:7"],
        },
    )


def _rate(count: int, work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return round(count / (perf_counter() - begin), 1)


def _append(path: Path, count: int, batch: int) -> float:
    store = open_store(path)
    groups = [[_event(n) for n in range(start, start + batch)] for start in range(0, count, batch)]
    rate = _rate(count, lambda: [store.trail.append(group) for group in groups])
    store.close()
    return rate


def _bare_append(path: Path, records: Sequence[Record], batch: int) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE records (n INTEGER PRIMARY KEY, body BLOB, leaf_hash TEXT)")

        def write() -> None:
            for start in range(0, len(records), batch):
                connection.execute("BEGIN IMMEDIATE")
                rows = [(one.index, one.body, one.leaf_hash) for one in records[start : start + batch]]
                connection.executemany("INSERT INTO records VALUES (?, ?, ?)", rows)
                connection.execute("COMMIT")

        return _rate(len(records), write)


def _reading(folder: Path, count: int) -> dict[str, object]:
    store = open_store(folder / "read.sqlite")
    store.trail.append([_event(n) for n in range(count)])
    store.trail.seal("r1", _AT)
    records, roots = list(store.trail.records()), store.trail.roots()
    found: dict[str, object] = {
        "records": count,
        "bytes_per_record": sum(len(one.body) for one in records) // count,
        "verify_per_s": _rate(count, lambda: verify(records, roots)),
        "verify_from_database_per_s": _rate(count, lambda: verify(store.trail.records(), roots)),
        "open_intents_per_s": _rate(count, store.trail.open_intents),
        "floor_hashes_per_s": _rate(count, lambda: [sha256(one.body).digest() for one in records]),
    }
    store.close()
    return found


def measure(count: int) -> dict[str, object]:
    """Return every measurement on ``count`` records."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reading = _reading(folder, count)
        store = open_store(folder / "read.sqlite")
        records = list(store.trail.records())
        store.close()
        writing = {
            f"append_{batch}_a_commit_per_s": {
                "gate": _append(folder / f"gate-{batch}.sqlite", count, batch),
                "floor_bare_sqlite": _bare_append(folder / f"bare-{batch}.sqlite", records, batch),
            }
            for batch in (1, 16)
        }
    return {**reading, **writing}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 8_000), indent=2))
