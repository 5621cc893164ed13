"""What is wrong on each item, how it is called, and what is taken away."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import DeletePermission, GrantReaders, RevokePeople
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
)
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.world import (
    CHANNEL_ID,
    NOW,
    ROOT_ID,
    Scene,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    site_group,
    user,
    wide_link,
)

KIND = FindingKind
CASE = "RR-2026-001"
FOLDER = f"{CASE}/40-panel-pack"
FILE = f"{FOLDER}/pack.docx"
RETURNS = f"{CASE}/20-agency-returns"
RETURN = f"{RETURNS}/wicb/return.docx"


def scene() -> Scene:
    """Return a case at its panel meeting, with readers on two files, in sync."""
    made = Scene().person("u19", organisation="wmp")
    made.case(CASE, "panel-meeting", u12="panel-member", u13="panel-member", u19="agency-lead")
    return made.file(FILE, RETURN, f"{CASE}/90-key/key.docx").in_sync()


def plan_of(made: Scene) -> Plan:
    """Return what would be done."""
    world = made.world()
    return plan_changes(world, desired_access(world))


def told(plan: Plan) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """Return what the findings say: kind, object, principal, also."""
    return {(one.kind, one.object, one.principal, tuple(one.also)) for one in plan.findings}


def deleted(plan: Plan) -> list[tuple[str, str]]:
    """Return which permissions are deleted on which items."""
    return [(one.item_id, one.permission_id) for one in plan.changes if isinstance(one, DeletePermission)]


def only(plan: Plan) -> Finding:
    """Return the one finding."""
    (found,) = plan.findings
    return found


def test_a_channel_in_sync_needs_nothing() -> None:
    """Where the tenant is as declared there is no finding and no change."""
    plan = plan_of(scene())
    assert (plan.changes, plan.held, plan.findings, plan.partial) == ((), (), (), False)


GROUP = Grantee(GranteeKind.GROUP, ObjectId("g"), None, "All staff", "c:0t.c|tenant|g", "")
EVERYONE = Grantee(GranteeKind.SITE_USER, None, "9", "Everyone", "c:0(.s|true", "")
STRANGER = replace(user("x1", "r.fox@wmp.example"), login_name="")


@pytest.mark.parametrize(
    ("permission", "kind", "principal", "also"),
    [
        (wide_link("anonymous"), KIND.ANONYMOUS_LINK, "anyone", ()),
        (wide_link("organization"), KIND.ORGANISATION_LINK, "everyone in the organisation", ()),
        (replace(direct("u12"), grantee=EVERYONE), KIND.EVERYONE_CLAIM, "Everyone", ()),
        (replace(direct("u12"), grantee=GROUP), KIND.GROUP_GRANT, "All staff", ()),
        (direct("u12"), KIND.DIRECT_GRANT, "u12", ()),
        (direct("u12", "write"), KIND.EDIT_GRANT_WITHOUT_EXCEPTION, "u12", ()),
        (direct("u19"), KIND.GRANT_OUTSIDE_STAGE, "u19", (KIND.DIRECT_GRANT,)),
        (people_link(["u12"]), KIND.DOWNLOAD_ALLOWED_LINK, "u12", ()),
        (people_link(["u12"], "edit"), KIND.EDIT_LINK, "u12", ()),
        (people_link(["u19"]), KIND.LINK_OUTSIDE_STAGE, "u19", (KIND.DOWNLOAD_ALLOWED_LINK,)),
        (people_link([]), KIND.DOWNLOAD_ALLOWED_LINK, "", ()),
        (own_link(["u12"], "theirs"), KIND.FOREIGN_LINK, "u12", ()),
        (direct("u01", "write"), KIND.EDIT_GRANT_WITHOUT_EXCEPTION, "u01", ()),
        (
            ObservedPermission(PermissionId("i"), ("read",), STRANGER),
            KIND.GUEST_NOT_IN_ROSTER,
            "r.fox@wmp.example",
            (KIND.DIRECT_GRANT,),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), invitation_email="Press@wmp.example"),
            KIND.GUEST_NOT_IN_ROSTER,
            "press@wmp.example",
            (KIND.PENDING_INVITATION,),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), invitation_email="u12@wicb.example"),
            KIND.PENDING_INVITATION,
            "u12",
            (),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), replace(user("u12"), object_id=None)),
            KIND.ACCOUNT_NOT_FOUND,
            "u12",
            (KIND.DIRECT_GRANT,),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), site_group("Panel", "17")),
            KIND.SITE_GROUP_UNEXPECTED,
            "Case review Panel",
            (),
        ),
    ],
)
def test_everything_undeclared_on_a_case_file_goes(
    permission: ObservedPermission, kind: FindingKind, principal: str, also: tuple[FindingKind, ...]
) -> None:
    """An entry beside the gate's link is named by its worst kind, told with the others, and deleted."""
    plan = plan_of(scene().share(FILE, permission))
    assert told(plan) == {(kind, FILE, principal, also)}
    assert only(plan).handling is Handling.MENDED
    assert deleted(plan) == [(item_id(FILE), permission.id)]
    assert len(plan.changes) == 1


