"""The plan: its order, what it holds back, and what it says about the whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.changes import (
    AddMember,
    DeletePermission,
    GrantReaders,
    RemoveMember,
    RevokePeople,
)
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.grants import (
    NO_WHOLE_PICTURE,
    UNKNOWN,
    UNREAD_ABOVE,
    UNREAD_ACCOUNT,
    UNREAD_ITEM,
)
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.observed import (
    GranteeKind,
    ObjectId,
    Observation,
    ObservedPermission,
    PermissionId,
    Unread,
)
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.model import IsaStatus, PersonId, PolicyDocument
from tests.world import CHANNEL_ID, Scene, direct, item_id, object_id, own_link, people_link, user, wide_link

KIND = FindingKind
CASE = "RR-2026-001"
FOLDER = f"{CASE}/40-panel-pack"
FILE = f"{FOLDER}/pack.docx"
OTHER = f"{FOLDER}/agenda.docx"
OWN = f"own-item:{FILE}"


def scene() -> Scene:
    """Return a case at its panel meeting with two readers on two files, in sync."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member", u14="executive")
    return made.file(FILE, OTHER).in_sync()


def lacking() -> Scene:
    """Return the same with one reader missing on one file."""
    return scene().unshare(FILE, OWN).share(FILE, own_link(["u12"], OWN))


def plan_of(made: Scene) -> Plan:
    """Return what would be done."""
    world = made.world()
    return plan_changes(world, desired_access(world))


def kinds(plan: Plan) -> list[FindingKind]:
    """Return the kinds of the findings."""
    return [one.kind for one in plan.findings]


def grants(plan: Plan) -> Iterator[GrantReaders]:
    """Yield the grants of readers that are not held."""
    return (one for one in plan.changes if isinstance(one, GrantReaders))


def test_a_missing_reader_is_added_to_the_own_link() -> None:
    """A desired reader who is not on the gate's link is added to it, with the reason and the roster line."""
    plan = plan_of(lacking())
    (finding,) = plan.findings
    assert (finding.kind, finding.object, finding.principal) == (KIND.MISSING_GRANT, FILE, "u13")
    (grant,) = grants(plan)
    assert (grant.people, grant.permission_id) == ((object_id("u13"),), OWN)
    assert grant.readers == (object_id("u12"), object_id("u13"))
    assert grant.reason.people == ("Person u13",)
    assert grant.reason.kinds == (KIND.MISSING_GRANT,)
    assert "panel-member on RR-2026-001" in grant.reason.sentence
    assert grant.reason.places == (finding.place,)


def test_a_file_without_link_gets_one_for_all_readers() -> None:
    """A file that has no link of the gate's gets one that names all its readers."""
    plan = plan_of(scene().unshare(FILE, OWN))
    (grant,) = grants(plan)
    assert (grant.people, grant.permission_id) == (grant.readers, None)
    assert kinds(plan) == [KIND.MISSING_GRANT] * 2


def test_who_can_read_in_a_wrong_shape_is_not_told_as_missing() -> None:
    """A reader with another link is told once, for that link, and gets the right one in its place."""
    plan = plan_of(lacking().share(FILE, people_link(["u13"], "edit")))
    assert kinds(plan) == [KIND.EDIT_LINK]
    first, second = plan.changes
    assert isinstance(first, DeletePermission)
    assert isinstance(second, GrantReaders)
    assert second.reason.kinds == (KIND.EDIT_LINK,)


def test_law_5_revocations_come_before_grants() -> None:
    """Revocations go from the top down, then members, and every grant comes after all of them."""
    made = lacking().share(FOLDER, wide_link("anonymous")).share(FILE, wide_link("anonymous"))
    made.share(OTHER, direct("u14")).member("u12")
    made.members = (made.members or ())[1:]
    changes = plan_of(made).changes
    assert [(type(one), getattr(one, "item_id", "")) for one in changes] == [
        (DeletePermission, item_id(FOLDER)),
        (DeletePermission, item_id(OTHER)),
        (DeletePermission, item_id(FILE)),
        (RemoveMember, ""),
        (AddMember, ""),
        (GrantReaders, item_id(FILE)),
    ]


