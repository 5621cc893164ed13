"""What an account looked like when it was approved, and who was invited."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Let pins keep words beside the fingerprint, and remember invitations that may have left."""
    # Older pins go on counting by their fingerprint; the next run adds the words where it still fits.
    op.add_column("pins", sa.Column("likeness", sa.Text, nullable=True))
    op.create_table(
        "invitations",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("asked_on", sa.String(10), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )
