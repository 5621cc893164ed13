"""Listing: every item of the library, looked at twice where it shrank (law 7).

Half a page looks like a whole one to whoever reads it once. A file that an earlier run remembered and that is
not listed is therefore looked for a second time before anybody believes that it is gone.

Source: graph:api/driveitem-delta
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from sharepoint_gate.access.observed import ItemId, ObservedItem, Unread

LIBRARY = "the library's contents"
DIFFERS = "two looks at it did not list the same files, and files are missing that were there before"

Listing = tuple[Sequence[ObservedItem], tuple[Unread, ...]]


class ListsItems(Protocol):
    """Whatever lists a library."""

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        """Return every item of the drive, without permissions, parents before children."""
        ...


async def list_items(reader: ListsItems, drive_id: str, remembered: Collection[ItemId]) -> Listing:
    """Return every item, and what has to be doubted of the list.

    Args:
        reader: Reads the tenant.
        drive_id: The channel's library.
        remembered: Files that an earlier run saw.

    Raises:
        GraphError: The library could not be listed.
    """
    first = await reader.items(drive_id)
    if _holds(first, remembered):
        return first, ()
    second = await reader.items(drive_id)
    if _holds(second, remembered) or _ids(first) == _ids(second):
        return second, ()
    fuller = max(first, second, key=len)
    return fuller, (Unread(LIBRARY, DIFFERS),)


def _holds(items: Sequence[ObservedItem], remembered: Collection[ItemId]) -> bool:
    return _ids(items).issuperset(remembered)


def _ids(items: Sequence[ObservedItem]) -> frozenset[ItemId]:
    return frozenset(item.id for item in items)
