"""What a reader is told of rails, releases and the move of a case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sharepoint_gate.access.changes import DeletePermission, Reason
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.access.rails_model import Rail, RailName, Release
from sharepoint_gate.access.rails_moves import Move
from sharepoint_gate.reports.plan_text import plan_summary, plan_text
from sharepoint_gate.reports.rails_text import RailsView, rails_json, rails_text, releases_text, tell_move
from sharepoint_gate.roster.model import CaseRef, StageId

NOW = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)
RAIL = Rail(RailName.PEOPLE_MISSING, "5 of 8 people are gone.", ("A", "B"), "Put them back.", 5, 8)
RELEASE = Release(RailName.PEOPLE_MISSING, "d" * 64, "they left", NOW + timedelta(days=1), "root as u01", NOW)
HOLDS = RailsView((RAIL,), (RAIL,), (), "d" * 64, NOW, "Europe/London")
PASSES = replace(HOLDS, holding=(), releases=(RELEASE,))
MOVE = Move(CaseRef("RR-2026-001"), StageId("a"), StageId("b"), ("A", "B"), ("C",))


def words(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def test_a_rail_that_holds_is_told_with_what_to_do() -> None:
    """Name, numbers, whom it concerns, what to do, and how to release it."""
    told = words(rails_text(HOLDS, ()))
    assert "people-missing: the plan would be held back. 5 of 8 people are gone." in told
    assert "who: A and B do: Put them back." in told
    assert f"sharepoint-gate release RAIL --plan {'d' * 64}" in told


def test_a_released_rail_says_who_let_it_pass_and_until_when() -> None:
    """The local time of the partnership, the account, and the reason."""
    told = words(rails_text(PASSES, ()))
    assert "people-missing: the plan is released." in told
    assert "released: by root as u01 until 31 March 2026 23:00: they left" in told
    assert "to release:" not in told


def test_a_move_is_one_line() -> None:
    """Who loses and who gains, in numbers; nobody is said as nobody."""
    assert tell_move(MOVE) == "RR-2026-001 moves from a to b: 2 people lose something, 1 gains something"
    nobody = tell_move(replace(MOVE, losing=(), gaining=()))
    assert nobody.endswith("nobody loses anything, nobody gains anything")
    assert "Cases that move" in rails_text(replace(HOLDS, rails=()), (MOVE,))


def test_nothing_tripped_is_nothing_told() -> None:
    """A plan that passes says nothing of rails."""
    assert rails_text(replace(HOLDS, rails=(), holding=()), ()) == ""


def test_programs_are_told_the_same() -> None:
    """Rails with whether they hold and what released them, and moves."""
    (rail,) = rails_json(PASSES, (MOVE,))["rails"]
    assert (rail["rail"], rail["holds"], rail["count"], rail["of"]) == ("people-missing", False, 5, 8)
    assert rail["release"]["by"] == "root as u01"
    assert rails_json(HOLDS, ())["rails"][0]["release"] is None
    (move,) = rails_json(HOLDS, (MOVE,))["moves"]
    assert (move["from"], move["to"], move["losing"]) == ("a", "b", ["A", "B"])


def test_the_list_of_releases_is_newest_first() -> None:
    """Each with whether it still stands; none is said as none."""
    old = replace(RELEASE, reason="long ago", until=NOW)
    told = releases_text((old, RELEASE), NOW, "Europe/London", rehearsal=False)
    assert told.index("they left") < told.index("long ago")
    assert "stands" in told
    assert "expired" in told
    assert "No release" in releases_text((), NOW, "Europe/London", rehearsal=False)


def test_a_removal_that_is_held_back_is_told_as_what_stays() -> None:
    """A reader of a held plan sees that access stays, not that a grant waits."""
    reason = Reason("Gone from the roster.", ("A",), (FindingKind.NOT_NAMED_ON_CASE,))
    change = DeletePermission(ItemId("i"), "Cases/a.docx", PermissionId("p"), reason)
    plan = Plan("d" * 64, "r" * 64, (), (Held(change, "A rail holds it back."),), ())
    assert "1 removal is held back" in plan_summary(plan)
    assert "A stays: a.docx" in plan_text(plan, channel_folder="Cases")
