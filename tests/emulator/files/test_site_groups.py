"""The groups of a site, role assignments, inheritance, and the room for unique permissions.

Source: graph:resources/sharepointidentityset
Source: spo:service-limits#unique-security-scopes
"""

from datetime import timedelta
from typing import Any

import pytest

from graph_emulator.directory.models import Group, user_by_key
from graph_emulator.files import access_watch, effective, links, sitegroups
from graph_emulator.files.models import Item, Link, Principal, Site
from graph_emulator.files.principals import entry_for_group, entry_for_user
from graph_emulator.files.scopes import add_entry, links_on
from graph_emulator.files.seeding import item_at_path
from graph_emulator.kernel.clock import stamp
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Lingering, Membership
from graph_emulator.seed.document import as_seed
from graph_emulator.tenant import Tenant as Local
from tests.emulator.files.conftest import SEED
from tests.emulator.files.tenant_client import Tenant


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    """A tenant in this process."""
    return Local(tmp_path_factory.mktemp("groups"), as_seed(SEED))


@pytest.fixture
def state(local: Local) -> State:
    """Its state, at the seed."""
    local.reset()
    return local.state


def _site(state: State) -> Site:
    return next(iter(state.every(Site)))


def _levels(state: State, place: Item | Site) -> dict[str, tuple[str, ...]]:
    found = sitegroups.role_assignments(state, place)
    return {principal.name or principal.email: levels for principal, levels in found}


def _group(state: State, ending: str) -> sitegroups.SiteGroupView:
    return next(one for one in sitegroups.groups_of_site(state, _site(state)) if one.title.endswith(ending))


def _principal(state: State, key: str) -> Principal:
    user = user_by_key(state, key)
    assert user is not None
    return entry_for_user(user, ()).principal


def _ways(state: State, key: str, path: str) -> list[Any]:
    user = user_by_key(state, key)
    assert user is not None
    return effective.paths_of(state, user.id, item_at_path(state, path))


def test_a_site_has_owners_visitors_members_and_a_group_for_each_link(state: State) -> None:
    """The channel's people are in the site's groups, a link's people in the group of the link."""
    views = sitegroups.groups_of_site(state, _site(state))
    assert [(one.number, one.title) for one in views[:3]] == [
        (3, "Marsh-Reviews Owners"),
        (4, "Marsh-Reviews Visitors"),
        (5, "Marsh-Reviews Members"),
    ]
    item = item_at_path(state, "A/one.docx")
    (link,) = links_on(state, item)
    assert views[3].title == f"SharingLinks.{item.guid}.Flexible.{link.id}"
    assert [[person.name for person in one.people] for one in views] == [
        ["Person own"],
        [],
        ["Person mem"],
        ["Person ann"],
    ]


def test_assignments_of_a_site_and_of_a_shared_item(state: State) -> None:
    """A link that blocks downloads gives its group a restricted view; above it that group may pass."""
    group = _group(state, _link(state).id).title
    standard = {
        "Marsh-Reviews Owners": ("Full Control",),
        "Marsh-Reviews Visitors": ("Read",),
        "Marsh-Reviews Members": ("Edit",),
    }
    assert _levels(state, _site(state)) == standard
    assert _levels(state, item_at_path(state, "A/one.docx")) == {**standard, group: ("Restricted View",)}
    assert _levels(state, item_at_path(state, "")) == {**standard, group: ("Limited Access",)}


def _link(state: State) -> Link:
    (link,) = links_on(state, item_at_path(state, "A/one.docx"))
    return link


