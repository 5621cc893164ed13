"""Tenants with libraries of any size, and how much work the emulator does: counted, never timed."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from graph_emulator.files.models import Drive, Item
from graph_emulator.files.seeding import item_at_path
from graph_emulator.seed.document import as_seed
from graph_emulator.tenant import Tenant
from tests.emulator.in_process import InProcess, read

FULL = ["Sites.FullControl.All", "Files.ReadWrite.All"]
KEYS = [f"p{number}" for number in range(6)]


def seed_of(count: int, folders: int, shared: float = 0.02, **more: Any) -> dict[str, Any]:
    """Return a tenant with so many folders and files below `Archive`."""
    users = [
        {"key": key, "name": key, "upn": f"{key}@marsh.example", "type": "Member", "mail": None}
        for key in KEYS
    ]
    many = {"folder": "Archive", "folders": folders, "files": count, "shared": shared, "people": KEYS[2:]}
    return {
        "apps": {"reconciler": {"roles": FULL, "sharepoint_roles": FULL[:1]}},
        "users": users,
        "team": {"name": "Marsh", "owners": KEYS[:1], "members": KEYS[1:]},
        "channel": {"name": "Reviews", "owners": KEYS[:1], "members": KEYS[1:2]},
        "bulk": [many],
        **more,
    }


class World:
    """A large tenant without a server."""

    def __init__(self, folder: Path, seed: dict[str, Any]) -> None:
        self.tenant = Tenant(folder, as_seed(seed))
        self.door = InProcess(self.tenant)
        self.drive = next(iter(self.tenant.state.every(Drive)))

    def item(self, path: str) -> Item:
        """Return the item at a path below the channel's folder."""
        return item_at_path(self.tenant.state, path)

    def graph(self, method: str, path: str, body: Any = None, caller: str = "reconciler") -> Any:
        """Send a request about the library's items, which has to go well, and return what it says."""
        reply = self.door.ask(caller, method, f"/v1.0/drives/{self.drive.id}{path}", body)
        assert reply.status < 300, reply.body
        return read(reply) if reply.body else None

    def rest(self, path: str) -> Any:
        """Read something of SharePoint's own interface, which has to go well."""
        reply = self.door.ask(
            "reconciler", "GET", f"/sites/Marsh-Reviews/_api/web{path}", accept="application/json"
        )
        assert reply.status < 300, reply.body
        return read(reply)


def steps_of(work: Callable[[], Any]) -> int:
    """Return how many steps of the interpreter some work takes, which no other work disturbs."""
    steps = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def calls_of(work: Callable[[], Any]) -> int:
    """Return how many calls some work makes: coarser than steps, and cheap enough for much work."""
    calls = 0

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls
