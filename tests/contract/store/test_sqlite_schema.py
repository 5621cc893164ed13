"""The migrations and the tables of today are two descriptions of one schema."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sharepoint_gate.store import Store
from sharepoint_gate.store.tables import metadata


def test_migrations_end_at_the_tables_that_the_code_uses(store: Store) -> None:
    """A column that only one of the two knows would be found by a user first."""
    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
