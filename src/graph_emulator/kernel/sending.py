"""From an outcome to bytes: the body's JSON, and the injected faults that spoil what goes over the wire."""

from typing import Any

import msgspec

from graph_emulator.kernel.wire import JSON_TYPE, Cut, Reply
from graph_emulator.kernel.work import Outcome

_CUTS: dict[str, Cut] = {
    "cut-before": "before",
    "cut-within": "within",
    "cut-after": "after",
    "exit-after": "exit",
}
_NEXT = frozenset({"@odata.nextLink", "odata.nextLink"})
HTML_TYPE = "text/html; charset=utf-8"
PROXY_PAGE = "<!DOCTYPE html><html><title>Gateway</title><body>Please sign in to the network.</body></html>"


def reply_of(outcome: Outcome) -> Reply:
    """Return the reply that carries an outcome, with its injected fault."""
    body = shown_body(outcome)
    headers = dict(outcome.answer.headers)
    if isinstance(body, bytes):
        content = body
    elif body is None:
        content = b""
    else:
        content = msgspec.json.encode(body)
        headers.setdefault("content-type", JSON_TYPE)
    return spoiled(Reply(status=outcome.answer.status, body=content, headers=headers), outcome.fault)


def shown_body(outcome: Outcome) -> object | None:
    """Return the answer's body; under `half-page` half of its rows and the next link are missing."""
    body = outcome.answer.body
    if outcome.fault != "half-page" or not isinstance(body, dict) or "value" not in body:
        return body
    kept: dict[str, Any] = {key: value for key, value in body.items() if key not in _NEXT}
    rows = list(kept["value"])
    return {**kept, "value": rows[: len(rows) // 2]}


def spoiled(reply: Reply, fault: str | None) -> Reply:
    """Return the reply with what an injected fault does to it, and to its way over the wire."""
    if fault == "empty-body":
        reply.body = b""
    if fault == "wrong-content-type":
        reply.body = PROXY_PAGE.encode()
        reply.headers = {name: value for name, value in reply.headers.items() if name != "content-type"}
        reply.headers["content-type"] = HTML_TYPE
    return hampered(reply, fault)


def hampered(reply: Reply, fault: str | None) -> Reply:
    """Return the reply with what an injected fault does to its way over the wire alone."""
    if fault is None:
        return reply
    reply.cut = _CUTS.get(fault)
    if fault == "malformed":
        reply.body = reply.body[: max(1, len(reply.body) // 2)]
    if fault.startswith("delay:"):
        reply.delay_s = float(fault.partition(":")[2])
    return reply
