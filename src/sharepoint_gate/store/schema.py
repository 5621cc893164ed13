"""Bringing a database to the schema of this program, and refusing those that are not its own.

Source: ADR-0006
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sharepoint_gate.errors import SchemaVersionError, StoreError
from sharepoint_gate.store.database import Database

_MIGRATIONS = Path(__file__).parent / "migrations"
# Written into the file's header, so that no other program's database is ever migrated: "SPGT" in ASCII.
APPLICATION_ID = 0x53504754


def bring_up_to_date(database: Database) -> None:
    """Create or migrate the schema, in one transaction.

    Raises:
        SchemaVersionError: A newer program made this database.
        StoreError: The database is another program's, or cannot be used.
    """
    scripts = ScriptDirectory.from_config(_config())
    with database.read() as connection:
        if _is_current(connection, database.path, scripts):
            return
    # Two programs may come here at once: the second waits, and then finds nothing left to do.
    with database.write() as connection:
        if not _is_current(connection, database.path, scripts):
            _upgrade(connection)


def _is_current(connection: Connection, path: Path, scripts: ScriptDirectory) -> bool:
    _refuse_strangers(connection, path)
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        raise SchemaVersionError(
            f"The database {path} was made by a newer version of the gate.",
            why=f"its schema is {found}, and this program knows up to {scripts.get_current_head()}",
            mend="install the newer version again, or point the settings at another database",
        )
    return found == scripts.get_current_head()


def _refuse_strangers(connection: Connection, path: Path) -> None:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if mark != APPLICATION_ID and tables:
        raise StoreError(
            f"The database {path} belongs to another program.",
            why="it holds tables, and they do not carry the gate's mark",
            mend="point the settings at a database of the gate, or at a file that does not exist yet",
        )


def _upgrade(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    # A percent sign in a path would be taken for the start of a variable.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
