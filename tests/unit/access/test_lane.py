"""The subtractive lane: taking away never waits, and what may be an accident does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sharepoint_gate.access.changes import (
    DeletePermission,
    GrantReaders,
    RemoveMember,
    Revocation,
    RevokePeople,
)
from sharepoint_gate.access.digest import digest_of
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.lane import lane_of, newly_closed, removals_only
from sharepoint_gate.access.observed import PermissionId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.roster.model import IsaStatus, OrganisationAgreement, PersonId, PolicyDocument
from tests.world import (
    Scene,
    account_of,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    wide_link,
)

WHY = "a rail is tripped"
CASE, OTHER_CASE, THIRD_CASE = "RR-2026-001", "RR-2026-002", "RR-2026-003"
FILE = f"{CASE}/40-panel-pack/pack.docx"
OTHER = f"{OTHER_CASE}/40-panel-pack/pack.docx"
THIRD = f"{THIRD_CASE}/40-panel-pack/pack.docx"
SCOPE = f"{CASE}/15-agency-request"
YESTERDAY = date(2026, 3, 29)


def scene() -> Scene:
    """Return three cases at their panel meetings, two people of two organisations on each, in sync."""
    made = Scene().person("u19", organisation="wmp")
    for ref in (CASE, OTHER_CASE, THIRD_CASE):
        made.case(ref, "panel-meeting", u12="panel-member", u19="panel-member")
    made.exception("EX-1", "u31", SCOPE)
    made.file(FILE, OTHER, THIRD, f"{SCOPE}/a.docx")
    return made.in_sync().share(SCOPE, direct("u31", "write", "ex"))


def lane(made: Scene) -> Plan:
    """Return the lane of what would be done."""
    world = made.world()
    return lane_of(plan_changes(world, desired_access(world)), world, WHY)


def going(plan: Plan) -> list[str]:
    """Return for each removal that goes whom it concerns, or the permission's id."""
    return sorted(one for change in plan.changes for one in _concerned(change))


def waiting(plan: Plan) -> list[str]:
    """Return the same for what is held."""
    return sorted(one for held in plan.held for one in _concerned(held.change))


def _concerned(change: object) -> list[str]:
    match change:
        case RevokePeople() | GrantReaders():
            return [one.removeprefix("oid-") for one in change.people]
        case DeletePermission():
            return [change.permission_id]
        case RemoveMember():
            return [change.membership_id]
        case _:
            return [type(change).__name__]


def lose_people(*names: str) -> Callable[[Scene], object]:
    """Return an edit that drops people from the roster, and from the cases that name them."""

    def edit(made: Scene) -> None:
        for name in names:
            del made.people[PersonId(name)]
            del made.accounts[PersonId(name)]
        for ref, case in made.cases.items():
            kept = {one: named for one, named in case.people.items() if one not in names}
            made.cases[ref] = replace(case, people=kept)

    return edit


def unname(made: Scene) -> None:
    """Take u12 off every case."""
    for ref, case in made.cases.items():
        made.cases[ref] = replace(case, people={o: n for o, n in case.people.items() if o != "u12"})


def close(*refs: str) -> Callable[[Scene], object]:
    """Return an edit that closes cases."""

    def edit(made: Scene) -> None:
        for ref in refs:
            made.stage(ref, "closed")

    return edit


def sort_addresses(made: Scene) -> None:
    """Swap the addresses of two people, and what a look-up of them finds."""
    first, second = made.people[PersonId("u12")], made.people[PersonId("u19")]
    made.people[first.id] = replace(first, username=second.username)
    made.people[second.id] = replace(second, username=first.username)
    made.accounts[first.id], made.accounts[second.id] = made.accounts[second.id], made.accounts[first.id]


def drop_organisation(made: Scene) -> None:
    """Lose the row of an organisation."""
    del made.organisations[made.people[PersonId("u12")].organisation]


def organisation(**changes: Any) -> Callable[[Scene], object]:
    """Return an edit of the organisation of u12."""
    return lambda made: made.organisation("wicb", **changes)


