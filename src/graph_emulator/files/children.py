"""What lies in each folder, by name: the one thing that every look-up by path asks."""

from collections.abc import Sequence

from graph_emulator.files.models import Item
from graph_emulator.kernel.state import Record


def folded(name: str) -> str:
    """Return a name as names are compared; the same text where it is folded already."""
    lower = name.casefold()
    return name if lower == name else lower


class Children:
    """The items that stand, by folder and name."""

    def __init__(self) -> None:
        self._in: dict[str, dict[str, Item]] = {}
        self._doubles = 0
        self._sorted: tuple[str, list[str]] = ("", [])

    def put(self, record: Record, before: Record | None) -> None:
        """Note where an item lies now."""
        assert isinstance(record, Item)  # noqa: S101 - kept for items only
        if isinstance(before, Item) and not _is_there(before, record):
            self.drop(before)
        if record.deleted or record.parent_id is None:
            return
        folder = self._in.setdefault(record.parent_id, {})
        name = folded(record.name)
        held = folder.get(name)
        if held is not None and held.id != record.id:
            name = f"{name}/{record.id}"
            self._doubles += name not in folder
        if name not in folder and self._sorted[0] == record.parent_id:
            self._sorted = ("", [])
        folder[name] = record

    def drop(self, record: Record) -> None:
        """Forget an item."""
        assert isinstance(record, Item)  # noqa: S101 - kept for items only
        folder = self._in.get(record.parent_id or "", {})
        name = folded(record.name)
        held = folder.get(name)
        if held is None or held.id != record.id:
            self._doubles -= folder.pop(f"{name}/{record.id}", None) is not None
            return
        del folder[name]
        if self._doubles:
            self._take_place(folder, name)
        if self._sorted[0] == record.parent_id:
            self._sorted = ("", [])
        if not folder:
            del self._in[record.parent_id or ""]

    def clear(self) -> None:
        """Forget every item."""
        self._in.clear()
        self._doubles = 0
        self._sorted = ("", [])

    def named(self, folder_id: str, name: str) -> Item | None:
        """Return the item of this name in a folder, or None."""
        return self._in.get(folder_id, {}).get(folded(name))

    def within(self, folder_id: str) -> Sequence[Item]:
        """Return what lies straight in a folder, in no helpful order."""
        return tuple(self._in.get(folder_id, {}).values())

    def count(self, folder_id: str) -> int:
        """Return how many items lie straight in a folder."""
        return len(self._in.get(folder_id, ()))

    def ids(self, folder_id: str) -> Sequence[str]:
        """Return the ids of what lies straight in a folder, in order; kept while that does not change."""
        if self._sorted[0] != folder_id:
            self._sorted = (folder_id, sorted(item.id for item in self._in.get(folder_id, {}).values()))
        return self._sorted[1]

    def _take_place(self, folder: dict[str, Item], name: str) -> None:
        """Let another item of the same name have the place that has become free."""
        other = next((key for key in folder if key.startswith(f"{name}/")), None)
        if other is not None:
            folder[name] = folder.pop(other)
            self._doubles -= 1


def _is_there(before: Item, now: Item) -> bool:
    stands = not (before.deleted or now.deleted)
    return stands and before.parent_id == now.parent_id and folded(before.name) == folded(now.name)