def test_law_5_one_file_loses_before_it_gains() -> None:
    """A file whose link names a wrong person and lacks a right one is relieved first."""
    made = scene().unshare(FILE, OWN).share(FILE, own_link(["u12", "u14"], OWN))
    first, second = plan_of(made).changes
    assert isinstance(first, RevokePeople)
    assert isinstance(second, GrantReaders)
    assert (first.people, first.remaining) == ((object_id("u14"),), (object_id("u12"),))
    assert (second.people, second.permission_id) == ((object_id("u13"),), OWN)


def test_law_7_no_grant_on_an_unread_file() -> None:
    """Nobody knows who lacks a file whose permissions could not be read, so that its grant waits."""
    plan = plan_of(scene().change_item(FILE, permissions=None, unread="503"))
    assert plan.partial
    assert plan.changes == ()
    assert [(type(one.change), one.why) for one in plan.held] == [(GrantReaders, UNREAD_ITEM)]
    assert kinds(plan) == [KIND.UNREAD]
    assert plan.unread == (Unread(f"Case review/{FILE}", "503"),)


def test_law_7_no_grant_below_an_unread_folder() -> None:
    """Where a folder above could not be read grants wait, and revocations go ahead."""
    made = lacking().share(OTHER, direct("u14")).change_item(CASE, permissions=None, unread="503")
    plan = plan_of(made)
    assert [type(one) for one in plan.changes] == [DeletePermission]
    assert [one.why for one in plan.held] == [UNREAD_ABOVE]
    missing = next(one for one in plan.findings if one.kind is KIND.MISSING_GRANT)
    assert missing.handling is Handling.PERSON
    assert UNREAD_ABOVE in missing.remedy


def test_law_7_no_grant_below_a_folder_that_is_not_in_the_picture() -> None:
    """Where a folder above a file is missing from the picture its grants wait."""
    made = lacking()
    del made.items[item_id(FOLDER)]
    plan = plan_of(made)
    assert [one.why for one in plan.held] == [UNREAD_ABOVE]


def test_law_7_no_grant_beside_an_unknown_shape() -> None:
    """A file with a permission that nobody understands gets no grant until somebody does."""
    strange = ObservedPermission(PermissionId("s"), ("read",), user("u99"), strange=("new",))
    plan = plan_of(lacking().share(FILE, strange))
    assert plan.changes == ()
    assert [one.why for one in plan.held] == [UNKNOWN]
    assert plan.findings[0].severity is Severity.CRITICAL


def test_law_7_half_a_picture_of_something_else_permits_no_grant() -> None:
    """Where something that is no item, member or account could not be read, every grant waits."""
    made = lacking()
    made.members = (made.members or ())[1:]
    made.unread = (Unread("page 3 of the library", "timeout"),)
    plan = plan_of(made)
    assert plan.changes == ()
    assert {(type(one.change), one.why) for one in plan.held} == {
        (GrantReaders, NO_WHOLE_PICTURE),
        (AddMember, NO_WHOLE_PICTURE),
    }
    assert plan.unread == made.unread


def test_law_7_unread_members_hold_back_no_files() -> None:
    """That the members could not be read says nothing against a grant on a file."""
    made = lacking()
    made.members, made.unread = None, (Unread("the channel's members", "503"),)
    plan = plan_of(made)
    assert plan.partial
    assert [type(one) for one in plan.changes] == [GrantReaders]


def test_law_7_an_unread_account_loses_nothing_and_gains_nothing() -> None:
    """Somebody whose account could not be looked up keeps the link, and is put on no other."""
    made = scene().unshare(OTHER, f"own-item:{OTHER}")
    del made.accounts[PersonId("u12")]
    made.unread = (Unread("the account of u12", "503"),)
    plan = plan_of(made)
    assert plan.partial
    (grant,) = grants(plan)
    assert (grant.item_id, grant.readers) == (item_id(OTHER), (object_id("u13"),))
    assert [(one.object, one.principal) for one in plan.findings if one.kind is KIND.UNREAD] == [
        ("directory", "u12")
    ]


