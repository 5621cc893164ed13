"""Strangers, invitations that wait, opening links, and what permissions show of all this.

Source: graph:api/shares-get
Source: graph:api/driveitem-list-permissions
"""

from urllib.parse import quote

import pytest

from tests.emulator.files.tenant_client import Json, Tenant

STRANGER = "Zoe@Far.example"


def _invite(tenant: Tenant, address: str, path: str = "A/two.docx") -> Json:
    body = {"recipients": [{"email": address}], "roles": ["read"], "sendInvitation": True}
    return tenant.ok("reconciler", f"POST /v1.0{tenant.at(path)}/invite", body).rows[0]


def _link(tenant: Tenant, path: str, scope: str, *people: str) -> Json:
    body: Json = {"type": "view", "scope": scope}
    if people:
        body["recipients"] = [{"email": f"{key}@marsh.example"} for key in people]
    return tenant.ok("reconciler", f"POST /beta{tenant.at(path)}/createLink", body).body


def _guest(tenant: Tenant) -> list[Json]:
    mail = quote(STRANGER)
    select = "id,userType,externalUserState,userPrincipalName"
    return tenant.ok("reconciler", f"GET /v1.0/users?$filter=mail%20eq%20'{mail}'&$select={select}").rows


def _people(tenant: Tenant, path: str, link_id: str) -> list[Json]:
    row = next(row for row in tenant.permissions(path) if row["id"] == link_id)
    people: list[Json] = row["grantedToIdentitiesV2"]
    return people


def _opened(tenant: Tenant, path: str, scope: str, **who: str) -> int:
    return tenant.admin("POST", "redeem", {"item": path, "scope": scope, **who}).status


@pytest.mark.parametrize(
    ("form", "later", "guests"),
    [("by-date", False, 0), ("by-date", True, 1), ("always", False, 1), ("never", True, 0)],
)
def test_a_stranger_becomes_a_guest_from_the_middle_of_2026(
    tenant: Tenant, *, form: str, later: bool, guests: int
) -> None:
    """Before, an address got in by passcode and no account stood for it; since then a guest does."""
    tenant.quirk(sharing__creates_guests=form)
    if later:
        tenant.admin("POST", "clock", {"set": "2026-07-01T00:00:00Z"})
    made = _invite(tenant, STRANGER)
    assert ("grantedToV2" in made) is (guests == 1)
    rows = _guest(tenant)
    assert len(rows) == guests
    for row in rows:
        assert (row["userType"], row["externalUserState"]) == ("Guest", "PendingAcceptance")
        assert row["userPrincipalName"].startswith("Zoe_Far.example#EXT#@")


@pytest.mark.parametrize(("form", "status"), [("never", 400), ("always", 201)])
def test_a_link_for_a_stranger_needs_guests(tenant: Tenant, form: str, status: int) -> None:
    """A link takes an unknown address only where sharing makes guests."""
    tenant.quirk(sharing__creates_guests=form)
    body = {"type": "view", "scope": "users", "recipients": [{"email": STRANGER}]}
    reply = tenant.send("reconciler", f"POST /beta{tenant.at('A/two.docx')}/createLink", body)
    assert reply.status == status
    assert len(_guest(tenant)) == (1 if status == 201 else 0)


@pytest.mark.parametrize("shown", [True, False])
def test_a_pending_guest_may_not_be_named(tenant: Tenant, *, shown: bool) -> None:
    """Until the invitation is redeemed some tenants name nobody, on entries and on links."""
    tenant.quirk(permission__pending_shown=shown)
    made = _invite(tenant, "pen@marsh.example")
    assert ("grantedToV2" in made) is shown
    link = _link(tenant, "A/sub/three.docx", "users", "pen")
    assert len(_people(tenant, "A/sub/three.docx", link["id"])) == (1 if shown else 0)
    assert _opened(tenant, "A/sub/three.docx", "users", person="pen") == 200
    assert len(_people(tenant, "A/sub/three.docx", link["id"])) == 1


