"""`$batch`: up to twenty requests in one, each priced, journalled and answered for itself.

Source: graph:concepts/json-batching
"""

from typing import Any

import msgspec

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.gateway import Gateway, Outcome
from graph_emulator.kernel.routes import Answer
from graph_emulator.kernel.sending import shown_body, spoiled
from graph_emulator.kernel.wire import JSON_TYPE, Reply, Request, json_object

ROUTE_NAME = "POST /$batch"
_MOST = 20
_FAILED_FROM = 400


class Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """One request of a batch, as it is sent."""

    id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: Any = None
    depends_on: list[str] = []


def answer_batch(gateway: Gateway, request: Request) -> Reply:
    """Carry out a batch; the envelope is 200 even when every part failed.

    Args:
        gateway: The door that each part goes through.
        request: The envelope; its path is the version followed by `/$batch`.

    Raises:
        GraphFault: The envelope itself is malformed, so that no part was carried out.
    """
    parts = _parts(request)
    fault = gateway.injector.kind_for(ROUTE_NAME)
    version = request.path.split("/")[1]
    outcomes: dict[str, Outcome] = {}
    for part in parts:
        outcomes[part.id.casefold()] = _outcome(gateway, part, outcomes, request, version)
    responses = [_response(part, outcomes[part.id.casefold()]) for part in _scrambled(parts)]
    reply = Reply(status=200, body=msgspec.json.encode({"responses": responses}))
    # What the parts say is noted where each is performed: here only how they are wrapped.
    wrapped = [{**one, "body": {}} if "body" in one else one for one in responses]
    gateway.recorder.note(version, ROUTE_NAME, 200, request, {"responses": wrapped})
    reply.headers = {"content-type": JSON_TYPE}
    for each in (fault, *(outcome.fault for outcome in outcomes.values())):
        reply = spoiled(reply, each)
        if reply.cut:
            break
    return reply


def _parts(request: Request) -> list[Part]:
    envelope = json_object(request.body)
    try:
        parts = msgspec.convert(envelope.get("requests"), list[Part])
    except msgspec.ValidationError as error:
        raise _malformed(f"Invalid batch payload format: {error}.") from error
    if set(envelope) != {"requests"} or not parts:
        raise _malformed("Invalid batch payload format.")
    if len(parts) > _MOST:
        raise _malformed(f"Number of batch request steps exceeds the maximum value of {_MOST}.")
    _check_ids(parts)
    return parts


def _check_ids(parts: list[Part]) -> None:
    seen: set[str] = set()
    for part in parts:
        if part.id.casefold() in seen:
            raise _malformed(f"Duplicate request id '{part.id}'.")
        if not {name.casefold() for name in part.depends_on} <= seen:
            raise _malformed(f"Request '{part.id}' depends on one that does not come before it.")
        seen.add(part.id.casefold())


def _outcome(
    gateway: Gateway, part: Part, before: dict[str, Outcome], envelope: Request, version: str
) -> Outcome:
    if any(before[name.casefold()].answer.status >= _FAILED_FROM for name in part.depends_on):
        message = "The request was not carried out because one that it depends on failed."
        return _refused(424, "FailedDependency", message)
    if not part.url.startswith("/") or part.url.startswith(("//", "/v1.0/", "/beta/", "/$batch")):
        return _refused(
            400, "BadRequest", "The url of a request in a batch is relative and names no version."
        )
    headers = {name.casefold(): value for name, value in part.headers.items()}
    if part.body is not None and "content-type" not in headers:
        return _refused(400, "BadRequest", "A request with a body needs a Content-Type header.")
    return gateway.perform(_inner(part, headers, envelope, version))


def _inner(part: Part, headers: dict[str, str], envelope: Request, version: str) -> Request:
    path, _, query = part.url.partition("?")
    if "authorization" in envelope.headers:
        headers = {"authorization": envelope.headers["authorization"], **headers}
    body = b"" if part.body is None else msgspec.json.encode(part.body)
    return Request(method=part.method, path=f"/{version}{path}", query=query, headers=headers, body=body)


def _response(part: Part, outcome: Outcome) -> dict[str, object]:
    headers = dict(outcome.answer.headers)
    body = shown_body(outcome)
    if body is not None:
        headers["Content-Type"] = JSON_TYPE
    response: dict[str, object] = {"id": part.id, "status": outcome.answer.status, "headers": headers}
    return response if body is None else {**response, "body": body}


def _scrambled(parts: list[Part]) -> list[Part]:
    """Answer in another order than asked, since callers may not rely on it."""
    return parts[1::2] + parts[0::2]


def _refused(status: int, code: str, message: str) -> Outcome:
    return Outcome(answer=Answer(status=status, body={"error": {"code": code, "message": message}}))


def _malformed(message: str) -> GraphFault:
    return GraphFault(400, "BadRequest", message)