def isa(**changes: Any) -> Callable[[Scene], object]:
    """Return an edit of the arrangement."""

    def edit(made: Scene) -> None:
        made.isa = replace(made.isa, **changes)

    return edit


def reset_without_pin(made: Scene) -> None:
    """Let a guest who was given files wait to come in once more, and forget whom the gate approved."""
    made.account("u12", is_guest=True, external_state="PendingAcceptance")
    made.memory = replace(made.memory, pins={})


ENDED = OrganisationAgreement("tier-1", date(2025, 11, 3), YESTERDAY)
UNSIGNED = OrganisationAgreement("tier-1", date(2026, 11, 3), None)
LAPSED = PolicyDocument("APD-1", None, YESTERDAY, None)

NEVER_WAITS: dict[str, Callable[[Scene], object]] = {
    "their own last day has passed": lambda made: made.person("u12", ends_on=YESTERDAY),
    "their account was blocked": lambda made: made.account("u12", enabled=False),
    "their account changed": lambda made: made.account("u12", mail="other@wicb.example"),
    "their invitation waits again and no pin tells what it was": reset_without_pin,
    "they declined the agreement": lambda made: made.decide("u12", Decision.DECLINED),
    "their organisation's agreement ended on its day": organisation(agreement=ENDED),
    "their organisation's policy document ran out on its day": organisation(policy_document=LAPSED),
}
WAITS: dict[str, Callable[[Scene], object]] = {
    "they are on no roster any more": lose_people("u12"),
    "no case names them any more": unname,
    "no account is found any more": lambda made: made.accounts.update({PersonId("u12"): ()}),
    "several accounts bear their address": lambda made: made.accounts.update(
        {PersonId("u12"): (*made.accounts[PersonId("u12")], account_of("u99", "u12@wicb.example"))}
    ),
    "their address was edited": lambda made: (
        made.person("u12", username="new@wicb.example"),
        made.accounts.update({PersonId("u12"): (account_of("u98", "new@wicb.example"),)}),
    ),
    "their first day was moved": lambda made: made.person("u12", starts_on=date(2026, 5, 1)),
    "their organisation is gone": drop_organisation,
    "their organisation's policy document is gone": organisation(policy_document=None),
    "their organisation's agreement is gone": organisation(agreement=None),
    "their organisation's agreement is dated in the future": organisation(agreement=UNSIGNED),
}


@pytest.mark.parametrize("edit", NEVER_WAITS.values(), ids=NEVER_WAITS)
def test_law_8_what_ended_by_itself_never_waits(edit: Callable[[Scene], object]) -> None:
    """Whoever lost the right by a day, a word or a changed account goes at once, on every file."""
    made = scene()
    edit(made)
    plan = lane(made)
    assert (set(going(plan)) - {"ex"}, waiting(plan)) == ({"u12"}, [])


@pytest.mark.parametrize("edit", WAITS.values(), ids=WAITS)
def test_law_8_what_is_no_longer_given_waits(edit: Callable[[Scene], object]) -> None:
    """Whoever only vanished from the roster or the directory keeps what was last applied under a rail."""
    made = scene()
    edit(made)
    plan = lane(made)
    assert going(plan) == []
    assert {"u12"} <= set(waiting(plan)) <= {"u12", "u98", "ex"}


def test_law_8_whoever_has_ended_goes_even_with_an_edited_address() -> None:
    """A last day that has passed weighs more than a changed address."""
    made = scene().person("u12", username="new@wicb.example", ends_on=YESTERDAY)
    assert going(lane(made)) == ["u12"] * 3


def test_law_8_a_sorted_column_takes_nobody_away() -> None:
    """Addresses that changed rows look like changed accounts, and are the roster's doing: all wait."""
    made = scene()
    sort_addresses(made)
    plan = lane(made)
    assert going(plan) == []
    assert waiting(plan)


def test_law_8_a_link_is_relieved_of_those_alone_who_never_wait() -> None:
    """Where everybody would leave a link, whoever ended goes by name, and whoever vanished stays on it."""
    made = scene().person("u19", ends_on=YESTERDAY)
    lose_people("u12")(made)
    plan = lane(made)
    assert (going(plan), waiting(plan)) == (["u19"] * 3, ["u12"] * 3)
    assert all(isinstance(one, RevokePeople) and one.remaining == () for one in plan.changes)


