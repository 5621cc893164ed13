"""Every service of the tenant in one place: their routes, and the indexes that their records need."""

from graph_emulator.directory import models as directory_models
from graph_emulator.kernel.routes import Route
from graph_emulator.kernel.state import State
from graph_emulator.teams import models as teams_models


def all_routes() -> tuple[Route, ...]:
    """Return the route tables of all services."""
    return ()


def add_indexes(state: State) -> None:
    """Prepare an empty state for the records of all services."""
    directory_models.add_indexes(state)
    teams_models.add_indexes(state)
