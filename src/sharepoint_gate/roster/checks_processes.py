"""The rules of a process file, one function each.

Source: ISA §8.6
"""

from collections import Counter
from collections.abc import Callable, Iterator

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.draft import BookDraft, ProcessDraft
from sharepoint_gate.roster.suggest import did_you_mean, listed


def check_book(book: BookDraft) -> tuple[Fault, ...]:
    """Return every fault of a process file, in the file's order."""
    faults = [fault for check in _OF_THE_BOOK for fault in check(book)]
    faults += [
        fault for process in book.processes for check in _OF_A_PROCESS for fault in check(book, process)
    ]
    return tuple(sorted(faults))


def check_prefixes_differ(book: BookDraft) -> Iterator[Fault]:
    """Refuse two processes with the same prefix of case references."""
    first: dict[str, str] = {}
    for process in book.processes:
        other = first.setdefault(process.ref_prefix, process.id)
        if other != process.id:
            yield Fault(
                book.where("processes", process.id, "ref_prefix"),
                f"{process.ref_prefix} is already the prefix of {other}",
                "a reference must tell to which process a case belongs",
                "give one of the two another prefix",
            )


def check_writers_are_channel_members(book: BookDraft) -> Iterator[Fault]:
    """Refuse a window for a role that writes: such people are members of the channel and need no link."""
    for process in book.processes:
        for window in process.windows:
            if window.role in book.writers:
                yield Fault(
                    book.where("processes", process.id, "access", window.folder, window.role, key=True),
                    f"{window.role} has a window in {window.folder}",
                    "people who write are members of the channel and never stand on a link",
                    "delete this line",
                )


def check_no_doubles(book: BookDraft, process: ProcessDraft) -> Iterator[Fault]:
    """Refuse a stage or a folder that is written twice."""
    for kind, ids in (("stages", process.stages), ("folders", tuple(one.id for one in process.folders))):
        twice = {one for one, count in Counter(ids).items() if count > 1}
        for index, one in enumerate(ids):
            if one in twice and ids.index(one) != index:
                yield Fault(
                    book.where("processes", process.id, kind, index, "id"),
                    f"{one} is written twice among the {kind} of {process.id}",
                    "each needs a name of its own",
                    "delete or rename one of them",
                )


def check_levels(book: BookDraft, process: ProcessDraft) -> Iterator[Fault]:
    """Refuse a level that is not declared, and a folder more sensitive than its process may be."""
    order = {level: number for number, level in enumerate(book.levels)}
    if process.level_cap not in order:
        yield _unknown_level(book, ("processes", process.id, "level_cap"), process.level_cap)
    for index, folder in enumerate(process.folders):
        path = ("processes", process.id, "folders", index, "level")
        if folder.level not in order:
            yield _unknown_level(book, path, folder.level)
        elif order[folder.level] > order.get(process.level_cap, len(order)):
            yield Fault(
                book.where(*path),
                f"{folder.id} would hold {folder.level} material",
                f"{process.id} may hold {process.level_cap} material at the most",
                "lower the folder's level, or raise level_cap if the arrangement allows it",
            )


def check_window_folders(book: BookDraft, process: ProcessDraft) -> Iterator[Fault]:
    """Refuse windows in a folder that the process does not have."""
    folders = tuple(one.id for one in process.folders)
    for name in dict.fromkeys(window.folder for window in process.windows):
        if name not in folders:
            yield Fault(
                book.where("processes", process.id, "access", name, key=True),
                f"{process.id} has no folder {name}",
                "nobody can read a folder that does not exist",
                did_you_mean(name, folders, f"its folders are: {listed(folders)}"),
            )


def check_window_roles(book: BookDraft, process: ProcessDraft) -> Iterator[Fault]:
    """Refuse a window for a role that is not declared."""
    for window in process.windows:
        if window.role not in book.roles:
            yield Fault(
                book.where("processes", process.id, "access", window.folder, window.role, key=True),
                f"{window.role} is not a known role",
                "roles are declared under `roles`",
                did_you_mean(window.role, book.roles, f"the roles are: {listed(book.roles)}"),
            )


def check_window_stages(book: BookDraft, process: ProcessDraft) -> Iterator[Fault]:
    """Refuse a window whose stages do not exist or run backwards."""
    for window in process.windows:
        path = ("processes", process.id, "access", window.folder, window.role)
        unknown = [
            (key, stage) for key, stage in _ends(window.first, window.last) if stage not in process.stages
        ]
        for key, stage in unknown:
            yield Fault(
                book.where(*path, key),
                f"{process.id} has no stage {stage}",
                "a window is open from one stage to another, both included",
                did_you_mean(stage, process.stages, f"its stages are: {listed(process.stages)}"),
            )
        if not unknown and process.stages.index(window.first) > process.stages.index(window.last):
            yield Fault(
                book.where(*path, key=True),
                f"the window of {window.role} in {window.folder} runs backwards",
                f"{window.last} comes before {window.first}, so the window would never be open",
                f"write {{from: {window.last}, to: {window.first}}}",
            )


def check_own_agency_is_partitioned(book: BookDraft, process: ProcessDraft) -> Iterator[Fault]:
    """Refuse `own-agency` in a folder without subfolders of the agencies: nobody could read there."""
    partitioned = {one.id: one.partitioned for one in process.folders}
    for window in process.windows:
        if window.scope == "own-agency" and not partitioned.get(window.folder, True):
            yield Fault(
                book.where("processes", process.id, "access", window.folder, window.role, "scope"),
                f"{window.folder} has no subfolders of the agencies",
                "own-agency means the subfolder of a person's own agency, so nobody could read there",
                "write `partition: agency` at the folder, or another scope",
            )


def _ends(first: str, last: str) -> tuple[tuple[str, str], ...]:
    return (("from", first), ("to", last))


def _unknown_level(book: BookDraft, path: tuple[str | int, ...], level: str) -> Fault:
    mend = did_you_mean(level, book.levels, f"the levels are: {listed(book.levels)}")
    return Fault(
        book.where(*path), f"{level} is not a known level", "levels are declared under `levels`", mend
    )


_OF_THE_BOOK: tuple[Callable[[BookDraft], Iterator[Fault]], ...] = (
    check_prefixes_differ,
    check_writers_are_channel_members,
)
_OF_A_PROCESS: tuple[Callable[[BookDraft, ProcessDraft], Iterator[Fault]], ...] = (
    check_no_doubles,
    check_levels,
    check_window_folders,
    check_window_roles,
    check_window_stages,
    check_own_agency_is_partitioned,
)
