"""Where an item lies: CASE/FOLDER/[ORGANISATION/]rest below the channel's folder.

Names are compared exactly. A folder that only resembles a case's folder is nobody's, which denies.
"""

from dataclasses import dataclass
from functools import lru_cache

from sharepoint_gate.access.observed import Observation, ObservedItem
from sharepoint_gate.roster.model import CaseRef, FolderId, OrganisationId


@dataclass(frozen=True, slots=True)
class CasePath:
    """The parts of an item's path; a part that the item lies above is empty.

    Attributes:
        case: First folder below the channel's folder.
        folder: Second folder.
        organisation: Third folder, whatever its name: only in a partitioned folder does it say whose the
            file is.
        rest: What is left; for a file at least its name.
    """

    case: CaseRef
    folder: FolderId
    organisation: OrganisationId
    rest: str


def is_placed(observation: Observation) -> bool:
    """Tell whether the channel's folder was read: without it no item's place says anything (law 7)."""
    return observation.channel_folder in observation.items


def below_channel(observation: Observation, item: ObservedItem) -> str | None:
    """Return the path from the channel's folder, "" for the folder itself, or None outside it."""
    top = observation.items.get(observation.channel_folder)
    if top is None:
        return None
    if item.id == top.id:
        return ""
    prefix = f"{top.path}/" if top.path else ""
    return item.path.removeprefix(prefix) if item.path.startswith(prefix) else None


def place_of(observation: Observation, item: ObservedItem) -> CasePath | None:
    """Return where an item lies, or None outside the channel's folder and for that folder itself."""
    path = below_channel(observation, item)
    return case_path(path, is_folder=item.is_folder) if path else None


@lru_cache(maxsize=4096)
def case_path(path: str, *, is_folder: bool) -> CasePath:
    """Split a path below the channel's folder; a file's own name is never taken for a folder's.

    Remembered, because one file is asked about once for each person whom it names.
    """
    parts = path.split("/")
    folders = parts if is_folder else parts[:-1]
    case, folder, organisation = (*folders[:3], "", "", "")[:3]
    rest = "/".join(parts[min(3, len(folders)) :])
    return CasePath(CaseRef(case), FolderId(folder), OrganisationId(organisation), rest)
