"""`$batch`: up to twenty requests in one, each priced, throttled, journalled and answered for itself.

Source: graph:concepts/json-batching
"""

from typing import Any

import msgspec

from graph_emulator.batch_parts import Part, malformed, read_parts
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.gateway import Gateway
from graph_emulator.kernel.injected import injected_refusal
from graph_emulator.kernel.sending import HTML_TYPE, PROXY_PAGE, hampered, shown_body, spoiled
from graph_emulator.kernel.wire import JSON_TYPE, Reply, Request
from graph_emulator.kernel.work import Outcome

ROUTE_NAME = "POST /$batch"
_FAILED_FROM = 400
_FOREIGN = ("//", "/v1.0/", "/beta/", "v1.0/", "beta/")

Response = dict[str, Any]


def answer_batch(gateway: Gateway, request: Request) -> Reply:
    """Carry out a batch; the envelope is 200 even when every part failed.

    Args:
        gateway: The door that each part goes through.
        request: The envelope; its path is the version followed by `/$batch`.

    Raises:
        GraphFault: The envelope itself is malformed or hit by a fault, so that no part was carried out.
    """
    parts = read_parts(request, gateway.state.quirks)
    fault = _fault_of_envelope(gateway)
    if fault == "cut-before":
        return Reply(status=0, cut="before")
    version = request.path.split("/")[1]
    outcomes: dict[str, Outcome] = {}
    for part in parts:
        outcomes[part.key] = _outcome(gateway, part, outcomes, request, version)
    responses: list[Response] = []
    for part in _scrambled(parts):
        responses += _responses(part, outcomes[part.key])
    _note(gateway, version, request, responses)
    body = msgspec.json.encode({"responses": _tampered(responses, fault)})
    reply = Reply(status=200, body=body, headers={"content-type": JSON_TYPE})
    return _hampered_by_parts(spoiled(reply, fault), outcomes)


def _fault_of_envelope(gateway: Gateway) -> str | None:
    now = gateway.state.clock.now()
    fault = gateway.injector.kind_for(ROUTE_NAME, now)
    refusal = injected_refusal(fault or "", now)
    if refusal is not None:
        raise refusal
    return fault


def _outcome(
    gateway: Gateway, part: Part, before: dict[str, Outcome], envelope: Request, version: str
) -> Outcome:
    if any(before[name].answer.status >= _FAILED_FROM for name in part.parents):
        message = "The request was not carried out because one that it depends on failed."
        return gateway.refuse(envelope, GraphFault(424, "FailedDependency", message))
    try:
        _check_address(part)
        request = part.request(envelope, version)
    except GraphFault as fault:
        return gateway.refuse(envelope, fault)
    return gateway.perform(request)


def _check_address(part: Part) -> None:
    """Refuse an address with a host or a version, and a batch within a batch."""
    if "://" in part.url.partition("?")[0] or part.url.startswith(_FOREIGN):
        raise malformed("The url of a request in a batch is relative and names no version.")
    if part.url.removeprefix("/").partition("?")[0] == "$batch":
        raise malformed("A batch cannot hold another batch.")


def _responses(part: Part, outcome: Outcome) -> list[Response]:
    """Return what the batch says about a part: one response, or none or two where a fault wants it so."""
    times = {"lost-part": 0, "duplicate-part": 2}.get(outcome.fault or "", 1)
    return [_response(part, outcome)] * times


def _response(part: Part, outcome: Outcome) -> Response:
    headers = dict(outcome.answer.headers)
    body = shown_body(outcome)
    if outcome.fault == "wrong-content-type":
        body, headers["Content-Type"] = PROXY_PAGE, HTML_TYPE
    elif body is not None:
        kind = headers.pop("content-type", None)  # what is not JSON is shown in base64, under its own type
        headers["Content-Type"] = kind or JSON_TYPE
    response: Response = {"id": part.id, "status": outcome.answer.status, "headers": headers}
    return response if body is None or outcome.fault == "empty-body" else {**response, "body": body}


def _tampered(responses: list[Response], fault: str | None) -> list[Response]:
    if fault == "half-page":
        return responses[: len(responses) // 2]
    if fault == "lost-part":
        return responses[:-1]
    return [*responses, responses[0]] if fault == "duplicate-part" else responses


def _hampered_by_parts(reply: Reply, outcomes: dict[str, Outcome]) -> Reply:
    for outcome in outcomes.values():
        if reply.cut:
            break
        reply = hampered(reply, outcome.fault)
    return reply


def _note(gateway: Gateway, version: str, request: Request, responses: list[Response]) -> None:
    """Keep how the parts are wrapped; what they say is noted where each is performed."""
    if gateway.recorder.is_listening:
        wrapped = [{**one, "body": {}} if "body" in one else one for one in responses]
        gateway.recorder.note(version, ROUTE_NAME, 200, request, {"responses": wrapped})


def _scrambled(parts: list[Part]) -> list[Part]:
    """Answer in another order than asked, since callers may not rely on it."""
    return parts[1::2] + parts[0::2]