def test_law_7_grants_wait_where_an_unread_account_is_on_the_link() -> None:
    """A link that names somebody who could not be looked up is not widened meanwhile."""
    made = lacking().share(FILE, direct("u99"))
    del made.accounts[PersonId("u12")]
    plan = plan_of(made)
    assert [type(one) for one in plan.changes] == [DeletePermission]
    assert [one.why for one in plan.held] == [UNREAD_ACCOUNT]


def test_law_7_an_unread_account_excuses_no_missing_right() -> None:
    """Somebody who has no right to a file loses it, also while the account cannot be looked up."""
    made = scene().unshare(FILE, OWN).share(FILE, own_link(["u12", "u13", "u14"], OWN))
    del made.accounts[PersonId("u12")]
    del made.accounts[PersonId("u14")]
    (change,) = plan_of(made).changes
    assert isinstance(change, RevokePeople)
    assert (change.people, change.remaining) == ((object_id("u14"),), (object_id("u13"),))


def test_law_7_a_link_stays_for_the_one_who_was_not_looked_up() -> None:
    """A link that would name only an unread person is relieved of the others, and not deleted."""
    made = scene().unshare(FILE, OWN).share(FILE, own_link(["u12", "u14"], OWN))
    del made.accounts[PersonId("u12")]
    (change,) = plan_of(made).changes
    assert isinstance(change, RevokePeople)
    assert (change.people, change.remaining) == ((object_id("u14"),), ())


def test_law_7_without_the_channels_folder_nobody_loses_papers() -> None:
    """A listing that left the channel's folder out takes nobody off a link but who has no right anywhere."""
    made = scene().person("u13", ends_on=date(2026, 3, 1))
    made.share(OTHER, wide_link("anonymous"))
    del made.items[CHANNEL_ID]
    plan = plan_of(made)
    assert plan.partial
    assert "the channel's folder" in {one.what for one in plan.unread}
    taken = {one.people for one in plan.changes if isinstance(one, RevokePeople)}
    assert taken == {(object_id("u13"),)}
    assert {one.permission_id for one in plan.changes if isinstance(one, DeletePermission)} == {"wide-link"}
    assert not any(isinstance(one, GrantReaders) for one in plan.changes)


def test_law_7_an_address_keeps_nobody() -> None:
    """Without a pinned object id nothing proves whose the entry is, so that it goes."""
    made = scene()
    made.memory = replace(made.memory, pins={})
    del made.accounts[PersonId("u12")]
    plan = plan_of(made)
    assert {one.kind for one in plan.findings if one.object == FILE} == {KIND.ACCOUNT_NOT_FOUND}
    assert all(isinstance(one, RevokePeople) and one.people == (object_id("u12"),) for one in plan.changes)


@pytest.mark.parametrize(
    ("person", "access", "changes"),
    [("u12", "edit", 0), ("u12", "read", 1), ("u12", "", 1), ("u99", "edit", 1)],
)
def test_law_7_an_unread_account_keeps_its_exception(person: str, access: str, changes: int) -> None:
    """An entry under a recorded exception stays while its person's account cannot be looked up."""
    made = scene()
    if access:
        made.exception("EX-1", "u12", FOLDER, access=access)
    made.share(FILE, direct(person, "write"))
    del made.accounts[PersonId("u12")]
    assert len(plan_of(made).changes) == changes


@pytest.mark.parametrize(
    ("others", "stays"), [((), True), (("u13",), True), (("u19",), False), (("x98",), False)]
)
def test_law_7_an_unread_account_keeps_its_excepted_link(others: tuple[str, ...], *, stays: bool) -> None:
    """A link stays when everybody on it has an exception, or would have but for an unread account."""
    made = scene().exception("EX-1", "u12", FOLDER).exception("EX-2", "u13", FOLDER)
    made.share(FILE, people_link(["u12", *others], "edit"))
    del made.accounts[PersonId("u12")]
    gone = {one.permission_id for one in plan_of(made).changes if isinstance(one, DeletePermission)}
    assert ("people-link" not in gone) is stays


