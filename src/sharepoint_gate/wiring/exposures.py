"""Opens the record of exposures for reading: neither a tenant nor the declared files are needed."""

from collections.abc import Sequence

from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.opening import open_store
from sharepoint_gate.wiring.places import database_path
from sharepoint_gate.wiring.signing import refuse_absent


def recorded_exposures(settings: Settings) -> Sequence[RecordedExposure]:
    """Return every exposure ever recorded, by number.

    Raises:
        StoreError: There is no database yet, or it cannot be used.
    """
    refuse_absent(settings)
    store = open_store(database_path(settings))
    try:
        return store.memory.exposures()
    finally:
        store.close()
