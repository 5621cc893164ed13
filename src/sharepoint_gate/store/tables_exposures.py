"""The tables of exposures, of files that are gone, and of places with permissions of their own."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from sharepoint_gate.store.tables import metadata

exposures = Table(
    "exposures",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(64), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("principal", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("earliest", String(27), nullable=True),
    Column("latest", String(27), nullable=False),
    Column("reaches", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("noted", Boolean, nullable=False),
    Column("ended_at", String(27), nullable=True),
    Column("ending", Text, nullable=True),
)

gone_items = Table(
    "gone_items",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("seen_at", String(27), nullable=False),
)

scopes = Table("scopes", metadata, Column("item_id", Text, primary_key=True))
