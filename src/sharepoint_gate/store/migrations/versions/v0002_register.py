"""The register of decisions on the acceptance agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TRIGGERS = (
    """
    CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'the register is append-only: a decision cannot be changed'); END
    """,
    """
    CREATE TRIGGER decisions_are_not_deleted BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'the register is append-only: a decision cannot be deleted'); END
    """,
)


def upgrade() -> None:
    """Create the register, what waits for a second name, and how far the tenant's log was read."""
    op.create_table(
        "decisions",
        *_statement(),
        sa.Column("confirmed_by", sa.Text, nullable=True),
        sa.Column("confirmed_account", sa.Text, nullable=True),
    )
    op.create_table("proposals", *_statement())
    op.create_table(
        "harvests",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("read_until", sa.String(27), nullable=False),
    )
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _statement() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_account", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
    )
