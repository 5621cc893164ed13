"""The refusals that injected faults stand for: what Graph, or something on the way to it, would have said.

Source: graph:concepts/errors
Source: graph:concepts/throttling
Source: rfc:9110
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

from graph_emulator.kernel.faults import GraphFault

Make = Callable[[str, datetime], GraphFault]
_RETRY_AFTER_S = 2
_THROTTLED, _BUSY = 429, 503
_REDIRECTS = range(300, 400)
_CODES = {
    400: ("invalidRequest", "Invalid request"),
    401: ("InvalidAuthenticationToken", "Access token validation failure."),
    403: ("accessDenied", "Access denied"),
    404: ("itemNotFound", "The resource could not be found."),
    409: ("nameAlreadyExists", "The specified item name already exists."),
    410: ("resyncRequired", "Resync required."),
    412: ("resourceModified", "The resource has changed since it was read."),
    423: ("resourceLocked", "The resource you are attempting to access is locked."),
    429: ("activityLimitReached", "The app or user has been throttled."),
    500: ("generalException", "An unspecified error has occurred."),
    502: ("serviceNotAvailable", "Bad gateway."),
    503: ("serviceNotAvailable", "The service is not available. Try the request again after a delay."),
    504: ("serviceNotAvailable", "The service did not answer in time."),
    507: ("quotaLimitReached", "The quota limit was reached."),
}


def injected_refusal(kind: str, now: datetime) -> GraphFault | None:
    """Return the refusal that a kind such as `status:503` stands for, or None for other kinds.

    Args:
        kind: The fault's kind.
        now: The tenant's instant, from which a date in `Retry-After` is reckoned.
    """
    name, _, argument = kind.partition(":")
    make = _MAKERS.get(name)
    return make(argument, now) if make else None


def is_made_up(kind: str | None, status: int) -> bool:
    """Tell whether an answer is no answer of Graph's: a redirect that nobody but a fault gives.

    A refusal that a fault stands for has the shape of any other; a redirect has no body at all, and would
    pass for a good answer of an operation that never redirects.
    """
    return (kind or "").startswith("redirect:") and status in _REDIRECTS


def _status(argument: str, _: datetime) -> GraphFault:
    status = int(argument)
    after = {"Retry-After": str(_RETRY_AFTER_S)} if status in {_THROTTLED, _BUSY} else {}
    return _of(status, after)


def _retry_after(argument: str, _: datetime) -> GraphFault:
    return _of(_THROTTLED, {"Retry-After": argument})


def _retry_after_503(argument: str, _: datetime) -> GraphFault:
    return _of(_BUSY, {"Retry-After": argument})


def _retry_after_date(argument: str, now: datetime) -> GraphFault:
    instant = now + timedelta(seconds=int(argument))
    return _of(_THROTTLED, {"Retry-After": format_datetime(instant, usegmt=True)})


def _expired_token(_: str, __: datetime) -> GraphFault:
    message = "Lifetime validation failed, the token is expired."
    challenge = (
        'Bearer realm="", error="invalid_token", error_description="The access token expired", '
        'claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ=="'
    )
    return GraphFault(401, "InvalidAuthenticationToken", message, headers={"WWW-Authenticate": challenge})


def _redirect(argument: str, _: datetime) -> GraphFault:
    return GraphFault(302, "found", "The resource is elsewhere.", headers={"Location": argument})


def _of(status: int, headers: dict[str, str]) -> GraphFault:
    code, message = _CODES.get(status, ("generalException", "An unspecified error has occurred."))
    return GraphFault(status, code, message, headers=headers)


_MAKERS: dict[str, Make] = {
    "status": _status,
    "retry-after": _retry_after,
    "retry-after-503": _retry_after_503,
    "retry-after-date": _retry_after_date,
    "expired-token": _expired_token,
    "redirect": _redirect,
}
