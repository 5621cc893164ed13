"""What an adoption takes over from a channel, and what it leaves to people."""

from collections.abc import Mapping
from dataclasses import replace

from sharepoint_gate.access.adopted import (
    ABOVE,
    ELSEWHERE,
    LOOSE,
    NO_ACCOUNT,
    PERSONAL,
    SHARED,
    UNFIT,
    Adopted,
    addresses_seen,
    adopted,
)
from sharepoint_gate.access.audited_bare import bare_roster
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.observed import (
    Account,
    Grantee,
    GranteeKind,
    ObservedPermission,
    PermissionId,
    Unread,
)
from sharepoint_gate.roster.model import ExceptionAccess
from tests.world import (
    CHANNEL_ID,
    Scene,
    account_of,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    wide_link,
)

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"


def _scene() -> Scene:
    scene = Scene().folder(CASE).file(PACK)
    for name in ("u12", "u13"):
        scene.person(name)
    return scene.member("u01", "owner").member("u02")


def _bare(scene: Scene) -> World:
    """Return the scene's tenant with nobody declared."""
    world = scene.world()
    roster = bare_roster("Westmarsh Safeguarding", "Case review")
    return replace(world, roster=roster, observation=replace(world.observation, accounts={}))


def _adopt(scene: Scene, changed: Mapping[str, tuple[Account, ...] | Unread] | None = None) -> Adopted:
    world = _bare(scene)
    found: dict[str, tuple[Account, ...] | Unread] = {}
    for address in addresses_seen(world):
        found[address] = (account_of(address.partition("@")[0], address),)
    return adopted(world, {**found, **(changed or {})})


def test_readers_by_links_without_download_are_taken_over_as_readers() -> None:
    """Each reader is told with the folders of the process in which they read, and needs no exception."""
    found = _adopt(_scene().share(PACK, own_link(["u12"])))
    assert [(one.object_id, one.seat) for one in found.people] == [
        (object_id("u01"), "owner"),
        (object_id("u02"), "member"),
        (object_id("u12"), ""),
    ]
    assert found.cases == {CASE: {object_id("u12"): frozenset({"40-panel-pack"})}}
    assert (found.exceptions, found.left_out) == ((), {})


def test_access_in_another_shape_stands_as_an_exception_until_somebody_decides() -> None:
    """Editing is told as editing; what the whole case's entry covers is not told once more."""
    scene = _scene().share(PACK, direct("u12", "write"), people_link(["u13"]))
    scene.share(CASE, direct("u13", "read"))
    told = [(one.person, one.folder, one.access) for one in _adopt(scene).exceptions]
    assert told == [
        (object_id("u13"), "", ExceptionAccess.READ),
        (object_id("u12"), "40-panel-pack", ExceptionAccess.EDIT),
    ]


def test_a_wider_exception_in_a_folder_stands_beside_a_narrower_one_for_the_case() -> None:
    """Editing in one folder is more than reading the whole case."""
    scene = _scene().share(CASE, direct("u13", "read")).share(PACK, people_link(["u13"], "edit"))
    assert [one.access for one in _adopt(scene).exceptions] == [ExceptionAccess.READ, ExceptionAccess.EDIT]


def test_editing_somewhere_in_a_folder_counts_for_the_folder() -> None:
    """Of two entries of one person in a folder the wider one counts, in whatever order they are read."""
    other = f"{CASE}/40-panel-pack/minutes.docx"
    scene = _scene().file(other).share(PACK, direct("u12", "write")).share(other, direct("u12", "read"))
    assert [one.access for one in _adopt(scene).exceptions] == [ExceptionAccess.EDIT]


def test_the_channels_own_people_are_named_on_no_case() -> None:
    """Members of the channel read everything already."""
    found = _adopt(_scene().share(PACK, own_link(["u01", "u12"]), direct("u02", "write")))
    assert found.cases == {CASE: {object_id("u12"): frozenset({"40-panel-pack"})}}
    assert found.exceptions == ()


