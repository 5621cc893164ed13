"""The answer to "why can this person not open it?" for a terminal."""

from sharepoint_gate.access.desired import Check
from sharepoint_gate.access.explain import Answer, FolderAnswer
from sharepoint_gate.reports.plain import count, document, heading, labelled, paragraph

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
        lines += [line for folder in answer.folders for line in _folder_lines(folder)]
    return document(lines, rehearsal=rehearsal)


def _check_lines(check: Check) -> list[str]:
    kind = f" [{check.kind}]" if check.kind is not None else ""
    place = f" ({check.place})" if check.place is not None else ""
    mark = f"{MARKS[check.holds]:5}"
    return [
        *labelled(mark, f"{check.condition}{kind}", 2),
        *paragraph(f"{check.sentence}{place}", 8),
    ]


def _folder_lines(folder: FolderAnswer) -> list[str]:
    seen = f"should see {folder.should_see}, sees {folder.sees} of {count(folder.files, 'file')}"
    return [*labelled(f"{folder.folder}:", seen, 2), *paragraph(folder.check.sentence, 4)]
