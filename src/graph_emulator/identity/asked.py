"""What a client asks of the page where people sign in, checked before anybody sees it.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
Source: entra:identity-platform/reply-url
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from graph_emulator.directory.models import Application
from graph_emulator.identity.refusals import TokenRefused
from graph_emulator.identity.scopes import granted
from graph_emulator.kernel.state import State

_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_MODES = {"query", "fragment", "form_post"}
_PROMPTS = {"", "none", "login", "consent", "select_account"}
_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the answer goes, and how: an answer that must not go there is shown on a page instead."""

    app: Application
    redirect_uri: str
    mode: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The rest of a request for a code."""

    scopes: list[str]
    challenge: str
    nonce: str
    prompt: str
    hint: str


def destination(state: State, options: Mapping[str, str]) -> Destination:
    """Return where the answer to a request may go.

    Raises:
        TokenRefused: The client is not known, or the address is not one of its own.
    """
    client_id = _needed(options, "client_id")
    app = state.get(Application, client_id)
    if app is None:
        message = f"Application with identifier '{client_id}' was not found in the directory."
        raise TokenRefused(400, "unauthorized_client", 700016, message)
    uri = _needed(options, "redirect_uri")
    if not is_registered(uri, app.redirect_uris):
        message = f"The redirect URI '{uri}' does not match those configured for the application."
        raise TokenRefused(400, "invalid_request", 50011, message)
    mode = options.get("response_mode", "query")
    if mode not in _MODES:
        raise TokenRefused(400, "invalid_request", 90023, f"The response_mode '{mode}' is not supported.")
    return Destination(app=app, redirect_uri=uri, mode=mode, state=options.get("state", ""))


def asked(app: Application, options: Mapping[str, str]) -> Asked:
    """Return what a client asks for.

    Raises:
        TokenRefused: Something is missing, not supported, or not consented to.
    """
    kind = _needed(options, "response_type")
    if kind != "code":
        message = f"The response_type '{kind}' is not enabled for the application."
        raise TokenRefused(400, "unsupported_response_type", 700054, message)
    prompt = options.get("prompt", "")
    if prompt not in _PROMPTS:
        raise TokenRefused(400, "invalid_request", 90023, f"The prompt '{prompt}' is not supported.")
    return Asked(
        scopes=granted(app, _needed(options, "scope")),
        challenge=_challenge(app, options),
        nonce=options.get("nonce", ""),
        prompt=prompt,
        hint=options.get("login_hint", ""),
    )


def is_registered(uri: str, registered: list[str]) -> bool:
    """Whether an address is one of the registered ones; on loopback every port is.

    Source: rfc:8252 (section 7.3)
    """
    try:
        return any(_without_loopback_port(uri) == _without_loopback_port(one) for one in registered)
    except ValueError:  # brackets that hold no address: it is no URL at all
        return False


def _without_loopback_port(uri: str) -> str:
    parts = urlsplit(uri)
    host = parts.netloc.rpartition(":")[0] if parts.netloc.rpartition(":")[2].isdecimal() else parts.netloc
    if parts.scheme != "http" or host not in _LOOPBACK:
        return uri
    return parts._replace(netloc=host).geturl()


def _challenge(app: Application, options: Mapping[str, str]) -> str:
    challenge = options.get("code_challenge", "")
    if not challenge and app.public:
        message = "Proof Key for Code Exchange is required for authorization code redemption."
        raise TokenRefused(400, "invalid_request", 9002325, message)
    if not challenge:
        return ""
    if options.get("code_challenge_method") != "S256":
        message = "The code_challenge_method must be S256 here."
        raise TokenRefused(400, "invalid_request", 90023, message)
    if not _CHALLENGE.fullmatch(challenge):
        raise TokenRefused(400, "invalid_request", 501491, "Invalid size of Code_Challenge parameter.")
    return challenge


def _needed(options: Mapping[str, str], name: str) -> str:
    if not options.get(name):
        message = f"The request body must contain the following parameter: '{name}'."
        raise TokenRefused(400, "invalid_request", 900144, message)
    return options[name]
