"""What a run says of those who left the channel: Teams is quick, and the site is late."""

from sharepoint_gate.access.observed import Membership, MembershipId
from sharepoint_gate.cli.texts import aftermath_data, run_report
from sharepoint_gate.errors import UnavailableError
from tests.unit.jobs.nights import Nights
from tests.world import Scene, object_id

CASE = "RR-2026-001"


def nights(*strangers: str) -> Nights:
    """Return a channel in sync, and whom somebody added to it."""
    made = (
        Scene().case(CASE, "panel-meeting", u12="panel-member").file(f"{CASE}/40-panel-pack/a.docx").in_sync()
    )
    added = [
        Membership(MembershipId(f"m-{one}"), object_id(one), "member", one, f"{one}@far.example")
        for one in strangers
    ]
    made.members = (*(made.members or ()), *added)
    return Nights(made)


def test_a_run_that_took_somebody_out_of_the_channel_says_that_the_site_is_late() -> None:
    """Nobody takes a membership that ended for an access that ended."""
    run = nights("u55", "u56").run()
    told = " ".join(run_report(run, (), rehearsal=False).split())
    assert "2 people left the channel by Teams in this run" in told
    assert "within 36 hours" in told
    assert aftermath_data(run)["site_follows"] == {"left_the_channel": 2, "settle_hours": 36}


def test_a_run_that_took_nobody_out_says_nothing_of_it() -> None:
    """Neither where nobody was to leave, nor where it could not be done."""
    refused = nights("u55")
    refused.tenant.refuse["remove_member"] = UnavailableError("down")
    for run in (nights().run(), refused.run()):
        assert "left the channel by Teams" not in run_report(run, (), rehearsal=False)
        assert aftermath_data(run)["site_follows"] == {"left_the_channel": 0, "settle_hours": 36}
