"""The ledger of mails, and who read on which case when letters were last written."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# A mail whose fate is settled or open stays as it is: only one that was surely not sent may be tried anew.
_ONCE = """
    CREATE TRIGGER a_mail_is_intended_once BEFORE UPDATE ON mails
    WHEN NEW.state = 'intended' AND OLD.state <> 'refused'
    BEGIN SELECT RAISE(ABORT, 'a mail that may have been sent is not sent again'); END
"""


def upgrade() -> None:
    """Create both tables, and the trigger that keeps a mail from being intended twice."""
    op.create_table(
        "mails",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("covers", sa.Text, nullable=False),
    )
    op.create_table(
        "case_rights",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("case_ref", sa.Text, primary_key=True),
        sa.Column("run", sa.Text, nullable=False),
    )
    op.execute(_ONCE)
