"""The tables of the lease: the numbers that its holders were given, and what each run cost.

Source: ADR-0005
"""

from sqlalchemy import Column, Integer, String, Table, Text

from sharepoint_gate.store.tables import metadata

fences = Table(
    "fences",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("since", String(19), nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("at", String(27), nullable=False),
    Column("items", Integer, nullable=False),
    Column("look_units", Integer, nullable=False),
    Column("look_requests", Integer, nullable=False),
    Column("units", Integer, nullable=False),
    Column("requests", Integer, nullable=False),
)