def test_law_8_people_leave_one_link_on_their_own_account() -> None:
    """Of two who leave a link on which a third stays, the one who ended goes and the other waits."""
    made = scene().case(CASE, "panel-meeting", u12="panel-member", u19="panel-member", u20="panel-member")
    made.unshare(FILE, f"own-item:{FILE}").in_sync()
    made.person("u19", ends_on=YESTERDAY)
    lose_people("u12")(made)
    plan = lane(made)
    here = [one for one in plan.changes if isinstance(one, RevokePeople) and one.item_id == item_id(FILE)]
    assert [(one.people, one.remaining) for one in here] == [((object_id("u19"),), (object_id("u20"),))]


UNDECLARED = {
    "an anonymous link": wide_link("anonymous", "view", "x"),
    "an edit link naming a reader": people_link(["u12"], "edit", "x"),
    "a direct grant to a stranger": direct("u77", "read", "x"),
}


@pytest.mark.parametrize("permission", UNDECLARED.values(), ids=UNDECLARED)
def test_law_8_undeclared_and_wider_access_never_waits(permission: object) -> None:
    """What nobody ever declared goes, while the people who vanished with the roster's rows wait."""
    made = scene().share(FILE, permission)  # type: ignore[arg-type]  # a table of permissions
    lose_people("u12")(made)
    plan = lane(made)
    assert going(plan) == ["x"]


def test_law_8_whoever_was_put_onto_the_gates_own_link_by_hand_goes() -> None:
    """A person on the own link who was never applied there is undeclared, on the roster or not."""
    made = scene().unshare(FILE, f"own-item:{FILE}")
    made.share(FILE, own_link(["u12", "u19", "u88"], f"own-item:{FILE}"))
    assert going(lane(made)) == ["u88"]


def test_law_8_a_moved_file_loses_its_link_at_once() -> None:
    """What a moved file's readers see now was never decided for them."""
    made = scene()
    moved = made.items.pop(item_id(FILE))
    made.folder(f"{CASE}/90-key")
    name = f"{CASE}/90-key"
    made.items[moved.id] = replace(
        moved, parent_id=item_id(name), path=moved.path.replace("40-panel-pack", "90-key")
    )
    plan = lane(made)
    assert going(plan) == [f"own-item:{FILE}"]


def test_law_8_one_closed_case_goes_and_several_wait() -> None:
    """The closing of one case is a decision; several at once are a slip of the hand."""
    one, two = scene(), scene()
    close(CASE)(one)
    close(CASE, OTHER_CASE)(two)
    assert going(lane(one)) == [f"own-item:{FILE}"]
    assert newly_closed(two.world()) == {CASE, OTHER_CASE}
    assert going(lane(two)) == []
    assert len(waiting(lane(two))) == 2


def test_law_8_the_closing_of_a_case_takes_the_business_units_own_links_too() -> None:
    """Whoever came into the business unit without its organisation's paper keeps no link on a closed case."""
    made = scene()
    made.bu_members = (*made.bu_members, PersonId("u12"))
    made.organisation("wicb", policy_document=None)
    assert going(lane(made)) == []
    close(CASE)(made)
    assert f"own-item:{FILE}" in going(lane(made))


def test_law_8_a_withdrawn_arrangement_never_waits_and_a_wrong_date_does() -> None:
    """That the arrangement is withdrawn is somebody's word; a date in the future may be a slip."""
    word, slip = scene(), scene()
    isa(status=IsaStatus.WITHDRAWN)(word)
    isa(signed_on=date(2062, 1, 1))(slip)
    assert (len(going(lane(word))) > 3, waiting(lane(word))) == (True, [])
    assert going(lane(slip)) == []


