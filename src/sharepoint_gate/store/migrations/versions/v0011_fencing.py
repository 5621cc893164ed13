"""The number that each holder of the lease is given."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Change nothing yet."""
