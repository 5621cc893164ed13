"""A library of a million items: memory and disk (spo:service-limits#items in lists and libraries)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.large import seed_of
from tests.bench.machine import memory_of
from tests.emulator.raw import Emulator, Graph

_ITEMS = 1_000_000
_MOST_MIB = 3 * 1024
_STEADY_MIB = 64


@pytest.mark.long
def test_a_million_items_fit_and_stay_as_they_are(tmp_path: Path) -> None:
    """Memory and disk together stay below 3 GiB, reading everything adds nothing, and it goes on."""
    folder, seed = tmp_path / "tenant", tmp_path / "seed.json"
    seed.write_text(json.dumps(seed_of(_ITEMS)))
    tenant = Emulator(folder, seed)
    disk = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
    assert memory_of(tenant.process.pid, peak=True) + disk < _MOST_MIB
    graph = _graph(tenant)
    before = memory_of(tenant.process.pid)
    assert _enumerated(graph) == _ITEMS + 3, (
        "the top, the channel's folder and the one for the many come along"
    )
    assert memory_of(tenant.process.pid) - before < _STEADY_MIB
    row = graph("GET", f"{_drive(graph)}/root:/Reviews/Archive/folder-000050").json
    assert tenant.stop() == 0
    again = Emulator(folder)
    assert memory_of(again.process.pid, peak=True) + disk < _MOST_MIB
    graph = _graph(again)
    assert graph("GET", f"{_drive(graph)}/items/{row['id']}").json["name"] == "folder-000050"
    assert again.stop() == 0


def _graph(tenant: Emulator) -> Graph:
    tenant.admin("PUT", "quirks", {"pages.delta": 1_000})
    return tenant.app("reconciler")


def _drive(graph: Graph) -> str:
    site = "/v1.0/sites/contoso.sharepoint.example:/sites/Westmarsh-Reviews:/drive"
    return f"/v1.0/drives/{graph('GET', site).json['id']}"


def _enumerated(graph: Graph) -> int:
    page: dict[str, Any] = graph("GET", f"{_drive(graph)}/root/delta").json
    count = len(page["value"])
    while "@odata.nextLink" in page:
        page = graph.follow(page["@odata.nextLink"]).json
        count += len(page["value"])
    return count
