"""Takes secrets and tokens out of what is written down: a record of shapes needs none of them."""

import re
from typing import Any

MASK = "***"
_SECRET = frozenset(
    {
        "access_token",
        "assertion",
        "client_assertion",
        "client_secret",
        "clientstate",
        "code_verifier",
        "formdigestvalue",
        "id_token",
        "id_token_hint",
        "password",
        "refresh_token",
        "secrettext",
        "@microsoft.graph.downloadurl",
    }
)
# The code is a secret at the authority only; elsewhere errors have codes, which are what is looked at.
_SECRET_AT_SIGN_IN = _SECRET | {"code", "ctx", "nonce", "state"}
_TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")


def masked(value: Any, *, at_sign_in: bool = False) -> Any:
    """Return a JSON value without its secrets, which are told by their names, and tokens by their look."""
    if isinstance(value, dict):
        return {name: _part(name, part, at_sign_in=at_sign_in) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [masked(row, at_sign_in=at_sign_in) for row in value]
    return _TOKEN.sub(MASK, value) if isinstance(value, str) else value


def _part(name: str, part: Any, *, at_sign_in: bool) -> Any:
    secret = _SECRET_AT_SIGN_IN if at_sign_in else _SECRET
    if isinstance(part, str) and name.casefold() in secret:
        return MASK
    return masked(part, at_sign_in=at_sign_in)