@pytest.mark.parametrize(
    ("permission", "kind"),
    [
        (
            ObservedPermission(
                PermissionId("a"),
                ("write",),
                Grantee(GranteeKind.APPLICATION, ObjectId("f"), None, "F", "", ""),
            ),
            KIND.APPLICATION_GRANT,
        ),
        (
            ObservedPermission(PermissionId("v"), ("write",), site_group("Visitors", "4")),
            KIND.SITE_GROUP_UNEXPECTED,
        ),
        (ObservedPermission(PermissionId("s"), ("read",), user("u19"), strange=("new",)), KIND.UNKNOWN_SHAPE),
    ],
)
def test_some_findings_are_left_to_a_person(permission: ObservedPermission, kind: FindingKind) -> None:
    """Applications, the channel's own groups and shapes never seen before are told and not touched."""
    plan = plan_of(scene().share(FILE, permission))
    assert (only(plan).kind, only(plan).handling, plan.changes) == (kind, Handling.PERSON, ())


def test_decoys_are_left_alone() -> None:
    """Limited Access, link groups, system accounts and the gate's own entry are no findings."""
    system = Grantee(GranteeKind.SITE_USER, None, "1", "System Account", "SHAREPOINT\\system", "")
    links = Grantee(GranteeKind.SITE_GROUP, None, "40", "SharingLinks.1.Flexible.2", "", "")
    own = Grantee(GranteeKind.APPLICATION, ObjectId("gate"), None, "sharepoint-gate", "", "")
    made = scene().share(
        FILE,
        ObservedPermission(PermissionId("l"), (), user("u99")),
        ObservedPermission(PermissionId("sys"), ("owner",), system),
        ObservedPermission(PermissionId("grp"), ("read",), links),
        ObservedPermission(PermissionId("app"), ("owner",), own),
    )
    world = replace(made.world(), own_application="gate")
    plan = plan_changes(world, desired_access(world))
    assert (plan.changes, plan.findings) == ((), ())


def test_an_own_link_naming_three_wrong_people_gives_three_findings() -> None:
    """Each wrong person on the gate's link is a finding; one change takes all of them off it."""
    made = scene().unshare(FILE, f"own-item:{FILE}")
    plan = plan_of(made.share(FILE, own_link(["u12", "u13", "u19", "u01", "u99"], f"own-item:{FILE}")))
    assert {(one.kind, one.principal) for one in plan.findings} == {
        (KIND.LINK_OUTSIDE_STAGE, "u19"),
        (KIND.SECOND_WAY_IN, "u01"),
        (KIND.GUEST_NOT_IN_ROSTER, "u99@wicb.example"),
    }
    (change,) = plan.changes
    assert isinstance(change, RevokePeople)
    assert change.people == tuple(sorted(object_id(one) for one in ("u01", "u19", "u99")))
    assert change.remaining == tuple(sorted(object_id(one) for one in ("u12", "u13")))
    assert change.reason.people == ("Person u01", "Person u19", "u99@wicb.example")


def test_an_own_link_with_nobody_left_is_deleted() -> None:
    """Where no reader stays on the gate's link, the link goes whole and comes back for the readers."""
    made = scene().unshare(FILE, f"own-item:{FILE}").share(FILE, own_link(["u19"], f"own-item:{FILE}"))
    first, second = plan_of(made).changes
    assert isinstance(first, DeletePermission)
    assert isinstance(second, GrantReaders)
    assert (second.permission_id, len(second.people)) == (None, 2)


