"""What was last applied, and which releases were given."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Change nothing yet."""
