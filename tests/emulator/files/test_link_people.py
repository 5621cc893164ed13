"""Who is on a link: grant adds people, revokeGrants takes them off."""

import base64

import pytest

from tests.emulator.files.tenant_client import Json, Tenant


def _link(tenant: Tenant) -> Json:
    return next(row for row in tenant.permissions("A/one.docx") if "link" in row)


def _share(url: str) -> str:
    return "u!" + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def _grant(key: str, role: str = "read") -> Json:
    return {"recipients": [{"email": f"{key}@marsh.example"}], "roles": [role]}


def _people(link: Json) -> set[str]:
    return {one["user"]["email"].partition("@")[0] for one in link["grantedToIdentitiesV2"]}


def test_the_share_id_is_the_encoded_url(tenant: Tenant) -> None:
    """A link's shareId is its URL in the shares encoding.

    Source: graph:api/shares-get#encoding sharing URLs
    """
    link = _link(tenant)
    assert link["shareId"] == _share(link["link"]["webUrl"])
    found = tenant.ok("reconciler", f"GET /v1.0/shares/{link['shareId']}/permission").body
    assert found["id"] == link["id"]


def test_grant_adds_people(tenant: Tenant) -> None:
    """The action grant answers with the updated link under `value`.

    Source: graph:api/permission-grant
    """
    reply = tenant.ok(
        "reconciler", f"POST /v1.0/shares/{_link(tenant)['shareId']}/permission/grant", _grant("bob")
    )
    assert len(reply.rows) == 1
    assert _people(_link(tenant)) == {"ann", "bob"}
    assert tenant.access("bob", "A/one.docx")["can_download"] is False


def test_grant_needs_full_control(tenant: Tenant) -> None:
    """Applications with Files.ReadWrite.All only are refused, as they report.

    Source: graph:api/permission-grant
    """
    line = f"POST /v1.0/shares/{_link(tenant)['shareId']}/permission/grant"
    reply = tenant.send("writer", line, _grant("bob"))
    assert (reply.status, reply.code) == (403, "accessDenied")
    tenant.quirk(grant__requires_full_control=False)
    assert tenant.send("writer", line, _grant("bob")).status == 200


def test_grant_sometimes_changes_the_url(tenant: Tenant) -> None:
    """The updated link may have another URL, and that one has to be used.

    Source: graph:api/permission-grant
    """
    first = _link(tenant)
    tenant.quirk(grant__rotates_url="always")
    reply = tenant.ok("reconciler", f"POST /v1.0/shares/{first['shareId']}/permission/grant", _grant("bob"))
    assert reply.rows[0]["id"] == first["id"]
    assert reply.rows[0]["link"]["webUrl"] != first["link"]["webUrl"]
    assert tenant.send("reconciler", f"GET /v1.0/shares/{first['shareId']}/permission").status == 404


def test_by_default_every_second_grant_changes_the_url(tenant: Tenant) -> None:
    """Sometimes means by count, never by chance.

    Source: graph:api/permission-grant
    """
    urls = []
    for key in ("bob", "pen"):
        line = f"POST /v1.0/shares/{_link(tenant)['shareId']}/permission/grant"
        urls.append(tenant.ok("reconciler", line, _grant(key)).rows[0]["link"]["webUrl"])
    assert urls[0] != urls[1]


@pytest.mark.parametrize(
    "body",
    [
        {"recipients": [{"email": "bob@marsh.example"}], "roles": ["write"]},
        {"recipients": [], "roles": ["read"]},
        {"recipients": [{"email": "bob@marsh.example"}], "roles": ["read"], "message": "hello"},
    ],
)
def test_grant_refuses_what_does_not_fit_the_link(tenant: Tenant, body: Json) -> None:
    """Roles must be the link's, somebody must be named, nothing else may be said.

    Source: graph:api/permission-grant
    """
    reply = tenant.send("reconciler", f"POST /v1.0/shares/{_link(tenant)['shareId']}/permission/grant", body)
    assert (reply.status, reply.code) == (400, "invalidRequest")


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_revoke_grants_takes_people_off(tenant: Tenant, version: str) -> None:
    """The action revokeGrants answers with the link and who is left; the last person leaves an empty link.

    Source: graph:api/permission-revokegrants
    """
    line = f"POST /{version}{tenant.at('A/one.docx')}/permissions/{_link(tenant)['id']}/revokeGrants"
    reply = tenant.ok("reconciler", line, {"grantees": [{"objectId": tenant.user("ann")}]})
    assert reply.body["grantedToIdentitiesV2"] == []
    assert _people(_link(tenant)) == set()
    assert tenant.access("ann", "A/one.docx")["role"] is None


