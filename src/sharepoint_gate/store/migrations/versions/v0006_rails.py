"""What was last applied, and which releases were given."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "applied_files",
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("readers", sa.Text, nullable=False),
    )
    op.create_table(
        "applied_roster",
        sa.Column("seat", sa.Integer, sa.CheckConstraint("seat = 1"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rail", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("until", sa.String(27), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )
