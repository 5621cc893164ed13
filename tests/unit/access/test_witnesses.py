"""Teams' members, SharePoint's own groups and the items' links, compared with each other.

Source: spo:teams-connected-sites, ISA §8.3, ISA §8.7
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from sharepoint_gate.access.audited_site import surrounding_findings, with_surroundings
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.access.memory import SeatSeen
from sharepoint_gate.access.observed import Membership, MembershipId, ObjectId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.seats import seat, seats_seen, seats_taken
from sharepoint_gate.access.site_sight import (
    SiteApplication,
    SiteGroupRead,
    SiteInside,
    SiteLook,
    SiteSight,
    account_of,
)
from sharepoint_gate.access.witnesses import expected_of, unwatched_leavers
from tests.world import NOW, Scene, own_link, user, wide_link

OWNER, MEMBER = "u01@wicb.example", "u02@wicb.example"
FILE = "RR-2026-001/40-panel-pack/pack.docx"
SYSTEM = account_of("System Account", "SHAREPOINT\\system")
STRANGER = account_of("Erin", "i:0#.f|membership|erin@else.example", "erin@else.example")


def member(person: str, role: str, address: str) -> Membership:
    """Return a member of the channel."""
    return Membership(MembershipId(f"m-{person}"), ObjectId(f"oid-{person}"), role, person, address)


OWNERS = SiteGroupRead("3", "Case review Owners", (account_of("u01", f"i:0#.f|membership|{OWNER}"), SYSTEM))
MEMBERS = SiteGroupRead("5", "Case review Members", (account_of("u02", f"i:0#.f|membership|{MEMBER}"),))
VISITORS = SiteGroupRead("4", "Case review Visitors", ())
INSIDE = SiteInside((), (OWNERS, MEMBERS, VISITORS), (), anybody_links=False, members_share=False)
LONG_AGO = NOW - timedelta(days=9)
SETTLED = SeatSeen(LONG_AGO, NOW - timedelta(days=1))
SEATS = dict.fromkeys((seat("owner", OWNER), seat("member", OWNER), seat("member", MEMBER)), SETTLED)


def world(inside: SiteInside | None = INSIDE, members: Sequence[Membership] | None = None) -> World:
    """Return two people of the business unit in a channel that the gate has known for long."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(FILE).in_sync()
    made = scene.world()
    who = (member("u01", "owner", OWNER), member("u02", "member", MEMBER)) if members is None else members
    sight = SiteSight(inside=inside, applications=())
    observation = replace(made.observation, members=tuple(who), site=sight)
    return replace(made, observation=observation, memory=replace(made.memory, seats=SEATS))


def found(made: World) -> list[Finding]:
    """Return what is told of the surroundings, the number of owners apart."""
    plan = plan_changes(made, desired_access(made))
    every = surrounding_findings(made, plan, ())
    return [one for one in every if one.kind.value != "too-few-owners"]


def told(made: World) -> list[tuple[str, str]]:
    """Return kind and principal of it."""
    return [(one.kind.value, one.principal) for one in found(made)]


def test_witnesses_that_agree_are_silent() -> None:
    """SharePoint's own accounts are nobody's, and letter case tells no two people apart."""
    assert told(world()) == []


@pytest.mark.parametrize("group", [OWNERS, MEMBERS, VISITORS])
def test_a_stranger_in_a_group_of_the_site_is_told_at_once(group: SiteGroupRead) -> None:
    """Nobody ever saw them in the channel, so nothing is late; both witnesses are named."""
    widened = replace(group, people=(*group.people, STRANGER))
    groups = tuple(widened if one is group else one for one in INSIDE.groups)
    (one,) = found(world(replace(INSIDE, groups=groups)))
    assert (one.kind.value, one.principal) == ("site-group-stranger", "erin@else.example")
    assert group.name in one.sentence
    assert "Teams" in one.sentence


def test_a_member_among_the_owners_of_the_site_is_told() -> None:
    """The site gives more than Teams says."""
    groups = (replace(OWNERS, people=(*OWNERS.people, *MEMBERS.people)), MEMBERS)
    assert told(world(replace(INSIDE, groups=groups))) == [("site-group-stranger", MEMBER)]


