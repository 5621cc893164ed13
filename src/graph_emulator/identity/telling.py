"""What the authority was asked and what it said, as names and values, for a record of shapes."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from graph_emulator.kernel.wire import Reply, Request


def route_of(request: Request) -> str:
    """Return what a record calls an address of the authority: it stands for any tenant."""
    return f"{request.method} /{{tenant}}/{(*request.path.split('/', 2), '')[2]}"


def asked_of(request: Request) -> dict[str, str]:
    """Return the query's options and the form's fields."""
    form = request.body.decode(errors="replace") if request.method == "POST" else ""
    return {**request.options(), **dict(parse_qsl(form, keep_blank_values=True))}


def said_in(reply: Reply) -> dict[str, Any]:
    """Return the JSON of a reply; of a redirect what it brings along, and of a page its kind."""
    kind = reply.headers.get("content-type", "")
    if kind.startswith("application/json"):
        said: dict[str, Any] = msgspec.json.decode(reply.body, type=dict[str, Any])
        return said
    if "location" in reply.headers:
        to = urlsplit(reply.headers["location"])
        return {"redirect": dict(parse_qsl(to.query or to.fragment, keep_blank_values=True))}
    return {"page": kind}
