"""Who may call.

Sources: sp-dev-docs:solution-guidance/security-apponly-azuread; spo:user-permissions-and-permission-levels.
"""

from typing import Any

import pytest

from tests.emulator.in_process import InProcess
from tests.emulator.raw import Emulator, Graph
from tests.emulator.sharepoint.rest import PACK, REPORT, SITE, Rest, file_at, item_at

_ACCEPT = {"Accept": "application/json;odata=nometadata"}


def test_secret_is_not_enough_for_an_application(emulator: Emulator) -> None:
    """A token that was got with a secret is refused by SharePoint, whatever its roles."""
    emulator.admin("POST", "apps", {"name": "reconciler", "sharepoint_roles": ["Sites.FullControl.All"]})
    reply = emulator.ask_token(
        grant_type="client_credentials",
        scope="https://smallbridge.sharepoint.example/.default",
        **emulator.ready["apps"]["reconciler"],
    )
    said = Graph(emulator.connection, reply.json["access_token"])("GET", f"{SITE}/_api/web", headers=_ACCEPT)
    assert (said.status, said.json) == (401, {"error_description": "Unsupported app only token."})
    assert said.headers["www-authenticate"].startswith("Bearer realm=")


def test_graph_tokens_are_refused(emulator: Emulator) -> None:
    """A token for Graph is for another audience, also a person's; without a token it is 401 too."""
    for caller in (emulator.app("reconciler"), emulator.person("ann"), emulator.nobody):
        said = caller("GET", f"{SITE}/_api/web", headers=_ACCEPT)
        assert said.status == 401
        assert set(said.json) == {"error_description"}


def test_tokens_for_sharepoint_are_refused_by_graph(emulator: Emulator) -> None:
    """The other way round it is 401 in Graph's form."""
    token = emulator.admin("POST", "token", {"user": "ann", "audience": "sharepoint"})["access_token"]
    said = Graph(emulator.connection, token)("GET", "/v1.0/users")
    assert (said.status, said.code) == (401, "InvalidAuthenticationToken")


def test_reading_application_sees_no_permissions(reading: Rest) -> None:
    """Sites.Read.All reads the site, its groups and items; who has which level needs full control."""
    assert reading("GET", "web").status == 200
    assert reading("GET", "web/sitegroups(3)/users").status == 200
    assert reading("GET", item_at(REPORT)).status == 200
    for address in (
        "web/roleassignments",
        "web/roleassignments/getbyprincipalid(3)",
        f"{item_at(REPORT)}/roleassignments",
        f"{item_at(REPORT)}?$expand=RoleAssignments",
    ):
        assert reading("GET", address).code == "-2147024891, System.UnauthorizedAccessException", address
    for address in (
        f"{item_at(REPORT)}/breakroleinheritance(true)",
        f"{item_at(REPORT)}/GetSharingInformation",
    ):
        assert reading("POST", address).status == 403, address


def test_owner_manages_member_shares_reader_reads(ann: Rest, cat: Rest, flo: Rest) -> None:
    """People have their own rights: an owner sees levels, a member sharing, a reader the file and no more."""
    file, other = file_at(f"{PACK}/agenda.docx"), file_at(REPORT)
    item = item_at(f"{PACK}/agenda.docx")
    asked: list[tuple[str, str, list[int]]] = [
        ("GET", "web", [200, 200, 403]),
        ("GET", "web/currentuser", [200, 200, 200]),
        ("GET", "web/sitegroups", [200, 200, 403]),
        ("GET", "web/roleassignments", [200, 403, 403]),
        ("GET", file, [200, 200, 200]),
        ("GET", other, [200, 200, 403]),
        ("POST", f"{item}/GetSharingInformation", [200, 200, 403]),
        ("GET", f"{item}/roleassignments", [200, 403, 403]),
        ("POST", f"{item}/breakroleinheritance(true)", [200, 403, 403]),
    ]
    for method, address, statuses in asked:
        assert [who(method, address).status for who in (ann, cat, flo)] == statuses, address


def test_site_administrator_needs_no_role(tenant: InProcess) -> None:
    """Whoever administers the site collection sees all, and is told as an administrator."""
    cat = Rest(tenant, user="cat")
    tenant.admin("POST", "admins", {"site": _site_id(tenant), "people": ["cat"]})
    assert cat("GET", "web/roleassignments").status == 200
    assert cat.must("GET", "web/currentuser?$select=IsSiteAdmin") == {"IsSiteAdmin": True}


def _site_id(tenant: InProcess) -> str:
    state: Any = tenant.admin("GET", "state")
    return str(state["drives"][0]["site_id"])


@pytest.mark.parametrize(
    ("role", "statuses"), [(None, [403, 403]), ("read", [200, 403]), ("fullcontrol", [200, 200])]
)
def test_selected_application_reaches_what_it_was_given(
    tenant: InProcess, role: str | None, statuses: list[int]
) -> None:
    """Sites.Selected of SharePoint counts where the site was given, and as far as it was given."""
    app = tenant.admin("POST", "apps", {"name": "chosen", "sharepoint_roles": ["Sites.Selected"]})
    if role is not None:
        identity = {"application": {"id": app["client_id"], "displayName": "chosen"}}
        body = {"roles": [role], "grantedToIdentities": [identity]}
        given = tenant.ask("reconciler", "POST", f"/v1.0/sites/{_site_id(tenant)}/permissions", body)
        assert given.status == 201, given.body
    chosen = Rest(tenant, app="chosen", by_certificate=True)
    assert [chosen("GET", address).status for address in ("web", "web/roleassignments")] == statuses


def test_clients_scopes_bind_a_person(tenant: InProcess) -> None:
    """A client that holds AllSites.Read for an owner reads, and does nothing else in their name."""
    read = Rest(tenant, user="ann", scopes=["AllSites.Read"])
    full = Rest(tenant, user="ann", scopes=["AllSites.FullControl"])
    other = Rest(tenant, user="ann", scopes=["User.Read"])
    asked = ("web", "web/roleassignments", "web?$expand=RoleAssignments")
    assert [read("GET", path).status for path in asked] == [200, 403, 403]
    assert [full("GET", path).status for path in asked] == [200, 200, 200]
    assert [other("GET", path).status for path in asked] == [403, 403, 403]
