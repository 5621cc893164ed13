"""The database of the gate: trail, memory, acceptances and lease on SQLAlchemy Core."""
