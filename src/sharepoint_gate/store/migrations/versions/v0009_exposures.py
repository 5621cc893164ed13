"""What was open to whom, between which looks."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Change nothing yet."""