def test_law_8_a_lost_exception_waits_and_an_ended_one_goes() -> None:
    """Access under an exception goes on the day after its last one, and waits while its row is only lost."""
    lost, ended, changed = scene(), scene(), scene()
    lost.exceptions.clear()
    ended.exception("EX-1", "u31", SCOPE, until=YESTERDAY)
    changed.exceptions.clear()
    changed.share(f"{CASE}/40-panel-pack", direct("u31", "write", "other"))
    assert (going(lane(lost)), waiting(lane(lost))) == ([], ["ex"])
    assert (going(lane(ended)), waiting(lane(ended))) == (["ex"], [])
    assert (going(lane(changed)), waiting(lane(changed))) == (["other"], ["ex"])


def test_law_8_more_than_an_exception_gave_never_waits() -> None:
    """An entry that goes further than the lost exception did was never declared."""
    made = scene().exception("EX-1", "u31", SCOPE, access="read").in_sync()
    made.exceptions.clear()
    assert (going(lane(made)), waiting(lane(made))) == (["ex"], [])


def test_law_8_members_of_the_channel_wait_only_when_the_roster_lost_them() -> None:
    """A stranger and a leaver leave the channel at once; somebody whom the roster only dropped waits."""
    made = scene().member("u77").member("u12")
    made.bu_members = ()
    assert (going(lane(made)), waiting(lane(made))) == (["m-u12", "m-u77"], ["m-u02"])
    made.person("u02", ends_on=YESTERDAY)
    assert going(lane(made)) == ["m-u02", "m-u12", "m-u77"]


def test_law_8_a_link_that_names_something_nameless_goes_whole() -> None:
    """Nobody can be taken off a link by an id that is not there, and a stranger on it must not wait."""
    made = scene().unshare(FILE, f"own-item:{FILE}")
    link = own_link(["u12", "u19"], f"own-item:{FILE}")
    made.share(FILE, replace(link, people=(*link.people, replace(link.people[0], object_id=None))))
    lose_people("u12", "u19")(made)
    assert going(lane(made)) == [f"own-item:{FILE}"]


def test_law_7_removals_only_holds_every_grant() -> None:
    """Under half a picture or a broken trail all removals stay, and no grant."""
    made = scene().unshare(OTHER, f"own-item:{OTHER}").person("u12", ends_on=YESTERDAY)
    world = made.world()
    plan = plan_changes(world, desired_access(world))
    cut = removals_only(plan, WHY)
    assert cut.changes == tuple(one for one in plan.changes if isinstance(one, Revocation))
    assert [(type(one.change), one.why) for one in cut.held] == [(GrantReaders, WHY)]
    assert cut.digest == digest_of(cut.changes, cut.held, plan.roster_digest) != plan.digest


def test_law_9_what_is_only_observed_counts_in_the_digest_of_what_is_left_of_a_plan() -> None:
    """Two plans that differ in what would be changed elsewhere are two plans, in the lane as well."""
    made = scene().unshare(OTHER, f"own-item:{OTHER}").person("u12", ends_on=YESTERDAY)
    world = made.world()
    plan = plan_changes(world, desired_access(world))
    watched = replace(plan, changes=plan.changes[1:], observed=plan.changes[:1])
    for cut in (removals_only(watched, WHY), lane_of(watched, world, WHY)):
        assert cut.digest == digest_of(cut.changes, cut.held, plan.roster_digest, plan.changes[:1])


def test_law_8_the_lane_holds_no_grant_and_has_a_digest_of_its_own() -> None:
    """The lane gives nothing to anybody, keeps what was held, and is another plan."""
    made = scene().unshare(OTHER, f"own-item:{OTHER}").person("u12", ends_on=YESTERDAY)
    plan = lane(made)
    assert all(isinstance(one, Revocation) for one in plan.changes)
    assert waiting(plan) == ["u19"]
    assert plan.digest == digest_of(plan.changes, plan.held, plan.roster_digest)


def test_law_8_what_is_seen_no_more_is_no_reason_to_wait() -> None:
    """An entry that the look does not hold was nobody's by any roster."""
    made = scene()
    lose_people("u12", "u19")(made)
    world = made.world()
    plan = plan_changes(world, desired_access(world))
    ghost = next(one for one in plan.changes if isinstance(one, DeletePermission))
    ghost = replace(ghost, permission_id=PermissionId("ghost"))
    cut = lane_of(replace(plan, changes=(ghost,)), world, WHY)
    assert cut.changes == (ghost,)
