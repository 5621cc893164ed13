"""Which rail trips, and what never waits, where one condition alone makes the difference (law 8)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sharepoint_gate.access.applied import Applied
from sharepoint_gate.access.applied_state import accepted, applied_state
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.lane import newly_closed
from sharepoint_gate.roster.model import OrganisationAgreement, PersonId, PolicyDocument
from tests.unit.access.rails_scene import case_name, names, partnership, people, rails, unname
from tests.unit.access.test_lane import CASE, FILE, close, going, lane, organisation, waiting
from tests.unit.access.test_lane import scene as in_lane
from tests.world import TODAY, Scene, account_of, item_id, object_id, own_link

ENDING = OrganisationAgreement("tier-1", TODAY.replace(year=2025), TODAY)
VALID = PolicyDocument("APD-1", None, TODAY, None)


def test_law_8_a_channel_without_cases_and_readers_is_not_an_emptied_one() -> None:
    """A new partnership has a business unit and nothing else: nothing of it was lost."""
    assert names(Scene().in_sync()) == set()


def test_law_8_a_section_that_was_empty_is_not_emptied_by_an_edit_of_another() -> None:
    """Cases without people, or people without cases, may be none from the beginning."""
    made = Scene().person("u12").in_sync()
    made.case(case_name(1), "panel-meeting")
    assert "emptied" not in names(made)
    made = Scene().case(case_name(1), "panel-meeting").in_sync().person("u12")
    assert "emptied" not in names(made)


@pytest.mark.parametrize("edit", [organisation(agreement=ENDING), organisation(policy_document=VALID)])
def test_law_8_the_last_day_of_an_organisations_standing_is_one_of_reading(
    edit: Callable[[Scene], object],
) -> None:
    """Whoever is lost from the roster on that day waits as on any other: nothing has run out yet."""
    made = in_lane()
    edit(made)
    made.cases = {ref: replace(case, people={}) for ref, case in made.cases.items()}
    plan = lane(made)
    assert going(plan) == []
    assert waiting(plan)


def test_law_8_accounts_that_changed_are_weighed_where_one_was_known() -> None:
    """Somebody who never had an account has none that could have changed."""
    made = partnership(readers=6)
    for name in ("u10", "u11", "u12"):
        made.accounts[PersonId(name)] = ()
    made.in_sync()
    for name in ("u10", "u11", "u12"):
        made.accounts[PersonId(name)] = (replace(account_of(name, f"{name}@wicb.example"), enabled=True),)
    assert "identities" not in names(made)
    assert not [one for one in rails(made) if one.of == 0]


def test_law_8_whoever_was_never_given_a_file_does_not_wait_on_its_link() -> None:
    """A name that somebody put onto the gate's own link by hand goes at once, also beside one who waits."""
    made = in_lane()
    made.unshare(FILE, next(one for one in _links(made)))
    made.share(FILE, own_link(["u12", "u19", "u77"], next(iter(_links(in_lane())))))
    made.cases = {ref: replace(case, people={}) for ref, case in made.cases.items()}
    plan = lane(made)
    assert "u77" in going(plan)
    assert {"u12", "u19"} <= set(waiting(plan))


def test_law_8_a_case_that_was_closed_before_is_not_newly_closed() -> None:
    """Only the edit that closes a case explains what it takes away; what was applied knows which it was."""
    made = in_lane()
    close(CASE)(made)
    assert newly_closed(made.world()) == {CASE}
    made.in_sync()
    world = made.world()
    assert newly_closed(world) == frozenset()
    state = applied_state(world, desired_access(world)).cases
    assert {ref: one.closed for ref, one in state.items()} == {ref: ref == CASE for ref in state}
    assert all(one.windows for one in state.values())


def _links(made: Scene) -> list[str]:
    found = [item for item in made.items.values() if item.path.endswith(FILE)]
    return [one.id for item in found for one in item.permissions or () if one.link is not None]


@pytest.mark.parametrize(
    ("readers", "files", "off", "trips"),
    [
        (8, 5, 2, False),  # 10 of 40: not more than 10
        (15, 4, 3, False),  # 12 of 60: not more than a fifth
        (14, 4, 3, True),  # 12 of 56
        (4, 1, 2, True),  # 2 of 4: half
        (5, 1, 2, False),  # 2 of 5
        (2, 1, 1, False),  # one right is never several
    ],
)
def test_law_8_removals_trip_beyond_their_limits_and_not_on_them(
    readers: int, files: int, off: int, *, trips: bool
) -> None:
    """The most and the share are still allowed; a half of few is not, and one right alone always is."""
    made = unname(partnership(1, readers, files), people(off))
    assert ("removals" in names(made)) is trips


def test_law_8_what_did_not_end_well_counts_as_applied_only_where_it_was_or_is_seen() -> None:
    """A file whose grant is in doubt is not weighed as given; who is on its link, or was, is."""
    made = partnership(1, 2, 2)
    first, second = (f"{case_name(1)}/40-panel-pack/{one}.docx" for one in range(2))
    made.memory = replace(made.memory, applied=Applied())
    made.unshare(first, f"own-{item_id(first)}")
    world = made.world()
    desired = desired_access(world)
    everything = {item_id(first), item_id(second)}
    assert accepted(world, desired, set()).files.keys() == everything
    for unsure in (everything, {item_id(first)}, None):
        assert accepted(world, desired, unsure).files.keys() == {item_id(second)}
    sure = accepted(world, desired, {item_id(second)}).files
    assert sure.keys() == everything
    assert sure[item_id(second)].readers.keys() == {object_id("u10"), object_id("u11")}
