"""Answers in plain text, and every report as JSON of its documented shape."""

import json

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.explain import Answer, why
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.reports.as_json import answer_json, as_text, plan_json
from sharepoint_gate.reports.plain import count, listed
from sharepoint_gate.reports.why_text import why_text
from tests.unit.reports.report_values import deletion, finding, plan, reason
from tests.world import Scene

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"


def answer(target: str = CASE, person: str = "u12") -> Answer:
    """Return the answer about a panel member who has not accepted the agreement."""
    scene = Scene().case(CASE, "panel-meeting", u12="panel-member executive").file(PACK).undecided("u12")
    world = scene.world()
    return why(world, desired_access(world), person, target)


def test_an_answer_begins_with_its_sentence_and_marks_each_condition() -> None:
    """What must hold is ticked or crossed in words, with the kind and the roster line."""
    text = why_text(answer(), rehearsal=True)
    first, *_ = text.split("\nWhat must hold\n")
    assert first.startswith("REHEARSAL")
    assert "Person u12 should not see anything of RR-2026-001." in first
    assert "Next: Once every crossed condition is met, they will see 40-panel-pack." in first
    assert "  [yes] on the roster today\n        Person u12 is on the roster. (roster.yaml:102:3)" in text
    assert "  [NO]  user acceptance agreement accepted [uaa-missing]" in text
    assert "  40-panel-pack: should see 0, sees 0 of 1 file" in text


def test_folders_that_tell_nothing_share_one_line() -> None:
    """Closed folders of which nothing is seen are only named; a folder asked for is told in full."""
    told = why_text(answer()).split("Folder by folder\n")[1]
    assert "Closed to them at this stage, and not seen: 15-agency-request, 20-agency-returns," in told
    assert "15-agency-request is open" not in told
    alone = why_text(answer(f"{CASE}/90-key"))
    assert "  90-key: should see 0, sees 0 of 0 files\n    RR-2026-001 is at stage panel-meeting" in alone
    assert "Closed to them" not in alone


def test_an_answer_without_a_person_is_only_a_sentence() -> None:
    """A stranger's answer has no conditions and no folders."""
    assert why_text(answer(person="zed")) == (
        "zed and RR-2026-001\nzed is not on the roster, and nobody reads anything who is not on it.\n"
    )


def test_a_condition_that_no_line_decides_is_told_without_one() -> None:
    """Whether a file can be shown stands in no roster line."""
    assert "pack.docx can be shown without download.\n" in why_text(answer(PACK))


def test_an_answer_as_json_has_its_documented_keys() -> None:
    """The keys are those of the documentation, and the text is JSON."""
    data = answer_json(answer(), rehearsal=True)
    assert list(data) == [
        "rehearsal", "question", "sentence", "person", "checks", "folders", "ways", "next_step",
    ]  # fmt: skip
    assert data["person"] == "u12"
    crossed = [check for check in data["checks"] if not check["holds"]]
    assert [(check["kind"], check["place"]) for check in crossed] == [("uaa-missing", "roster.yaml:102:3")]
    assert {"folder": "40-panel-pack", "open": True, "should_see": 0, "sees": 0, "files": 1}.items() <= (
        data["folders"][2].items()
    )
    assert json.loads(as_text(data)) == data
    assert answer_json(answer(person="zed"))["person"] is None
    assert answer_json(answer(PACK))["checks"][-1]["place"] is None


def test_a_plan_as_json_counts_and_says_whether_all_is_clean() -> None:
    """The summary counts every severity, and only warnings leave a whole look clean."""
    warning = finding(severity=Severity.WARNING, handling=Handling.PERSON)
    clean = plan_json(plan(findings=(warning,)))
    assert clean["summary"] == {
        "findings": {"critical": 0, "high": 0, "medium": 0, "low": 0, "warning": 1},
        "needs_a_person": 1,
        "clean": True,
    }
    data = plan_json(
        plan(deletion("a", reason("Gone.", "Nadia Rahman")), findings=(finding(),)), rehearsal=True
    )
    assert (data["rehearsal"], data["summary"]["clean"]) == (True, False)
    assert [(one["kind"], one["principal"], one["handling"]) for one in data["findings"]] == [
        ("uaa-missing", "u12", "mended")
    ]
    assert len(data["changes"]) == 1
    assert as_text(data).endswith("}\n")


def test_law_7_json_is_never_clean_on_half_a_picture() -> None:
    """Anything unread makes the summary unclean, whatever was found."""
    unread = (Unread("x", "403"),)
    assert not plan_json(plan(partial=True))["summary"]["clean"]
    data = plan_json(plan(unread=unread), rehearsal=True)
    assert (data["summary"]["clean"], data["unread"]) == (False, [{"what": "x", "why": "403"}])


def test_numbers_and_lists_read_as_sentences() -> None:
    """One and many, and long lists, are told as people write them."""
    assert (count(1, "file"), count(2, "file"), count(2, "person", "people")) == (
        "1 file",
        "2 files",
        "2 people",
    )
    assert [listed(words) for words in ([], ["a"], ["a", "b"], list("abcdefgh"))] == [
        "", "a", "a and b", "a, b, c, d, e, f and 2 more",
    ]  # fmt: skip
