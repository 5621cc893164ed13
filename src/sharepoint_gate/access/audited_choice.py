"""Which items an audit reads one by one: everything that may have people of its own, and a part of the rest.

Folders are always read, for delta does not tell of changes in their sharing; files of declared cases too, for
they are managed. Of the others delta says which share something of their own; a further part of the rest is
read in turn, so that over some days all are, whatever delta leaves out.

Source: graph:api/driveitem-delta, ADR-0006
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.roster.model import CaseRef


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: one part of ``days`` on each day; with 0 days nobody's."""

    days: int
    day: int

    def is_on(self, item: ItemId) -> bool:
        """Tell whether it is an item's turn."""
        return self.days > 0 and crc32(item.encode()) % self.days == self.day % self.days


@dataclass(frozen=True, slots=True)
class Told:
    """What delta tells of sharing; ``whole`` is False where it tells nothing, and then all is read."""

    own: Collection[ItemId]
    whole: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read, and what is not.

    Attributes:
        read: Ids in the order of the listing.
        managed: How many of them are files of declared cases.
        turned: How many of them are read only because it is their turn.
        resting: By folder, how many files in it are not read: whoever reads the folder reads them.
    """

    read: tuple[ItemId, ...]
    managed: int
    turned: int
    resting: Mapping[ItemId, int]


def choose(
    items: Iterable[ObservedItem], told: Told, channel_folder: ItemId, cases: Collection[CaseRef], turn: Turn
) -> Choice:
    """Return what an audit reads one by one."""
    inside: dict[ItemId, bool] = {}
    read: list[ItemId] = []
    resting: Counter[ItemId] = Counter()
    managed = turned = 0
    for item in items:
        under = _is_managed(item, inside, channel_folder, cases)
        if item.is_folder or item.package or not told.whole or item.id in told.own or under:
            managed += under and not item.is_folder
        elif turn.is_on(item.id):
            turned += 1
        else:
            resting[item.parent_id or item.id] += 1
            continue
        read.append(item.id)
    return Choice(tuple(read), managed, turned, resting)


def _is_managed(
    item: ObservedItem, inside: dict[ItemId, bool], channel_folder: ItemId, cases: Collection[CaseRef]
) -> bool:
    """Tell whether an item lies in a declared case; parents come first, so that each folder is known."""
    above = item.parent_id
    under = above is not None and inside.get(above, False)
    if item.is_folder:
        inside[item.id] = under or (above == channel_folder and CaseRef(item.name) in cases)
        return inside[item.id]
    return under
