"""A tenant with a very large library: how long it takes to begin and to go on, and what it answers a second.

The client is this process, the tenant another one, with TLS between them. The floor is the same server with
nothing behind it, which answers as many bytes, asked by the same client.

Usage: ``python -m tests.bench.large ITEMS`` prints one JSON object.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from tests.bench.bare import Bare
from tests.bench.machine import cpu_of, memory_of
from tests.emulator.raw import Emulator, Graph

ITEMS = 200_000
SHARED = 0.02
_SINGLE, _BATCHES, _BATCH = 1_000, 150, 20
_FILES_A_FOLDER = 20
_READERS = 25


def seed_of(items: int) -> dict[str, Any]:
    """Return a tenant whose library holds so many folders and files, two in a hundred with their own link."""
    keys = [f"p{number:02d}" for number in range(_READERS)]
    folders = items // _FILES_A_FOLDER
    return {
        "users": [
            {
                "key": key,
                "name": f"Reader {key}",
                "upn": f"{key}@westmarsh.example",
                "type": "Member",
                "mail": f"{key}@westmarsh.example",
            }
            for key in keys
        ],
        "team": {"name": "Westmarsh", "owners": [keys[0]], "members": keys[1:]},
        "channel": {"name": "Reviews", "owners": [keys[0]], "members": keys[1:2]},
        "bulk": [
            {
                "folder": "Archive",
                "folders": folders,
                "files": items - folders,
                "shared": SHARED,
                "people": keys[2:],
            }
        ],
    }


def measure(items: int = ITEMS) -> dict[str, Any]:
    """Return seconds, memory and answers a second at this size."""
    with tempfile.TemporaryDirectory() as name:
        folder, seed = Path(name) / "tenant", Path(name) / "seed.json"
        seed.write_bytes(msgspec.json.encode(seed_of(items)))
        with _running(folder, seed) as (tenant, seconds):
            begun = _weight(tenant, folder, seconds)
            figures = _reads(tenant)
            enumeration = {f"pages_of_{size}": _delta(tenant, size) for size in (200, 1_000)}
            after = memory_of(tenant.process.pid)
        with _running(folder, None) as (tenant, seconds):
            going_on = _weight(tenant, folder, seconds)
    return {
        "items": items,
        "with_sharing_of_their_own": SHARED,
        "from_its_seed": begun,
        **figures,
        "delta": enumeration,
        "mib_after_all_that": after,
        "goes_on": going_on,
    }


@contextmanager
def _running(folder: Path, seed: Path | None) -> Iterator[tuple[Emulator, float]]:
    begin = perf_counter()
    tenant = Emulator(folder, seed)
    try:
        yield tenant, perf_counter() - begin
    finally:
        tenant.stop()


def _weight(tenant: Emulator, folder: Path, seconds: float) -> dict[str, Any]:
    disk = sum(file.stat().st_size for file in folder.iterdir())
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu_of(tenant.process.pid), 1),
        "mib": memory_of(tenant.process.pid),
        "mib_at_most": memory_of(tenant.process.pid, peak=True),
        "mib_on_disk": round(disk / 2**20, 1),
    }


def _reads(tenant: Emulator) -> dict[str, Any]:
    """Read permissions of items from all over the library, singly and in batches, beside the floor."""
    graph = tenant.app("reconciler")
    paths = _paths(graph)
    single = _timed(tenant, _SINGLE, lambda: [graph("GET", f"/v1.0{path}") for path in paths[:_SINGLE]])
    bodies = [_envelope(paths[at * _BATCH : (at + 1) * _BATCH]) for at in range(_BATCHES)]
    batch = _timed(tenant, _BATCH * _BATCHES, lambda: [_sent(graph, body) for body in bodies])
    one, many = graph("GET", f"/v1.0{paths[0]}"), _sent(graph, bodies[0])
    with Bare(len(one.content)) as bare:
        bare_single = _timed(bare, _SINGLE, lambda: [bare.sent(b"") for _ in range(_SINGLE)])
    with Bare(len(many.content)) as bare:
        bare_batch = _timed(bare, _BATCH * _BATCHES, lambda: [bare.sent(body) for body in bodies])
    return {
        "permission_reads_singly": {**single, "floor": bare_single},
        "permission_reads_in_batches_of_20": {**batch, "floor": bare_batch},
    }


def _paths(graph: Graph) -> list[str]:
    """Return the permissions of as many items as are asked for, from the first to the last of the ids."""
    drive = drive_of(graph)
    link = f"/v1.0/drives/{drive}/root/delta?$top=1000&$select=id"
    ids: list[str] = []
    while len(ids) < _BATCH * _BATCHES and link:
        page = graph.follow(link).json
        ids += [row["id"] for row in page["value"]]
        link = page.get("@odata.nextLink", "")
    wanted = (ids * (_BATCH * _BATCHES // len(ids) + 1))[: _BATCH * _BATCHES]
    return [f"/drives/{drive}/items/{id_}/permissions" for id_ in wanted]


def drive_of(graph: Graph) -> str:
    """Return the id of the channel's library."""
    site = "contoso.sharepoint.example:/sites/Westmarsh-Reviews:"
    return str(graph("GET", f"/v1.0/sites/{site}/drive").json["id"])


def _envelope(paths: Sequence[str]) -> bytes:
    parts = [{"id": str(at), "method": "GET", "url": path} for at, path in enumerate(paths)]
    return msgspec.json.encode({"requests": parts})


def _sent(graph: Graph, body: bytes) -> Any:
    reply = graph("POST", "/v1.0/$batch", body)
    assert reply.status == 200, reply.content
    return reply


def _timed(server: Emulator | Bare, count: int, work: Callable[[], Any]) -> dict[str, Any]:
    used, begin = cpu_of(server.process.pid), perf_counter()
    work()
    seconds, used = perf_counter() - begin, cpu_of(server.process.pid) - used
    return {"a_second": round(count / seconds), "a_processor_second": round(count / max(used, 0.01))}


def _delta(tenant: Emulator, size: int) -> dict[str, Any]:
    """Walk through the whole library, and tell whether the tenant's memory grew by it."""
    graph = tenant.app("reconciler")
    drive = drive_of(graph)
    before, begin, items = memory_of(tenant.process.pid), perf_counter(), 0
    link = f"/v1.0/drives/{drive}/root/delta?$top={size}"
    while link:
        page = graph.follow(link).json
        items += len(page["value"])
        link = page.get("@odata.nextLink", "")
    seconds = perf_counter() - begin
    grown = memory_of(tenant.process.pid) - before
    return {
        "items_a_second": round(items / seconds),
        "seconds": round(seconds, 1),
        "mib_more": round(grown, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS), indent=2))
