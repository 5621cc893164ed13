"""People who sign in: whether they may, by which name they are found, and what their id token says.

Source: entra:identity-platform/id-token-claims-reference
"""

from collections.abc import Iterable
from typing import Any

from graph_emulator.directory.models import User
from graph_emulator.identity.keys import Keyring
from graph_emulator.identity.refusals import TokenRefused
from graph_emulator.kernel.state import State


def check_account(state: State, user_id: str) -> User:
    """Return the person, who may sign in.

    Raises:
        TokenRefused: The account does not exist any more, or is disabled.
    """
    user = state.get(User, user_id)
    if user is None or user.deleted_at:
        message = "The user account does not exist in the directory. Sign in with another account."
        raise TokenRefused(400, "invalid_grant", 50034, message)
    if not user.enabled:
        raise TokenRefused(400, "invalid_grant", 50057, "The user account is disabled.")
    return user


def hinted(state: State, hint: str) -> User | None:
    """Return the person whom a login hint means, by any of their addresses."""
    wanted = hint.casefold()
    for user in state.every(User):
        names = (user.upn, user.mail or "", *user.other_mails)
        if wanted and wanted in {name.casefold() for name in names}:
            return user
    return None


def pairwise(state: State, client_id: str, user_id: str) -> str:
    """Return the subject by which one client knows a person, and no other client."""
    return state.ids.derived("subject", f"{client_id} {user_id}")


def sign_in_name(user: User) -> str:
    """Return what a person types to sign in; for a guest it is the address at home."""
    return user.mail or user.upn if "#EXT#" in user.upn else user.upn


def id_token(keyring: Keyring, state: State, user: User, client_id: str, more: dict[str, Any]) -> str:
    """Return an id token.

    Args:
        keyring: What signs it.
        state: The tenant.
        user: Who signed in.
        client_id: For which client.
        more: Claims that follow from the request: issuer, nonce, scopes.
    """
    scopes: Iterable[str] = more.pop("scopes")
    claims: dict[str, Any] = {
        **more,
        "aud": client_id,
        "sub": pairwise(state, client_id, user.id),
        "tid": state.tenant_id,
        "ver": "2.0",
    }
    if "profile" in scopes:
        claims |= {"oid": user.id, "name": user.name, "preferred_username": sign_in_name(user)}
    if "email" in scopes and user.mail:
        claims["email"] = user.mail
    if "#EXT#" in user.upn:
        claims["idp"] = _home(state, user)
    return keyring.sign(claims)


def _home(state: State, user: User) -> str:
    domain = sign_in_name(user).rpartition("@")[2].casefold()
    return f"https://sts.windows.net/{state.ids.derived('home-tenant', domain)}/"
