"""The trail, what later runs remember, and the lease."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# The trail only grows, one index after the other, and its roots only cover more: the database itself says so,
# since not every program that opens this file will be the gate.
_TRIGGERS = (
    """
    CREATE TRIGGER records_follow_each_other BEFORE INSERT ON records
    WHEN NEW.leaf_index <> (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM records)
    BEGIN SELECT RAISE(ABORT, 'the trail takes its next record only'); END
    """,
    """
    CREATE TRIGGER records_are_not_changed BEFORE UPDATE ON records
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only: a record cannot be changed'); END
    """,
    """
    CREATE TRIGGER records_are_not_deleted BEFORE DELETE ON records
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only: a record cannot be deleted'); END
    """,
    """
    CREATE TRIGGER roots_only_grow BEFORE INSERT ON roots
    WHEN NEW.size <= (SELECT COALESCE(MAX(size), -1) FROM roots)
    BEGIN SELECT RAISE(ABORT, 'a root covers more records than the one before'); END
    """,
    """
    CREATE TRIGGER roots_are_not_changed BEFORE UPDATE ON roots
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only: a root cannot be changed'); END
    """,
    """
    CREATE TRIGGER roots_are_not_deleted BEFORE DELETE ON roots
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only: a root cannot be deleted'); END
    """,
)


def upgrade() -> None:
    """Create every table, and the triggers that keep the trail append-only."""
    _create_trail()
    _create_memory()
    op.create_table(
        "lease",
        sa.Column("seat", sa.Integer, sa.CheckConstraint("seat = 1"), primary_key=True, autoincrement=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("since", sa.String(19), nullable=False),
    )
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _create_trail() -> None:
    op.create_table(
        "records",
        sa.Column("leaf_index", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("leaf_hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "roots",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("root_hash", sa.String(64), nullable=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sealed_at", sa.String(27), nullable=False),
    )


def _create_memory() -> None:
    op.create_table(
        "pins",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("object_id", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("pinned_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "placements",
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "own_links",
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("permission_id", sa.Text, nullable=False),
    )
