"""The delegated permissions that a client asks for, held against those that were consented to.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
"""

from graph_emulator.directory.models import Application
from graph_emulator.identity.keys import GRAPH
from graph_emulator.identity.refusals import TokenRefused

OF_SIGN_IN = ("openid", "profile", "email", "offline_access")


def granted(app: Application, asked: str) -> list[str]:
    """Return the scopes that a client gets of those that it asks for, without doubles.

    Args:
        app: The client.
        asked: The parameter `scope`; scopes of Graph with or without its address, or `/.default`.

    Raises:
        TokenRefused: A scope is of another resource, or nobody consented to it.
    """
    found: list[str] = []
    for scope in asked.split():
        name = scope.removeprefix(f"{GRAPH}/")
        found += app.delegated if name == ".default" else [_one(app, name)]
    if not found:
        message = "The request body must contain the following parameter: 'scope'."
        raise TokenRefused(400, "invalid_request", 900144, message)
    return list(dict.fromkeys(found))


def _one(app: Application, name: str) -> str:
    if name in OF_SIGN_IN or name in app.delegated:
        return name
    if "/" in name:
        message = f"The provided value for the input parameter 'scope' is not valid: {name}."
        raise TokenRefused(400, "invalid_scope", 70011, message)
    message = f"The user or administrator has not consented to use the application with ID '{app.id}'."
    raise TokenRefused(400, "invalid_grant", 65001, message)