def test_an_own_link_on_a_file_without_readers_is_deleted() -> None:
    """A file that nobody should read keeps no link of the gate's that names anybody."""
    key = f"{CASE}/90-key/key.docx"
    plan = plan_of(scene().share(key, own_link(["u12"], "left")))
    assert told(plan) == {(KIND.LINK_OUTSIDE_STAGE, key, "u12", ())}
    assert deleted(plan) == [(item_id(key), "left")]


def test_an_own_link_that_names_nobody_is_left_alone() -> None:
    """A link that names nobody gives nobody access, so that it is no finding."""
    plan = plan_of(scene().share(f"{CASE}/90-key/key.docx", own_link([], "left")))
    assert (plan.changes, plan.findings) == ((), ())


def test_an_own_link_on_a_file_that_cannot_be_shown_is_deleted() -> None:
    """A file that cannot be shown under block-download keeps no link, whoever is on it."""
    path = f"{FOLDER}/mail.msg"
    plan = plan_of(scene().file(path).share(path, own_link(["u12"], "left")))
    assert told(plan) == {(KIND.NOT_VIEWABLE, path, "u12", ()), (KIND.NOT_VIEWABLE, path, "", ())}
    assert deleted(plan) == [(item_id(path), "left")]


def test_a_group_on_the_own_link_takes_the_link_down() -> None:
    """What is no person cannot be taken off a link by itself: the link is made anew without it."""
    link = own_link(["u12", "u13"], f"own-item:{FILE}")
    wrong = (GROUP, EVERYONE, site_group("Panel", "17"), *_strays())
    made = scene().unshare(FILE, link.id).share(FILE, replace(link, people=(*link.people, *wrong)))
    plan = plan_of(made)
    assert {one.kind for one in plan.findings} == {
        KIND.GROUP_GRANT,
        KIND.EVERYONE_CLAIM,
        KIND.SITE_GROUP_UNEXPECTED,
        KIND.APPLICATION_GRANT,
        KIND.UNKNOWN_SHAPE,
    }
    assert deleted(plan) == [(item_id(FILE), link.id)]
    grant = plan.changes[-1]
    assert isinstance(grant, GrantReaders)
    assert grant.people == (object_id("u12"), object_id("u13"))


def _strays() -> tuple[Grantee, ...]:
    return (
        Grantee(GranteeKind.APPLICATION, ObjectId("f"), None, "Forms", "", ""),
        Grantee(GranteeKind.DEVICE, ObjectId("d"), None, "Tablet", "", ""),
    )


def test_a_moved_file_loses_its_link_first() -> None:
    """A file that lies in another folder than remembered loses its link when anybody on it has no right."""
    made = scene()
    old = Placement("Case review/RR-2026-001/90-key/pack.docx", NOW)
    places = {**made.memory.placements, item_id(FILE): old}
    made.memory = Memory(made.memory.pins, places, made.memory.own_links)
    assert plan_of(made).changes == ()
    link = own_link(["u12", "u13", "u19"], f"own-item:{FILE}")
    plan = plan_of(made.unshare(FILE, link.id).share(FILE, link))
    assert told(plan) == {(KIND.MOVED_WITH_READERS, FILE, "u19", (KIND.LINK_OUTSIDE_STAGE,))}
    first, second = plan.changes
    assert isinstance(first, DeletePermission)
    assert isinstance(second, GrantReaders)
    assert second.people == (object_id("u12"), object_id("u13"))


def test_an_earlier_account_of_a_reader_goes() -> None:
    """A link that still names the account a person had before names somebody else."""
    made = scene()
    made.account("u12", object_id=ObjectId("new"))
    made.person("u12", confirmed_on=made.today)
    made.memory = Memory(
        {one: replace(pin, pinned_at=pin.pinned_at.replace(day=1)) for one, pin in made.memory.pins.items()},
        made.memory.placements,
        made.memory.own_links,
    )
    plan = plan_of(made)
    assert (KIND.IDENTITY_CHANGED, FILE, "u12", ()) in told(plan)
    assert [type(one) for one in plan.changes if getattr(one, "item_id", "") == item_id(FILE)] == [
        RevokePeople,
        GrantReaders,
    ]


@pytest.mark.parametrize("folder", [FOLDER, CASE, ""])
def test_entries_on_folders_go(folder: str) -> None:
    """Links and direct grants on a folder go, since a folder cannot block downloads."""
    made = scene().share(folder, people_link(["u12"])) if folder else _on_channel(people_link(["u12"]))
    plan = plan_of(made)
    assert KIND.FOLDER_GRANT in (only(plan).kind, *only(plan).also)
    assert only(plan).object == folder
    assert len(plan.changes) == 1


