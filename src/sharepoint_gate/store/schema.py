"""Knowing a database of this program from others, and bringing it to the schema of today.

Source: ADR-0005
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect

from sharepoint_gate.errors import SchemaVersionError, StoreError
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.failures import in_plain_words

# Written into the file's header, so that no other program's database is ever migrated: "SPGT" in ASCII.
APPLICATION_ID = 0x53504754
# The migrations by name, oldest first: told here too, so that a database which is up to date, which is nearly
# every one, is opened without loading the migrations.
REVISIONS = tuple(f"{number:04}" for number in range(1, 14))


def bring_up_to_date(database: Database) -> None:
    """Create or migrate the schema, in one transaction.

    Raises:
        SchemaVersionError: A newer program made this database.
        StoreError: The database is another program's, or cannot be used.
    """
    with database.read() as connection:
        if _is_current(connection, database.path):
            return
    # Half a second to load: worth it only for a database that needs it.
    from sharepoint_gate.store.migrate import migrate  # noqa: PLC0415

    # Two programs may come here at once: the second waits, and then finds nothing left to do.
    with database.write() as connection:
        if not _is_current(connection, database.path):
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(connection)


def _is_current(connection: Connection, path: Path) -> bool:
    _refuse_strangers(connection, path)
    found = _revision(connection)
    if found is not None and found not in REVISIONS:
        raise SchemaVersionError(
            f"The database {path} was made by a newer version of the gate.",
            why=f"its schema is {found}, and this program knows up to {REVISIONS[-1]}",
            mend="install the newer version again, or point the settings at another database",
        )
    return found == REVISIONS[-1]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return None if found is None else str(found)


def refuse_strangers(path: Path, *, wait_s: float) -> None:
    """Look at a file without changing it, before it is opened in earnest, which would change its mode.

    Raises:
        StoreError: It is another program's database, or none.
    """
    if not path.is_file() or not path.stat().st_size:
        return
    address = f"{path.absolute().as_uri()}?mode=ro"
    with in_plain_words(path), closing(sqlite3.connect(address, uri=True, timeout=wait_s)) as connection:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    _refuse_stranger(path, mark, tables)


def _refuse_strangers(connection: Connection, path: Path) -> None:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    _refuse_stranger(path, mark, tables)


def _refuse_stranger(path: Path, mark: int, tables: int) -> None:
    if mark != APPLICATION_ID and tables:
        raise StoreError(
            f"The database {path} belongs to another program.",
            why="it holds tables, and they do not carry the gate's mark",
            mend="point the settings at a database of the gate, or at a file that does not exist yet",
        )
