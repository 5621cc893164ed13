"""Run a command of the gate and ask it to stop, as a supervisor does, when its n-th mail was answered.

``python -m tests.faults.stop_at_mail N COMMAND...``
"""

import os
import signal
import sys

import anyio
import httpx

from sharepoint_gate.__main__ import main

HEARD_S = 0.1


def stop_at(wanted: int) -> None:
    """Wrap the client so that the wanted answer comes with a SIGTERM, which is heard before anything else."""
    answered = 0
    inner = httpx.AsyncHTTPTransport.handle_async_request

    async def counting(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        nonlocal answered
        response = await inner(self, request)
        is_mail = request.url.path.endswith("/sendMail")
        answered += is_mail
        if is_mail and answered == wanted:
            os.kill(os.getpid(), signal.SIGTERM)
            await anyio.sleep(HEARD_S)
        return response

    httpx.AsyncHTTPTransport.handle_async_request = counting  # type: ignore[method-assign]


if __name__ == "__main__":
    stop_at(int(sys.argv[1]))
    sys.argv = ["sharepoint-gate", *sys.argv[2:]]
    main()
