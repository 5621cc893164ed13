"""One POST to a receiver on this machine, over TLS that is checked, and the handshake that is made of it.

Source: graph:concepts/change-notifications-delivery-webhooks#notificationurl-validation
"""

import http.client
import ipaddress
import ssl
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import responses
from urllib.parse import quote_plus, urlsplit

_HANDSHAKE_S = 10.0
_FAILED = "Subscription validation request failed."
_MOST_READ = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a receiver said: `status` is None when there was no answer, and `error` says why."""

    status: int | None = None
    content_type: str = ""
    content: bytes = b""
    elapsed_s: float = 0.0
    error: str = ""


def is_reachable(url: str) -> bool:
    """Whether an address is HTTPS on this machine, the only one that the emulator calls."""
    try:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.port == 0:
            return False
        return parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:  # a port out of range, or no address where one has to be
        return False


def post(url: str, body: bytes, content_type: str, context: ssl.SSLContext, timeout_s: float) -> Heard:
    """Send one POST and wait for its answer; nothing that goes wrong is raised."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    began = time.monotonic()
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port, timeout=timeout_s, context=context
    )
    try:
        connection.request("POST", target, body=body, headers={"Content-Type": content_type})
        answer = connection.getresponse()
        heard = Heard(
            status=answer.status,
            content_type=answer.getheader("content-type", ""),
            content=answer.read(_MOST_READ),
            elapsed_s=time.monotonic() - began,
        )
    except TimeoutError:
        return Heard(elapsed_s=time.monotonic() - began, error="timeout")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Heard(elapsed_s=time.monotonic() - began, error=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
    # A receiver that dribbles its answer keeps each read within the limit, and breaks it as a whole.
    return heard if heard.elapsed_s <= timeout_s else Heard(elapsed_s=heard.elapsed_s, error="timeout")


def shake_hands(url: str, token: str, context: ssl.SSLContext, timeout_s: float = _HANDSHAKE_S) -> str:
    """Ask a receiver to prove itself; return what is wrong with its answer, or nothing.

    Args:
        url: Where notifications shall go.
        token: What it has to say back, decoded, as plain text.
        context: How its certificate is checked.
        timeout_s: How long it may take.
    """
    joint = "&" if urlsplit(url).query else "?"
    asked = f"{url}{joint}validationToken={quote_plus(token)}"
    heard = post(asked, b"", "text/plain; charset=utf-8", context, timeout_s)
    if heard.error == "timeout":
        return "Subscription validation request timed out."
    if heard.status is None:
        return f"{_FAILED} The endpoint could not be reached: {heard.error}."
    if heard.status != HTTPStatus.OK:
        said = f"HTTP status code is '{responses.get(heard.status, heard.status)}'."
        return f"{_FAILED} {said} Notification endpoint must respond with 200 OK to validation request."
    if not heard.content_type.casefold().startswith("text/plain"):
        return f"{_FAILED} The content type of the response must be text/plain."
    if heard.content != token.encode():
        return f"{_FAILED} Response must exactly match validationToken query parameter."
    return ""
