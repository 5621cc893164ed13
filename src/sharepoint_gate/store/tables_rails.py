"""The tables of what was last applied, and of releases."""

from sqlalchemy import CheckConstraint, Column, Integer, String, Table, Text

from sharepoint_gate.store.tables import metadata

applied_files = Table(
    "applied_files",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False),
    Column("readers", Text, nullable=False),
)

applied_roster = Table(
    "applied_roster",
    metadata,
    Column("seat", Integer, CheckConstraint("seat = 1"), primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("body", Text, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rail", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", String(27), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(27), nullable=False),
)