@pytest.mark.parametrize(
    ("hours", "kind"), [(1, "site-group-late"), (36, "site-group-late"), (37, "site-group-stranger")]
)
def test_who_left_the_channel_is_waited_for_within_the_limit(hours: int, kind: str) -> None:
    """The site takes a removal over after a while; past the limit it is a finding like any other."""
    made = world(members=[member("u01", "owner", OWNER)])
    left = SeatSeen(LONG_AGO, NOW - timedelta(hours=hours))
    seats = {**SEATS, seat("member", MEMBER): left}
    assert told(replace(made, memory=replace(made.memory, seats=seats))) == [(kind, MEMBER)]


@pytest.mark.parametrize(
    ("hours", "kind"), [(1, "site-group-late"), (36, "site-group-late"), (37, "site-group-missing")]
)
def test_who_came_into_the_channel_is_waited_for_within_the_limit(hours: int, kind: str) -> None:
    """A member whom the site does not know can open nothing."""
    made = world(replace(INSIDE, groups=(OWNERS, replace(MEMBERS, people=()))))
    came = SeatSeen(NOW - timedelta(hours=hours), NOW - timedelta(hours=1))
    seats = {**SEATS, seat("member", MEMBER): came}
    assert told(replace(made, memory=replace(made.memory, seats=seats))) == [(kind, MEMBER)]


def test_a_seat_that_was_never_seen_before_is_a_fresh_one() -> None:
    """On the first night everybody has just come."""
    made = world(replace(INSIDE, groups=(OWNERS, replace(MEMBERS, people=()))))
    assert told(replace(made, memory=replace(made.memory, seats={}))) == [("site-group-late", MEMBER)]


def test_law_7_nothing_is_held_against_members_who_could_not_be_read() -> None:
    """Neither strangers nor members that are missing: Teams said nothing."""
    made = world(replace(INSIDE, groups=(replace(OWNERS, people=(STRANGER,)),)))
    blind = replace(made, observation=replace(made.observation, members=None))
    assert told(blind) == []
    assert expected_of(blind).taken is None


def test_a_group_of_the_sites_own_making_may_hold_the_channels_members_only() -> None:
    """And is never late, since nothing carries the channel's members into it."""
    panel = SiteGroupRead("12", "Panel", (STRANGER, MEMBERS.people[0]))
    made = world(replace(INSIDE, groups=(*INSIDE.groups, panel)))
    seats = {**SEATS, seat("member", "erin@else.example"): SeatSeen(LONG_AGO, NOW)}
    assert told(replace(made, memory=replace(made.memory, seats=seats))) == [
        ("site-group-stranger", "erin@else.example")
    ]


def test_seats_are_told_by_every_address_of_an_account() -> None:
    """An owner sits in two, and a member without any address in none."""
    made = world(members=[member("u01", "owner", OWNER), member("nobody", "member", "")])
    assert {seat("owner", OWNER), seat("member", OWNER)} <= seats_taken(made)
    assert not any("nobody" in one for one in seats_taken(made))


def test_seats_are_remembered_for_as_long_as_they_can_matter() -> None:
    """Taken ones keep their beginning; those left long ago are forgotten, and begin anew."""
    made = world(members=[member("u01", "owner", OWNER)])
    old = SeatSeen(LONG_AGO, NOW - timedelta(hours=73))
    seats = {**SEATS, seat("member", "gone@x.example"): old, seat("owner", OWNER): old}
    kept = seats_seen(replace(made, memory=replace(made.memory, seats=seats)))
    assert kept[seat("member", OWNER)] == SeatSeen(LONG_AGO, NOW)
    assert kept[seat("member", MEMBER)] == SETTLED
    assert kept[seat("owner", OWNER)] == SeatSeen(NOW, NOW)
    assert seat("member", "gone@x.example") not in kept


def test_law_7_unread_members_change_nothing_that_is_remembered() -> None:
    """Else everybody would have left, and come back the next night."""
    made = world()
    blind = replace(made, observation=replace(made.observation, members=None))
    assert seats_seen(blind) == SEATS


def test_several_orphan_groups_are_told_as_one_with_everybody_in_them() -> None:
    """A case that closes leaves as many groups as it had files, and a report is read by people."""
    groups = [
        SiteGroupRead(f"{n}", f"SharingLinks.{n:04}.Flexible.gone-{n}", (STRANGER,)) for n in range(30, 35)
    ]
    (one,) = found(world(replace(INSIDE, groups=(*INSIDE.groups, *groups))))
    assert (one.kind.value, one.principal, one.severity) == ("orphan-link-group", "5 groups", Severity.HIGH)
    assert one.sentence.count(STRANGER.label) == 1
    assert "SharingLinks.0030.Flexible.gone-30" in one.sentence
    assert "and 2 more" in one.sentence


