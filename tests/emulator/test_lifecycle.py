"""The process and its folder: beginning, end, restart, and what survives a kill."""

import http.client
import signal
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from graph_emulator.directory.models import Application
from graph_emulator.doors import Doors
from graph_emulator.files.models import Item
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.source import read_seed
from graph_emulator.tenant import Tenant
from tests.emulator.conftest import SMALL, Start
from tests.emulator.raw import Emulator, Graph


def _folder_call(emulator: Emulator) -> str:
    channel = emulator.admin("GET", "state")["channels"][0]
    return f"/v1.0/drives/{channel['drive_id']}/items/{channel['folder_id']}/children"


def test_restart_goes_on_with_the_same_tenant(tmp_path: Path, start: Start) -> None:
    """Ids, secrets, authority and journal are the same after a restart; a seed is not applied again."""
    first = start(tmp_path)
    path = _folder_call(first)
    made = first.app("reconciler")("POST", path, {"name": "RR-2026-002", "folder": {}})
    assert made.status == 201, made.content
    first.admin("POST", "clock", {"advance": "P1D"})
    first.admin("PUT", "quirks", {"pages.delta": 3})
    before = first.admin("GET", "state")
    ca = Path(first.ready["ca_file"]).read_bytes()
    journal = first.admin("GET", "journal")
    assert first.stop() == 0
    second = start(tmp_path, SMALL)
    assert second.admin("GET", "state") == before
    assert second.ready["apps"] == first.ready["apps"]
    assert second.ready["tenant_id"] == first.ready["tenant_id"]
    assert second.ready["now"] == "2026-03-03T09:00:00Z"
    assert Path(second.ready["ca_file"]).read_bytes() == ca
    assert second.admin("GET", "journal") == journal
    assert second.admin("GET", "quirks")["pages.delta"] == 3
    again = second.app("reconciler")("POST", path, {"name": "RR-2026-003", "folder": {}})
    assert again.json["id"] not in {item["id"] for item in before["drives"][0]["items"]}


def test_token_outlives_a_restart(tmp_path: Path, start: Start) -> None:
    """The signing key is kept, so that a client need not sign in again (entra:access-tokens)."""
    first = start(tmp_path)
    token = first.token_of("reconciler")
    first.stop()
    second = start(tmp_path)
    assert Graph(second.connection, token)("GET", "/v1.0/users").status == 200


def test_same_seed_gives_the_same_ids(tmp_path: Path, start: Start) -> None:
    """Two folders that begin with one seed hold the same tenant, certificates apart."""
    one, other = start(tmp_path / "one"), start(tmp_path / "other")
    assert one.admin("GET", "state") == other.admin("GET", "state")
    assert one.ready["apps"] == other.ready["apps"]


def test_one_process_holds_a_folder(tmp_path: Path, start: Start) -> None:
    """A second process on the same folder is refused, and the first goes on."""
    first = start(tmp_path)
    with pytest.raises(AssertionError, match="another process holds"):
        start(tmp_path)
    assert first.admin("GET", "clock") == {"now": "2026-03-02T09:00:00Z"}


def test_process_ends_when_its_standard_input_closes(tmp_path: Path, start: Start) -> None:
    """With --until-stdin-closes the emulator does not outlive whoever started it."""
    emulator = start(tmp_path, SMALL, "--until-stdin-closes")
    assert emulator.admin("GET", "clock")
    emulator.connection.close()
    assert emulator.process.stdin is not None
    emulator.process.stdin.close()
    assert emulator.wait() == 0
    assert not (tmp_path / "ready.json").exists()


def test_process_can_be_told_to_end_while_its_standard_input_is_open(tmp_path: Path, start: Start) -> None:
    """SIGTERM ends it in order with status 0, whatever else it waits for."""
    emulator = start(tmp_path, SMALL, "--until-stdin-closes")
    assert emulator.stop() == 0
    assert emulator.errors == ""


