"""An audit of a large library, beside what the same reading costs at least and beside a walk item by item.

The emulator is a process of its own; so is the audit, so that its peak of memory and its processor time are
its own. The walk is measured at 10,000 items and reckoned beyond, for it costs the same for each item.

Usage: ``python -m tests.bench.audits READY TEAM CHANNEL`` audits one tenant and prints one JSON object.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import anyio
import msgspec

from sharepoint_gate.access.audited_bare import bare_roster
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.graph.config import ClientSecret, TenantConfig
from sharepoint_gate.graph.tenant import open_tenant
from sharepoint_gate.jobs.audit import Auditor, audit
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.roster.rules import Rules
from sharepoint_gate.timekeeping import SystemClock
from tests.bench.large import SHARED, drive_of, seed_of
from tests.emulator.raw import Emulator, Graph

SIZES = (10_000, 100_000)
MEASURED = SIZES[0]
PAGE = 1_000
FIRST_PAGE, FURTHER_PAGE, PERMISSIONS = 2, 1, 5
ROLES = ["Sites.FullControl.All", "User.Read.All", "Team.ReadBasic.All", "Channel.ReadBasic.All"]
AROUND = {"to find the channel": 3, "members, owners": 2, "settings, library, applications": 4}
FILES_A_FOLDER = (20, 300)


def measure() -> dict[str, Any]:
    """Return the audit at each size, with few and with many files a folder."""
    return {
        f"{files}_files_a_folder": {f"{size}_items": _at(size, files) for size in SIZES}
        for files in FILES_A_FOLDER
    }


def _at(items: int, files_a_folder: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder, seed = Path(name) / "tenant", Path(name) / "seed.json"
        seed.write_bytes(msgspec.json.encode(_seed(items, files_a_folder)))
        tenant = Emulator(folder, seed)
        try:
            return _measured(tenant, items, files_a_folder)
        finally:
            tenant.stop()


def _seed(items: int, files_a_folder: int) -> dict[str, Any]:
    seed = seed_of(items)
    folders = items // files_a_folder
    seed["bulk"][0] |= {"folders": folders, "files": items - folders}
    seed["apps"] = {"auditor": {"roles": [*ROLES, "ChannelMember.Read.All"]}, "reconciler": {"roles": ROLES}}
    return seed


def _measured(tenant: Emulator, items: int, files_a_folder: int) -> dict[str, Any]:
    audit = _audited(tenant.ready)
    units = tenant.admin("GET", "meter")["auditor"]["units"]
    floor = _floor(audit["listed"], audit["folders"], audit["shared"])
    walked = _walked(tenant, items, audit["listed"], audit["folders"])
    return {
        **audit,
        "units": units,
        "floor": floor,
        "units_by_floor": round(units / floor["units"], 3),
        "item_by_item": walked,
        "fewer_units_than_item_by_item": round(walked["units"] / units, 1),
        "fewer_if_folders_were_not_read": round(walked["units"] / (units - floor["folders"]), 1),
        "files_a_folder": files_a_folder,
        "with_sharing_of_their_own": SHARED,
    }


def _floor(listed: int, folders: int, shared: int) -> dict[str, int]:
    """Return the least: the list by pages, each folder, each file that shares, and what lies around."""
    parts = {
        "delta": FIRST_PAGE + (ceil(listed / PAGE) - 1) * FURTHER_PAGE,
        "folders": PERMISSIONS * folders,
        "shared_files": PERMISSIONS * shared,
        "around": sum(AROUND.values()),
    }
    return {**parts, "units": sum(parts.values())}


def _walked(tenant: Emulator, items: int, listed: int, folders: int) -> dict[str, Any]:
    """Walk at the smaller size; beyond, each item costs its permissions and each folder its pages."""
    if items == MEASURED:
        return {**_walk(tenant), "measured": True}
    return {"units": PERMISSIONS * listed + folders, "measured": False}


def _walk(tenant: Emulator) -> dict[str, Any]:
    """Ask for each item by itself, folder by folder, as a naive script does."""
    graph, begin, before = tenant.app("reconciler"), perf_counter(), _units(tenant)
    items = f"/v1.0/drives/{drive_of(graph)}/items"
    waiting, seen, requests = ["root"], 0, 0
    while waiting:
        item = waiting.pop()
        children, pages = _rows(graph, f"{items}/{item}/children")
        files = [row["id"] for row in children if "folder" not in row]
        waiting += [row["id"] for row in children if "folder" in row]
        asked = [_rows(graph, f"{items}/{one}/permissions")[1] for one in (item, *files)]
        seen, requests = seen + len(asked), requests + pages + sum(asked)
    seconds = round(perf_counter() - begin, 1)
    return {"items": seen, "requests": requests, "units": _units(tenant) - before, "seconds": seconds}


def _rows(graph: Graph, path: str) -> tuple[list[Any], int]:
    rows, pages, link = list[Any](), 0, path
    while link:
        page = graph.follow(link).json
        rows, pages, link = rows + page["value"], pages + 1, page.get("@odata.nextLink", "")
    return rows, pages


def _units(tenant: Emulator) -> int:
    usage = tenant.admin("GET", "meter").get("reconciler", {})
    return int(usage.get("units", 0))


def _audited(ready: Mapping[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.audits", json.dumps(ready)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


async def _audit(ready: Mapping[str, Any]) -> dict[str, Any]:
    """Audit a tenant in this process without a roster, and count what it took."""
    app = ready["apps"]["auditor"]
    config = TenantConfig(
        tenant_id=ready["tenant_id"],
        client_id=app["client_id"],
        credential=ClientSecret(app["client_secret"]),
        authority=ready["authority"],
        base_url=ready["base_url"],
        ca_file=Path(ready["ca_file"]),
        page_size=PAGE,
    )
    clock, begin = SystemClock(), perf_counter()
    register, book = AgreementRegister((), {}), ProcessBook({}, {})
    declared = Declared(bare_roster("Westmarsh", "Reviews"), book, register, Rules(frozenset(), frozenset()))
    async with open_tenant(config, clock) as tenant:
        before = process_time()
        auditor = Auditor(
            tenant.reader,
            tenant.audit_reader,
            tenant.probe_reader,
            clock,
            Memory({}, {}, {}),
            config.client_id,
        )
        report = await audit(declared, auditor, with_roster=False, rehearsal=True)
        meter = tenant.meter
    lines = {line.what: line for line in report.coverage}
    listed = lines["the library's files and folders"].count or 0
    resting = lines["files that share nothing of their own"].count or 0
    shared = len([one for one in report.findings if one.kind.value == "foreign-link"])
    used = process_time() - before
    return {
        "listed": listed,
        "folders": listed - resting - shared,
        "shared": shared,
        "own_meter": meter.units,
        "requests": meter.requests,
        "seconds": round(perf_counter() - begin, 1),
        "cpu_seconds": round(used, 2),
        "cpu_seconds_per_1000_items": round(used / listed * 1000, 3),
        "mib_at_most": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(anyio.run(_audit, json.loads(sys.argv[1]))))
