"""Freeze: block first, tidy after, done when a fresh read finds nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from sharepoint_gate.access.freezes import person_freeze
from sharepoint_gate.access.freezes_who import subject_named
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ItemId,
    ObjectId,
    ObservedPermission,
    PermissionId,
    Unread,
)
from sharepoint_gate.access.site_sight import SiteAccount, SiteGroupRead
from sharepoint_gate.errors import (
    AccessDeniedError,
    BadRequestError,
    GraphError,
    RefusedError,
    StoreError,
    UnavailableError,
)
from sharepoint_gate.jobs.freeze_site import UNSEEN
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.unfreeze import unfreeze
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record
from tests.unit.access.freezing import CASE, PACK, panel
from tests.unit.jobs.freezing import Freezer
from tests.unit.jobs.nights import Nights
from tests.world import Scene, direct, item_id, object_id

GROUP = ObservedPermission(
    PermissionId("group"),
    ("read",),
    Grantee(GranteeKind.GROUP, ObjectId("oid-staff"), None, "All Staff", "", ""),
)
Seen = tuple[ObservedPermission, ...] | Unread
WRITES = {"delete_permission", "revoke_people", "remove_member", "create_link", "add_people", "add_member"}


def freezer(scene: Scene | None = None) -> Freezer:
    """Return a freezer in a channel in sync."""
    return Freezer(Nights(scene or panel()))


def writes(one: Freezer) -> list[str]:
    """Return the writes that the tenant saw, in order."""
    return [call[0] for call in one.nights.tenant.calls if call[0] in WRITES]


def kinds(one: Freezer) -> list[EventKind]:
    """Return the kinds of events in the trail."""
    return one.nights.trail.kinds


def test_a_frozen_person_is_off_everything_and_the_others_stay() -> None:
    """The report calls itself done only after a read that finds nothing."""
    one = freezer(panel().share(f"{CASE}/40-panel-pack", direct("u12")))
    report = one.freeze("u12")
    assert one.holders() == {object_id("u19")}
    assert (report.exit_code, report.removed, report.left) == (0, 2, [])
    assert report.clear_from is not None
    assert one.signed_out == [object_id("u12")]


def test_law_10_a_freeze_is_written_down_before_the_first_request() -> None:
    """Whatever fails afterwards, the freeze stands."""
    one = freezer()
    one.nights.tenant.refuse["find_channel"] = UnavailableError("Graph does not answer.")
    report = one.freeze("u12")
    assert report.exit_code == 4
    assert report.clear_from is None
    assert kinds(one) == [EventKind.FROZEN, EventKind.FREEZE_ENDED]
    assert [known.subject for known in one.store.in_force()] == ["u12"]


def test_the_channel_goes_before_files_and_the_team_is_told() -> None:
    """Block first: a member can edit everything."""
    one = freezer(panel().share(PACK, direct("u02")))
    report = one.freeze("u02")
    assert writes(one) == ["remove_member", "delete_permission"]
    assert any("team" in told for told in report.told)
    assert report.exit_code == 0


def test_law_10_each_removal_has_intent_before_and_outcome_after() -> None:
    """And the freeze ends with an event that says what is left."""
    one = freezer()
    one.freeze("u12")
    told = [EventKind.FROZEN, EventKind.INTENT, EventKind.OUTCOME, EventKind.INTENT, EventKind.OUTCOME]
    assert kinds(one) == [*told, EventKind.FREEZE_ENDED]
    assert one.nights.trail.open_intents() == []


def test_law_3_no_permit_of_a_freeze_can_name_anybody() -> None:
    """Nobody gains by a freeze, whatever happens."""
    one = freezer(panel().share(PACK, direct("u12")))
    one.freeze("u12")
    assert one.permits
    assert not any(item.may_name for permit in one.permits for item in permit.items.values())
    assert not any(permit.add_members or permit.set_roles for permit in one.permits)


def test_where_one_person_cannot_be_taken_off_the_whole_link_goes() -> None:
    """The others lose it too, are told, and get it back by the next run."""
    one = freezer()
    one.nights.tenant.refuse["revoke_people"] = BadRequestError("Could not find the recipient.")
    report = one.freeze("u12")
    assert writes(one) == ["revoke_people", "delete_permission"]
    assert any("Others lost a link" in told for told in report.told)
    assert (one.holders(), report.exit_code) == (set(), 0)
    one.nights.run()
    assert one.holders() == {object_id("u19")}


def test_law_6_what_is_accepted_and_not_done_is_left_and_told() -> None:
    """A 204 proves nothing."""
    one = freezer()
    one.nights.tenant.deaf |= {"revoke_people"}
    report = one.freeze("u12")
    assert report.exit_code == 4
    assert "still shown" in report.left[0].what
    one.nights.tenant.deaf.clear()
    assert one.freeze("u12").exit_code == 0


def test_a_last_owner_who_cannot_be_removed_is_told() -> None:
    """The remedy says to make somebody else an owner."""
    one = freezer()
    one.nights.tenant.refuse["remove_member"] = BadRequestError("The last owner cannot be removed.")
    report = one.freeze("u01")
    assert "last owner" in report.left[0].remedy
    assert report.exit_code == 4


def test_an_unreadable_file_is_named_and_the_rest_goes_on() -> None:
    """What was read is taken away; what was not is left for the next look."""
    other = f"{CASE}/40-panel-pack/agenda.docx"
    scene = Scene().case(CASE, "panel-meeting", u12="panel-member").file(PACK, other).in_sync()
    one = freezer(scene)
    tenant = one.nights.tenant
    inner = tenant.permissions

    async def half(drive_id: str, items: Iterable[ItemId]) -> dict[ItemId, Seen]:
        read = dict(await inner(drive_id, items))
        return {item: found for item, found in read.items() if item != item_id(other)}

    tenant.permissions = half  # type: ignore[method-assign]
    report = one.freeze("u12")
    assert one.holders("pack.docx") == set()
    assert [left.where for left in report.left] == [other]
    assert report.exit_code == 4


def test_members_that_cannot_be_read_are_named_and_links_go_all_the_same() -> None:
    """Half a picture never stops a removal (law 7)."""
    one = freezer()
    one.nights.tenant.refuse["members"] = UnavailableError("Teams does not answer.")
    report = one.freeze("u12")
    assert one.holders() == {object_id("u19")}
    assert [left.where for left in report.left] == ["the channel's members"]


def test_where_the_library_cannot_be_listed_remembered_files_are_tidied() -> None:
    """The freeze does what it can, and says that it could not see everything."""
    one = freezer()
    one.nights.tenant.refuse["items"] = UnavailableError("The library does not answer.")
    report = one.freeze("u12")
    assert one.holders() == {object_id("u19")}
    assert [left.where for left in report.left] == ["the library"]


def test_missing_consent_for_sign_ins_is_said_plainly_and_leaves_nothing_to_do() -> None:
    """Access to the files does not depend on it."""
    one = freezer()
    one.signing_out = AccessDeniedError("Forbidden.")
    report = one.freeze("u12")
    assert any("User.RevokeSessions.All" in told for told in report.told)
    assert report.exit_code == 0
    one.signing_out = UnavailableError("No answer.")
    assert any("not known" in told for told in one.freeze("u12").told)


def test_a_group_that_the_person_is_in_is_told_and_another_is_not() -> None:
    """The gate edits no groups: a person takes somebody out of one."""
    for people, code in (["u12@wicb.example"], 4), (["u44@wicb.example"], 0), (None, 4):
        one = freezer(panel().share(PACK, GROUP))
        one.people = {"oid-staff": people} if people is not None else {}
        report = one.freeze("u12")
        assert (report.exit_code, len(report.left)) == (code, int(code == 4))


def test_somebody_on_no_roster_is_frozen_by_address() -> None:
    """Whatever names the address or its account goes."""
    scene = panel().share(PACK, direct("eve"))
    one = freezer(scene)
    report = one.freeze("eve@wicb.example")
    assert one.holders() == {object_id("u12"), object_id("u19"), object_id("eve")}
    assert report.exit_code == 4
    assert "No account bears this address" in report.left[0].what


def test_a_case_that_is_frozen_has_no_readers_and_no_member_is_touched() -> None:
    """Everything below its folder goes, and nobody is signed out."""
    one = freezer()
    report = one.freeze(CASE)
    assert one.holders() == set()
    assert (report.exit_code, one.signed_out, len(one.nights.tenant.channel)) == (0, [], 2)


def test_a_second_freeze_says_that_there_is_one_and_looks_again() -> None:
    """It is written down once, and whatever came back meanwhile goes."""
    one = freezer()
    one.freeze("u12")
    one.nights.tenant.entries[item_id(PACK)].append(direct("u12"))
    report = one.freeze("u12")
    assert report.earlier is not None
    assert kinds(one).count(EventKind.FROZEN) == 1
    assert object_id("u12") not in one.holders()


def test_law_1_the_night_keeps_it_so_until_somebody_lifts_it() -> None:
    """A run gives nothing to the frozen; after the lifting it does as the roster says."""
    one = freezer()
    one.freeze("u12")
    assert one.nights.run().applied == ()
    assert one.holders() == {object_id("u19")}
    journal = Journal(one.nights.trail, one.nights.clock, "unfreeze-1", "tester")
    subject = subject_named(one.nights.scene.roster(), "u12")
    assert len(unfreeze(one.store, journal, subject, "found").lifted) == 1
    assert one.holders() == {object_id("u19")}
    one.nights.run()
    assert one.holders() == {object_id("u12"), object_id("u19")}
    with pytest.raises(RefusedError, match="is not frozen"):
        unfreeze(one.store, journal, subject, "again")


def test_a_locked_database_keeps_no_access_alive() -> None:
    """The freeze goes into the emergency record, the access goes, and the code says what was not recorded."""
    one = freezer()
    one.store.shut = True
    report = one.freeze("u12")
    assert one.holders() == {object_id("u19")}
    assert report.exit_code == 5
    assert {kept.subject for kept in one.emergency.kept} == {"u12"}
    assert kinds(one) == []


def test_law_1_a_locked_database_keeps_nobody_out_of_a_freeze_by_another_address() -> None:
    """Frozen by an address that no roster knows: the account bars the person in the nights to come."""
    scene = panel().account("u12", mail="nadia@wicb.example")
    one = freezer(scene)
    one.nights.tenant.directory["nadia@wicb.example"] = scene.accounts[PersonId("u12")]
    one.store.shut = True
    assert one.freeze("nadia@wicb.example").exit_code == 5
    person = scene.world().roster.people[PersonId("u12")]
    assert person_freeze(one.emergency.kept, person, [object_id("u12")]) is not None


def test_where_no_file_takes_anything_somebody_is_told_and_the_access_goes() -> None:
    """Standard error is the last place."""
    one = freezer()
    one.opened, one.emergency.shut = False, True
    report = one.freeze("u12")
    assert one.holders() == {object_id("u19")}
    assert report.exit_code == 5
    assert "u12" in one.cried[0]


def test_a_trail_that_fails_in_between_does_not_stop_the_taking_away() -> None:
    """What could be written is; the rest is told once."""
    one = freezer(panel().share(PACK, direct("u12")))
    inner = one.nights.trail.append

    def failing(events: Sequence[Event]) -> Sequence[Record]:
        if events and events[0].kind is EventKind.OUTCOME:
            raise StoreError("The disk is full.")
        return inner(events)

    one.nights.trail.append = failing  # type: ignore[method-assign]
    report = one.freeze("u12")
    assert one.holders() == {object_id("u19")}
    assert (report.exit_code, report.troubles) == (5, ["The disk is full."])


def test_law_1_whoever_is_in_a_group_of_the_site_is_not_called_out() -> None:
    """The gate does not edit groups of the site, so that the freeze ends in 4 and names the way in."""
    one = freezer()
    somebody = SiteAccount("Somebody", ("u12@wicb.example",))
    visitors = SiteGroupRead("4", "Visitors", (somebody,))
    one.nights.tenant.inside = replace(one.nights.tenant.inside, groups=(visitors,))
    report = one.freeze("u12")
    assert report.exit_code == 4
    assert report.clear_from is None
    assert "Visitors" in report.left[0].what


@pytest.mark.parametrize(
    ("error", "code"), [(AccessDeniedError("Refused."), 0), (UnavailableError("Away."), 4)]
)
def test_a_site_that_was_not_looked_at_is_told(error: GraphError, code: int) -> None:
    """What the application can never see is told; what failed is tried again."""
    one = freezer()
    one.nights.tenant.refuse["site"] = error
    report = one.freeze("u12")
    assert report.exit_code == code
    assert any(UNSEEN in words for words in [*report.told, *(left.what for left in report.left)])
