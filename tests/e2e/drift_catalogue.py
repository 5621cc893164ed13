"""Drift by hand, of every kind that people make, grouped into scenes that share one tenant."""

from tests.e2e.drift_files import FILES
from tests.e2e.drift_night import Changed, Drift
from tests.e2e.drift_people import CHANGED, PEOPLE
from tests.e2e.drift_shapes import ABOVE, SHAPES

SCENES: dict[str, tuple[tuple[Drift, ...], Changed]] = {
    "shapes": (SHAPES, Changed()),
    "above": (ABOVE, Changed()),
    "files": (FILES, Changed()),
    "people": (PEOPLE, CHANGED),
}
