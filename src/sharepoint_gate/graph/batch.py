"""Many reads in few requests: ``$batch`` of 20, each part judged by its own status.

Source: graph:concepts/json-batching
"""

from collections.abc import Mapping, Sequence

import anyio
import msgspec

from sharepoint_gate.errors import AuthenticationError, GateError, GraphError, LawError, UnavailableError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.door import MOST_PARTS
from sharepoint_gate.graph.model import NOT_JSON, Answer, GraphRequest
from sharepoint_gate.graph.refusal import refusal, unexpected
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.transport import ATTEMPTS, BUSY, GraphTransport, worth_another_try

Part = Answer | GraphError
_UNAUTHORISED = 401


class _Response(msgspec.Struct):
    id: str
    status: int
    headers: dict[str, str] = {}
    body: msgspec.Raw = msgspec.Raw(b"")


class _Envelope(msgspec.Struct):
    responses: list[_Response]


class _Round:
    """One attempt at everything that still has no answer."""

    def __init__(self, transport: GraphTransport, reads: Sequence[GraphRequest], parts: list[Part]) -> None:
        self._transport = transport
        self._reads = reads
        self._parts = parts
        self._room = anyio.CapacityLimiter(transport.config.concurrency)
        self._down: UnavailableError | None = None
        self.again: list[int] = []
        self.expired = False
        self.fatal: list[GateError] = []

    async def run(self, indexes: Sequence[int], attempt: int) -> None:
        """Send one batch and sort its parts into answered, to be sent again, and failed.

        A service that was given up once is not tried with every further batch.
        """
        async with self._room:
            try:
                envelope = await self._ask({str(index): self._reads[index] for index in indexes})
            except (AuthenticationError, LawError) as error:
                self.fatal.append(error)
            except GraphError as error:
                self._fail(indexes, error)
            else:
                self._sort(indexes, envelope, attempt)

    def _fail(self, indexes: Sequence[int], error: GraphError) -> None:
        if isinstance(error, UnavailableError):
            self._down = error
        for index in indexes:
            self._parts[index] = error

    async def _ask(self, reads: Mapping[str, GraphRequest]) -> dict[str, Answer]:
        if self._down is not None:
            raise self._down
        answer = await self._transport.send(requests.batch(reads), parts=tuple(reads.values()))
        return _responses(answer, set(reads))

    def _sort(self, indexes: Sequence[int], answers: Mapping[str, Answer], attempt: int) -> None:
        for index in indexes:
            answer = answers.get(str(index))
            self._transport.pace.heed(answer.headers if answer else {})
            if answer is None:
                self.again.append(index)
            elif answer.ok:
                self._parts[index] = answer
            else:
                self._parts[index] = refusal(self._reads[index].route, answer)
                if answer.status == _UNAUTHORISED and attempt == 0:
                    self.expired = True
                    self.again.append(index)
                elif worth_another_try(answer.status, writes=False):
                    self.again.append(index)
                    self._wait(answer, attempt)

    def _wait(self, answer: Answer, attempt: int) -> None:
        if answer.status in BUSY:
            self._transport.meter.throttled += 1
            self._transport.pace.busy(answer.headers, attempt)
        else:
            self._transport.pause.hold(answer.headers, attempt)


class Batcher:
    """Sends reads in batches and returns, for each, its answer or why there is none."""

    def __init__(self, transport: GraphTransport) -> None:
        self._transport = transport

    async def fetch(self, reads: Sequence[GraphRequest]) -> list[Part]:
        """Return the answers in the order of the requests; none is left out.

        Raises:
            AuthenticationError: There is no token; the same will hold for every part.
            LawError: The door does not let a batch pass.
        """
        parts: list[Part] = [_lost(read) for read in reads]
        pending: list[int] = list(range(len(reads)))
        for attempt in range(ATTEMPTS):
            pending = await self._attempt(reads, parts, pending, attempt)
            if not pending:
                break
        return parts

    async def _attempt(
        self, reads: Sequence[GraphRequest], parts: list[Part], pending: Sequence[int], attempt: int
    ) -> list[int]:
        this = _Round(self._transport, reads, parts)
        async with anyio.create_task_group() as group:
            for start in range(0, len(pending), MOST_PARTS):
                group.start_soon(this.run, pending[start : start + MOST_PARTS], attempt)
        if this.fatal:
            raise this.fatal[0]
        if this.expired:
            await self._transport.renew()
        return sorted(this.again)


def _responses(answer: Answer, asked: set[str]) -> dict[str, Answer]:
    try:
        envelope = msgspec.json.decode(answer.body, type=_Envelope)
    except NOT_JSON as error:
        raise unexpected(RouteName.BATCH, "it is not a list of parts", answer) from error
    names = [part.id for part in envelope.responses]
    if len(set(names)) != len(names) or not asked.issuperset(names):
        raise unexpected(RouteName.BATCH, "its parts are not those that were asked for", answer)
    return {part.id: _part(part) for part in envelope.responses}


def _part(part: _Response) -> Answer:
    headers = {name.lower(): value for name, value in part.headers.items()}
    return Answer(part.status, headers, bytes(part.body))


def _lost(read: GraphRequest) -> GraphError:
    return UnavailableError(
        f"Graph's batch left out its answer to {read.route.value}.",
        why="the part was lost each time",
        mend="Run again; if it happens again, read the items singly.",
    )
