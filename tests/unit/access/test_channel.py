"""The channel's members against the business unit."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import AddMember, RemoveMember, SetMemberRole
from sharepoint_gate.access.channel import ChannelJudgement, judge_channel
from sharepoint_gate.access.classify import backdrop_of
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.observed import Membership, MembershipId, ObjectId
from sharepoint_gate.roster.model import IsaStatus, PersonId
from tests.world import NOW, Scene, object_id

KIND = FindingKind


def scene() -> Scene:
    """Return a channel of two, in sync, and a partner's panel member."""
    return Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").in_sync()


def judged(made: Scene) -> ChannelJudgement:
    """Return what is found among the members."""
    world = made.world()
    return judge_channel(world, desired_access(world), backdrop_of(world))


def told(found: ChannelJudgement) -> list[tuple[FindingKind, str, str, Handling]]:
    """Return what the findings say."""
    return [(one.kind, one.object, one.principal, one.handling) for one in found.findings]


def test_the_business_unit_may_be_there() -> None:
    """The channel's members in sync with the roster are no findings."""
    assert judged(scene()) == ChannelJudgement()


@pytest.mark.parametrize(
    ("email", "name", "principal"),
    [("E.Colby@wcc.example", "E", "e.colby@wcc.example"), ("", "E. Colby", "E. Colby"), ("", "", "oid-x")],
)
def test_a_member_on_no_roster_leaves(email: str, name: str, principal: str) -> None:
    """Whoever is on no roster leaves the channel, named by address, else name, else object id."""
    made = scene()
    made.members = (
        *(made.members or ()),
        Membership(MembershipId("m"), ObjectId("oid-x"), "member", name, email),
    )
    found = judged(made)
    assert told(found) == [(KIND.CHANNEL_MEMBER_NOT_IN_ROSTER, "channel", principal, Handling.MENDED)]
    assert [(one.membership_id, one.object_id) for one in found.removals] == [("m", "oid-x")]


def test_a_member_who_is_not_of_the_business_unit_leaves() -> None:
    """A partner's person on the roster is no member of the channel, since members can edit."""
    found = judged(scene().member("u12"))
    assert told(found) == [(KIND.CHANNEL_MEMBER_NOT_BUSINESS_UNIT, "channel", "u12", Handling.MENDED)]
    assert found.findings[0].also == ()
    assert isinstance(found.removals[0], RemoveMember)


def test_a_leaver_of_the_business_unit_leaves_the_channel() -> None:
    """Somebody of the business unit whose access has ended leaves, and the reason is told."""
    made = scene()
    found = judged(made.person("u02", ends_on=made.today.replace(day=1)))
    assert told(found) == [(KIND.CHANNEL_MEMBER_NOT_BUSINESS_UNIT, "channel", "u02", Handling.MENDED)]
    assert found.findings[0].also == (KIND.GRANT_TO_LEAVER,)
    assert "ended on" in found.findings[0].sentence


def test_the_last_owner_of_the_business_unit_is_left_to_a_person() -> None:
    """A channel is never left without an owner; whoever is left over must be followed by somebody."""
    made = scene()
    found = judged(made.person("u01", ends_on=made.today.replace(day=1)))
    assert told(found) == [(KIND.CHANNEL_MEMBER_NOT_BUSINESS_UNIT, "channel", "u01", Handling.PERSON)]
    assert found.removals == []


def test_of_several_owners_nobody_who_is_frozen_stays_as_the_last() -> None:
    """One owner is enough: a frozen one leaves though the other's access has ended too."""
    made = scene()
    made.owners = (*made.owners, PersonId("u02"))
    made.members = tuple(replace(one, role="owner") for one in made.members or ())
    made.person("u01", ends_on=made.today.replace(day=1)).person("u02", ends_on=made.today.replace(day=1))
    made.memory = replace(made.memory, freezes=(_freeze("u01"),))
    assert [one.object_id for one in judged(made).removals] == [object_id("u01")]


def test_a_mere_member_does_not_stay_as_the_last_owner() -> None:
    """Somebody made an owner by hand leaves, when the roster's own owner is there to be left to a person."""
    made = scene()
    made.members = tuple(replace(one, role="owner") for one in made.members or ())
    made.isa = replace(made.isa, status=IsaStatus.WITHDRAWN)
    assert [one.object_id for one in judged(made).removals] == [object_id("u02")]


def test_a_frozen_owner_stays_only_where_nobody_else_owns_the_channel() -> None:
    """Microsoft takes nobody away who is the only owner: that is told to a person."""
    made = scene()
    made.memory = replace(made.memory, freezes=(_freeze("u01"),))
    assert judged(made).removals == []


def _freeze(person: str) -> Freeze:
    return Freeze("f1", FreezeKind.PERSON, person, frozenset({f"oid-{person}"}), NOW, "bu", "a call came")


