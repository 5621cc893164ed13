"""What the test partnership declares for all its cases: one process, its roles, and the rules."""

from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import FolderId, ProcessId, RoleId, StageId
from sharepoint_gate.roster.process import Folder, Process, ProcessBook, Scope, Window
from sharepoint_gate.roster.rules import Rules

STAGES = ("notified", "information-gathering", "panel-meeting", "executive-sign-off", "closed")
RULES = Rules(
    viewable_types=frozenset({"docx", "xlsx", "pdf", "txt"}),
    generic_words=frozenset({"team", "safeguarding", "admin", "office", "info", "duty"}),
)


def line(number: int) -> Place:
    """Return a place in the roster file."""
    return Place("roster.yaml", number, 3)


def _folder(name: str, *windows: tuple[str, str, str, str], partitioned: bool = False) -> Folder:
    made = tuple(Window(RoleId(r), StageId(a), StageId(b), Scope(s)) for r, a, b, s in windows)
    return Folder(FolderId(name), "identifiable", partitioned, made)


FOLDERS = (
    _folder("15-agency-request", ("agency-lead", "notified", "information-gathering", "named")),
    _folder(
        "20-agency-returns",
        ("agency-author", "information-gathering", "information-gathering", "own-agency"),
        ("agency-lead", "information-gathering", "panel-meeting", "own-agency"),
        ("review-chair", "panel-meeting", "panel-meeting", "all"),
        partitioned=True,
    ),
    _folder(
        "40-panel-pack",
        ("review-chair", "panel-meeting", "executive-sign-off", "all"),
        ("panel-member", "panel-meeting", "panel-meeting", "named"),
    ),
    _folder("60-final-report", ("executive", "executive-sign-off", "executive-sign-off", "all")),
    _folder("90-key"),
)
ROLES = ("review-chair", "panel-member", "agency-lead", "agency-author", "executive")


def rapid_review() -> Process:
    """Return the one process of the test partnership."""
    return Process(
        ProcessId("rapid-review"),
        "Rapid Review",
        "RR",
        tuple(StageId(stage) for stage in STAGES),
        {folder.id: folder for folder in FOLDERS},
    )


BOOK = ProcessBook(
    {ProcessId("rapid-review"): rapid_review()},
    {RoleId(role): role.replace("-", " ").capitalize() for role in ROLES},
)
