"""What a request asks to give to an application, read strictly.

Source: graph:api/site-post-permissions
Source: graph:api/driveitem-post-permissions
"""

from typing import Any, NamedTuple

from graph_emulator.directory.models import Application
from graph_emulator.files.app_grants import ROLES
from graph_emulator.kernel.faults import invalid
from graph_emulator.kernel.routes import Call, Types
from graph_emulator.kernel.state import State

_MANY = ("grantedTo", "grantedToIdentities", "grantedToIdentitiesV2")
_FIELDS: dict[str, Types] = {"roles": list, "grantedToV2": dict, **dict.fromkeys(_MANY, (list, dict))}


class Wish(NamedTuple):
    """An application and the roles that it shall have."""

    app: Application
    roles: tuple[str, ...]


def read_wish(call: Call, *, strictly_v2: bool = False) -> Wish:
    """Return what is wanted.

    Args:
        call: The request.
        strictly_v2: Whether the application may stand in `grantedToV2` only, as on files.
    """
    fields = call.fields({"roles": list, "grantedToV2": dict} if strictly_v2 else _FIELDS)
    named = [one for name, value in fields.items() if name != "roles" for one in _as_list(value)]
    if len(named) != 1:
        raise invalid("Exactly one application must be named.")
    return Wish(_application(call.state, named[0]), roles_in(fields))


def roles_in(fields: dict[str, Any]) -> tuple[str, ...]:
    """Return the roles of a request, which must be known ones."""
    roles = fields.get("roles")
    if not roles or any(role not in ROLES for role in roles):
        raise invalid(f"Roles must be among {', '.join(ROLES)}.")
    return tuple(dict.fromkeys(roles))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _application(state: State, identity: object) -> Application:
    """Return the application that is meant; people and groups get nothing here."""
    if not isinstance(identity, dict) or set(identity) != {"application"}:
        raise invalid("Permissions of this kind are for applications only.")
    named = identity["application"]
    if not isinstance(named, dict) or set(named) - {"id", "displayName", "@odata.type"}:
        raise invalid("An application is named by id and displayName.")
    if not isinstance(named.get("displayName"), str | None):
        raise invalid("The displayName of an application is a text.")
    app = state.get(Application, str(named.get("id")))
    if app is None:
        raise invalid("The application could not be found.")
    return app
