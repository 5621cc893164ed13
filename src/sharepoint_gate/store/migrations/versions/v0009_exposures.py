"""What was open to whom, between which looks; files that are gone; places with permissions of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables, and the triggers that keep what was seen as it was seen."""
    op.create_table(
        "exposures",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("principal", sa.Text, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("earliest", sa.String(27), nullable=True),
        sa.Column("latest", sa.String(27), nullable=False),
        sa.Column("reaches", sa.Integer, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("noted", sa.Boolean, nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.Column("ending", sa.Text, nullable=True),
    )
    kept = (
        "number",
        "subject",
        "item_id",
        "object",
        "principal",
        "kinds",
        "how",
        "reaches",
        "evidence",
        "run",
    )
    op.execute(
        f"CREATE TRIGGER exposures_stay_as_seen BEFORE UPDATE OF {', '.join(kept)} ON exposures "
        "BEGIN SELECT RAISE(ABORT, 'what was seen of an exposure is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER exposures_end_once BEFORE UPDATE ON exposures WHEN OLD.ended_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'an exposure that is over is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER exposures_stay BEFORE DELETE ON exposures "
        "BEGIN SELECT RAISE(ABORT, 'the record of exposures is never shortened'); END"
    )
    op.create_table(
        "gone_items",
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
    )
    op.create_table("scopes", sa.Column("item_id", sa.Text, primary_key=True))
