"""Opens the record of exposures for reading: neither a tenant nor the declared files are needed."""

from collections.abc import Sequence

from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.errors import StoreError
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.opening import open_store
from sharepoint_gate.wiring.places import database_path


def recorded_exposures(settings: Settings) -> Sequence[RecordedExposure]:
    """Return every exposure ever recorded, by number.

    Raises:
        StoreError: There is no database yet, or it cannot be used.
    """
    path = database_path(settings)
    if not path.exists():
        raise StoreError(
            f"There is no record yet: {path} does not exist.",
            why="nothing has run with this state folder",
            mend="Run `sharepoint-gate reconcile`, or name the right state_dir in the settings.",
        )
    store = open_store(path)
    try:
        return store.memory.exposures()
    finally:
        store.close()