def test_revoke_grants_leaves_other_ways_in(tenant: Tenant) -> None:
    """Who holds a direct grant too still has access.

    Source: graph:api/permission-revokegrants
    """
    body = {"recipients": [{"email": "ann@marsh.example"}], "roles": ["write"], "sendInvitation": False}
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/one.docx')}/invite", body)
    line = f"POST /v1.0{tenant.at('A/one.docx')}/permissions/{_link(tenant)['id']}/revokeGrants"
    tenant.ok("reconciler", line, {"grantees": [{"email": "ann@marsh.example"}]})
    assert tenant.access("ann", "A/one.docx")["role"] == "write"


@pytest.mark.parametrize("form", ["404", "405"])
def test_v1_may_not_have_revoke_grants(tenant: Tenant, form: str) -> None:
    """It came to v1.0 late, so that a tenant may answer 404 or 405 there; beta has it.

    Source: graph:api/permission-revokegrants
    """
    tenant.quirk(revokeGrants__v1=form)
    path = f"{tenant.at('A/one.docx')}/permissions/{_link(tenant)['id']}/revokeGrants"
    body = {"grantees": [{"email": "ann@marsh.example"}]}
    assert tenant.send("reconciler", f"POST /v1.0{path}", body).status == int(form)
    assert tenant.send("reconciler", f"POST /beta{path}", body).status == 200


def test_somebody_pending_may_not_be_found(tenant: Tenant) -> None:
    """Revoking somebody who has not redeemed fails on some tenants: a switch.

    Source: graph:api/permission-revokegrants
    """
    tenant.ok("reconciler", f"POST /v1.0/shares/{_link(tenant)['shareId']}/permission/grant", _grant("pen"))
    tenant.quirk(revokeGrants__pending_external="reject400")
    line = f"POST /v1.0{tenant.at('A/one.docx')}/permissions/{_link(tenant)['id']}/revokeGrants"
    reply = tenant.send("reconciler", line, {"grantees": [{"email": "pen@marsh.example"}]})
    assert (reply.status, reply.code) == (400, "invalidRequest")
    assert _people(_link(tenant)) == {"ann", "pen"}


@pytest.mark.parametrize("scope", ["anonymous", "organization"])
def test_links_that_name_nobody_have_no_grants(tenant: Tenant, scope: str) -> None:
    """The action revokeGrants on an anonymous or organisation link is 400.

    Source: graph:api/permission-revokegrants
    """
    path = tenant.at("A/two.docx")
    made = tenant.ok("reconciler", f"POST /v1.0{path}/createLink", {"type": "view", "scope": scope}).body
    body = {"grantees": [{"email": "ann@marsh.example"}]}
    assert (
        tenant.send("reconciler", f"POST /v1.0{path}/permissions/{made['id']}/revokeGrants", body).status
        == 400
    )


def test_a_direct_grant_is_not_revoked_this_way(tenant: Tenant) -> None:
    """The action revokeGrants on a permission that is no link is 400.

    Source: graph:api/permission-revokegrants
    """
    row = next(row for row in tenant.permissions("A/one.docx") if "link" not in row)
    body = {"grantees": [{"email": "ann@marsh.example"}]}
    line = f"POST /v1.0{tenant.at('A/one.docx')}/permissions/{row['id']}/revokeGrants"
    assert tenant.send("reconciler", line, body).status == 400


def test_a_url_that_stands_for_nothing_is_not_found(tenant: Tenant) -> None:
    """An unknown or badly encoded sharing URL is 404.

    Source: graph:api/shares-get
    """
    for share in (_share("https://marsh.sharepoint.example/:w:/s/x/E0"), "u!***", "s!abc"):
        assert tenant.send("reconciler", f"GET /v1.0/shares/{share}/permission").status == 404


def test_a_shared_item_can_be_found_by_its_url(tenant: Tenant) -> None:
    """The shares collection leads to the item.

    Source: graph:api/shares-get
    """
    found = tenant.ok("reconciler", f"GET /v1.0/shares/{_link(tenant)['shareId']}/driveItem").body
    assert found["id"] == tenant.item("A/one.docx")["id"]
