"""Releases: one plan, one rail, one time; and what the move of a case means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sharepoint_gate.access.applied_state import accepted, applied_state
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.observed import ItemId, Unread
from sharepoint_gate.access.rails_model import Rail, RailName, Release, release_of, standing
from sharepoint_gate.access.rails_moves import moves_in
from tests.unit.access.rails_scene import case_name, partnership, people, plan_of, unname
from tests.world import direct, item_id, object_id

NOW = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)
RAIL = Rail(RailName.GRANTS, "Many.", ("u1",), "Look.", 4, 5)
RELEASE = Release(RailName.GRANTS, "d" * 64, "meant", NOW + timedelta(days=1), "root", NOW)


@pytest.mark.parametrize(
    ("release", "at", "passes"),
    [
        (RELEASE, NOW, True),
        (RELEASE, NOW + timedelta(days=1), False),
        (RELEASE, NOW - timedelta(seconds=1), False),
        (replace(RELEASE, digest="e" * 64), NOW, False),
        (replace(RELEASE, rail=RailName.REMOVALS), NOW, False),
    ],
)
def test_law_8_a_release_is_for_one_plan_one_rail_and_one_time(
    release: Release, at: datetime, *, passes: bool
) -> None:
    """Another digest, another rail, before it was given or after it ended: it does not count."""
    assert (standing((RAIL,), (release,), "d" * 64, at) == ()) is passes
    assert (release_of(RAIL, (release,), "d" * 64, at) is release) is passes


def test_law_8_a_move_is_previewed_as_that() -> None:
    """Who loses and who gains by the move of one case is counted for the reader of the plan."""
    made = partnership(2, 3).case(
        case_name(1),
        "panel-meeting",
        u10="panel-member",
        u11="panel-member",
        u12="panel-member",
        u60="executive",
    )
    made.file(f"{case_name(1)}/60-final-report/r.docx").in_sync().stage(case_name(1), "executive-sign-off")
    (move,) = moves_in(made.world(), plan_of(made))
    assert (move.case, move.old, move.new) == (case_name(1), "panel-meeting", "executive-sign-off")
    assert (len(move.losing), move.gaining) == (3, ("Person u60",))


def test_a_move_tells_nothing_of_what_lies_elsewhere() -> None:
    """Members of the channel, and entries above all cases, belong to no case's move."""
    made = partnership(2, 3).member("u77").stage(case_name(1), "executive-sign-off")
    made.share("", direct("u78"))
    (move,) = moves_in(made.world(), plan_of(made))
    assert len(move.losing) == 3


def test_what_is_accepted_before_the_first_change() -> None:
    """Before a plan's first change, those count who were applied or are seen, and are still desired."""
    made = partnership(1, 3)
    unname(made, ["u10"])
    made.case(case_name(1), "panel-meeting", u11="panel-member", u12="panel-member", u60="panel-member")
    world = made.world()
    item = item_id(f"{case_name(1)}/40-panel-pack/0.docx")
    before = accepted(world, desired_access(world))
    assert set(before.files[item].readers) == {object_id("u11"), object_id("u12")}
    after = accepted(world, desired_access(world), set())
    assert set(after.files[item].readers) == {object_id("u11"), object_id("u12"), object_id("u60")}
    assert set(before.cases) == set(after.cases) == set(made.cases)


def test_what_half_a_picture_did_not_show_is_kept() -> None:
    """A file that could not be seen stays as it was applied; one that is gone for good does not."""
    made = partnership(1, 2)
    item = item_id(f"{case_name(1)}/40-panel-pack/0.docx")
    del made.items[item]
    world = made.world()
    assert item not in accepted(world, desired_access(world), set()).files
    made.unread = (Unread("the library", "a page was lost"),)
    world = made.world()
    assert item in accepted(world, desired_access(world), set()).files


def test_a_file_that_nobody_was_given_yet_is_not_applied() -> None:
    """Where nothing was given and nothing stands, nothing counts as applied."""
    made = partnership(1, 2).file(f"{case_name(1)}/40-panel-pack/new.docx")
    world = made.world()
    item = ItemId(item_id(f"{case_name(1)}/40-panel-pack/new.docx"))
    assert item not in accepted(world, desired_access(world)).files
    assert set(applied_state(world, desired_access(world)).files[item].readers) == {
        object_id(one) for one in people(2)
    }
