"""Permits of letters, invitations and freezes, written out: one thing more in any is too much (law 3)."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.changes import (
    Change,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    Reason,
    RemoveMember,
    RevokePeople,
)
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.freezes_permit import freeze_permit
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.access.permits import mail_permit, permit_for
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.model import PersonId
from tests.unit.access.test_permits import FILE, OWN, Site, scene
from tests.world import item_id, object_id, own_link

WHY = Reason("Because.", (), ())
ITEM, OTHER = ItemId("i1"), ItemId("i2")
P1, P2, P3 = PermissionId("p1"), PermissionId("p2"), PermissionId("p3")
ANN, BEN, CY = ObjectId("ann"), ObjectId("ben"), ObjectId("cy")


def permitted(*changes: Change, invitations: dict[str, str] | None = None) -> WritePermit:
    """Return the permit of a plan with these changes, in a world in sync."""
    world = scene().world()
    desired = replace(desired_access(world), invitations=invitations or {})
    plan = replace(plan_changes(world, desired), changes=changes)
    return permit_for(plan, desired, world.observation, Site())


def test_law_3_a_mail_run_may_send_its_letters_and_nothing_else() -> None:
    """Each letter goes to its own address, from the one mailbox; no item and no member may be touched."""
    letters = [Letter(key, LetterKind.UAA_ASK, to, None, {}) for key, to in (("k1", "a@x"), ("k2", "b@x"))]
    assert mail_permit(letters, "from@x", "reply@x") == WritePermit(
        drive_id="",
        team_id="",
        channel_id="",
        items={},
        add_members={},
        remove_members=frozenset(),
        set_roles={},
        mail_recipients={"k1": "a@x", "k2": "b@x"},
        mail_sender="from@x",
        mail_reply_to="reply@x",
    )


def test_law_3_only_those_are_invited_whom_the_roster_asks_for() -> None:
    """An invitation leads where the desired access says; another address of the plan is cut away."""
    asked = [InviteGuest(PersonId(one), f"{one}@nhs.example", date(2026, 3, 2), WHY) for one in ("u1", "u2")]
    permit = permitted(*asked, invitations={"u1@nhs.example": "https://apps.example"})
    assert permit.invite_addresses == {"u1@nhs.example": "https://apps.example"}
    assert permit.items == {}


def test_law_3_a_member_who_goes_is_no_item() -> None:
    """Changes of the channel permit nothing on a file."""
    permit = permitted(RemoveMember(MembershipId("m"), ANN, WHY))
    assert permit.items == {}
    assert permit.remove_members == {MembershipId("m")}


def test_law_3_what_is_taken_and_given_on_one_link_is_permitted_together() -> None:
    """Neither half of a change of one link takes the other's permission away."""
    item, reader = item_id(FILE), object_id("u12")
    taken = RevokePeople(item, FILE, OWN, (ANN,), (reader,), WHY)
    more = RevokePeople(item, FILE, OWN, (BEN,), (reader, CY), WHY)
    given = GrantReaders(item, FILE, (reader,), OWN, (reader,), WHY)
    rights = permitted(taken, more, given).items[item]
    assert rights.may_revoke == {OWN: frozenset({ANN, BEN, reader})}
    assert rights.may_delete == {OWN}
    assert rights.may_name == {reader}


def test_law_3_people_are_added_through_the_one_link_of_the_plan() -> None:
    """Another link of the same file has an address too, and nobody is added through that."""
    made = scene().share(FILE, own_link(["u12"], PermissionId("second")))
    world = made.world()
    desired, reader = desired_access(world), object_id("u12")
    given = GrantReaders(item_id(FILE), FILE, (reader,), OWN, (reader,), WHY)
    plan = replace(plan_changes(world, desired), changes=(given,))
    rights = permit_for(plan, desired, world.observation, Site()).items[item_id(FILE)]
    assert rights.share_urls == {f"https://links.example/{OWN}"}


def test_law_3_a_permission_is_deleted_where_the_plan_says_alone() -> None:
    """Each item has its own list, and nobody is named by a deletion."""
    gone = [DeletePermission(ITEM, "f", P1, WHY), DeletePermission(ITEM, "f", P2, WHY)]
    permit = permitted(*gone, DeletePermission(OTHER, "g", P3, WHY))
    assert permit.items == {
        ITEM: ItemPermit(may_delete=frozenset({P1, P2})),
        OTHER: ItemPermit(may_delete=frozenset({P3})),
    }


@pytest.mark.parametrize("turned", [False, True])
def test_law_3_a_freeze_takes_all_that_it_names_and_gives_nothing(turned: bool) -> None:  # noqa: FBT001 - pytest's
    """Several removals on one item are all permitted, in whatever order they come."""
    removals: list[DeletePermission | RevokePeople] = [
        RevokePeople(ITEM, "f", P1, (ANN,), (BEN,), WHY),
        DeletePermission(ITEM, "f", P2, WHY),
        RevokePeople(ITEM, "f", P3, (ANN,), (CY,), WHY),
        DeletePermission(OTHER, "g", P1, WHY),
    ]
    permit = freeze_permit(
        Site(),
        removals[::-1] if turned else removals,
        [RemoveMember(MembershipId("m"), ANN, WHY)],
        [ANN],
    )
    revoked = {P1: frozenset({ANN}), P3: frozenset({ANN})}
    assert permit == WritePermit(
        drive_id="drive",
        team_id="team",
        channel_id="channel",
        items={
            ITEM: ItemPermit(may_delete=frozenset({P1, P2, P3}), may_revoke=revoked),
            OTHER: ItemPermit(may_delete=frozenset({P1})),
        },
        add_members={},
        remove_members=frozenset({MembershipId("m")}),
        set_roles={},
        revoke_sessions=frozenset({ANN}),
    )
