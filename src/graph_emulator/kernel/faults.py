"""Graph's error answers: one exception, its usual forms, and the body that goes over the wire.

Source: graph:concepts/errors
"""

from dataclasses import dataclass
from typing import Literal

Workload = Literal["files", "directory", "teams", "outlook", "notifications"]


class GraphFault(Exception):  # noqa: N818 - Graph's own word for it; an Error suffix would name it twice
    """A request that Graph refuses, with what it says about it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        inner: str | None = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.inner = inner
        self.headers = headers or {}


@dataclass(frozen=True, kw_only=True)
class ErrorStamp:
    """What each error body says about its request: instant without zone, and the two request ids."""

    date: str
    request_id: str
    client_request_id: str


def error_body(fault: GraphFault, stamp: ErrorStamp) -> dict[str, object]:
    """Return the body of an error answer.

    Source: graph:concepts/errors#the date has no zone, and the inner error carries the more exact code
    """
    inner: dict[str, object] = {"code": fault.inner} if fault.inner else {}
    inner |= {
        "date": stamp.date,
        "request-id": stamp.request_id,
        "client-request-id": stamp.client_request_id,
    }
    return {"error": {"code": fault.code, "message": fault.message, "innerError": inner}}


def not_found(message: str = "The resource could not be found.") -> GraphFault:
    """Return the 404 of drives and items, also given for items that the caller may not see."""
    return GraphFault(404, "itemNotFound", message)


def access_denied(message: str = "Access denied", inner: str | None = None) -> GraphFault:
    """Return the 403 of drives and items."""
    return GraphFault(403, "accessDenied", message, inner)


def invalid(message: str, inner: str | None = None) -> GraphFault:
    """Return the 400 of drives and items."""
    return GraphFault(400, "invalidRequest", message, inner)


def conflict(message: str) -> GraphFault:
    """Return the 409 for a name that is already taken in the folder."""
    return GraphFault(409, "nameAlreadyExists", message)


def not_supported(message: str, status: int = 400) -> GraphFault:
    """Return the answer for something that the object's kind cannot do."""
    return GraphFault(status, "notSupported", message)


def tag_mismatch() -> GraphFault:
    """Return the 412 for an If-Match that names another version."""
    return GraphFault(
        412, "resourceModified", "The resource has changed since it was read.", "entityTagDoesNotMatch"
    )


def unknown_resource(name: str) -> GraphFault:
    """Return the directory's 404."""
    message = (
        f"Resource '{name}' does not exist or one of its queried reference-property objects are missing."
    )
    return GraphFault(404, "Request_ResourceNotFound", message)


def bad_request(workload: Workload, message: str) -> GraphFault:
    """Return the 400 with the code that this workload uses."""
    codes = {
        "files": "invalidRequest",
        "directory": "Request_BadRequest",
        "teams": "BadRequest",
        "outlook": "ErrorInvalidUrlQuery",
        "notifications": "InvalidRequest",
    }
    return GraphFault(400, codes[workload], message)


def forbidden(workload: Workload) -> GraphFault:
    """Return the 403 with the code and words that this workload uses."""
    if workload == "directory":
        message = "Insufficient privileges to complete the operation."
        return GraphFault(403, "Authorization_RequestDenied", message)
    if workload == "teams":
        return GraphFault(403, "Forbidden", "Missing role permissions on the request.")
    if workload == "outlook":
        return GraphFault(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    if workload == "notifications":
        message = "Operation: Create; Exception: [Status Code: Forbidden; Reason: Access denied]"
        return GraphFault(403, "ExtensionError", message)
    return access_denied()