def _on_channel(permission: ObservedPermission) -> Scene:
    made = scene()
    top = made.items[CHANNEL_ID]
    made.items[CHANNEL_ID] = replace(top, permissions=(*(top.permissions or ()), permission))
    return made


@pytest.mark.parametrize(
    ("permission", "kinds"),
    [
        (direct("u12"), (KIND.FOLDER_GRANT,)),
        (direct("u12", "write"), (KIND.EDIT_GRANT_WITHOUT_EXCEPTION, KIND.FOLDER_GRANT)),
        (people_link(["u12"], "edit"), (KIND.EDIT_LINK, KIND.FOLDER_GRANT)),
        (own_link(["u12"], "blocks"), (KIND.FOLDER_GRANT,)),
        (direct("u19"), (KIND.GRANT_OUTSIDE_STAGE, KIND.FOLDER_GRANT)),
        (wide_link("organization"), (KIND.ORGANISATION_LINK,)),
    ],
)
def test_folder_entries_keep_their_worse_kind(
    permission: ObservedPermission, kinds: tuple[FindingKind, ...]
) -> None:
    """An entry on a folder is a folder grant, after whatever is worse about it."""
    found = only(plan_of(scene().share(FOLDER, permission)))
    assert (found.kind, *found.also) == kinds


def test_the_whole_of_a_divided_folder_is_nobodys() -> None:
    """A folder that is divided by organisation reaches other agencies, so that a grant on it crosses them."""
    found = only(plan_of(scene().share(RETURNS, direct("u19"))))
    assert found.kind is KIND.OTHER_AGENCY_FOLDER


def test_copies_of_an_entry_above_are_counted_and_not_told_again() -> None:
    """What shows again below is a consequence: counted above, taken away below after that."""
    made = scene().share(FOLDER, direct("u19"), people_link(["u12"]))
    made.share(FILE, replace(direct("u19"), inherited=None), replace(people_link(["u12"]), inherited=True))
    plan = plan_of(made)
    assert [(one.object, one.reaches) for one in plan.findings] == [(FOLDER, 1), (FOLDER, 1)]
    copies = [one for one in plan.changes if isinstance(one, DeletePermission) and one.copied]
    assert [one.item_id for one in copies] == [item_id(FILE)] * 2
    assert list(plan.changes[2:]) == copies
    assert copies[0].reason.sentence.startswith(f"It comes from “{FOLDER}”: ")


def test_only_files_are_counted_as_reached() -> None:
    """A folder between counts for nothing: what matters is how many files an entry lays open."""
    made = scene().share(CASE, wide_link("anonymous")).share(FOLDER, wide_link("anonymous"))
    plan = plan_of(made.share(FILE, wide_link("anonymous")))
    assert [(one.object, one.reaches) for one in plan.findings] == [(CASE, 1)]
    assert len(plan.changes) == 3


def test_an_odd_group_on_the_root_is_told_once_and_never_removed() -> None:
    """A group of the site beside its first three is told on the root, with the files that it reaches."""
    made = scene()
    panel = ObservedPermission(PermissionId("g"), ("read",), site_group("Panel", "17"))
    root = made.items[ROOT_ID]
    made.items[ROOT_ID] = replace(root, permissions=(*(root.permissions or ()), panel))
    plan = plan_of(made.share(FILE, panel))
    found = only(plan)
    assert (found.kind, found.object, found.reaches) == (KIND.SITE_GROUP_UNEXPECTED, "library root", 1)
    assert (found.handling, plan.changes) == (Handling.PERSON, ())


def test_a_wider_role_below_is_a_finding_of_its_own() -> None:
    """The same person with a wider role further down is no consequence of the entry above."""
    plan = plan_of(scene().share(FOLDER, direct("u19")).share(FILE, direct("u19", "write")))
    assert {one.object for one in plan.findings} == {FOLDER, FILE}


