"""Moved, restored and copied files: an item keeps its people wherever it is put; a copy is another item.

Source: ISA §8.6
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import ItemId, ObservedItem

# Both stages of SharePoint's recycle bin together keep an item for 93 days; a month more costs nothing.
KEPT_FOR = timedelta(days=124)


def has_moved(memory: Memory, item: ObservedItem) -> bool:
    """Tell whether a file lies in another folder than an earlier run remembered, or came back.

    A new name in the same folder is no move: the same people read there.
    """
    if item.id in memory.gone:
        return True
    known = memory.placements.get(item.id)
    return known is not None and folder_of(known.path) != folder_of(item.path)


def folder_of(path: str) -> str:
    """Return the path of the folder that something lies in."""
    return path.rpartition("/")[0]


def gone_since(
    memory: Memory, present: Collection[ItemId], settled: Collection[ItemId], at: datetime
) -> Mapping[ItemId, Placement]:
    """Return the files that are remembered and gone, those too long gone to come back left out.

    Args:
        memory: What earlier runs knew.
        present: Everything that a whole look shows.
        settled: What of it is as it should be: a file that came back counts as gone until then.
        at: The moment of the look.
    """
    left = {item: place for item, place in memory.placements.items() if item not in present}
    known = {item: place for item, place in memory.gone.items() if item not in settled}
    return {item: place for item, place in (known | left).items() if at - place.seen_at <= KEPT_FOR}