def test_law_14_what_no_process_names_is_counted_and_not_named() -> None:
    """Folders of other names, of cases or in cases, may tell of a child."""
    scene = _scene().file(f"{CASE}/Private/x.docx", "Some child/y.docx")
    scene.share(f"{CASE}/Private/x.docx", own_link(["u12"], "a"))
    scene.share("Some child/y.docx", own_link(["u12"], "b"))
    found = _adopt(scene)
    assert found.left_out == {ELSEWHERE: 2, LOOSE: 1}
    assert found.cases == {CASE: {}}


def test_what_reaches_every_case_is_counted() -> None:
    """An entry on the channel's folder or above is nobody's part in one case."""
    scene = _scene()
    top = scene.items[CHANNEL_ID]
    scene.items[CHANNEL_ID] = replace(top, permissions=(*(top.permissions or ()), direct("u12")))
    root = next(one for one in scene.items.values() if one.parent_id is None)
    scene.items[root.id] = replace(root, permissions=(*(root.permissions or ()), direct("u12")))
    assert _adopt(scene).left_out == {ABOVE: 2}


def test_what_names_no_person_is_counted_by_its_shape() -> None:
    """Links for anybody are a person's decision, and so are people without an account."""
    gone = Grantee(GranteeKind.USER, None, "12", "Somebody Gone", "", "")
    entry = ObservedPermission(PermissionId("gone"), ("read",), gone)
    scene = _scene().share(PACK, wide_link("anonymous"), entry)
    assert _adopt(scene).left_out == {"links that open for anybody": 1, NO_ACCOUNT: 1}


def test_people_whom_a_roster_cannot_hold_are_counted() -> None:
    """Public mailboxes, shared ones, and accounts that are not found alone are left to people."""
    scene = _scene().person("u14").person("u15")
    named = {"u12": "someone@gmail.com", "u13": "duty.desk@wicb.example", "u14": "strange address"}
    link = own_link(["u12", "u13", "u14", "u15"])
    people = tuple(
        replace(one, email=named[str(key)]) if (key := name) in named else one
        for name, one in zip(("u12", "u13", "u14", "u15"), link.people, strict=True)
    )
    scene.share(PACK, replace(link, people=people))
    scene.rules = replace(scene.rules, generic_words=frozenset({"duty"}))
    two = (account_of("u15", "u15@wicb.example"), account_of("u99", "u15@wicb.example"))
    address = people[3].email.casefold()
    found = _adopt(scene, {address: two})
    assert found.left_out == {PERSONAL: 1, SHARED: 1, UNFIT: 1, NO_ACCOUNT: 1}
    assert [one.seat for one in found.people] == ["owner", "member"]


def test_law_7_what_could_not_be_read_is_told() -> None:
    """An item, a look-up or anything else that failed makes the adoption half of a picture."""
    scene = _scene().share(PACK, own_link(["u12"]))
    scene.change_item(CASE, permissions=None, unread="no answer")
    address = next(one for one in addresses_seen(_bare(scene)) if one.startswith("u12"))
    found = _adopt(scene, {address: Unread(address, "no answer")})
    assert {one.what for one in found.unread} == {f"Case review/{CASE}", address}
    assert found.left_out == {NO_ACCOUNT: 1}
    root = next(one.id for one in scene.items.values() if one.parent_id is None)
    scene.items[root] = replace(scene.items[root], permissions=None, unread="no answer")
    assert "library root" in {one.what for one in _adopt(scene).unread}


def test_members_that_could_not_be_read_leave_nobody_in_the_channel() -> None:
    """Nobody is taken for the business unit by a guess."""
    scene = _scene().share(PACK, own_link(["u12"]))
    scene.members = None
    assert [one.seat for one in _adopt(scene).people] == [""]
    assert item_id(PACK) in scene.items
