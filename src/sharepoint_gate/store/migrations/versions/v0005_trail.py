"""Signed checkpoints, and more than one log: a broken one is left as it is, and the next begins beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# What was said of one log is said of each now; and only the last log grows.
_TRIGGERS = (
    """
    CREATE TRIGGER records_follow_each_other BEFORE INSERT ON records
    WHEN NEW.leaf_index <> (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM records WHERE log = NEW.log)
    OR NEW.log < (SELECT COALESCE(MAX(log), 1) FROM records)
    BEGIN SELECT RAISE(ABORT, 'the trail takes its next record only'); END
    """,
    """
    CREATE TRIGGER roots_only_grow BEFORE INSERT ON roots
    WHEN NEW.size <= (SELECT COALESCE(MAX(size), -1) FROM roots WHERE log = NEW.log)
    OR NEW.log < (SELECT COALESCE(MAX(log), 1) FROM roots)
    BEGIN SELECT RAISE(ABORT, 'a root covers more records than the one before'); END
    """,
    """
    CREATE TRIGGER checkpoints_only_grow BEFORE INSERT ON checkpoints
    WHEN NEW.size <= (SELECT COALESCE(MAX(size), -1) FROM checkpoints WHERE log = NEW.log)
    OR NEW.log < (SELECT COALESCE(MAX(log), 1) FROM checkpoints)
    BEGIN SELECT RAISE(ABORT, 'a checkpoint covers more records than the one before'); END
    """,
    *(
        f"""
    CREATE TRIGGER {table}_are_not_{word}d BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only: nothing in {table} can be {word}d'); END
    """
        for table in ("records", "roots", "checkpoints")
        for word, act in (("change", "UPDATE"), ("delete", "DELETE"))
    ),
)


def upgrade() -> None:
    """Give each record and root the number of its log, and make room for checkpoints."""
    _renew(
        "records",
        sa.Column("leaf_index", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("leaf_hash", sa.String(64), nullable=False),
    )
    _renew(
        "roots",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("root_hash", sa.String(64), nullable=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("sealed_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("log", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _renew(table: str, *columns: "sa.Column[object]") -> None:
    """Copy a table as it is, damaged values included: what somebody did to it is evidence."""
    names = ", ".join(column.name for column in columns)
    op.rename_table(table, f"{table}_before")
    op.create_table(table, sa.Column("log", sa.Integer, primary_key=True, autoincrement=False), *columns)
    op.execute(f"INSERT INTO {table} (log, {names}) SELECT 1, {names} FROM {table}_before")  # noqa: S608 - own names
    op.drop_table(f"{table}_before")
