"""What a person will see next: the folders that their roles open, now or at a later stage."""

from collections.abc import Iterable

from sharepoint_gate.access.conditions import windows_of
from sharepoint_gate.roster.model import Assignment, Case, FolderId
from sharepoint_gate.roster.process import Folder, Process


def tell_next_step(process: Process, case: Case, assignment: Assignment, only: str, *, good: bool) -> str:
    """Say what opens next for a person who is named on a case.

    Args:
        process: The case's process.
        case: The case, at its stage of today.
        assignment: The person's roles on the case.
        only: A folder of the process, or anything else for all its folders.
        good: Whether every personal condition holds; otherwise what is open waits for that.

    Returns:
        One or two sentences, or "" when nothing opens any more, or when the process has no such stage.
    """
    if case.stage not in process.stages:
        return ""
    chosen = process.folders.get(FolderId(only))
    folders = [chosen] if chosen is not None else list(process.folders.values())
    said = []
    if not good and (waiting := _open_now(process, case, assignment, folders)):
        said.append(f"Once every crossed condition is met, they will see {' and '.join(waiting)}.")
    opening = [
        (start, folder.id) for folder in folders for start in _starts(process, case, assignment, folder)
    ]
    if opening:
        first = min(start for start, _ in opening)
        names = sorted({name for start, name in opening if start == first})
        said.append(f"They will see {' and '.join(names)} from stage {process.stages[first]}.")
    return " ".join(said)


def _open_now(
    process: Process, case: Case, assignment: Assignment, folders: Iterable[Folder]
) -> list[FolderId]:
    return sorted(
        folder.id
        for folder in folders
        if any(process.holds(window, case.stage) for window in windows_of(folder, assignment))
    )


def _starts(process: Process, case: Case, assignment: Assignment, folder: Folder) -> list[int]:
    """Return the later stages, by number, at which a folder that is closed now opens to the person."""
    windows, order = windows_of(folder, assignment), process.stages.index
    if any(process.holds(window, case.stage) for window in windows):
        return []
    return [order(window.first) for window in windows if order(window.first) > order(case.stage)]
