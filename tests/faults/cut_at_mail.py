"""Run a command of the gate and kill this process outright at one point of its n-th mail.

``python -m tests.faults.cut_at_mail N POINT COMMAND...``; POINT is ``before-intent``, ``after-intent``,
``after-send`` (sent, no answer read), ``after-answer`` (before the outcome is written) or ``after-outcome``.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import httpx

from sharepoint_gate.__main__ import main
from sharepoint_gate.store.mails import SqliteMailLedger

POINTS = ("before-intent", "after-intent", "after-send", "after-answer", "after-outcome")


def die() -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def around(owner: type, name: str, wanted: int, *, first: bool) -> None:
    """Die before or after the n-th call of a method of the ledger."""
    inner: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def counting(self: Any, *arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == wanted and first:
            die()
        result = inner(self, *arguments)
        if calls == wanted:
            die()
        return result

    setattr(owner, name, counting)


def at_the_wire(wanted: int) -> None:
    """Die when the n-th mail was answered, before the gate sees the answer."""
    inner = httpx.AsyncHTTPTransport.handle_async_request
    calls = 0

    async def counting(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        nonlocal calls
        response = await inner(self, request)
        calls += request.url.path.endswith("/sendMail")
        if calls == wanted:
            die()
        return response

    httpx.AsyncHTTPTransport.handle_async_request = counting  # type: ignore[method-assign]


def arm(wanted: int, point: str) -> None:
    """Prepare the cut."""
    if point == "after-send":
        at_the_wire(wanted)
    else:
        method = "intend" if point.endswith("intent") else "settle"
        around(SqliteMailLedger, method, wanted, first=point in {"before-intent", "after-answer"})


if __name__ == "__main__":
    arm(int(sys.argv[1]), sys.argv[2])
    sys.argv = ["sharepoint-gate", *sys.argv[3:]]
    main()
