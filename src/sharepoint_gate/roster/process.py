"""A board's processes as data: stages in order, folders, and who reads which folder when.

Source: ISA §2.2, ISA §8.6
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sharepoint_gate.roster.model import FolderId, ProcessId, RoleId, StageId


class Scope(StrEnum):
    """How far a role reaches inside a folder; naming on the case is required for every scope (law 1)."""

    ALL = "all"
    NAMED = "named"
    OWN_AGENCY = "own-agency"


@dataclass(frozen=True, slots=True)
class Window:
    """A role's reading time in a folder: from the first to the last stage, both included."""

    role: RoleId
    first: StageId
    last: StageId
    scope: Scope


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a case; ``partitioned`` folders hold one subfolder an organisation."""

    id: FolderId
    level: str
    partitioned: bool
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a clock may run: the first of these that is not nought counts; none, for a least time only."""

    working_days: int = 0
    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit between two dates of a case; either may have the name of a stage."""

    id: str
    starts: str
    ends: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Process:
    """A process template; ``stages`` are in order of time."""

    id: ProcessId
    title: str
    ref_prefix: str
    stages: tuple[StageId, ...]
    folders: Mapping[FolderId, Folder]
    clocks: tuple[Clock, ...] = ()

    def holds(self, window: Window, stage: StageId) -> bool:
        """Tell whether a stage lies inside a window; a stage that the process does not know lies in none."""
        if not {window.first, window.last, stage} <= set(self.stages):
            return False
        order = self.stages.index
        return order(window.first) <= order(stage) <= order(window.last)


@dataclass(frozen=True, slots=True)
class ProcessBook:
    """All processes and the titles of all roles.

    Attributes:
        levels: How telling material can be, least sensitive first.
    """

    processes: Mapping[ProcessId, Process]
    roles: Mapping[RoleId, str]
    levels: tuple[str, ...] = ()
