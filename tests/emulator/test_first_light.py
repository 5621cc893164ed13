"""The process as its users start it: ready line, tokens, one read."""

import json
from pathlib import Path

from tests.emulator.conftest import Start
from tests.emulator.raw import Emulator, Graph


def test_ready_line_is_also_in_the_folder(tmp_path: Path, start: Start) -> None:
    """What is printed when the emulator is ready stands in ready.json too, with every documented key."""
    emulator = start(tmp_path)
    assert json.loads((tmp_path / "ready.json").read_text()) == emulator.ready
    assert set(emulator.ready) == {
        "base_url",
        "authority",
        "tenant_id",
        "ca_file",
        "admin_url",
        "now",
        "apps",
        "pid",
    }
    assert emulator.ready["authority"].endswith(emulator.ready["tenant_id"])
    assert emulator.ready["now"] == "2026-03-02T09:00:00Z"
    assert emulator.ready["pid"] == emulator.process.pid


def test_a_seeded_person_can_be_read(emulator: Emulator, reconciler: Graph) -> None:
    """GET /users/{upn} answers with a person of the seed (graph:api/user-get)."""
    reply = reconciler("GET", "/v1.0/users/ann@smallbridge.example")
    assert reply.status == 200
    assert reply.json["displayName"] == "Ann Archer"
    assert reply.headers["request-id"]
    assert emulator.process.poll() is None
