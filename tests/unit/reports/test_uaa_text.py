"""The register and the forecast as people read them.

Source: ISA §8.8, ISA §8.9
"""

from datetime import UTC, date, datetime

from sharepoint_gate.access.lapses import Lapse
from sharepoint_gate.access.register import Proposal, Recorder, Statement
from sharepoint_gate.access.register_status import status_of
from sharepoint_gate.reports.uaa_text import forecast_lines, lapses_json, uaa_json, uaa_text
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.roster.model import PersonId
from tests.world import NOW, Scene

U12, U19 = PersonId("u12"), PersonId("u19")
SAID = Statement(
    U19, "2", "b" * 64, Decision.ACCEPTED, datetime(2026, 3, 20, 9, 30, tzinfo=UTC), "paper", "UAA-77"
)
PROPOSAL = Proposal(7, SAID, Recorder("ann", PersonId("u01")), NOW)


def scene() -> Scene:
    """Return a partnership with one person in grace, one new, and a business unit that accepted."""
    made = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u19="agency-author")
    made.rules = Scene().rules
    return made.person("u12", existing_since=date(2026, 3, 28)).undecided("u12").undecided("u19")


def test_the_register_tells_what_needs_somebody_first() -> None:
    """Counts, the forecast, people by standing, what waits, and where the sources disagree."""
    text = uaa_text(status_of(scene().world(), [PROPOSAL], ["File and register say two things."]))
    order = [
        "new, not accepted yet",
        "1 person loses access on",
        "New, not accepted yet",
        "In grace",
        "Accepted",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "Person u19 (u19), WICB Authority; an acceptance waits for a second name" in " ".join(text.split())
    assert "Person u01 (u01), WCC Authority: version 2 on Wednesday 4 March 2026, link UAA-1, until" in text
    assert "7 Person u19 (u19) accepted version 2 at 2026-03-20T09:30:00Z, paper UAA-77;" in text
    assert "File and register say two things." in text
    assert "no breach_contact to copy" in " ".join(text.split())


def test_a_register_in_order_has_nothing_to_ask() -> None:
    """Without lapses, proposals and conflicts their headings are left out; a rehearsal says so first."""
    text = uaa_text(status_of(Scene().world(), [], []), rehearsal=True)
    assert text.startswith("REHEARSAL")
    assert not any(words in text for words in ("Waiting for", "disagree", "access on"))


def test_the_forecast_is_a_sentence_a_day() -> None:
    """People who lapse on one day stand together, with its weekday."""
    lapses = [
        Lapse(U19, date(2026, 4, 2), "", "NHS Westmarsh ICB"),
        Lapse(U12, date(2026, 4, 3), "2"),
        Lapse(U19, date(2026, 4, 3), "2"),
        Lapse(U12, date(2026, 4, 7), "2"),
    ]
    assert forecast_lines(lapses, {U12: "Ann"}) == [
        "1 person loses access on Thursday 2 April 2026 unless NHS Westmarsh ICB confirms its people: u19.",
        "2 people lose access on Friday 3 April 2026 unless they accept the agreement: Ann and u19.",
        "1 person loses access on Tuesday 7 April 2026 unless they accept the agreement: Ann.",
    ]
    assert lapses_json(lapses[:2]) == [
        {"person": "u19", "on": "2026-04-02", "version": "", "organisation": "NHS Westmarsh ICB"},
        {"person": "u12", "on": "2026-04-03", "version": "2", "organisation": ""},
    ]


def test_programs_get_the_same() -> None:
    """Every person with standing, decision and last day; every proposal with who said it."""
    data = uaa_json(status_of(scene().world(), [PROPOSAL], []), rehearsal=True)
    people = {one["person"]: one for one in data["people"]}
    assert data["rehearsal"] is True
    assert data["counts"] == {"accepted": 2, "declined": 0, "grace": 1, "overdue": 0, "missing": 1}
    assert people["u01"]["evidence"] == "UAA-1"
    assert (people["u12"]["standing"], people["u12"]["version"]) == ("grace", None)
    assert people["u12"]["last_day"] is not None
    assert people["u19"]["waiting"] is True
    assert data["waiting"][0]["recorded_account"] == "ann"
    assert data["lapses"][0]["person"] == "u12"
