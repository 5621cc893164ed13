"""A request and an answer as values, before bytes leave and after bytes came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from sharepoint_gate.graph.routes import RouteName

Version = Literal["v1.0", "beta"]
NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""All that decoding strange bytes may raise: a text that is no UTF-8, and nesting without end, among them."""


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """One request to Microsoft Graph.

    Attributes:
        method: Upper case.
        path: With version and leading slash, percent-encoded.
        query: Percent-encoded, without the question mark; empty when there is none.
        headers: Only what belongs to this request; the transport adds the common ones.
        body: Compact JSON, or None.
        route: What the request is meant to be. The door does not believe it: it reads the bytes.
    """

    method: str
    path: str = field(repr=False)
    route: RouteName
    query: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)

    @property
    def target(self) -> str:
        """The path with its query, as it stands in the request line."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, of a whole request or of one part of a batch; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether Graph says that it did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the range is HTTP's own

    @property
    def request_id(self) -> str:
        """The id to quote to Microsoft."""
        return self.headers.get("request-id", "")

    @property
    def is_json(self) -> bool:
        """Whether the answer calls itself JSON."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
