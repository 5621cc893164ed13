"""Opening the gate's database."""

from dataclasses import dataclass
from pathlib import Path

from sharepoint_gate.errors import GateError
from sharepoint_gate.ports.signing import Signing
from sharepoint_gate.store.authors import SqliteVersionStore
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.freezes import SqliteFreezeStore
from sharepoint_gate.store.lease import SqliteLease
from sharepoint_gate.store.mails import SqliteMailLedger
from sharepoint_gate.store.memory import SqliteMemoryStore
from sharepoint_gate.store.register import SqliteRegisterStore
from sharepoint_gate.store.schedule import SqliteSchedule
from sharepoint_gate.store.schema import bring_up_to_date, refuse_strangers
from sharepoint_gate.store.spending import SqliteSpending
from sharepoint_gate.store.trail import SqliteTrailStore


@dataclass(frozen=True, slots=True)
class Store:
    """An open database: its trail, its memory, its lease and its ledger of mails."""

    trail: SqliteTrailStore
    memory: SqliteMemoryStore
    lease: SqliteLease
    mails: SqliteMailLedger
    register: SqliteRegisterStore
    schedule: SqliteSchedule
    freezes: SqliteFreezeStore
    versions: SqliteVersionStore
    spending: SqliteSpending
    database: Database

    def close(self) -> None:
        """Close the database; the store cannot be used after it."""
        self.database.close()


def open_store(path: Path, *, wait_s: float = 5.0, signing: Signing | None = None) -> Store:
    """Open the database at ``path``, which is made, or brought to the schema of today, where need be.

    Args:
        path: The database file; ``-wal``, ``-shm`` and ``.lock`` files stand beside it.
        wait_s: How long to wait for another program's lock, in seconds.
        signing: What signs the trail; None for one without signatures.

    Raises:
        SchemaVersionError: A newer program made this database.
        StoreError: The file is locked, cannot be written, is damaged, or is no database of the gate.
    """
    refuse_strangers(path, wait_s=wait_s)
    database = Database(path, wait_s=wait_s)
    try:
        bring_up_to_date(database)
    except GateError:
        database.close()
        raise
    return Store(
        SqliteTrailStore(database, signing),
        SqliteMemoryStore(database),
        SqliteLease(database),
        SqliteMailLedger(database),
        SqliteRegisterStore(database),
        SqliteSchedule(database),
        SqliteFreezeStore(database),
        SqliteVersionStore(database),
        SqliteSpending(database),
        database,
    )