def test_an_orphan_group_is_litter_when_empty_and_worse_with_people_in_it() -> None:
    """Nobody knows what it opens; the people are named."""
    empty = SiteGroupRead("17", "SharingLinks.0001.Flexible.link-9", (SYSTEM,))
    full = SiteGroupRead("18", "SharingLinks.0002.Flexible.link-8", (STRANGER,))
    low, high = found(world(replace(INSIDE, groups=(*INSIDE.groups, empty, full))))
    assert {low.kind.value, high.kind.value} == {"orphan-link-group"}
    assert (low.severity, high.severity) == (Severity.LOW, Severity.HIGH)
    assert "erin@else.example" in high.sentence


def _grouped(*people: str) -> SiteInside:
    members = tuple(account_of(one, f"i:0#.f|membership|{one}") for one in people)
    group = SiteGroupRead("19", f"SharingLinks.0003.Flexible.own-item:{FILE}".upper(), members)
    return replace(INSIDE, groups=(*INSIDE.groups, group))


def test_a_link_group_holds_those_whom_the_link_names() -> None:
    """By the link's own words, the login, or any address of the account behind the object id."""
    assert told(world(_grouped("u12@wicb.example"))) == []
    assert told(world(_grouped("u12@wicb.example", "erin@else.example"))) == [
        ("link-group-stranger", "erin@else.example")
    ]


def test_a_guest_invited_by_a_link_is_named_by_it() -> None:
    """The invitation says so while Graph names nobody yet, and a guest's login in its own way."""
    made = world(_grouped("new@else.example", "fox@guest.example"))
    link = replace(
        own_link([], f"own-item:{FILE}"),
        invitation_email="New@else.example",
        people=(
            replace(user("fox"), object_id=None, email="", login_name="urn:spo:guest#Fox@guest.example"),
        ),
    )
    items = {
        key: replace(one, permissions=(link,)) if one.path.endswith("pack.docx") else one
        for key, one in made.observation.items.items()
    }
    assert told(replace(made, observation=replace(made.observation, items=items))) == []


def test_who_opened_a_link_for_many_is_no_stranger_to_it() -> None:
    """The link itself is told elsewhere, as an anonymous one."""
    made = world(_grouped("erin@else.example"))
    link = wide_link("anonymous", permission=f"own-item:{FILE}")
    items = {
        key: replace(one, permissions=(link,)) if one.path.endswith("pack.docx") else one
        for key, one in made.observation.items.items()
    }
    assert told(replace(made, observation=replace(made.observation, items=items))) == []


def test_law_7_no_group_is_called_orphaned_where_not_all_links_were_read() -> None:
    """Its link may be on the item that was not read, or on any where nothing was."""
    orphan = SiteGroupRead("17", "SharingLinks.0001.Flexible.link-9", (STRANGER,))
    made = world(replace(INSIDE, groups=(*INSIDE.groups, orphan)))
    items = dict(made.observation.items)
    key = next(iter(items))
    items[key] = replace(items[key], permissions=None, unread="503")
    assert told(replace(made, observation=replace(made.observation, items=items))) == []
    assert told(replace(made, observation=replace(made.observation, items={}))) == []


@pytest.mark.parametrize(
    ("owners", "words"), [([], "Nobody owns"), ([member("u01", "owner", OWNER)], "u01 alone owns")]
)
def test_too_few_owners_are_told(owners: list[Membership], words: str) -> None:
    """One who is away leaves the channel to nobody."""
    made = world(members=[*owners, member("u02", "member", MEMBER)])
    (one,) = (
        one for one in surrounding_findings(made, _nothing(made), ()) if one.kind.value == "too-few-owners"
    )
    assert one.object == "channel"
    assert words in one.sentence


