"""Fills a library with very many files at once, each as if it had been put there by itself.

What the seed asks for is a count; names, places and who is on which link follow from it and from nothing
else, so that the same seed makes the same library.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec.structs import replace

from graph_emulator.files import tree
from graph_emulator.files.models import Actor, Item
from graph_emulator.kernel.state import State

_WIDTH = 100
_AT_ONCE = 20_000
_KINDS = ("docx", "pdf", "xlsx", "pptx")
Flush = Callable[[], None]


class BulkSeed(Protocol):
    """Very many files below one folder."""

    @property
    def folder(self) -> str:
        """The folder's path below the channel's."""

    @property
    def folders(self) -> int:
        """How many folders are made in it (a count)."""

    @property
    def files(self) -> int:
        """How many files lie in these (a count)."""

    @property
    def shared(self) -> float:
        """The share of the files that have a link of their own, from 0 to 1."""

    @property
    def people(self) -> list[str]:
        """Keys of the people who are on these links in turn, one on each."""


class _Filler:
    """Puts items one after the other, and counts the library's changes by itself meanwhile."""

    def __init__(self, state: State, drive_id: str, actor: Actor, flush: Flush) -> None:
        self._state = state
        self._drive_id = drive_id
        self._actor = actor
        self._flush = flush
        self._changed = tree.drive_named(state, drive_id).changed
        self._now = state.clock.stamp()
        self._waiting = 0

    def put(self, folder_id: str, name: str, form: str, size: int = 0) -> str:
        """Put an item into a folder whose names are known to be free, and return its id."""
        self._changed += 1
        item = Item(
            id="01" + self._state.ids.opaque("item"),
            drive_id=self._drive_id,
            parent_id=folder_id,
            name=name,
            form=form,
            guid=self._state.ids.guid("item-guid"),
            size=size,
            created_at=self._now,
            created_by=self._actor,
            modified_at=self._now,
            modified_by=self._actor,
            changed=self._changed,
            changed_at=self._now,
        )
        self._state.put(item)
        self._waiting += 1
        if self._waiting == _AT_ONCE:
            self.settle()
        return item.id

    def settle(self) -> None:
        """Let the library know its changes, and let the store have what was put."""
        drive = tree.drive_named(self._state, self._drive_id)
        self._state.put(replace(drive, changed=self._changed))
        self._flush()
        self._waiting = 0


def fill(state: State, folder: Item, bulk: BulkSeed, actor: Actor, flush: Flush) -> Iterator[Item]:
    """Make the folders and files, and yield each file that is to have a link.

    Args:
        state: The tenant.
        folder: Where they lie; it is empty.
        bulk: How many of what.
        actor: Who put them there.
        flush: Lets the store have what was put so far.
    """
    filler = _Filler(state, folder.drive_id, actor, flush)
    places = _make_folders(filler, folder.id, bulk.folders)
    linked: list[str] = []
    for number in range(bulk.files):
        kind = _KINDS[number % len(_KINDS)]
        name = f"paper-{number + 1:07d}.{kind}"
        item_id = filler.put(places[number % len(places)], name, "file", 20_000 + number % 9_973)
        if is_chosen(number, bulk.shared):
            linked.append(item_id)
    filler.settle()
    for number, item_id in enumerate(linked, start=1):
        yield tree.item_named(state, folder.drive_id, item_id)
        if number % _AT_ONCE == 0:
            flush()


def _make_folders(filler: _Filler, top_id: str, count: int) -> Sequence[str]:
    """Make folders, at most a hundred in each one, and return where files go."""
    ids: list[str] = []
    for number in range(count):
        above = top_id if number < _WIDTH else ids[number // _WIDTH - 1]
        ids.append(filler.put(above, f"folder-{number + 1:06d}", "folder"))
    return ids or [top_id]


def is_chosen(number: int, share: float) -> bool:
    """Whether one of many, counted from 0, belongs to a share that is spread evenly over them."""
    return int((number + 1) * share) > int(number * share)
