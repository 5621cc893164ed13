"""The answer to "why can this person not open it?" for a terminal."""

from collections.abc import Sequence

from sharepoint_gate.access.desired import Check
from sharepoint_gate.access.explain import Answer, FolderAnswer
from sharepoint_gate.reports.plain import count, document, heading, labelled, listed, paragraph

MARKS = {True: "[yes]", False: "[NO]"}


def why_text(answer: Answer, *, rehearsal: bool = False) -> str:
    """Return an answer for a terminal: the sentence first, then each condition, folder and the next step."""
    lines = [*paragraph(answer.question), *paragraph(answer.sentence)]
    if answer.next_step:
        lines += paragraph(f"Next: {answer.next_step}")
    if answer.checks:
        lines += heading("What must hold")
        lines += [line for check in answer.checks for line in _check_lines(check)]
    if answer.folders:
        lines += heading("Folder by folder")
        lines += _folders_lines(answer.folders)
    return document(lines, rehearsal=rehearsal)


def _check_lines(check: Check) -> list[str]:
    kind = f" [{check.kind}]" if check.kind is not None else ""
    place = f" ({check.place})" if check.place is not None else ""
    mark = f"{MARKS[check.holds]:5}"
    return [
        *labelled(mark, f"{check.condition}{kind}", 2),
        *paragraph(f"{check.sentence}{place}", 8),
    ]


def _folders_lines(folders: Sequence[FolderAnswer]) -> list[str]:
    """Return the folders that tell something, and the rest in one line; one alone is always told."""
    telling = [one for one in folders if one.check.holds or one.sees or one.should_see or len(folders) == 1]
    closed = [one.folder for one in folders if one not in telling]
    lines = [line for folder in telling for line in _folder_lines(folder)]
    rest = f"Closed to them at this stage, and not seen: {listed(closed, most=len(closed))}."
    return [*lines, *(paragraph(rest, 2, 4) if closed else [])]


def _folder_lines(folder: FolderAnswer) -> list[str]:
    seen = f"should see {folder.should_see}, sees {folder.sees} of {count(folder.files, 'file')}"
    return [*labelled(f"{folder.folder}:", seen, 2), *paragraph(folder.check.sentence, 4)]
