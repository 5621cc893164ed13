"""Requests and replies as the server hands them over, free of any server's types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

import msgspec

from graph_emulator.kernel.faults import GraphFault

Cut = Literal["before", "within", "after", "exit"]
JSON_TYPE = (
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One HTTP request.

    Attributes:
        method: HTTP method.
        path: The path as it was sent, still percent-encoded.
        query: The query string without its question mark, still encoded.
        headers: Header values by name in lower case.
        body: The bytes that were sent.
        proofs: What was found out before the tenant took the request up, by address; see `subscriptions`.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    proofs: Mapping[str, str] = field(default_factory=dict)

    def options(self) -> dict[str, str]:
        """Return the query options, decoded; of an option that is given twice, the last."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def target(self) -> str:
        """Path and query, as sent."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(kw_only=True)
class Reply:
    """One HTTP reply, and what shall go wrong while it is sent.

    Attributes:
        cut: `before`: the connection ends without a byte; `after`: the same, after the work was done;
            `within`: it ends after the headers and half of the body; `exit`: the process is killed after
            the work was done.
        delay_s: How long the reply waits (wall-clock seconds).
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: Cut | None = None
    delay_s: float = 0.0


def json_reply(status: int, body: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply that carries JSON."""
    own = {"content-type": "application/json; charset=utf-8", **(headers or {})}
    return Reply(status=status, body=msgspec.json.encode(body), headers=own)


def json_object(content: bytes) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        GraphFault: The bytes are no JSON object.
    """
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload"
        raise GraphFault(400, "BadRequest", f"{message} is of valid JSON format.") from error
