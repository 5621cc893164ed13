"""How a plan tells of guests who are invited, and of invitations that wait."""

from datetime import date

from sharepoint_gate.access.changes import InviteGuest, Reason
from sharepoint_gate.access.digest import change_as_data
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.faults import Place
from sharepoint_gate.reports.plan_text import plan_text
from sharepoint_gate.roster.model import PersonId

WHY = Reason("No account.", ("Nell New",), (FindingKind.ACCOUNT_NOT_FOUND,), (Place("roster.yaml", 9, 3),))
CHANGE = InviteGuest(PersonId("s09"), "n.new@nhs.example", date(2026, 3, 27), WHY)


def test_an_invitation_has_a_heading_of_its_own() -> None:
    """Who, at which address, why, and the roster line that asks."""
    text = plan_text(Plan("d", "r", (CHANGE,), (), ()), channel_folder="Reviews")
    told = " ".join(text.split())
    assert "Guests who are invited" in told
    assert "- Nell New is invited at n.new@nhs.example why: No account. roster: roster.yaml:9:3" in told


def test_an_invitation_that_is_held_back_is_told_as_one() -> None:
    """Not as a seat in the channel."""
    held = (Held(CHANGE, "not everything could be read"),)
    told = " ".join(plan_text(Plan("d", "r", (), held, ()), channel_folder="Reviews").split())
    assert "Nell New: an invitation" in told


def test_programs_get_the_day_as_text() -> None:
    """JSON knows no dates."""
    data = change_as_data(CHANGE)
    assert (data["change"], data["asked_on"]) == ("InviteGuest", "2026-03-27")
