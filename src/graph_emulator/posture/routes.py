"""The tenant's SharePoint settings over Graph.

Source: graph:api/sharepointsettings-get
Source: graph:api/sharepointsettings-update
"""

from typing import Any

import msgspec

from graph_emulator.kernel.faults import access_denied, invalid
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Route, Types
from graph_emulator.posture.settings import TenantSettings, changed, put_tenant, tenant_settings

_PATH = "/admin/sharepoint/settings"
_READ_ONLY = frozenset({"availableManagedPathsForSiteCreation"})
_JSON_TYPES: dict[type, Types] = {bool: bool, int: int, str: str, tuple: list}


def _fields() -> dict[str, Types]:
    known = msgspec.to_builtins(TenantSettings())
    types: dict[str, Types] = {name: _json_type(value) for name, value in known.items()}
    return {"@odata.type": str} | {name: kind for name, kind in types.items() if name not in _READ_ONLY}


def _json_type(value: object) -> Types:
    return dict if isinstance(value, dict) else _JSON_TYPES.get(type(value), list)


_CHANGEABLE = _fields()


def get_settings(call: Call) -> Answer:
    """Answer with the settings."""
    _check_caller(call)
    return _answer(call)


def update_settings(call: Call) -> Answer:
    """Change the settings that are named, and answer with all of them."""
    _check_caller(call)
    fields = {name: value for name, value in call.fields(_CHANGEABLE).items() if name != "@odata.type"}
    known = tenant_settings(call.state)
    if "idleSessionSignOut" in fields:
        before = msgspec.to_builtins(known)["idleSessionSignOut"]
        fields["idleSessionSignOut"] = {**before, **_plain(fields["idleSessionSignOut"])}
    try:
        put_tenant(call.state, changed(known, fields))
    except msgspec.ValidationError as error:
        raise invalid(f"A setting has a value that it cannot have: {error}") from error
    return _answer(call)


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if not name.startswith("@")}


def _check_caller(call: Call) -> None:
    """A person needs an administrator's role, which nobody has in this tenant."""
    if not isinstance(call.principal, AppPrincipal):
        raise access_denied()


def _answer(call: Call) -> Answer:
    settings = msgspec.to_builtins(tenant_settings(call.state))
    context = call.context("admin/sharepoint/settings/$entity")
    return Answer(status=200, body={"@odata.context": context, **settings})


ROUTES = (
    Route(
        method="GET",
        template=_PATH,
        topic="api/sharepointsettings-get",
        handler=get_settings,
        roles=("SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All"),
        delegated=("SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All"),
        notes="administrators among people; settings of single sites, which Graph does not have",
    ),
    Route(
        method="PATCH",
        template=_PATH,
        topic="api/sharepointsettings-update",
        handler=update_settings,
        roles=("SharePointTenantSettings.ReadWrite.All",),
        delegated=("SharePointTenantSettings.ReadWrite.All",),
        write=True,
        notes="administrators among people; what the settings that are not about sharing bring about",
    ),
)
