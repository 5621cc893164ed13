"""In which part of the library an item lies, which decides how far the gate's hand reaches there."""

from enum import Enum, auto

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.observed import ObservedItem
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.roster.model import CaseRef


class Zone(Enum):
    """The parts of the channel's library."""

    CASE = auto()
    """A declared case's folder and everything in it: everything undeclared goes."""
    CHANNEL = auto()
    """The channel's own folder: everything undeclared goes, for it reaches every case."""
    LOOSE = auto()
    """Below the channel's folder, but in no declared case."""
    OUTSIDE = auto()
    """The library's root and whatever lies beside or above the channel's folder."""

    @property
    def is_cleared(self) -> bool:
        """Whether everything undeclared is taken away here, not only what is open to all."""
        return self in {Zone.CASE, Zone.CHANNEL}


def zone_of(world: World, item: ObservedItem) -> Zone:
    """Return the part of the library that an item lies in."""
    path = below_channel(world.observation, item)
    if path is None:
        return Zone.OUTSIDE
    if not path:
        return Zone.CHANNEL
    return Zone.CASE if CaseRef(path.split("/")[0]) in world.roster.cases else Zone.LOOSE


def object_name(world: World, item: ObservedItem) -> str:
    """Return how a finding names an item: its path from the channel's folder, which itself is empty.

    The library's root has its own name, and what lies beside the channel's folder begins with a slash.
    """
    path = below_channel(world.observation, item)
    if path is not None:
        return path
    return f"/{item.path}" if item.path else "library root"


def place_order(item: ObservedItem) -> tuple[tuple[str, ...], str]:
    """Return a key that sorts every item after those above it, whatever the order of reading."""
    return tuple(item.path.split("/")) if item.path else (), item.id
