"""The tables as the code of today sees them; the migrations hold how they came to be.

Only types that SQLite and PostgreSQL share are used. Times are text (UTC, six decimals), so that both sort
and compare them alike.
"""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()


def _statement() -> tuple[Column[Any], ...]:
    """Return the columns of what somebody says that a person decided, and who says it."""
    return (
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("person", Text, nullable=False),
        Column("version", Text, nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("decision", Text, nullable=False),
        Column("at", String(27), nullable=False),
        Column("source", Text, nullable=False),
        Column("evidence", Text, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("recorded_account", Text, nullable=False),
        Column("recorded_at", String(27), nullable=False),
    )


records = Table(
    "records",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("leaf_index", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("leaf_hash", String(64), nullable=False),
)

roots = Table(
    "roots",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("root_hash", String(64), nullable=False),
    Column("run_id", Text, nullable=False),
    Column("sealed_at", String(27), nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("log", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("public_key", String(64), nullable=False),
    Column("note", Text, nullable=False),
)

pins = Table(
    "pins",
    metadata,
    Column("person", Text, primary_key=True),
    Column("object_id", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("pinned_at", String(27), nullable=False),
    Column("likeness", Text, nullable=True),
    Column("accepts_from", String(10), nullable=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("person", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("asked_on", String(10), nullable=False),
    Column("at", String(27), nullable=False),
)

placements = Table(
    "placements",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("seen_at", String(27), nullable=False),
)

own_links = Table(
    "own_links",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("permission_id", Text, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("seat", Integer, CheckConstraint("seat = 1"), primary_key=True, autoincrement=False),
    Column("run_id", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("since", String(19), nullable=False),
    Column("number", Integer, nullable=False),
    Column("beat", String(19), nullable=False),
)

mails = Table(
    "mails",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Column("run", Text, nullable=False),
    Column("covers", Text, nullable=False),
)

case_rights = Table(
    "case_rights",
    metadata,
    Column("person", Text, primary_key=True),
    Column("case_ref", Text, primary_key=True),
    Column("run", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    *_statement(),
    Column("confirmed_by", Text, nullable=True),
    Column("confirmed_account", Text, nullable=True),
)

proposals = Table("proposals", metadata, *_statement())

harvests = Table(
    "harvests",
    metadata,
    Column("source", Text, primary_key=True),
    Column("read_until", String(27), nullable=False),
)

nights = Table(
    "nights",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("due", String(27), nullable=False),
    Column("state", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Column("why", Text, nullable=False),
)

kept_files = Table(
    "kept_files",
    metadata,
    Column("seat", Integer, CheckConstraint("seat = 1"), primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("at", String(27), nullable=False),
)
