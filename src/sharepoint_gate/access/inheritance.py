"""Folders whose files have all lost their own permissions at once: somebody restored inheritance.

Where a folder is made to inherit again with everything in it, or is given permissions of its own that
replace those below, SharePoint drops the scopes of the files and the gate's links with them. Graph does
not tell which items have a scope; what it shows is that every file of a folder that was right has its own
list now. One such file may as well have been unshared by hand, and is told as a missing grant only.

Source: sp-dev-docs:users-groups-and-roles, ISA §8.6
"""

from collections.abc import Iterator
from dataclasses import replace

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.access.scopes import is_like_above
from sharepoint_gate.access.standing_notices import notice
from sharepoint_gate.roster.model import CaseRef

_FEWEST = 2
_DEPTH_OF_FOLDERS = 2


def inheritance_notices(world: World) -> Iterator[Finding]:
    """Yield every folder of a case whose files all lost links that were right before, the top one only."""
    told: list[str] = []
    for path, (item, states) in sorted(_by_folder(world).items()):
        lost = len(states) >= _FEWEST and all(states)
        if lost and not any(path.startswith(f"{one}/") for one in told):
            told.append(path)
            yield _finding(world, path, item, len(states))


def _finding(world: World, path: str, item: ObservedItem, count: int) -> Finding:
    case = world.roster.cases[CaseRef(path.split("/", maxsplit=1)[0])]
    sentence = (
        f"All {count} files that were shared in “{path}” have lost their links at once: somebody restored "
        "inheritance, and nobody but the business unit reads there now."
    )
    made = notice(FindingKind.INHERITANCE_RESTORED, path, "", sentence, case.place)
    return replace(made, item_id=item.id, handling=Handling.MENDED)


def _by_folder(world: World) -> dict[str, tuple[ObservedItem, list[bool]]]:
    """Return for each folder of a case whether each file below it that was right has lost its link."""
    found: dict[str, tuple[ObservedItem, list[bool]]] = {}
    for name, applied in sorted(world.memory.applied.files.items()):
        item = world.observation.items.get(name)
        if item is None or item.permissions is None or not applied.readers:
            continue
        lost = _has_lost_its_link(world, item)
        for path, folder in _folders_above(world, item):
            found.setdefault(path, (folder, []))[1].append(lost)
    return found


def _has_lost_its_link(world: World, item: ObservedItem) -> bool:
    above = world.observation.items.get(item.parent_id) if item.parent_id is not None else None
    if above is None or above.permissions is None:
        return False
    return is_like_above(item.permissions or (), above.permissions)


def _folders_above(world: World, item: ObservedItem) -> Iterator[tuple[str, ObservedItem]]:
    """Yield the folders that a file lies in, up to the folder of its case's process."""
    at: ItemId | None = item.parent_id
    while at is not None and (folder := world.observation.items.get(at)) is not None:
        path = below_channel(world.observation, folder)
        parts = path.split("/") if path else []
        if len(parts) < _DEPTH_OF_FOLDERS or CaseRef(parts[0]) not in world.roster.cases:
            return
        yield "/".join(parts), folder
        at = folder.parent_id
