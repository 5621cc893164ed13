"""The permissions collection: listing, reading, changing, deleting, inviting."""

import base64

import pytest

from tests.emulator.files.tenant_client import Json, Tenant


def _invite(tenant: Tenant, key: str, path: str = "A/two.docx", role: str = "read") -> Json:
    body = {
        "recipients": [{"objectId": tenant.user(key)}],
        "roles": [role],
        "requireSignIn": True,
        "sendInvitation": False,
    }
    return tenant.ok("reconciler", f"POST /v1.0{tenant.at(path)}/invite", body).rows[0]


def _link(tenant: Tenant) -> Json:
    return next(row for row in tenant.permissions("A/one.docx") if "link" in row)


def test_invite_gives_a_direct_grant_named_by_its_claim(tenant: Tenant) -> None:
    """A direct grant's id is the claims login in unpadded base64url.

    Source: graph:api/permission-grant#response
    """
    made = _invite(tenant, "staff")
    padded = made["id"] + "=" * (-len(made["id"]) % 4)
    assert base64.urlsafe_b64decode(padded).decode() == "i:0#.f|membership|staff@marsh.example"
    assert made["grantedToV2"]["siteUser"]["loginName"] == "i:0#.f|membership|staff@marsh.example"
    assert made["grantedTo"]["user"] == made["grantedToV2"]["user"]
    assert made["@deprecated.GrantedTo"] == "GrantedTo has been deprecated. Refer to GrantedToV2"


def test_invite_cannot_block_downloads(tenant: Tenant) -> None:
    """A direct grant lets the content out of the browser.

    Source: graph:api/driveitem-invite
    """
    _invite(tenant, "bob")
    assert tenant.access("bob", "A/two.docx")["can_download"] is True


def test_inviting_again_widens_and_never_narrows(tenant: Tenant) -> None:
    """A second invitation leaves one permission, with the wider role.

    Source: graph:api/driveitem-invite
    """
    first, wider, narrower = (_invite(tenant, "bob", role=role) for role in ("read", "write", "read"))
    assert first["id"] == wider["id"] == narrower["id"]
    assert narrower["roles"] == ["write"]


def test_inviting_a_group_names_the_group(tenant: Tenant) -> None:
    """A group of the directory is a grantee like a person, and its members get in.

    Source: graph:resources/sharepointidentityset
    """
    groups = [row["id"] for row in _groups(tenant) if row["displayName"] == "All staff"]
    body = {"recipients": [{"objectId": groups[0]}], "roles": ["read"]}
    made = tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/invite", body).rows[0]
    assert made["grantedToV2"]["group"] == {"id": groups[0], "displayName": "All staff"}
    assert [path["via"] for path in tenant.access("staff", "A/two.docx")["paths"]] == ["group"]


def _groups(tenant: Tenant) -> list[Json]:
    target = "/v1.0/groups?$filter=displayName%20eq%20'All%20staff'"
    return tenant.send("reconciler", f"GET {target}").rows


def test_an_unknown_address_is_invited_by_mail_and_has_no_grantee_yet(tenant: Tenant) -> None:
    """Before an invitation is redeemed there is no grantedTo of any kind.

    Source: graph:resources/permission#invitation to an email address
    """
    body = {"recipients": [{"email": "x@far.example"}], "roles": ["read"], "sendInvitation": True}
    made = tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/invite", body).rows[0]
    assert made["invitation"] == {"email": "x@far.example", "signInRequired": True}
    assert "grantedToV2" not in made
    assert "grantedTo" not in made


@pytest.mark.parametrize(
    "change",
    [
        {"roles": ["owner"]},
        {"roles": []},
        {"roles": ["read", "write"]},
        {"recipients": []},
        {"recipients": [{"email": "x@far.example"}]},
        {"message": "x" * 2001},
        {"password": "secret"},
        {"requireSignIn": False},
        {"blocksDownload": True},
        {"expirationDateTime": "later"},
    ],
)
def test_invitations_that_cannot_be_are_refused(tenant: Tenant, change: Json) -> None:
    """Unknown roles, properties and recipients are 400, and give nobody anything.

    Source: graph:api/driveitem-invite
    """
    body = {
        "recipients": [{"email": "bob@marsh.example"}],
        "roles": ["read"],
        "sendInvitation": False,
        **change,
    }
    reply = tenant.send("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/invite", body)
    assert (reply.status, reply.code) == (400, "invalidRequest")
    assert tenant.access("bob", "A/two.docx")["role"] is None


def test_a_persons_role_can_be_changed(tenant: Tenant) -> None:
    """PATCH changes the roles of a person's permission.

    Source: graph:api/permission-update
    """
    made = _invite(tenant, "bob")
    line = f"PATCH /v1.0{tenant.at('A/two.docx')}/permissions/{made['id']}"
    assert tenant.ok("reconciler", line, {"roles": ["write"]}).body["roles"] == ["write"]
    assert tenant.access("bob", "A/two.docx")["role"] == "write"


@pytest.mark.parametrize("body", [{"roles": ["write"]}, {"expirationDateTime": "2026-04-30T00:00:00Z"}])
def test_a_people_link_cannot_be_patched(tenant: Tenant, body: Json) -> None:
    """People links take no PATCH at all.

    Source: graph:api/permission-update#remarks
    """
    reply = tenant.send(
        "reconciler", f"PATCH /v1.0{tenant.at('A/one.docx')}/permissions/{_link(tenant)['id']}", body
    )
    assert reply.status == 400
    assert "does not support HTTP PATCH" in reply.body["error"]["message"]