def test_outside_the_cases_only_what_is_open_to_all_goes() -> None:
    """In a folder of no declared case the gate removes open links, and tells a person of the rest."""
    path = "notes/agenda.docx"
    made = scene().file(path).share(path, wide_link("anonymous"), direct("u12"), own_link(["u12"], "x"))
    plan = plan_of(made)
    assert deleted(plan) == [(item_id(path), "wide-link")]
    by_hand = [one for one in plan.findings if one.handling is Handling.PERSON]
    assert {one.kind for one in by_hand} == {KIND.GRANT_OUTSIDE_STAGE, KIND.LINK_OUTSIDE_STAGE}
    assert all("outside the declared cases" in one.remedy for one in by_hand)


def test_the_gates_own_link_goes_wherever_its_file_was_moved() -> None:
    """A link that the gate made is the gate's to take away, also on a file moved out of its case."""
    path = "notes/agenda.docx"
    made = scene().file(path).share(path, own_link(["u12"], "mine"))
    own = {**made.memory.own_links, item_id(path): PermissionId("mine")}
    made.memory = Memory(made.memory.pins, made.memory.placements, own)
    plan = plan_of(made)
    assert told(plan) == {(KIND.LINK_OUTSIDE_STAGE, path, "u12", ())}
    assert deleted(plan) == [(item_id(path), "mine")]


@pytest.mark.parametrize(("inherited", "removed"), [(True, 0), (None, 1), (False, 1)])
def test_what_only_shines_through_is_not_deleted_in_vain(*, inherited: bool | None, removed: int) -> None:
    """An entry on the library's root is a person's to mend; below it only a file's own copies can go."""
    made = scene()
    root = made.items[ROOT_ID]
    made.items[ROOT_ID] = replace(root, permissions=(*(root.permissions or ()), direct("u19")))
    plan = plan_of(made.share(FILE, replace(direct("u19"), inherited=inherited)))
    assert (only(plan).object, only(plan).handling, only(plan).reaches) == (
        "library root",
        Handling.PERSON,
        1,
    )
    assert len(plan.changes) == removed


def test_what_lies_beside_the_channel_is_named_from_the_root() -> None:
    """An item outside the channel's folder is named by its path from the library's root."""
    made = scene()
    other = replace(made.items[CHANNEL_ID], id=item_id("other"), name="Forms", path="Forms")
    made.items[other.id] = replace(other, permissions=(*(other.permissions or ()), direct("u19")))
    assert only(plan_of(made)).object == "/Forms"


def test_a_recorded_exception_is_left_alone_until_its_day() -> None:
    """An entry that an exception covers stays, is no finding, and is the person's only way in."""
    made = scene().exception("EX-1", "u12", FOLDER).share(FILE, direct("u12", "write"))
    plan = plan_of(made)
    assert told(plan) == {(KIND.SECOND_WAY_IN, FILE, "u12", ())}
    (change,) = plan.changes
    assert isinstance(change, RevokePeople)
    assert change.people == (object_id("u12"),)


def test_an_expired_exception_is_told_as_such() -> None:
    """Once an exception has run out its entry goes; who may read gets the gate's link."""
    made = scene()
    made.exception("EX-1", "u12", FOLDER, until=made.today.replace(day=29)).share(
        FILE, direct("u12", "write")
    )
    plan = plan_of(made)
    assert told(plan) == {(KIND.EXCEPTION_EXPIRED, FILE, "u12", ())}
    assert deleted(plan) == [(item_id(FILE), "direct-u12")]


def test_a_newer_exception_makes_the_expired_one_idle() -> None:
    """While one exception reaches an item, an older one that ran out is not held against the entry."""
    made = scene().exception("EX-1", "u12", CASE, until=scene().today.replace(day=29))
    made.exception("EX-2", "u12", FOLDER, access="read").share(FILE, direct("u12", "write"))
    assert (KIND.EDIT_GRANT_WITHOUT_EXCEPTION, FILE, "u12", ()) in told(plan_of(made))


def test_the_channel_folder_is_in_no_exception() -> None:
    """An exception for a case does not reach the channel's own folder above it."""
    made = _on_channel(direct("u12", "write")).exception("EX-1", "u12", CASE)
    assert only(plan_of(made)).also == (KIND.EDIT_GRANT_WITHOUT_EXCEPTION, KIND.FOLDER_GRANT)


def test_an_unread_item_is_a_finding() -> None:
    """An item whose permissions could not be read is told, with the reason."""
    made = scene().change_item(f"{CASE}/90-key", permissions=None, unread="503")
    found = only(plan_of(made))
    assert (found.kind, found.object) == (KIND.UNREAD, f"{CASE}/90-key")
    assert "503" in found.sentence
