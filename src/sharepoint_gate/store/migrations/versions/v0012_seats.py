"""Since when and until when each seat in the channel was seen taken."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Remember seats, so that a site that is late is told from a stranger in one of its groups."""
    op.create_table(
        "seats",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("first_seen", sa.String(27), nullable=False),
        sa.Column("last_seen", sa.String(27), nullable=False),
    )
