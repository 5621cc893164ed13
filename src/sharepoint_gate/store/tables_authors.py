"""The table of versions of the declared files."""

from sqlalchemy import Column, Integer, String, Table, Text

from sharepoint_gate.store.tables import metadata

roster_versions = Table(
    "roster_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("roster_digest", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Column("told", Integer, nullable=False),
)
