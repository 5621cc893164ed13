"""One walk with the Python client of the Office 365 community, through SharePoint REST and Graph."""

from typing import Any

from office365.graph_client import GraphClient
from office365.sharepoint.client_context import ClientContext

from tests.emulator.raw import Emulator


def walk(emulator: Emulator, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the client saw."""
    seen: dict[str, Any] = {}
    site = ClientContext(asked["site_url"]).with_client_certificate(
        asked["tenant"], asked["client_id"], asked["thumbprint"].upper(), asked["certificate_file"]
    )
    web = site.web.get().execute_query()
    seen["title"] = web.properties["Title"]
    groups = site.web.site_groups.get().execute_query()
    seen["groups"] = {group.properties["Title"]: group.id for group in groups}
    seen["people"] = {}
    for group in groups:
        users = group.users.get().execute_query()
        seen["people"][group.properties["Title"]] = sorted(user.login_name for user in users)
    roles = site.web.role_assignments.expand(["Member", "RoleDefinitionBindings"]).get().execute_query()
    seen["roles"] = [
        [r.member.properties.get("Title"), [b.properties["Name"] for b in r.role_definition_bindings]]
        for r in roles
    ]
    library = (
        site.web.lists.get_by_title("Documents")
        .get()
        .select(["Title", "HasUniqueRoleAssignments"])
        .execute_query()
    )
    seen["library"] = library.properties
    return seen
