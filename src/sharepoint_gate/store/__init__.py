"""The database of the gate: trail, memory and lease on SQLAlchemy Core."""

from sharepoint_gate.store.lease import SqliteLease
from sharepoint_gate.store.memory import SqliteMemoryStore
from sharepoint_gate.store.opening import Store, open_store
from sharepoint_gate.store.trail import SqliteTrailStore

__all__ = ["SqliteLease", "SqliteMemoryStore", "SqliteTrailStore", "Store", "open_store"]