def test_law_2_a_link_that_names_a_group_is_never_excepted() -> None:
    """An exception is a person's; a group beside them on the link takes it away."""
    made = scene().exception("EX-1", "u12", FOLDER)
    group = replace(user("x"), kind=GranteeKind.GROUP)
    shared = people_link(["u12"], "edit")
    plan = plan_of(made.share(FILE, replace(shared, people=(*shared.people, group))))
    assert KIND.GROUP_GRANT in {one.kind for one in plan.findings}
    assert any(isinstance(one, DeletePermission) for one in plan.changes)


def test_law_7_an_ended_person_keeps_no_exception() -> None:
    """Whoever has left loses the exception's entry, also while the account cannot be looked up."""
    made = scene().exception("EX-1", "u12", FOLDER).share(FILE, direct("u12", "write"))
    made.person("u12", ends_on=made.today.replace(day=1))
    del made.accounts[PersonId("u12")]
    assert (item_id(FILE), "direct-u12") in {
        (one.item_id, one.permission_id) for one in plan_of(made).changes if isinstance(one, DeletePermission)
    }


def test_a_person_without_single_account_is_not_added() -> None:
    """Somebody with two accounts is taken off every link and put on none."""
    made = scene()
    twin = replace(made.accounts[PersonId("u12")][0], object_id=ObjectId("oid-twin"))
    made.accounts[PersonId("u12")] += (twin,)
    plan = plan_of(made)
    assert {one.kind for one in plan.findings} == {KIND.ACCOUNT_AMBIGUOUS, KIND.PERSON_WAITS}
    assert all(isinstance(one, RevokePeople) and one.people == (object_id("u12"),) for one in plan.changes)


def test_a_file_that_cannot_be_shown_is_told_when_somebody_waits() -> None:
    """A file of a type that cannot be shown is a finding only when it keeps somebody waiting."""
    plan = plan_of(scene().file(f"{FOLDER}/mail.msg", f"{CASE}/90-key/mail.msg"))
    (finding,) = plan.findings
    assert (finding.kind, finding.object, finding.principal) == (KIND.NOT_VIEWABLE, f"{FOLDER}/mail.msg", "")
    assert finding.handling is Handling.PERSON
    assert "Person u12 and Person u13" in finding.sentence


def test_a_case_without_folder_is_told() -> None:
    """A declared case whose folder is missing is a low finding."""
    made = scene().case("RR-2026-002", "notified")
    del made.items[item_id("RR-2026-002")]
    (finding,) = plan_of(made).findings
    assert (finding.kind, finding.object) == (KIND.CASE_FOLDER_MISSING, "RR-2026-002")


def test_reviews_that_are_due_warn() -> None:
    """A review date that has passed warns and takes nothing away."""
    made = scene()
    made.isa = replace(made.isa, status=IsaStatus.EXPIRED)
    past = PolicyDocument("APD-1", made.today.replace(day=1), None, None)
    made.organisation("wicb", policy_document=past)
    plan = plan_of(made)
    assert {(one.kind, one.principal) for one in plan.findings} == {
        (KIND.ISA_REVIEW_DUE, ""),
        (KIND.POLICY_REVIEW_DUE, "wicb"),
    }
    assert plan.changes == ()


def test_the_worst_finding_comes_first() -> None:
    """Findings are listed by severity, then by object."""
    plan = plan_of(lacking().share(OTHER, wide_link("anonymous"), direct("u14")))
    assert [one.severity for one in plan.findings] == sorted(
        (one.severity for one in plan.findings), reverse=True
    )
    assert kinds(plan)[0] is KIND.ANONYMOUS_LINK


def test_without_the_channel_folder_nothing_of_it_is_judged_as_a_case() -> None:
    """Where the channel's folder is not in the picture no item is taken for a case's."""
    world = lacking().share(FILE, direct("u14")).world()
    lost = replace(world.observation, channel_folder=item_id("gone"))
    astray = replace(world, observation=_only_files(lost))
    plan = plan_changes(astray, desired_access(astray))
    assert not any(isinstance(one, GrantReaders) for one in plan.changes)
    assert not any(
        isinstance(one, DeletePermission) and one.permission_id == "direct-u14" for one in plan.changes
    )


def _only_files(observation: Observation) -> Observation:
    return replace(
        observation, items={key: one for key, one in observation.items.items() if not one.is_folder}
    )
