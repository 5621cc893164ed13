"""A drive's enumeration, from pages in any order to items with their paths, parents first.

Source: graph:api/driveitem-delta, graph:resources/driveitem
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.graph.decode import Node, ShapeError, child, optional_text, read_node, text


def fold_rows(found: dict[ItemId, Node], rows: Iterable[bytes]) -> None:
    """Take a page into what was found: of an item that repeats the last counts, a deleted one goes."""
    for row in map(read_node, rows):
        item = ItemId(text(row, "id"))
        found.pop(item, None)
        if "deleted" not in row or row["deleted"] is None:
            found[item] = row


def read_items(found: Mapping[ItemId, Node]) -> Sequence[ObservedItem]:
    """Return the items, the root first, each after its parent.

    Raises:
        ShapeError: There is not exactly one root, or an item hangs in the air: half a picture.
    """
    roots = [item for item, row in found.items() if _is_root(row)]
    if len(roots) != 1:
        raise ShapeError(f"{len(roots)} roots in the enumeration of a drive")
    below: defaultdict[ItemId, list[ItemId]] = defaultdict(list)
    for item, row in found.items():
        if item != roots[0]:
            below[_parent_id(row)].append(item)
    items = list(_walk(found, below, roots[0]))
    if len(items) != len(found):
        raise ShapeError(
            f"{len(found) - len(items)} items without their parent in the enumeration of a drive"
        )
    return items


def item_place(row: Node) -> str:
    """Return the path of one item from its library's root, as the item itself tells it.

    Raises:
        ShapeError: It does not say where it lies.
    """
    above = child(row, "parentReference")
    path = optional_text(above, "path") if above is not None else None
    top, colon, folder = (path or "").partition("root:")
    if not colon or not top.endswith("/"):
        raise ShapeError("an item does not say where it lies")
    folder = unquote(folder).strip("/")
    name = text(row, "name")
    return f"{folder}/{name}" if folder else name


def _walk(
    found: Mapping[ItemId, Node], below: Mapping[ItemId, Sequence[ItemId]], root: ItemId
) -> Iterator[ObservedItem]:
    waiting: list[tuple[ItemId, str]] = [(root, "")]
    yield _item(root, found[root], "", None)
    while waiting:
        parent, prefix = waiting.pop()
        for item in sorted(below.get(parent, ()), key=lambda each: str(found[each].get("name"))):
            row = found[item]
            path = prefix + text(row, "name")
            yield _item(item, row, path, parent)
            waiting.append((item, f"{path}/"))


def _item(item: ItemId, row: Node, path: str, parent: ItemId | None) -> ObservedItem:
    folder = parent is None or child(row, "folder") is not None
    plain = folder or child(row, "file") is not None
    return ObservedItem(
        id=item,
        parent_id=parent,
        name=optional_text(row, "name") or "",
        path=path,
        is_folder=folder,
        # What is neither file nor folder cannot be shown under block-download: it counts as a package.
        package=not plain or child(row, "package") is not None,
    )


def _is_root(row: Node) -> bool:
    return child(row, "root") is not None


def _parent_id(row: Node) -> ItemId:
    return ItemId(text(child(row, "parentReference") or {}, "id"))
