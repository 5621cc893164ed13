"""How each night went, and which declared files were the last valid ones."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "nights",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("due", sa.String(27), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "kept_files",
        sa.Column("seat", sa.Integer, sa.CheckConstraint("seat = 1"), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )
