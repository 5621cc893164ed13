"""Run a command of the gate and stop this process, as SIGSTOP does, right before its n-th write leaves.

``python -m tests.faults.stop_before_write N COMMAND...``: the intent is written down, the request is made
ready, and the process goes on from there when it is told to.
"""

import os
import signal
import sys
from typing import Any

from sharepoint_gate.__main__ import main
from sharepoint_gate.graph.model import Answer, GraphRequest
from sharepoint_gate.graph.routes import route_named
from sharepoint_gate.graph.transport import GraphTransport


def stop_before(wanted: int) -> None:
    """Wrap the transport so that the process stops when the wanted write comes to it."""
    asked = 0
    send = GraphTransport.send

    async def counting(self: GraphTransport, request: GraphRequest, **options: Any) -> Answer:
        nonlocal asked
        asked += route_named(request.route).writes
        if route_named(request.route).writes and asked == wanted:
            os.kill(os.getpid(), signal.SIGSTOP)
        return await send(self, request, **options)

    setattr(GraphTransport, "send", counting)  # noqa: B010 - the wrapper takes the options as they come


if __name__ == "__main__":
    stop_before(int(sys.argv[1]))
    sys.argv = ["sharepoint-gate", *sys.argv[2:]]
    main()
