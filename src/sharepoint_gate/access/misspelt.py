"""Folders whose names differ from the declared ones in letter case or blanks only: nobody reads in them.

SharePoint takes such names for the same; the gate does not, which denies, so that somebody must be told.

Source: ISA §8.6
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.observed import ObservedItem
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.roster.model import Case, CaseRef, FolderId


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A folder and the name that was probably meant; ``case`` is None for a case's own folder."""

    item: ObservedItem
    path: str
    meant: str
    case: Case | None


def misspelt_folders(world: World) -> Iterator[Misspelt]:
    """Yield every folder whose name resembles the one that would be read, in order of path."""
    folders = [one for one in world.observation.items.values() if one.is_folder and not one.package]
    paths = [(path, one) for one in folders if (path := below_channel(world.observation, one))]
    for path, item in sorted(paths, key=lambda pair: (pair[0], pair[1].id)):
        *above, name = path.split("/")
        meant = _meant(name, _wanted(world, above))
        if meant:
            case = world.roster.cases[CaseRef(above[0])] if above else None
            yield Misspelt(item, path, meant, case)


def _wanted(world: World, above: list[str]) -> Collection[str]:
    """Return the names that mean something at a place: cases, then folders, then organisations."""
    if not above:
        return world.roster.cases.keys()
    case = world.roster.cases.get(CaseRef(above[0]))
    process = world.processes.processes.get(case.process) if case is not None else None
    if process is None:
        return ()
    if len(above) == 1:
        return process.folders.keys()
    folder = process.folders.get(FolderId(above[1]))
    divided = folder is not None and folder.partitioned and not above[2:]
    return world.roster.organisations.keys() if divided else ()


def _meant(name: str, wanted: Collection[str]) -> str:
    if name in wanted:
        return ""
    plain = name.strip().casefold()
    return next((one for one in sorted(wanted) if one.casefold() == plain), "")
