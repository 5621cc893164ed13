"""The number that each holder of the lease is given, its sign of life, and what each run cost."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

# A number that went back would let a run that was taken over write again: the database itself forbids it.
_TRIGGERS = (
    """
    CREATE TRIGGER fences_only_grow BEFORE INSERT ON fences
    WHEN NEW.number <= (SELECT COALESCE(MAX(number), 0) FROM fences)
    BEGIN SELECT RAISE(ABORT, 'each holder of the lease has a larger number'); END
    """,
    """
    CREATE TRIGGER fences_are_not_changed BEFORE UPDATE ON fences
    BEGIN SELECT RAISE(ABORT, 'the numbers of the holders are kept'); END
    """,
    """
    CREATE TRIGGER fences_are_not_deleted BEFORE DELETE ON fences
    BEGIN SELECT RAISE(ABORT, 'the numbers of the holders are kept'); END
    """,
)


def upgrade() -> None:
    """Create both tables, and give the lease its number and its sign of life."""
    op.create_table(
        "fences",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("since", sa.String(19), nullable=False),
    )
    op.create_table(
        "spending",
        sa.Column("run_id", sa.Text, primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("look_units", sa.Integer, nullable=False),
        sa.Column("look_requests", sa.Integer, nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
    )
    op.add_column("lease", sa.Column("number", sa.Integer, nullable=False, server_default="0"))
    op.add_column("lease", sa.Column("beat", sa.String(19), nullable=False, server_default=""))
    for trigger in _TRIGGERS:
        op.execute(trigger)