def test_private_files_are_private(tmp_path: Path, start: Start) -> None:
    """Keys and ready.json, which holds secrets, can be read by their owner only."""
    start(tmp_path)
    for name in ("ca.key", "token.key", "ready.json"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_empty_folder_without_a_seed_has_the_default_applications(tmp_path: Path, start: Start) -> None:
    """Without a seed there are three applications and nobody, and a seed can be planted later."""
    emulator = start(tmp_path, None)
    assert set(emulator.ready["apps"]) == {"reconciler", "auditor", "outsider"}
    secrets = dict(emulator.ready["apps"])
    seed: dict[str, Any] = {
        "users": [{"key": "a", "name": "A B", "upn": "a@x.example", "mail": None, "type": "Member"}]
    }
    emulator.admin("POST", "seed", seed)
    assert emulator.app("reconciler")("GET", "/v1.0/users/a@x.example").status == 200
    assert emulator.ready["apps"] == secrets
    assert emulator.ask_admin("POST", "seed", seed).json == {
        "errors": ["the tenant has people already; reset it first"]
    }


def test_kill_loses_no_acknowledged_write(tmp_path: Path, start: Start) -> None:
    """Whatever was answered 201 before a kill -9 is there after it, in the tenant and in the journal."""
    emulator = start(tmp_path)
    path = _folder_call(emulator)
    graph = emulator.app("reconciler")
    acknowledged: list[str] = []

    def write() -> None:
        try:
            for number in range(10_000):
                reply = graph("POST", path, {"name": f"case {number}", "folder": {}})
                acknowledged.append(reply.json["name"])
        except (http.client.HTTPException, OSError):
            return

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 25:
        writer.join(0.01)
    emulator.process.kill()
    writer.join()
    emulator.wait()
    again = start(tmp_path)
    names = {item["path"].rpartition("/")[2] for item in again.admin("GET", "state")["drives"][0]["items"]}
    assert set(acknowledged) <= names
    created = [entry for entry in again.admin("GET", "journal") if entry["status"] == 201]
    assert len(acknowledged) <= len(created) <= len(acknowledged) + 1
    assert len({name for name in names if name.startswith("case ")}) == len(created)


def test_full_disk_is_told_and_nothing_half_done_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What could not be written was not done, the answer says so, and all goes on once there is room."""
    tenant = Tenant(tmp_path, read_seed(SMALL))
    doors = Doors(tenant)

    def register(name: str) -> int:
        body = msgspec.json.encode({"name": name, "roles": ["User.Read.All"] * 2000})
        asked = Request(method="POST", path="/__emulator__/apps", query="", headers={}, body=body)
        return doors.respond(asked).status

    pages = tenant.store._db.execute("PRAGMA page_count").fetchone()[0]
    tenant.store._db.execute(f"PRAGMA max_page_count = {pages}")
    assert register("one") == 503
    assert "database or disk is full" in capsys.readouterr().err
    assert "one" not in {app.name for app in tenant.state.every(Application)}
    tenant.store._db.execute("PRAGMA max_page_count = 1000000")
    assert register("two") == 200
    tenant.close()
    again = Tenant(tmp_path)
    assert {"one", "two"} & {app.name for app in again.state.every(Application)} == {"two"}
    again.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_under_load_ends_it_in_order(tmp_path: Path, start: Start, number: signal.Signals) -> None:
    """SIGTERM and Ctrl-C end it with status 0 and no word while requests come; nothing answered is lost."""
    emulator = start(tmp_path)
    path = _folder_call(emulator)
    graph = emulator.app("reconciler")
    acknowledged: list[str] = []

    def write() -> None:
        try:
            for turn in range(10_000):
                reply = graph("POST", path, {"name": f"case {turn}", "folder": {}})
                acknowledged.append(reply.json["name"])
        except (http.client.HTTPException, OSError):
            return

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 10:
        writer.join(0.01)
    emulator.process.send_signal(number)
    writer.join()
    assert (emulator.wait(), emulator.errors) == (0, "")
    again = Tenant(tmp_path)
    names = {item.name for item in again.state.every(Item)}
    again.close()
    assert set(acknowledged) <= names
