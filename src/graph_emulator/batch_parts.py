"""Reads the envelope of a `$batch`, and refuses it whole where it is malformed.

Source: graph:concepts/json-batching
"""

import base64
import binascii
from itertools import pairwise
from typing import Any

import msgspec

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.quirks import Quirks
from graph_emulator.kernel.wire import Request, json_object

_MOST = 20
_WITH_BODY = frozenset({"POST", "PATCH", "PUT"})


class Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """One request of a batch, as it is sent; ids are compared without regard to case."""

    id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: Any = None
    depends_on: list[str] = []

    @property
    def key(self) -> str:
        """The id by which parts are told apart."""
        return self.id.casefold()

    @property
    def parents(self) -> list[str]:
        """The keys of the parts that this one depends on."""
        return [name.casefold() for name in self.depends_on]

    def header(self, name: str) -> str:
        """Return a header's value; its name in lower case; empty when it is not there."""
        return next((value for own, value in self.headers.items() if own.casefold() == name), "")

    def request(self, envelope: Request, version: str) -> Request:
        """Return the request that this part stands for; who calls, it has from the envelope."""
        headers = {name.casefold(): value for name, value in self.headers.items()}
        for name in ("authorization", "host", "user-agent"):
            if name in envelope.headers:
                headers.setdefault(name, envelope.headers[name])
        path, _, query = self.url.partition("?")
        return Request(
            method=self.method.upper(),
            path=f"/{version}/{path.removeprefix('/')}",
            query=query,
            headers=headers,
            body=self.content(),
        )

    def content(self) -> bytes:
        """Return the body's bytes: JSON as it is, text as text, and anything else from base64.

        Raises:
            GraphFault: 400: it is neither.
        """
        if self.body is None:
            return b""
        kind = self.header("content-type").casefold()
        if kind.startswith("application/json"):
            return msgspec.json.encode(self.body)
        if not isinstance(self.body, str):
            raise malformed(f"The body of request '{self.id}' is not a string.")
        if kind.startswith("text/"):
            return self.body.encode()
        return self._from_base64(self.body)

    def _from_base64(self, body: str) -> bytes:
        plain = body.replace("-", "+").replace("_", "/")
        try:
            return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        except binascii.Error as error:
            raise malformed(f"The body of request '{self.id}' is not base64.") from error


def read_parts(request: Request, quirks: Quirks) -> list[Part]:
    """Return the parts of an envelope.

    Raises:
        GraphFault: 400: it is malformed, and no part is carried out.
    """
    envelope = json_object(request.body)
    try:
        parts = msgspec.convert(envelope.get("requests"), list[Part])
    except msgspec.ValidationError as error:
        raise malformed(f"Invalid batch payload format: {error}.") from error
    if set(envelope) != {"requests"} or not parts:
        raise malformed("Invalid batch payload format.")
    if len(parts) > _MOST:
        raise malformed(f"Number of batch request steps exceeds the maximum value of {_MOST}.")
    _check_ids(parts)
    _check_bodies(parts, bodiless=quirks.batch_write_without_body == "allow")
    if quirks.batch_mixed_dependencies == "reject400" and not _is_of_one_pattern(parts):
        raise malformed("The requests of a batch depend on each other all in one way, or not at all.")
    return parts


def malformed(message: str) -> GraphFault:
    """Return the 400 of a batch or of one of its parts."""
    return GraphFault(400, "BadRequest", message)


def _check_ids(parts: list[Part]) -> None:
    """Refuse ids that come twice and dependencies that are not earlier parts: none goes in circles."""
    seen: set[str] = set()
    for part in parts:
        if not part.id or part.key in seen:
            raise malformed(f"Duplicate or empty request id '{part.id}'.")
        if not set(part.parents) <= seen:
            raise malformed(f"Invalid dependency for request Id '{part.id}'.")
        seen.add(part.key)


def _check_bodies(parts: list[Part], *, bodiless: bool) -> None:
    for part in parts:
        typed = bool(part.header("content-type"))
        needs_body = part.method.upper() in _WITH_BODY and not bodiless
        if (part.body is not None and not typed) or (needs_body and (part.body is None or not typed)):
            message = f"Write request id : {part.id} does not contain Content-Type header or body."
            raise malformed(message)


def _is_of_one_pattern(parts: list[Part]) -> bool:
    """Return whether all are independent, or each follows the one before, or all others follow one."""
    first, *rest = parts
    if not any(part.depends_on for part in parts):
        return True
    in_row = all(later.parents == [before.key] for before, later in pairwise(parts))
    return not first.depends_on and (in_row or all(part.parents == [first.key] for part in rest))
