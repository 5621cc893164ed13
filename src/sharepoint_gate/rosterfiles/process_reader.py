"""Reads a process file: bytes, tree, shapes, checks, and then a process book or every fault."""

from pathlib import Path

from sharepoint_gate.roster.checks_processes import check_book
from sharepoint_gate.roster.draft import BookDraft, FolderDraft, ProcessDraft, WindowDraft
from sharepoint_gate.roster.model import FolderId, ProcessId, RoleId, StageId
from sharepoint_gate.roster.process import Clock, Folder, Limit, Process, ProcessBook, Scope, Window
from sharepoint_gate.rosterfiles.reading import Reading, faulty, open_reading
from sharepoint_gate.rosterfiles.shapes_processes import (
    ClockShape,
    LevelsShape,
    ProcessesShape,
    ProcessShape,
    RoleShape,
)


def read_processes(path: Path) -> ProcessBook:
    """Read a process file.

    Raises:
        RosterError: With every fault at once.
    """
    reading = open_reading(path)
    top = reading.top(ProcessesShape) if not reading.tree.broken else {}
    draft = _draft(reading, top)
    if not reading.tree.broken:
        reading.whole("version", top.get("version", 1), 1)
        reading.faults.extend(check_book(draft))
    faults = reading.all_faults()
    if faults:
        raise faulty(path, faults)
    return _book(draft)


def _draft(reading: Reading, top: dict[str, object]) -> BookDraft:
    roles = dict(reading.named("roles", top.get("roles"), RoleShape))
    found = reading.named("processes", top.get("processes"), ProcessShape)
    return BookDraft(
        levels=_levels(reading, top),
        roles={RoleId(key): shape.title for key, shape in roles.items()},
        writers=frozenset(key for key, shape in roles.items() if shape.writes),
        processes=tuple(_process_draft(key, shape) for key, shape in found),
        where=reading.tree.place,
    )


def _levels(reading: Reading, top: dict[str, object]) -> tuple[str, ...]:
    if "levels" not in top:
        return ()
    shaped = reading.one((), {"levels": top["levels"]}, LevelsShape)
    return tuple(shaped.levels) if shaped else ()


def _process_draft(key: str, shape: ProcessShape) -> ProcessDraft:
    return ProcessDraft(
        id=ProcessId(key),
        title=shape.title,
        ref_prefix=shape.ref_prefix,
        level_cap=shape.level_cap,
        stages=tuple(stage.id for stage in shape.stages),
        folders=tuple(FolderDraft(one.id, one.level, one.partition is not None) for one in shape.folders),
        windows=tuple(
            WindowDraft(folder, role, window.first, window.last, window.scope)
            for folder, roles in shape.access.items()
            for role, window in roles.items()
        ),
        clocks=tuple(map(_clock, shape.clocks)),
    )


def _clock(shape: ClockShape) -> Clock:
    limit = shape.limit
    days = (limit.days or 0) + 7 * (limit.weeks or 0)
    return Clock(shape.id, shape.starts, shape.ends, Limit(limit.working_days or 0, days, limit.months or 0))


def _book(draft: BookDraft) -> ProcessBook:
    return ProcessBook({one.id: _process(one) for one in draft.processes}, dict(draft.roles), draft.levels)


def _process(draft: ProcessDraft) -> Process:
    folders = {
        FolderId(one.id): Folder(FolderId(one.id), one.level, one.partitioned, _windows(draft, one.id))
        for one in draft.folders
    }
    stages = tuple(StageId(one) for one in draft.stages)
    return Process(draft.id, draft.title, draft.ref_prefix, stages, folders, draft.clocks)


def _windows(draft: ProcessDraft, folder: str) -> tuple[Window, ...]:
    return tuple(
        Window(RoleId(one.role), StageId(one.first), StageId(one.last), Scope(one.scope))
        for one in draft.windows
        if one.folder == folder
    )