def test_an_anonymous_links_expiry_can_be_changed_and_ends_it(tenant: Tenant) -> None:
    """PATCH sets an anonymous link's expiry; from then on it leads nowhere.

    Source: graph:api/permission-update
    """
    path = tenant.at("A/two.docx")
    made = tenant.ok(
        "reconciler", f"POST /v1.0{path}/createLink", {"type": "view", "scope": "anonymous"}
    ).body
    assert made["expirationDateTime"] == "0001-01-01T00:00:00Z"
    body = {"expirationDateTime": "2026-03-28T00:00:00Z"}
    changed = tenant.ok("reconciler", f"PATCH /v1.0{path}/permissions/{made['id']}", body).body
    assert changed["expirationDateTime"] == "2026-03-28T00:00:00Z"
    assert tenant.access("bob", "A/two.docx")["role"] == "read"
    tenant.admin("POST", "clock", {"advance": "P1D"})
    assert tenant.access("bob", "A/two.docx")["role"] is None


def test_a_site_group_cannot_be_patched(tenant: Tenant) -> None:
    """Only permissions of people change their roles this way.

    Source: graph:api/permission-update
    """
    row = next(row for row in tenant.permissions("A/one.docx") if row["roles"] == ["write"])
    line = f"PATCH /v1.0{tenant.at('A/one.docx')}/permissions/{row['id']}"
    assert tenant.send("reconciler", line, {"roles": ["read"]}).status == 400


@pytest.mark.parametrize(("form", "status"), [("204-noop", 204), ("403", 403), ("400", 400)])
def test_deleting_what_is_inherited_changes_nothing(tenant: Tenant, form: str, status: int) -> None:
    """An inherited permission stays, whether the answer says so or not.

    Source: graph:api/permission-delete
    """
    tenant.quirk(permission__delete_inherited=form)
    row = next(row for row in tenant.permissions("A/two.docx") if row["roles"] == ["write"])
    before = tenant.permissions("A/two.docx")
    assert (
        tenant.send("reconciler", f"DELETE /v1.0{tenant.at('A/two.docx')}/permissions/{row['id']}").status
        == status
    )
    assert tenant.permissions("A/two.docx") == before


def test_deleting_an_owner_entry_changes_nothing(tenant: Tenant) -> None:
    """Users saw 204 without effect for owners.

    Source: graph:api/permission-delete
    """
    row = next(row for row in tenant.permissions("A/one.docx") if row["roles"] == ["owner"])
    assert (
        tenant.send("reconciler", f"DELETE /v1.0{tenant.at('A/one.docx')}/permissions/{row['id']}").status
        == 204
    )
    assert row in tenant.permissions("A/one.docx")


def test_a_permission_can_be_read_by_its_id(tenant: Tenant) -> None:
    """GET of one permission gives what the list gives.

    Source: graph:api/permission-get
    """
    row = _link(tenant)
    found = tenant.ok("reconciler", f"GET /v1.0{tenant.at('A/one.docx')}/permissions/{row['id']}").body
    assert {name: found[name] for name in row} == row
    assert tenant.send("reconciler", f"GET /v1.0{tenant.at('A/one.docx')}/permissions/none").status == 404


def test_only_a_caller_who_may_share_sees_a_links_secrets(tenant: Tenant) -> None:
    """The webUrl and shareId are for callers that can create the link.

    Source: graph:api/driveitem-list-permissions#access to sharing permissions
    """
    seen = next(row for row in tenant.permissions("A/one.docx", "auditor") if "link" in row)
    assert "shareId" not in seen
    assert "webUrl" not in seen["link"]
    assert "webUrl" in _link(tenant)["link"]


def test_select_leaves_out_and_unknown_names_are_refused(tenant: Tenant) -> None:
    """$select shapes the list.

    Source: graph:api/driveitem-list-permissions
    """
    line = f"GET /v1.0{tenant.at('A/one.docx')}/permissions?$select="
    rows = tenant.ok("reconciler", line + "id,roles").rows
    assert {name for row in rows for name in row if "@" not in name} == {"id", "roles"}
    assert tenant.send("reconciler", line + "grantee").status == 400


def test_the_tags_of_the_item_guard_its_permissions(tenant: Tenant) -> None:
    """If-None-Match gives 304, If-Match with another tag 412.

    Source: graph:api/permission-update
    Source: graph:api/driveitem-list-permissions
    """
    item = tenant.item("A/one.docx")
    line = f"GET /v1.0{tenant.at('A/one.docx')}/permissions"
    assert tenant.send("reconciler", line, if_none_match=item["eTag"]).status == 304
    target = f"{tenant.at('A/one.docx')}/permissions/{_link(tenant)['id']}"
    reply = tenant.send("reconciler", f"DELETE /v1.0{target}", if_match='"old"')
    assert (reply.status, reply.code) == (412, "resourceModified")
    assert tenant.send("reconciler", f"DELETE /v1.0{target}", if_match=item["cTag"]).status == 204


@pytest.mark.parametrize("line", ["GET", "DELETE", "PATCH"])
def test_an_application_without_roles_gets_nothing(tenant: Tenant, line: str) -> None:
    """Without a role of the files workload every route is 403.

    Source: graph:permissions-reference
    """
    body = {"roles": ["read"]} if line == "PATCH" else None
    reply = tenant.send("outsider", f"{line} /v1.0{tenant.at('A/one.docx')}/permissions/x", body)
    assert (reply.status, reply.code) == (403, "accessDenied")
