"""Rules about cases: each is broken alone in a roster that is otherwise without faults."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.roster.checks import check_roster
from sharepoint_gate.roster.draft import Context
from sharepoint_gate.roster.model import Case, ProcessId, StageId
from tests.unit.roster.drafts import TODAY, case, draft, faults_of, only, warnings_of


@pytest.mark.parametrize(
    ("reference", "mend"),
    [
        ("RR-2026-1", "write RR-2026-001"),
        ("rr 2026/12", "write RR-2026-012"),
        ("RR2026-007", "write RR-2026-007"),
        ("LCSPR-2026-001", "write RR-2026-001, or process: lcspr"),
        ("XX-2026-001", "write RR-2026-001"),
        ("Kim Smith", "write it like RR-2026-001"),
    ],
)
def test_a_reference_says_its_process_a_year_and_a_number(reference: str, mend: str) -> None:
    """A reference of another form is refused, and the probable one is offered."""
    place, told, remedy = only(faults_of(draft(cases=[case(reference)])))
    assert place == f"cases/{reference}#key"
    assert "is not a reference of a Rapid Review" in told
    assert remedy == mend


def test_a_reference_of_an_unreadable_case_is_judged_by_its_form_alone() -> None:
    """An entry whose process is not known can still have a reference of a wrong form."""
    usual = draft()
    written = replace(usual.written, cases=usual.written.cases | {"RR-2026-2", "RR-2026-003"})
    assert only(faults_of(replace(usual, written=written)))[1:] == (
        "RR-2026-2 is not a reference of a case",
        "write RR-2026-002",
    )


@pytest.mark.parametrize(
    ("wrong", "place", "what", "mend"),
    [
        (
            case(process=ProcessId("rapid-reveiw")),
            "process",
            "there is no process rapid-reveiw",
            "did you mean rapid-review?",
        ),
        (
            case(stage=StageId("panel-meting")),
            "stage",
            "rapid-review has no stage panel-meting",
            "did you mean panel-meeting?",
        ),
        (
            case(stage=StageId("xyz")),
            "stage",
            "rapid-review has no stage xyz",
            "its stages are: notified, panel-meeting",
        ),
        (
            case(roles={"u13": ("dpo",)}),
            "people/u13#key",
            "u13 is not on the roster",
            "write the person under",
        ),
        (case(roles={"u12": ()}), "people/u12#key", "u12 has no role", "write one"),
        (
            case(roles={"u12": ("panel-membr",)}),
            "people/u12/0",
            "panel-membr is not a known role",
            "did you mean panel-member?",
        ),
        (
            case(roles={"u12": ("panel-member", "panel-member")}),
            "people/u12/1",
            "is written twice",
            "delete one",
        ),
        (
            case(roles={"u01": ("panel-member",)}),
            "people/u01#key",
            "is of the business unit",
            "delete this line",
        ),
        (
            case(dates={"notified": date(2026, 3, 10), "submitted": date(2026, 3, 9)}),
            "dates/submitted",
            "is before notified",
            "correct one",
        ),
    ],
)
def test_each_rule_about_a_case_has_its_fault(wrong: Case, place: str, what: str, mend: str) -> None:
    """A wrong value is told once, at its own place, with a remedy."""
    found_at, told, remedy = only(faults_of(draft(cases=[wrong])))
    assert found_at == f"cases/RR-2026-001/{place}"
    assert what in told
    assert mend in remedy


def test_dates_of_one_day_are_in_order() -> None:
    """Two events may fall on one day."""
    day = date(2026, 3, 10)
    assert faults_of(draft(cases=[case(dates={"aware": day, "notified": day})])) == []


def test_a_role_that_opens_nothing_is_warned_of() -> None:
    """A person added in such a role would wait for papers in vain."""
    (warning,) = warnings_of(draft(cases=[case(roles={"u12": ("dpo",)})]))
    assert warning.what == "dpo opens nothing in rapid-review, so u12 reads nothing by it"
    assert warning.place.file == "cases/RR-2026-001/people/u12/0"


def test_without_processes_nothing_is_said_of_roles_and_stages() -> None:
    """When the process file has faults of its own, the roster's other faults are still told."""
    wrong = case("RR-2026-1", {"u12": ("no-such-role",)}, stage=StageId("no-such-stage"))
    found = check_roster(draft(cases=[wrong]), Context(None, TODAY)).faults
    assert only(found)[1] == "RR-2026-1 is not a reference of a case"


def test_a_channel_that_could_not_be_read_hides_no_other_fault() -> None:
    """Without a channel the rules about cases still run."""
    assert faults_of(draft(channel=None, cases=[case(stage=StageId("closed"))])) != []
