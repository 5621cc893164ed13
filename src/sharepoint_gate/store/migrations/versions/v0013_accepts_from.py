"""From which day on decisions under a roster id are those of the person who bears it now."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Let pins tell it."""
    op.add_column("pins", sa.Column("accepts_from", sa.String(10), nullable=True))
