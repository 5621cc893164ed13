"""What is on its way out: one thread for each address while there is something to bring there.

The threads touch nothing of the tenant: they take copies, and leave outcomes for whoever holds the tenant.
"""

import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from graph_emulator.subscriptions.models import Attempt
from graph_emulator.subscriptions.posting import Heard, post

_ANSWER_S = 3.0
_SLOW_S = 2.9
_GOOD = range(200, 300)
_PAUSES_S = (0.05, 0.2)
Post = Callable[[str, bytes, str, ssl.SSLContext, float], Heard]


@dataclass(frozen=True, kw_only=True, eq=False)
class Parcel:
    """One notice on its way; two parcels with the same notice are two journeys."""

    notice_id: str
    body: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one parcel."""

    parcel: Parcel
    url: str
    attempts: tuple[Attempt, ...]

    @property
    def arrived(self) -> bool:
        """Whether the last attempt was answered with a 2xx in time."""
        return self.attempts[-1].status in _GOOD


class Outbox:
    """Brings parcels to their addresses, and remembers what became of them.

    Attributes:
        context: How receivers' certificates are checked.
    """

    def __init__(self, context: ssl.SSLContext, send: Post = post) -> None:
        self.context = context
        self._send = send
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Parcel]] = {}
        self._outcomes: list[Outcome] = []

    def hand(self, url: str, parcels: Sequence[Parcel]) -> None:
        """Take parcels for an address; what waits for the same address goes in one POST."""
        with self._lock:
            begins = url not in self._waiting
            self._waiting.setdefault(url, []).extend(parcels)
        if begins:
            threading.Thread(target=self._bring, args=(url,), daemon=True).start()

    def outcomes(self) -> list[Outcome]:
        """Return what became of parcels since this was last asked."""
        with self._lock:
            found, self._outcomes = self._outcomes, []
        return found

    def _bring(self, url: str) -> None:
        while parcels := self._next(url):
            attempts = self._tried(url, parcels)
            with self._lock:
                self._outcomes += [Outcome(parcel=one, url=url, attempts=attempts) for one in parcels]

    def _next(self, url: str) -> list[Parcel]:
        with self._lock:
            parcels = self._waiting[url]
            if parcels:
                self._waiting[url] = []
            else:
                del self._waiting[url]
        return parcels

    def _tried(self, url: str, parcels: list[Parcel]) -> tuple[Attempt, ...]:
        body = msgspec.json.encode({"value": [one.body for one in parcels]})
        attempts = [self._attempt(url, body)]
        for pause_s in _PAUSES_S:
            if attempts[-1].status in _GOOD:
                break
            time.sleep(pause_s)
            attempts.append(self._attempt(url, body))
        return tuple(attempts)

    def _attempt(self, url: str, body: bytes) -> Attempt:
        heard = self._send(url, body, "application/json; charset=utf-8", self.context, _ANSWER_S)
        return Attempt(status=heard.status, slow=heard.elapsed_s > _SLOW_S, error=heard.error)