@pytest.mark.parametrize("orphaned", [True, False])
def test_a_deleted_links_group_may_stay(state: State, *, orphaned: bool) -> None:
    """An orphaned group keeps its people and gives them nothing; otherwise it goes with its passages."""
    state.quirks = state.quirks.changed({"links.orphan_groups": orphaned})
    item, link = item_at_path(state, "A/one.docx"), _link(state)
    links.remove(state, item, link)
    left = [one for one in sitegroups.groups_of_site(state, _site(state)) if one.title.startswith("Sharing")]
    assert [len(one.people) for one in left] == ([1] if orphaned else [])
    assert len(_levels(state, item_at_path(state, ""))) == (4 if orphaned else 3)
    assert _ways(state, "ann", "A/one.docx") == []


def test_somebody_in_a_sites_group_gets_in_by_it(state: State) -> None:
    """Whoever was put into a group on the site reads by it, until taken out again."""
    group = sitegroups.group_named(state, _site(state).id, "4")
    assert group is not None
    group = sitegroups.add_person(state, group, _principal(state, "bob"))
    (way,) = _ways(state, "bob", "B/four.pdf")
    assert (way.via, way.role, way.through) == ("site-group", "read", ("Marsh-Reviews Visitors",))
    sitegroups.remove_person(state, group, _principal(state, "bob").login)
    assert _ways(state, "bob", "B/four.pdf") == []


def test_taking_somebody_out_of_a_links_group_takes_them_off_the_link(state: State) -> None:
    """The group of a link and the people on it are one."""
    link = _link(state)
    group = sitegroups.group_of_link(state, link.id)
    assert group is not None
    sitegroups.remove_person(state, group, _principal(state, "ann").login)
    assert _link(state).people == ()


def test_administrators_get_in_everywhere(tenant: Tenant) -> None:
    """No broken inheritance keeps an administrator of the site collection out, and no list shows them."""
    assert tenant.admin("POST", "admins", {"people": ["staff"]}).status == 200
    body = {
        "recipients": [{"email": "bob@marsh.example"}],
        "roles": ["read"],
        "retainInheritedPermissions": False,
    }
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('B/four.pdf')}/invite", body)
    found = tenant.access("staff", "B/four.pdf")
    assert [(way["via"], way["role"]) for way in found["paths"]] == [("site-admin", "owner")]
    assert "staff" not in str(tenant.permissions("B/four.pdf"))


def test_groups_in_groups_are_told_with_the_whole_chain(state: State) -> None:
    """A way in names each group that it leads through, and a circle of groups ends."""
    inner = Group(
        id="g-in", key="in", name="Inner", mail_nickname="in", members=[_id(state, "bob")], groups=["g-out"]
    )
    outer = Group(id="g-out", key="out", name="Outer", mail_nickname="out", members=[], groups=["g-in"])
    state.put(inner)
    state.put(outer)
    add_entry(state, item_at_path(state, "A"), entry_for_group(outer, ("read",)))
    (way,) = _ways(state, "bob", "A/two.docx")
    assert (way.via, way.through) == ("inherited-group", ("Outer", "Inner"))


def _id(state: State, key: str) -> str:
    user = user_by_key(state, key)
    assert user is not None
    return user.id


def test_breaking_inheritance_keeps_a_copy_or_only_the_caller(state: State) -> None:
    """With a copy nothing changes at first; without one only the caller is left."""
    for path in ("A/two.docx", "B/four.pdf"):
        assert not sitegroups.has_unique(state, item_at_path(state, path))
    sitegroups.break_inheritance(state, item_at_path(state, "A/two.docx"), copy=True)
    own = user_by_key(state, "own")
    assert own is not None
    sitegroups.break_inheritance(
        state, item_at_path(state, "B/four.pdf"), copy=False, caller=entry_for_user(own, ())
    )
    assert sitegroups.has_unique(state, item_at_path(state, "A/two.docx"))
    assert len(_levels(state, item_at_path(state, "A/two.docx"))) == 3
    assert _levels(state, item_at_path(state, "B/four.pdf")) == {"Person own": ("Full Control",)}
    assert _ways(state, "mem", "B/four.pdf") == []


