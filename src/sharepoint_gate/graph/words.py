"""The SDK's request builders as a vocabulary: they word a request and go no further.

Nothing here can send: the builders get an adapter that holds a pen and no wire.
"""

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlsplit

import msgspec

from sharepoint_gate.graph.model import GraphRequest, Version
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.sdk import JsonSerializationWriterFactory, RequestAdapter, RequestInformation

P = ParamSpec("P")
BASE_URL = "https://graph.invalid/v1.0"


class _Pen:
    """All that a builder asks of an adapter to word a request; it has no method that sends."""

    base_url = BASE_URL

    def get_serialization_writer_factory(self) -> JsonSerializationWriterFactory:
        return JsonSerializationWriterFactory()


PEN = cast("RequestAdapter", _Pen())


def parameters() -> dict[str, str]:
    """Return the path parameters that every root builder begins with; builders change their own copy."""
    return {"baseurl": BASE_URL}


def worded(route: RouteName) -> Callable[[Callable[P, RequestInformation]], Callable[P, GraphRequest]]:
    """Turn a function that words a v1.0 request with the SDK into one that returns our own value.

    The SDK loads more of itself, and warns about what it loads, at the first use of each builder.
    """

    def decorate(build: Callable[P, RequestInformation]) -> Callable[P, GraphRequest]:
        @wraps(build)
        def request(*args: P.args, **kwargs: P.kwargs) -> GraphRequest:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                return _as_value(route, build(*args, **kwargs))

        return request

    return decorate


def in_version(request: GraphRequest, version: Version) -> GraphRequest:
    """Return a v1.0 request as it stands on another version: only the first segment differs."""
    return replace(request, path=f"/{version}/" + request.path.removeprefix("/v1.0/"))


def _as_value(route: RouteName, information: RequestInformation) -> GraphRequest:
    url = urlsplit(information.url)
    body = _compact(information.content) if information.content else None
    headers = {"content-type": "application/json"} if body else {}
    method = information.http_method.value if information.http_method else ""
    return GraphRequest(str(method), url.path, route, url.query, headers, body)


def _compact(content: bytes) -> bytes:
    """One spelling for one meaning: the door compares bodies byte by byte."""
    return msgspec.json.encode(msgspec.json.decode(content))
