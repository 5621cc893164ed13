"""The logs keep their newest entries (purview:audit-log-retention-policies)."""

from pathlib import Path

from graph_emulator.kernel.state import State
from graph_emulator.logs.records import AuditRecord
from tests.emulator.in_process import InProcess, small_tenant


def _uploads(door: InProcess, names: range) -> None:
    channel = door.admin("GET", "state")["channels"][0]
    for number in names:
        path = f"/v1.0/drives/{channel['drive_id']}/items/{channel['folder_id']}:/new-{number}.txt:/content"
        assert door.ask("reconciler", "PUT", path, {"some": "text"}).status == 201


def _names(state: State) -> list[str]:
    return [str(one.data["SourceFileName"]) for one in state.every(AuditRecord)]


def test_a_log_keeps_the_newest_entries(tmp_path: Path) -> None:
    """Beyond what is kept and a tenth more, the oldest entries go, for good."""
    door = small_tenant(tmp_path)
    door.admin("PUT", "quirks", {"logs.kept": 20})
    _uploads(door, range(50))
    names = _names(door.tenant.state)
    assert 20 <= len(names) <= 22
    assert names == [f"new-{number}.txt" for number in range(50 - len(names), 50)]
    door.tenant.close()
    again = small_tenant(tmp_path)
    assert _names(again.tenant.state) == names
    again.tenant.close()


def test_without_a_word_all_that_a_story_does_is_kept(tmp_path: Path) -> None:
    """As the tenant comes, a hundred thousand entries are kept."""
    door = small_tenant(tmp_path)
    _uploads(door, range(50))
    assert len(_names(door.tenant.state)) == 50
    assert door.admin("GET", "quirks")["logs.kept"] == 100_000
    door.tenant.close()
