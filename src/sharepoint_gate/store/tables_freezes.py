"""The tables of freezes: rows are only ever added."""

from sqlalchemy import Column, String, Table, Text

from sharepoint_gate.store.tables import metadata

freezes = Table(
    "freezes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("since", String(27), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("leaves_on", String(10), nullable=True),
)

freeze_marks = Table(
    "freeze_marks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
)

freezes_lifted = Table(
    "freezes_lifted",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", String(27), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
