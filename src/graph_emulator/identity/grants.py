"""Authorization codes and refresh tokens: kept by their hash, so that the store holds no usable secret.

They live on the clock on the wall, as tokens do.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
Source: rfc:7636
"""

import base64
import hashlib
import hmac
import time
from typing import ClassVar

from graph_emulator.directory.models import User
from graph_emulator.identity.refusals import TokenRefused
from graph_emulator.kernel.state import Record, State

_CODE_S = 600
_REFRESH_S = 90 * 24 * 3600


class AuthorizationCode(Record, kw_only=True):
    """What a code stands for; `issued` is in seconds of the wall clock."""

    kind: ClassVar[str] = "authorization-code"

    client_id: str
    user_id: str
    redirect_uri: str
    scopes: list[str]
    challenge: str
    nonce: str
    issued: float
    redeemed: bool = False


class RefreshToken(Record, kw_only=True):
    """What a refresh token stands for; `issued` is in seconds of the wall clock.

    `sessions_from` is since when the person's sessions held; once they are revoked it is another instant.
    """

    kind: ClassVar[str] = "refresh-token"

    client_id: str
    user_id: str
    scopes: list[str]
    issued: float
    sessions_from: str | None = None


def hashed(secret: str) -> str:
    """Return the id under which a code or a refresh token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def redeem(state: State, client_id: str, form: dict[str, str]) -> AuthorizationCode:
    """Take a code, which is good once.

    Raises:
        TokenRefused: It is unknown, old, used, another client's, or its address or verifier is wrong.
    """
    code = state.get(AuthorizationCode, hashed(form.get("code", "")))
    if code is None or code.client_id != client_id:
        raise _refused(70000, "The provided value for the 'code' parameter is not valid.")
    if code.redeemed:
        raise _refused(54005, "The authorization code was already redeemed; ask for a new one.")
    if time.time() > code.issued + _CODE_S:
        raise _refused(70008, "The provided authorization code has expired.")
    if form.get("redirect_uri") != code.redirect_uri:
        message = "The reply address does not match the one that was used to ask for the code."
        raise TokenRefused(400, "invalid_client", 500112, message)
    _check_verifier(code, form.get("code_verifier", ""))
    code.redeemed = True
    state.put(code)
    return code


def _check_verifier(code: AuthorizationCode, verifier: str) -> None:
    if not code.challenge and not verifier:
        return
    if not hmac.compare_digest(challenge_of(verifier), code.challenge):
        raise _refused(501481, "The code_verifier does not match the code_challenge of the request.")


def keep_refresh_token(state: State, client_id: str, user: User, scopes: list[str]) -> str:
    """Return a new refresh token.

    The one that it was got with stays good until it expires: clients are to forget it by themselves.
    """
    token = f"1.{state.ids.token('refresh-token')}"
    state.put(
        RefreshToken(
            id=hashed(token),
            client_id=client_id,
            user_id=user.id,
            scopes=scopes,
            issued=time.time(),
            sessions_from=user.sessions_from,
        )
    )
    return token


def refresh(state: State, client_id: str, token: str) -> RefreshToken:
    """Return what a refresh token stands for.

    Raises:
        TokenRefused: It is unknown, another client's or too old.
    """
    kept = state.get(RefreshToken, hashed(token))
    if kept is None or kept.client_id != client_id:
        raise _refused(9002313, "Invalid request. Request is malformed or invalid.")
    if time.time() > kept.issued + _REFRESH_S:
        raise _refused(700082, "The refresh token has expired due to inactivity.")
    return kept


def check_session(kept: RefreshToken, user: User) -> None:
    """Let a refresh token pass whose session was not revoked.

    Raises:
        TokenRefused: The person's sessions were revoked after it was given.

    Source: graph:api/user-revokesigninsessions
    """
    if kept.sessions_from != user.sessions_from:
        raise _refused(50173, "The provided grant has expired due to it being revoked; sign in again.")


def _refused(number: int, message: str) -> TokenRefused:
    return TokenRefused(400, "invalid_grant", number, message)