def test_opening_a_link_accepts_the_invitation(tenant: Tenant) -> None:
    """A guest whose invitation waited is accepted once the link was opened."""
    _link(tenant, "A/two.docx", "users", "pen")
    _opened(tenant, "A/two.docx", "users", person="pen")
    row = tenant.ok("reconciler", f"GET /v1.0/users/{tenant.user('pen')}?$select=externalUserState").body
    assert row["externalUserState"] == "Accepted"


def test_nobody_opens_a_link_that_is_not_theirs(tenant: Tenant) -> None:
    """A link for people lets in those on it, the organisation's no guest, an anonymous one anybody."""
    for scope in ("users", "organization", "anonymous"):
        _link(tenant, "A/two.docx", scope)
    assert _opened(tenant, "A/two.docx", "users", person="bob") == 400
    assert _opened(tenant, "A/two.docx", "organization", person="bob") == 400
    assert _opened(tenant, "A/two.docx", "organization", person="staff") == 200
    assert _opened(tenant, "A/two.docx", "anonymous", address=STRANGER) == 200


@pytest.mark.parametrize("listed", [False, True])
def test_wider_links_may_list_who_opened_them(tenant: Tenant, *, listed: bool) -> None:
    """Whether an organisation link lists its redeemers is not documented: a switch."""
    tenant.quirk(links__show_redeemers=listed)
    link = _link(tenant, "A/two.docx", "organization")
    _opened(tenant, "A/two.docx", "organization", person="staff")
    names = [one["user"]["displayName"] for one in _people(tenant, "A/two.docx", link["id"])]
    assert names == (["Person staff"] if listed else [])


def test_a_person_redeems_by_the_prefer_header(tenant: Tenant) -> None:
    """GET on a share with Prefer: redeemSharingLink counts as opening it; without the header it does not."""
    tenant.quirk(links__show_redeemers=True)
    link = _link(tenant, "A/two.docx", "organization")
    line = f"GET /v1.0/shares/{link['shareId']}/driveItem"
    assert tenant.ok("staff", line).body["name"] == "two.docx"
    assert _people(tenant, "A/two.docx", link["id"]) == []
    tenant.ok("staff", line, prefer="redeemSharingLink")
    assert len(_people(tenant, "A/two.docx", link["id"])) == 1
    assert tenant.send("bob", line, prefer="redeemSharingLink").status == 404


def test_a_share_tells_name_and_owner(tenant: Tenant) -> None:
    """GET on the share itself is a small resource about the item."""
    link = _link(tenant, "A/two.docx", "organization")
    url = f"/v1.0/shares/{link['shareId']}"
    reply = tenant.ok("reconciler", f"GET {url}").body
    assert (reply["id"], reply["name"]) == (link["shareId"], "two.docx")


@pytest.mark.parametrize("known", [True, False])
def test_a_deleted_account_stays_by_name(tenant: Tenant, *, known: bool) -> None:
    """A permission goes on naming a deleted account; whether by its id too is a switch."""
    tenant.quirk(permission__stale_ids=known)
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    tenant.admin("POST", "seed", {"acts": [{"id": "X", "directory": "ann", "set": {"deleted": True}}]})
    (one,) = _people(tenant, "A/one.docx", link["id"])
    assert one["user"]["displayName"] == "Person ann"
    assert ("id" in one["user"]) is known
    assert tenant.access("ann", "A/one.docx")["role"] is None


@pytest.mark.parametrize(("works", "status"), [(True, 200), (False, 400)])
def test_permissions_can_be_filtered_for_links(tenant: Tenant, *, works: bool, status: int) -> None:
    """`Link ne null` is used in the field and not documented; any other filter is refused."""
    tenant.quirk(permission__filter_link=works)
    url = f"/v1.0{tenant.at('A/one.docx')}/permissions"
    reply = tenant.send("reconciler", f"GET {url}?$filter=Link%20ne%20null")
    assert reply.status == status
    if works:
        assert ["link" in row for row in reply.rows] == [True]
        others = tenant.ok("reconciler", f"GET {url}?$filter=link%20eq%20null").rows
        assert [row for row in others if "link" in row] == []
        assert len(others) == 3
    assert tenant.send("reconciler", f"GET {url}?$filter=roles%20ne%20null").status == 400
