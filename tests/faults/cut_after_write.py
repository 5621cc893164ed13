"""Run a command of the gate and kill this process outright after the n-th write was answered.

``python -m tests.faults.cut_after_write N COMMAND...`` exits by SIGKILL, or as the command does when it makes
fewer than N writes. Only the HTTP library is wrapped; the gate is the one that people run.
"""

import os
import signal
import sys
from typing import Any

import httpx

from sharepoint_gate.__main__ import main


def is_write(request: httpx.Request) -> bool:
    """Tell whether a request changes a tenant: no read, token, batch of reads or clock of the rehearsal."""
    reads = ("$batch", "%24batch", "/oauth2/", "__emulator__")
    return request.method != "GET" and not any(part in request.url.path for part in reads)


def cut_after(wanted: int) -> None:
    """Wrap the client so that the process dies as soon as the wanted answer is there."""
    answered = 0
    send = httpx.AsyncClient.send

    async def counting(self: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
        nonlocal answered
        response = await send(self, request, **options)
        answered += is_write(request)
        if is_write(request) and answered == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    httpx.AsyncClient.send = counting  # type: ignore[method-assign]


if __name__ == "__main__":
    cut_after(int(sys.argv[1]))
    sys.argv = ["sharepoint-gate", *sys.argv[2:]]
    main()