def test_two_owners_are_enough_and_one_who_is_being_made_counts() -> None:
    """The plan mends it; and of members who were not read nothing is said."""
    two = world(members=[member("u01", "owner", OWNER), member("u02", "owner", MEMBER)])
    assert list(surrounding_findings(two, _nothing(two), ())) == []
    short = world(members=[member("u02", "member", MEMBER)])
    plan = plan_changes(short, desired_access(short))
    kinds = {one.kind.value for one in surrounding_findings(short, plan, ())}
    assert "too-few-owners" not in kinds
    blind = replace(two, observation=replace(two.observation, members=None))
    assert list(surrounding_findings(blind, _nothing(blind), ())) == []


def _nothing(made: World) -> Plan:
    return Plan("", made.roster.digest, (), (), ())


def test_the_business_unit_is_known_by_every_address_and_only_as_far_as_the_roster_names_them() -> None:
    """An owner whom the people's section lacks has no address, and stands in nobody's way."""
    made = world()
    people = {key: one for key, one in made.roster.people.items() if key != "u02"}
    bare = replace(made, roster=replace(made.roster, people=people))
    assert expected_of(made).business_unit >= {"u01@wcc.example", "u02@wcc.example"}
    assert "u01@wcc.example" in expected_of(bare).business_unit


def test_a_link_that_names_somebody_by_a_bare_id_is_matched_by_the_account() -> None:
    """No mail, no login: the directory knows whose id it is."""
    made = world(_grouped("u12@wicb.example"))
    link = own_link([], f"own-item:{FILE}")
    named = replace(link, people=(replace(user("u12"), email="", login_name=""),))
    items = {
        key: replace(one, permissions=(named,)) if one.path.endswith("pack.docx") else one
        for key, one in made.observation.items.items()
    }
    assert told(replace(made, observation=replace(made.observation, items=items))) == []


def test_a_plan_tells_what_was_not_looked_at_and_stays_whole_over_it() -> None:
    """A limit of consent is named and no failure; what failed makes the plan partial, and holds nothing."""
    made = world(None)
    looks = (
        SiteLook("the site", "SharePoint", why="it takes a certificate", hidden=True),
        SiteLook("settings", "Graph"),
    )
    sight = SiteSight(looks=looks, applications=(SiteApplication("x", "OldForms", ("write",)),))
    hidden = with_surroundings(_nothing(made), _seeing(made, sight))
    assert hidden.unseen[0].what == "the site"
    assert len(hidden.unseen) == 1
    assert "guest_expiration" in hidden.unstated[0].what
    assert (hidden.unread, hidden.partial) == ((), False)
    assert "app-permission-too-wide" in {one.kind.value for one in hidden.findings}
    failed = replace(sight, looks=(SiteLook("settings", "Graph", why="503"),))
    partial = with_surroundings(_nothing(made), _seeing(made, failed))
    assert [one.what for one in partial.unread] == ["settings"]
    assert partial.partial


def test_a_run_that_looked_at_nothing_around_tells_that_settings_rest_on_nothing() -> None:
    """No sight at all is no clean bill."""
    made = world()
    blind = replace(made, observation=replace(made.observation, site=None))
    plan = with_surroundings(_nothing(blind), blind)
    assert (plan.unseen, len(plan.unstated)) == ((), 1)
    holding = replace(
        blind, rules=replace(blind.rules, posture=replace(blind.rules.posture, unstated_holds=True))
    )
    assert with_surroundings(_nothing(holding), holding).unstated == ()


def _seeing(made: World, sight: SiteSight) -> World:
    return replace(made, observation=replace(made.observation, site=sight))


@pytest.mark.parametrize("hours", [1, 36, 37])
def test_law_7_who_left_lately_is_named_where_nobody_could_look_into_the_site(hours: int) -> None:
    """Teams alone does not show that somebody can open nothing any more; past the limit it is let be."""
    made = world(None, members=[member("u01", "owner", OWNER)])
    seats = {**SEATS, seat("member", MEMBER): SeatSeen(LONG_AGO, NOW - timedelta(hours=hours))}
    made = replace(made, memory=replace(made.memory, seats=seats))
    named = [one for one in unwatched_leavers(made) if MEMBER in one.what and "36 hours" in one.why]
    assert len(named) == (hours <= 36)
    blind = replace(made, observation=replace(made.observation, site=None))
    assert list(unwatched_leavers(blind)) == named
    unread = replace(made, observation=replace(made.observation, members=None))
    assert list(unwatched_leavers(unread)) == []
    looked = replace(made, observation=replace(made.observation, site=SiteSight(inside=INSIDE)))
    assert list(unwatched_leavers(looked)) == []
