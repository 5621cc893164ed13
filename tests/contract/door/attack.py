"""Attacks on the doors that commands open: what they sent is bent and tried at the same transport."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from sharepoint_gate.errors import LawError
from tests.contract.door.judge import Left, Made, wrong
from tests.contract.door.streams import Pool, Program, Raw, bent

_COMMON = {"authorization", "accept", "host", "connection", "content-length", "accept-encoding"}
_COMMON |= {"client-request-id", "user-agent"}


@dataclass(slots=True)
class Tally:
    """What became of the requests at each door.

    Attributes:
        faults: What left and should not have.
        writes: Writes that left while an attack went on.
    """

    tried: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    writes: int = 0


@dataclass(slots=True)
class Watch:
    """One door: what its command sends through it, and what the answers made."""

    seeds: list[Raw] = field(default_factory=list)
    made: Made = field(default_factory=Made)

    async def sent(self, request: httpx.Request) -> None:
        """Keep a request of the command's own."""
        origin = f"https://{request.url.netloc.decode()}"
        kept = tuple((name, value) for name, value in request.headers.items() if name not in _COMMON)
        self.seeds.append(Raw(request.method, origin, request.url.raw_path.decode(), kept, request.content))

    async def answered(self, response: httpx.Response) -> None:
        """Keep what a request of the command's own made."""
        await response.aread()
        self.made.learn(_left(response.request), response.status_code, response.content)


@dataclass(slots=True)
class Attack:
    """Tries programs at one door after another.

    Attributes:
        ids: Foreign ids that requests are bent towards.
        most: So many openings of a door are attacked for each command; the rest only lends its requests.
    """

    programs: Sequence[Program]
    ids: Sequence[str]
    tally: Tally = field(default_factory=Tally)
    most: int = 1
    seen: list[Raw] = field(default_factory=list)
    permits: list[Any] = field(default_factory=list)
    _opened: Counter[str] = field(default_factory=Counter)

    def around(self, command: str, opens: Callable[[Any], AbstractAsyncContextManager[Any]]) -> Any:
        """Return what opens a command's writers, and attacks their door once the command has used them.

        A second door with the same permit is attacked too: at the first one, what went once may not go again.
        """

        @asynccontextmanager
        async def opened(permit: Any) -> AsyncIterator[Any]:
            self.permits.append(permit)
            async with opens(permit) as writers:
                transport, watch = transport_of(writers), Watch()
                with Watched(transport, watch):
                    yield writers
                self.seen += watch.seeds
                self._opened[command] += 1
                if self._opened[command] <= self.most and watch.seeds:
                    await self.try_all(command, transport, permit, watch)
                    async with opens(permit) as fresh:
                        await self.try_all(command, transport_of(fresh), permit, Watch(watch.seeds))

        return opened

    async def try_all(self, command: str, transport: Any, permit: Any, watch: Watch) -> None:
        """Try every program at a door."""
        seeds = [*watch.seeds, *self.seen[:40]]
        if not seeds:
            return
        pool = Pool(self.ids, seeds)
        token = await transport._tokens.token()
        for program in self.programs:
            await self._try(command, transport, permit, watch.made, bent(program, pool), token)

    async def _try(self, command: str, transport: Any, permit: Any, made: Made, raw: Raw, token: str) -> None:
        self.tally.tried[command] += 1
        try:
            request = raw.request(token)
        except (httpx.InvalidURL, ValueError):
            return  # what httpx cannot word, nobody can send
        try:
            response = await transport._client.send(request)
        except (LawError, httpx.TransportError):
            return
        left = _left(request)
        self.tally.passed[command] += 1
        self.tally.writes += left.method != "GET" and not left.target.endswith("$batch")
        fault = _strayed(request, transport.config.base_url) or wrong(left, permit, made)
        if fault:
            self.tally.faults.append(f"{command}: {fault}: {raw}")
        made.learn(left, response.status_code, response.content)


def transport_of(writers: Any) -> Any:
    """Return what writers, or a reader, send through."""
    return getattr(writers, "sharing", writers)._transport


class Watched:
    """Lets a watch see what a client sends of its own accord."""

    def __init__(self, transport: Any, watch: Watch) -> None:
        self.client, self.watch = transport._client, watch

    def __enter__(self) -> None:
        self.client.event_hooks = {"request": [self.watch.sent], "response": [self.watch.answered]}

    def __exit__(self, *_: object) -> None:
        self.client.event_hooks = {}


def _strayed(request: httpx.Request, base_url: str) -> str:
    base = httpx.URL(base_url)
    if (request.url.scheme, request.url.netloc) != (base.scheme, base.netloc):
        return "it went to another host"
    if request.headers.get_list("host") != [base.netloc.decode()]:
        return "it names another host"
    if set(request.extensions) - {"timeout"}:
        return "another request line than the one that was judged"
    return ""


def _left(request: httpx.Request) -> Left:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Left(request.method, request.url.raw_path.decode(), headers, request.content)
