"""The migrations, the tables of today and the list of revisions describe one schema."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from sharepoint_gate.store import Store, open_store
from sharepoint_gate.store.migrate import migrations
from sharepoint_gate.store.schema import REVISIONS
from sharepoint_gate.store.tables import metadata
from tests.fakes.events import an_event


def test_migrations_end_at_the_tables_that_the_code_uses(store: Store) -> None:
    """A column that only one of the two knows would be found by a user first."""
    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_listed_revisions_are_the_packed_ones() -> None:
    """A migration that is not listed would never run on an existing database."""
    packed = [script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()]
    assert tuple(reversed(packed)) == REVISIONS


def test_database_without_a_version_row_is_not_taken_for_a_current_one(store: Store) -> None:
    """Half a database is refused, and what it holds is left alone."""
    store.trail.append([an_event()])
    store.close()
    path = store.database.path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM alembic_version")
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
        refused = subprocess.run(
            [sys.executable, "-c", _OPEN, str(path)], capture_output=True, text=True, check=False
        )
        assert refused.stdout.startswith("StoreError")
        assert list(connection.iterdump()) == before


def test_database_that_is_up_to_date_opens_without_the_migrations(database_path: Path) -> None:
    """Every command opens the database, and almost none has anything to migrate."""
    open_store(database_path).close()
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(database_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "alembic loaded: False\n"


_OPEN = """
import sys
from pathlib import Path
from sharepoint_gate.errors import StoreError
from sharepoint_gate.store import open_store
try:
    open_store(Path(sys.argv[1])).close()
    print("alembic loaded:", "alembic" in sys.modules)
except StoreError as error:
    print("StoreError", error.diagnostics())
"""
