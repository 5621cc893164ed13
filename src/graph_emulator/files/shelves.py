"""Finds items in a library of any size: by number, by unique id, by their last change.

What only some callers ask for is worked out when it is asked for first, and kept in step from then on.

Source: spo:service-limits#items in lists and libraries
"""

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence

from graph_emulator.files.models import Item
from graph_emulator.kernel.state import Record, State

_SLACK = 10_000


class Late(ABC):
    """A keeper that begins when it is asked for the first time."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._begun = False

    def put(self, record: Record, before: Record | None) -> None:
        """Note an item."""
        if self._begun and isinstance(record, Item):
            self._put(record, before if isinstance(before, Item) else None)

    def drop(self, record: Record) -> None:
        """Forget an item."""
        if self._begun and isinstance(record, Item):
            self._drop(record)

    def clear(self) -> None:
        """Forget everything, and begin anew when asked again."""
        self._begun = False
        self._forget()

    def _begin(self) -> None:
        if not self._begun:
            self._forget()
            self._fill(iter(self._state.every(Item)))
            self._begun = True

    def _fill(self, items: Iterator[Item]) -> None:
        for item in items:
            self._put(item, None)

    @abstractmethod
    def _put(self, item: Item, before: Item | None) -> None:
        """Note an item after the beginning, or one of those at the beginning."""

    @abstractmethod
    def _drop(self, item: Item) -> None:
        """Forget an item."""

    @abstractmethod
    def _forget(self) -> None:
        """Begin with nothing."""


class Order(Late):
    """Each library's items by id, deleted ones too."""

    def _forget(self) -> None:
        self._ids: dict[str, list[str]] = {}

    def _fill(self, items: Iterator[Item]) -> None:
        for item in items:
            self._ids.setdefault(item.drive_id, []).append(item.id)
        for ids in self._ids.values():
            ids.sort()

    def _put(self, item: Item, before: Item | None) -> None:
        if before is None:
            insort(self._ids.setdefault(item.drive_id, []), item.id)

    def _drop(self, item: Item) -> None:
        ids = self._ids[item.drive_id]
        del ids[bisect_left(ids, item.id)]

    def ids(self, drive_id: str) -> Sequence[str]:
        """Return the ids of a library's items in order."""
        self._begin()
        return self._ids.get(drive_id, ())


class Line(Late):
    """Each library's items by their last change."""

    def _forget(self) -> None:
        self._numbers: dict[str, array[int]] = {}
        self._ids: dict[str, list[str]] = {}
        self._most = 0

    def _fill(self, items: Iterator[Item]) -> None:
        for item in sorted(items, key=lambda item: item.changed):
            self._put(item, None)
        self._most = 2 * sum(map(len, self._ids.values())) + _SLACK

    def _put(self, item: Item, before: Item | None) -> None:
        numbers = self._numbers.setdefault(item.drive_id, array("q"))
        if before is not None and before.changed == item.changed:
            return
        if numbers and item.changed < numbers[-1]:
            self.clear()  # a change was taken back: rare enough to begin anew
            return
        numbers.append(item.changed)
        self._ids.setdefault(item.drive_id, []).append(item.id)

    def _drop(self, _item: Item) -> None:
        self.clear()

    def since(self, drive_id: str, number: int) -> Iterator[Item]:
        """Yield a library's items that changed after a number of its changes, the first change first."""
        if self._begun and sum(map(len, self._ids.values())) > self._most:
            self.clear()
        self._begin()
        numbers, ids = self._numbers.get(drive_id, array("q")), self._ids.get(drive_id, [])
        for at in range(bisect_right(numbers, number), len(numbers)):
            item = self._state.get(Item, ids[at])
            if item is not None and item.changed == numbers[at]:
                yield item


class Numbers(Late):
    """The numbers of list items: each one's place among all that was ever put into its library."""

    def _forget(self) -> None:
        self._ids: dict[str, list[str]] = {}
        self._number: dict[str, int] = {}

    def _put(self, item: Item, before: Item | None) -> None:
        if before is None and item.parent_id is not None:
            ids = self._ids.setdefault(item.drive_id, [])
            ids.append(item.id)
            self._number[item.id] = len(ids)

    def _drop(self, item: Item) -> None:
        ids = self._ids.get(item.drive_id, [])
        if ids and ids[-1] == item.id:
            del self._number[ids.pop()]
        else:
            self.clear()

    def number(self, item: Item) -> int | None:
        """Return an item's number, or None for a library's top."""
        self._begin()
        return self._number.get(item.id)

    def ids(self, drive_id: str) -> Sequence[str]:
        """Return the ids of a library's items in the order of their numbers, the first one first."""
        self._begin()
        return self._ids.get(drive_id, ())


class Guids(Late):
    """Items by their unique id."""

    def _forget(self) -> None:
        self._ids: dict[str, str] = {}

    def _put(self, item: Item, before: Item | None) -> None:
        if before is None:
            self._ids[item.guid] = item.id

    def _drop(self, item: Item) -> None:
        self._ids.pop(item.guid, None)

    def item(self, guid: str) -> Item | None:
        """Return the item of a unique id in lower case, or None."""
        self._begin()
        return self._state.get(Item, self._ids.get(guid, ""))


class Totals(Late):
    """What each library adds up to."""

    def _forget(self) -> None:
        self._standing: Counter[str] = Counter()
        self._versions: Counter[str] = Counter()

    def _put(self, item: Item, before: Item | None) -> None:
        if before is not None:
            self._drop(before)
        self._add(item, 1)

    def _drop(self, item: Item) -> None:
        self._add(item, -1)

    def _add(self, item: Item, sign: int) -> None:
        self._standing[item.drive_id] += sign * (item.parent_id is not None and not item.deleted)
        self._versions[item.drive_id] += sign * item.version

    def standing(self, drive_id: str) -> int:
        """Return how many items stand in a library, its top not counted."""
        self._begin()
        return self._standing[drive_id]

    def versions(self, drive_id: str) -> int:
        """Return how many versions a library's items have, deleted ones too."""
        self._begin()
        return self._versions[drive_id]
