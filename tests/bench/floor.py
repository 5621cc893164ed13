"""The least that a night can cost by the documented tariff, computed from the emulator's own state.

Nothing here knows how the gate asks. The floor holds what no reader can do without: the list of the library,
one permission read for each file and each folder above one, the channel's members, one look-up for each
account, what lies around the library (its site, settings, applications; SharePoint's own interface
has no published price), and for each change one write and one read-back. Finding the channel is not in it.

Folders without a file are told apart. They are read because a folder that is open today opens the file that
is put into it tomorrow; whoever accepts that risk has the smaller floor.

Source: sp-dev-docs:how-to-avoid-getting-throttled (units)
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import PurePosixPath
from typing import Any

FIRST_DELTA_PAGE, FURTHER_DELTA_PAGE, PERMISSIONS, SHARING_WRITE, DIRECTORY, TEAMS = 2, 1, 5, 5, 1, 1
AROUND = 4


@dataclass(frozen=True, slots=True)
class Floor:
    """Units by what they are for."""

    delta: int
    permissions: int
    empty_folders: int
    members: int
    accounts: int
    around: int
    writes: int
    read_backs: int

    @property
    def units(self) -> int:
        """All of it."""
        return sum(asdict(self).values())

    @property
    def units_without_empty_folders(self) -> int:
        """What is left for whoever does not look at folders that hold no file."""
        return self.units - self.empty_folders

    def shown(self) -> dict[str, int]:
        """Return the parts and their sum."""
        return {**asdict(self), "units": self.units}


def floor_of(state: Any, people: int, page_size: int, changes: Mapping[str, int]) -> Floor:
    """Return the floor of a night.

    Args:
        state: The emulator's state at its beginning.
        people: Accounts that have to be looked up: the roster's people.
        page_size: Items a page of delta.
        changes: Things that were changed, on items (``item``) and among the channel's members (``member``).
    """
    items = drive_of_channel(state)["items"]
    pages = max(1, ceil(len(items) / page_size))
    read = len(to_be_read(items))
    item, member = changes.get("item", 0), changes.get("member", 0)
    return Floor(
        delta=FIRST_DELTA_PAGE + (pages - 1) * FURTHER_DELTA_PAGE,
        permissions=PERMISSIONS * read,
        empty_folders=PERMISSIONS * (len(items) - read),
        members=TEAMS,
        accounts=DIRECTORY * people,
        around=AROUND,
        writes=SHARING_WRITE * item + TEAMS * member,
        read_backs=PERMISSIONS * item + TEAMS * member,
    )


def drive_of_channel(state: Any) -> Any:
    """Return the library of the locked-down channel; the team's standard channel stands beside it."""
    (channel,) = [one for one in state["channels"] if one["membership"] == "private"]
    return next(drive for drive in state["drives"] if drive["id"] == channel["drive_id"])


def to_be_read(items: list[Any]) -> set[str]:
    """Return the paths of all files and of every folder above one, the library's root included."""
    files = {item["path"] for item in items if not item["folder"]}
    above = {str(parent) for path in files for parent in PurePosixPath(path).parents}
    return files | above
