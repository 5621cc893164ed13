"""Turns an error answer into an error of the gate's own tree, by status and code, never by its words.

One message has no code of its own: revokeGrants says 400 ``invalidRequest`` with "Could not find the
recipient" for people who have not redeemed their invitation. It needs no reading either: whatever is wrong
with a link that answers 400, the cure is to delete it and make it anew.

Source: graph:concepts/errors, contrib#4044
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from sharepoint_gate.errors import (
    AccessDeniedError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    GraphError,
    ItemNotFoundError,
    ThrottledError,
    UnavailableError,
    UnexpectedAnswerError,
    WriteUncertainError,
)
from sharepoint_gate.graph.model import NOT_JSON, Answer
from sharepoint_gate.graph.routes import RouteName

_BY_STATUS: dict[int, tuple[type[GraphError], str]] = {
    401: (AuthenticationError, "Graph does not take the application's token."),
    403: (AccessDeniedError, "Look at the application's consented permissions and the tenant's policies."),
    404: (ItemNotFoundError, "The object is gone, or hidden from the application."),
    409: (ConflictError, "Somebody changed it meanwhile; the next run looks again."),
    410: (ItemNotFoundError, "The object is gone; the next run looks again."),
    412: (ConflictError, "Somebody changed it meanwhile; the next run looks again."),
    423: (ConflictError, "It is locked or checked out; the next run tries again."),
    429: (ThrottledError, "Let some minutes pass, or run when less is going on."),
}
_SERVER_ERROR = 500
_NOT_IMPLEMENTED = 501
LOOK_AGAIN = "It is looked at again before anything else is done."


def refusal(route: RouteName, answer: Answer) -> GraphError:
    """Return the error that an answer means."""
    codes = error_codes(answer.body)
    kind, mend = _kind(answer.status)
    if not codes and answer.status < _SERVER_ERROR:
        kind, mend = UnexpectedAnswerError, "Something between here and Graph answered: look at proxies."
    return kind(
        f"Graph answered {answer.status} to {route.value}.",
        why="/".join(codes),
        mend=mend,
        status=answer.status,
        request_id=answer.request_id,
    )


def uncertain(route: RouteName, why: str, answer: Answer | None = None) -> WriteUncertainError:
    """Return the error for a write whose fate is not known."""
    return WriteUncertainError(
        f"The write {route.value} was sent, and whether it was done is not known.",
        why=why,
        mend=LOOK_AGAIN,
        status=answer.status if answer else None,
        request_id=answer.request_id if answer else "",
    )


def unexpected(route: RouteName, why: str, answer: Answer) -> UnexpectedAnswerError:
    """Return the error for an answer of a shape that Graph does not document."""
    return UnexpectedAnswerError(
        f"Graph's answer to {route.value} cannot be read.",
        why=why,
        mend="If it happens again, give Microsoft the request id.",
        status=answer.status,
        request_id=answer.request_id,
    )


def error_codes(body: bytes) -> tuple[str, ...]:
    """Return the codes of an error body, most general first; empty when it is not Graph's."""
    try:
        error = msgspec.json.decode(body)
    except NOT_JSON:
        return ()
    return tuple(_walk(error.get("error") if isinstance(error, dict) else None))


def _walk(error: Any) -> Iterator[str]:
    while isinstance(error, dict):
        if isinstance(error.get("code"), str):
            yield error["code"]
        error = error.get("innerError", error.get("innererror"))


def _kind(status: int) -> tuple[type[GraphError], str]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status == _NOT_IMPLEMENTED or status < _SERVER_ERROR:
        return BadRequestError, "The service does not take this request as it stands."
    return UnavailableError, "Try again later; Microsoft's service status page may say more."
