"""The browser's session at the sign-in service: a signed cookie that names the person.

Source: entra:identity-platform/v2-protocols-oidc
"""

from http.cookies import CookieError, SimpleCookie

import jwt

from graph_emulator.directory.models import User
from graph_emulator.identity.keys import Keyring
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Request

_COOKIE = "ESTSAUTH"
_AUDIENCE = "session"
_DAY_S = 24 * 3600


class Sessions:
    """Begins, reads and ends sessions."""

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        self._keyring = keyring

    def person_of(self, request: Request) -> str | None:
        """Return the id of the person who has a session in this browser, or None."""
        try:
            cookie = SimpleCookie(request.headers.get("cookie", "")).get(_COOKIE)
            claims = self._keyring.read(cookie.value, (_AUDIENCE,)) if cookie else {}
        except (CookieError, jwt.PyJWTError):
            return None
        user = self._state.get(User, str(claims.get("oid")))
        if user is None or claims.get("tid") != self._state.tenant_id:
            return None
        return user.id if claims.get("since") == user.sessions_from else None

    def begin(self, user: User) -> dict[str, str]:
        """Return the header that begins a session, which ends when the person's sessions are revoked."""
        claims = {"aud": _AUDIENCE, "tid": self._state.tenant_id, "oid": user.id, "since": user.sessions_from}
        return self._cookie(self._keyring.sign(claims, _DAY_S), _DAY_S)

    def end(self) -> dict[str, str]:
        """Return the header that ends a session."""
        return self._cookie("", 0)

    def _cookie(self, value: str, age_s: int) -> dict[str, str]:
        path = f"/{self._state.tenant_id}"
        flags = "HttpOnly; Secure; SameSite=None"
        return {"set-cookie": f"{_COOKIE}={value}; Path={path}; Max-Age={age_s}; {flags}"}