def test_an_earlier_account_of_the_business_unit_leaves() -> None:
    """An account that somebody of the business unit had before is not the one that was approved."""
    made = scene()
    made.memory = replace(
        made.memory,
        pins={
            one: replace(pin, pinned_at=pin.pinned_at.replace(day=1)) for one, pin in made.memory.pins.items()
        },
    )
    found = judged(made.account("u02", object_id=ObjectId("new")).person("u02", confirmed_on=made.today))
    assert [one.kind for one in found.findings] == [
        KIND.CHANNEL_MEMBER_NOT_BUSINESS_UNIT,
        KIND.CHANNEL_MEMBER_MISSING,
    ]
    assert found.findings[0].sentence.endswith("The account is not the one that was approved.")
    assert [one.object_id for one in found.removals] == [object_id("u02")]


def test_a_missing_member_is_added() -> None:
    """Somebody of the business unit who is not in the channel is added with the roster's role."""
    made = scene()
    made.members = (made.members or ())[1:]
    found = judged(made)
    assert told(found) == [(KIND.CHANNEL_MEMBER_MISSING, "channel", "u01", Handling.MENDED)]
    (grant,) = found.grants
    assert isinstance(grant, AddMember)
    assert (grant.object_id, grant.role) == (object_id("u01"), "owner")


def test_a_role_that_differs_is_set() -> None:
    """The channel role follows the roster."""
    made = scene()
    made.members = tuple(replace(one, role="owner") for one in made.members or ())
    found = judged(made)
    assert told(found) == [(KIND.CHANNEL_ROLE_DIFFERS, "channel", "u02", Handling.MENDED)]
    (grant,) = found.grants
    assert isinstance(grant, SetMemberRole)
    assert (grant.membership_id, grant.role) == ("m-u02", "member")


def test_a_guest_role_is_left_to_a_person() -> None:
    """A guest's channel role cannot be changed, so that a person has to look."""
    made = scene()
    made.members = tuple(replace(one, role="guest") for one in (made.members or ())[:1])
    made.owners, made.bu_members = (PersonId("u01"),), ()
    found = judged(made)
    assert told(found) == [(KIND.CHANNEL_ROLE_DIFFERS, "channel", "u01", Handling.PERSON)]
    assert found.grants == []


def test_a_person_without_an_account_cannot_be_added() -> None:
    """Nobody of the business unit is added without exactly one account; a person has to look."""
    made = scene()
    made.accounts[PersonId("u02")] = ()
    made.members = (made.members or ())[:1]
    found = judged(made)
    assert told(found) == [(KIND.CHANNEL_MEMBER_MISSING, "channel", "u02", Handling.PERSON)]
    assert (found.grants, found.removals, found.findings[0].also) == ([], [], (KIND.ACCOUNT_NOT_FOUND,))


def test_law_7_nobody_leaves_because_an_account_was_not_read() -> None:
    """A member of the business unit stays while the account, whose object id is known, cannot be read."""
    made = scene()
    del made.accounts[PersonId("u02")]
    assert judged(made) == ChannelJudgement()


def test_law_7_an_unread_account_excuses_nothing_else() -> None:
    """Whatever else is known against a member still counts while the account cannot be read."""
    made = scene()
    del made.accounts[PersonId("u02")]
    found = judged(made.person("u02", ends_on=made.today.replace(day=1)))
    assert [one.object_id for one in found.removals] == [object_id("u02")]
    made = scene().member("u12")
    del made.accounts[PersonId("u12")]
    assert [one.object_id for one in judged(made).removals] == [object_id("u12")]


def test_law_7_nobody_leaves_because_the_first_look_up_failed() -> None:
    """With no pin yet, a member who bears an unread person's address stays; with another address it goes."""
    made = scene()
    del made.accounts[PersonId("u02")]
    made.memory = Memory({}, {}, {})
    assert judged(made).removals == []
    ended = judged(made.person("u02", ends_on=made.today.replace(day=1)))
    assert [one.object_id for one in ended.removals] == [object_id("u02")]
    made = scene()
    del made.accounts[PersonId("u02")]
    made.memory = Memory({}, {}, {})
    made.members = tuple(replace(one, email="somebody@else.example") for one in made.members or ())
    assert [one.object_id for one in judged(made).removals] == [object_id("u02")]


def test_another_account_with_an_approved_persons_address_leaves_though_nobody_was_looked_up() -> None:
    """The pin names the account that was approved: an unread directory excuses no second one."""
    made = scene()
    del made.accounts[PersonId("u02")]
    known = (made.members or ())[-1]
    assert known.object_id == object_id("u02")
    other = replace(known, id=MembershipId("m-other"), object_id=ObjectId("oid-other"))
    made.members = (*(made.members or ()), other)
    assert [one.object_id for one in judged(made).removals] == [other.object_id]


def test_law_7_unread_members_are_left_as_they_are() -> None:
    """Where the members could not be read nothing about them is changed."""
    made = scene()
    made.members = None
    found = judged(made)
    assert told(found) == [(KIND.UNREAD, "channel", "", Handling.PERSON)]
    assert (found.grants, found.removals) == ([], [])