def test_breaking_can_clear_what_lies_below(state: State) -> None:
    """Everything below inherits from the folder again, and links there end."""
    sitegroups.break_inheritance(state, item_at_path(state, "A"), copy=True, clear_subscopes=True)
    assert not sitegroups.has_unique(state, item_at_path(state, "A/one.docx"))
    assert _ways(state, "ann", "A/one.docx") == []


def test_a_library_has_its_own_only_when_it_was_broken(state: State) -> None:
    """The top of a library shows what the site gives until it is broken, and again after a reset."""
    top = item_at_path(state, "")
    assert not sitegroups.has_unique(state, top)
    sitegroups.break_inheritance(state, top, copy=False)
    assert sitegroups.has_unique(state, top)
    assert _ways(state, "mem", "B/four.pdf") == []
    sitegroups.reset_inheritance(state, item_at_path(state, ""))
    assert not sitegroups.has_unique(state, item_at_path(state, ""))
    assert len(_ways(state, "mem", "B/four.pdf")) == 1


@pytest.mark.parametrize(("limit", "status"), [(1, 400), (2, 201)])
def test_a_library_holds_so_many_unique_scopes(tenant: Tenant, limit: int, status: int) -> None:
    """One more than the limit is refused; an item that has its own can be shared further."""
    tenant.quirk(scopes__limit=limit)
    line = f"POST /v1.0{tenant.at('A/two.docx')}/createLink"
    assert tenant.send("reconciler", line, {"type": "view", "scope": "users"}).status == status
    again = f"POST /v1.0{tenant.at('A/one.docx')}/createLink"
    assert tenant.send("reconciler", again, {"type": "edit", "scope": "users"}).status == 201


def test_a_large_library_is_journalled_by_its_scopes(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more than a thousand items lie below, the top and the items with scopes of their own are told."""
    monkeypatch.setattr(access_watch, "_MOST_ONE_BY_ONE", 3)
    top = item_at_path(state, "")
    told = access_watch.reach_below(state, [top])
    assert set(told) == {top.id, item_at_path(state, "A/one.docx").id}
    assert _id(state, "ann") in told[item_at_path(state, "A/one.docx").id]


@pytest.mark.parametrize(
    ("app", "role"), [("reconciler", "owner"), ("writer", "write"), ("auditor", "read"), ("outsider", None)]
)
def test_an_application_downloads_what_its_roles_let_it_reach(
    tenant: Tenant, app: str, role: str | None
) -> None:
    """Blocking downloads binds people only; an application without a role reaches nothing.

    Source: spo:block-download-from-sites
    """
    found = tenant.admin("GET", f"access?person=app:{app}&item={tenant.item('A/one.docx')['id']}").body
    assert (found["role"], found["can_download"]) == (role, role is not None)
    assert tenant.access("ann", "A/one.docx")["can_download"] is False


def test_a_late_site_lets_nobody_in_and_out_at_once(state: State) -> None:
    """Whoever joins or leaves the channel gains and loses its site's papers only after the delay.

    Source: spo:teams-connected-sites
    """
    state.quirks = state.quirks.changed({"teams.site_sync_delay": "PT1H"})
    (gone,) = [one for one in state.every(Membership) if one.place_id.startswith("19:") and not one.is_owner]
    until = stamp(state.clock.now() + timedelta(hours=1))
    lingering = Lingering(id="gone", place_id=gone.place_id, user_id=gone.user_id, owner=False, until=until)
    state.drop(gone)
    state.put(lingering)
    staff = _id(state, "staff")
    state.put(
        Membership(id="new", place_id=gone.place_id, user_id=staff, roles=[], since=until, since_site=until)
    )
    assert [len(_ways(state, key, "B/four.pdf")) for key in ("mem", "staff")] == [1, 0]
    state.clock.advance(timedelta(hours=1))
    assert [len(_ways(state, key, "B/four.pdf")) for key in ("mem", "staff")] == [0, 1]
