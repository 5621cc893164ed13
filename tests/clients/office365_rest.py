"""What the client does through SharePoint REST: groups, levels, inheritance, an error and a wait."""

from collections.abc import Callable
from typing import Any

from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.retry import retry_after_delay
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.listitems.listitem import ListItem
from office365.sharepoint.sharing.role_type import RoleType


def walk(asked: dict[str, Any], throttle: Callable[[], None]) -> dict[str, Any]:
    """Return what the client saw.

    Args:
        asked: The site, the file and how to sign in.
        throttle: Lets the next request be told to wait.
    """
    site = ClientContext(asked["site_url"]).with_client_certificate(
        asked["tenant"], asked["client_id"], asked["thumbprint"].upper(), asked["certificate_file"]
    )
    seen = {**_site(site), **_inheritance(site, asked)}
    seen["errors"] = _errors(site)
    throttle()
    web = site.web.get().execute_query_retry(
        max_retry=2, timeout_secs=0, failure_callback=lambda _, error: retry_after_delay(error)
    )
    return {**seen, "after_waiting": web.properties["Title"]}


def _site(site: ClientContext) -> dict[str, Any]:
    web = site.web.get().execute_query()
    groups = site.web.site_groups.get().execute_query()
    people = {}
    for group in groups:
        users = group.users.get().execute_query()
        people[group.properties["Title"]] = sorted(str(user.login_name) for user in users)
    library = site.web.lists.get_by_title("Documents").get()
    library.select(["Title", "HasUniqueRoleAssignments"]).execute_query()
    return {
        "title": web.properties["Title"],
        "people": people,
        "users": sorted(str(user.login_name) for user in site.web.site_users.get().execute_query()),
        "roles": _roles(site.web),
        "library_unique": library.properties["HasUniqueRoleAssignments"],
    }


def _roles(place: Any) -> dict[str, list[str]]:
    rows = place.role_assignments.expand(["Member", "RoleDefinitionBindings"]).get().execute_query()
    return {
        row.member.properties["Title"]: [level.properties["Name"] for level in row.role_definition_bindings]
        for row in rows
    }


def _is_unique(item: ListItem) -> bool:
    item.get().select(["HasUniqueRoleAssignments"]).execute_query()
    return bool(item.properties["HasUniqueRoleAssignments"])


def _inheritance(site: ClientContext, asked: dict[str, Any]) -> dict[str, Any]:
    """Break the inheritance of a file, let somebody in and out again, and let it inherit as before."""
    item: Any = site.web.get_file_by_server_relative_url(asked["file_url"]).listItemAllFields
    unique, people = [_is_unique(item)], []
    item.break_role_inheritance(copy_role_assignments=False, clear_sub_scopes=True).execute_query()
    unique.append(_is_unique(item))
    reader = site.web.ensure_user(asked["reader"]).execute_query()
    people.append(_roles(item))
    item.add_role_assignment(reader, RoleType.Reader).execute_query()
    people.append(_roles(item))
    item.remove_role_assignment(reader, RoleType.Reader).execute_query()
    people.append(_roles(item))
    item.reset_role_inheritance().execute_query()
    unique.append(_is_unique(item))
    people.append(_roles(item))
    return {"unique": unique, "assigned": people, "reader": reader.login_name}


def _errors(site: ClientContext) -> dict[str, list[Any]]:
    """Return status and code of what is refused: a file that is not there, a site that Teams keeps."""
    gone = site.web.get_file_by_server_relative_url("/none/none.docx").get()
    web: Any = site.web
    return {
        "missing": _refused(gone.execute_query),
        "kept": _refused(lambda: web.break_role_inheritance().execute_query()),
    }


def _refused(ask: Callable[[], object]) -> list[Any]:
    try:
        ask()
    except ClientRequestException as error:
        return [getattr(error.response, "status_code", None), error.code]
    return []
