"""Rules about process files: each is broken alone in a book that is otherwise without faults."""

from dataclasses import replace
from typing import Any

import pytest

from sharepoint_gate.roster.checks_processes import check_book
from sharepoint_gate.roster.draft import BookDraft, FolderDraft, ProcessDraft, WindowDraft
from sharepoint_gate.roster.model import ProcessId, RoleId
from tests.unit.roster.drafts import only, where

_WINDOW = WindowDraft("40-pack", "panel-member", "notified", "closed", "named")


def process(**changes: Any) -> ProcessDraft:
    """Return a process with two stages, two folders and one window."""
    usual = ProcessDraft(
        id=ProcessId("rapid-review"),
        title="Rapid Review",
        ref_prefix="RR",
        level_cap="pseudonymised",
        stages=("notified", "closed"),
        folders=(FolderDraft("40-pack", "pseudonymised", False), FolderDraft("20-returns", "none", True)),  # noqa: FBT003
        windows=(_WINDOW, WindowDraft("20-returns", "panel-member", "notified", "notified", "own-agency")),
    )
    return replace(usual, **changes)


def book(*processes: ProcessDraft) -> BookDraft:
    """Return a book."""
    roles = {RoleId("panel-member"): "Panel member", RoleId("business-unit"): "Business unit"}
    levels = ("none", "pseudonymised", "identifiable")
    return BookDraft(levels, roles, frozenset({"business-unit"}), processes, where)


def test_a_book_without_faults_has_none() -> None:
    """The book that the other tests change is itself clean."""
    assert check_book(book(process())) == ()


@pytest.mark.parametrize(
    ("changes", "place", "what", "mend"),
    [
        (
            {"windows": (replace(_WINDOW, role="business-unit"),)},
            "access/40-pack/business-unit#key",
            "business-unit has a window in 40-pack",
            "delete",
        ),
        (
            {"stages": ("notified", "closed", "closed")},
            "stages/2/id",
            "closed is written twice",
            "rename one",
        ),
        ({"level_cap": "pseudonymized"}, "level_cap", "is not a known level", "did you mean pseudonymised?"),
        (
            {"folders": (*process().folders, FolderDraft("90-key", "identifiable", False))},  # noqa: FBT003
            "folders/2/level",
            "90-key would hold identifiable material",
            "lower the folder's level",
        ),
        (
            {"folders": (*process().folders, FolderDraft("95-x", "secret", False))},  # noqa: FBT003
            "folders/2/level",
            "secret is not a known level",
            "the levels are: none, pseudonymised, identifiable",
        ),
        (
            {"windows": (replace(_WINDOW, folder="40-pak"),)},
            "access/40-pak#key",
            "has no folder 40-pak",
            "did you mean 40-pack?",
        ),
        (
            {"windows": (replace(_WINDOW, role="panel-membr"),)},
            "access/40-pack/panel-membr#key",
            "is not a known role",
            "did you mean panel-member?",
        ),
        (
            {"windows": (replace(_WINDOW, first="notifiedd"),)},
            "access/40-pack/panel-member/from",
            "has no stage notifiedd",
            "did you mean notified?",
        ),
        (
            {"windows": (replace(_WINDOW, last="xyz"),)},
            "access/40-pack/panel-member/to",
            "has no stage xyz",
            "its stages are: notified, closed",
        ),
        (
            {"windows": (replace(_WINDOW, first="closed", last="notified"),)},
            "access/40-pack/panel-member#key",
            "runs backwards",
            "{from: notified, to: closed}",
        ),
        (
            {"windows": (replace(_WINDOW, scope="own-agency"),)},
            "access/40-pack/panel-member/scope",
            "40-pack has no subfolders of the agencies",
            "partition: agency",
        ),
    ],
)
def test_each_rule_about_a_process_has_its_fault(
    changes: dict[str, Any], place: str, what: str, mend: str
) -> None:
    """A wrong value is told once, at its own place, with a remedy."""
    found_at, told, remedy = only(list(check_book(book(process(**changes)))))
    assert found_at == f"processes/rapid-review/{place}"
    assert what in told
    assert mend in remedy


def test_two_processes_cannot_share_a_prefix() -> None:
    """A case reference must tell its process."""
    found = check_book(book(process(), process(id=ProcessId("other"))))
    assert only(list(found))[:2] == ("processes/other/ref_prefix", "RR is already the prefix of rapid-review")
