"""Running the migrations that are packed with the program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def migrations() -> Config:
    """Return where the migrations stand, for Alembic."""
    config = Config()
    # A percent sign in a path would be taken for the start of a variable.
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    return config


def migrate(connection: Connection) -> None:
    """Run every migration that this database lacks, in the transaction that the caller holds."""
    config = migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
