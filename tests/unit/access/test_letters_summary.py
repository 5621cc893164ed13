"""The business unit's morning letter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.letters import MailEntry, MailState
from sharepoint_gate.access.letters_summary import Morning, deadlines, summary_letters
from sharepoint_gate.roster.model import IsaStatus, PolicyDocument
from tests.world import NOW, TODAY, Scene

QUIET = Morning((), 3, 0, partial=False, sent=2, later=0)
NEEDED = Finding(
    FindingKind.NOT_VIEWABLE,
    Severity.MEDIUM,
    "RR-2026-001/40-panel-pack/pack.zip",
    "",
    (),
    "pack.zip cannot be shown.",
    "Save it as PDF.",
    "ISA §8.5",
    Handling.PERSON,
)
TOLD = MailEntry("summary/u01/2026-03-29", "morning-summary", "u01", MailState.SENT, NOW, "r1")


def test_whoever_is_of_the_business_unit_gets_a_letter_of_their_own() -> None:
    """One a person and day, to the roster's address; who has left gets none."""
    scene = Scene().person("u02", ends_on=TODAY - timedelta(days=1))
    (letter,) = summary_letters(scene.world(), QUIET, ())
    assert (letter.key, letter.to) == ("summary/u01/2026-03-30", "u01@wcc.example")


def test_law_1_an_account_that_may_have_changed_hands_gets_no_letter() -> None:
    """The letter names people and says what is open; whoever holds the account now is not known."""
    scene = Scene().person("u02").case("RR-2026-001", "panel-meeting", u12="panel-member").in_sync()
    people = {one.person for one in summary_letters(scene.world(), QUIET, ())}
    changed = scene.account("u01", external_state="PendingAcceptance").world()
    assert people - {one.person for one in summary_letters(changed, QUIET, ())} == {"u01"}


def test_a_quiet_morning_sends_nothing_but_once_a_week_a_sign_of_life() -> None:
    """Silence is never taken for a night that went well."""
    world = Scene().world()
    assert summary_letters(world, QUIET, [TOLD]) == ()
    assert summary_letters(world, QUIET, [replace(TOLD, at=NOW - timedelta(days=7))])
    assert summary_letters(world, QUIET, [replace(TOLD, state=MailState.REFUSED)])
    assert summary_letters(world, QUIET, [replace(TOLD, kind="documents-ready")])


@pytest.mark.parametrize(
    "morning",
    [replace(QUIET, findings=(NEEDED,)), replace(QUIET, failed=1), replace(QUIET, partial=True)],
)
def test_a_morning_that_needs_somebody_is_told_whatever_was_told_before(morning: Morning) -> None:
    """A finding for a person, a change that failed, half a picture: each is told."""
    letter = summary_letters(Scene().world(), morning, [TOLD])[0]
    assert letter.facts["quiet"] is False


@pytest.mark.parametrize(
    "finding", [replace(NEEDED, handling=Handling.MENDED), replace(NEEDED, severity=Severity.WARNING)]
)
def test_what_is_put_right_or_does_no_harm_yet_calls_nobody(finding: Finding) -> None:
    """Alarms that ask for nothing wear out."""
    assert summary_letters(Scene().world(), replace(QUIET, findings=(finding,)), [TOLD]) == ()


def test_law_14_what_needs_people_is_told_by_kind_worst_first_and_without_names_of_files() -> None:
    """Each kind comes once with its number."""
    worse = replace(NEEDED, kind=FindingKind.UNREAD, severity=Severity.HIGH, remedy="Ask why.")
    letter = summary_letters(Scene().world(), replace(QUIET, findings=(NEEDED, NEEDED, worse)), ())[0]
    assert letter.facts["needs"] == [
        {"count": 1, "kind": "unread", "severity": "high", "remedy": "Ask why."},
        {"count": 2, "kind": "not viewable", "severity": "medium", "remedy": "Save it as PDF."},
    ]
    assert "pack" not in str(letter.facts)


@pytest.mark.parametrize(("days", "due"), [(6, 0), (7, 1)])
def test_a_week_is_seven_days_though_the_last_letter_left_after_its_night_had_begun(
    days: int, due: int
) -> None:
    """Seven times twenty-four hours would be a day late, after each letter and when clocks go forward."""
    told = replace(TOLD, at=NOW - timedelta(days=days) + timedelta(minutes=4))
    assert len(summary_letters(Scene().world(), QUIET, [told])) == due * len(Scene().world().business_unit)


def test_what_ends_within_a_week_is_told_in_order() -> None:
    """Last days, reviews and exceptions that are declared; what lies further away is left out."""
    scene = Scene().person("u12", ends_on=TODAY + timedelta(days=3)).person("u13", ends_on=date(2026, 9, 1))
    scene.isa = replace(scene.isa, review_due=TODAY, status=IsaStatus.IN_FORCE)
    scene.organisation("wicb", policy_document=PolicyDocument("APD-7", TODAY + timedelta(days=1), None, None))
    scene.organisation("wmp", policy_document=None)
    scene.exception("EX-1", "u12", "RR-2026-001/x", until=TODAY + timedelta(days=2))
    found = deadlines(scene.world(), TODAY + timedelta(days=7))
    assert [(day - TODAY).days for day, _ in found] == [0, 1, 2, 3]
    assert "Person u12" in found[3][1]


def test_who_lapses_within_a_week_is_told() -> None:
    """The day is the first without access."""
    scene = Scene(date(2026, 3, 12)).case("RR-2026-001", "panel-meeting", u12="panel-member")
    scene.person("u12", existing_since=date(2025, 3, 3)).undecided("u12")
    scene.decide("u12", version="1", at=datetime(2025, 3, 5, 10, 0, tzinfo=UTC))
    scene.rules = replace(scene.rules, agreement=replace(scene.rules.agreement, urgent_processes=frozenset()))
    lapses = summary_letters(scene.world(), QUIET, ())[0].facts["lapses"]
    assert isinstance(lapses, list)
    assert [one["day"] for one in lapses] == [date(2026, 3, 17)]
