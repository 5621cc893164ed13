"""The rehearsal tenant as a process: started, joined, ended, and told about when it cannot be."""

import json
import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sharepoint_gate.errors import GraphError, RunInProgressError, StoreError, UnavailableError
from sharepoint_gate.rehearsal import EmbeddedTenant, attach_or_start
from sharepoint_gate.rehearsal.admin import AdminClient
from sharepoint_gate.rehearsal.ready import is_alive, read_file

SEED = Path(__file__).parents[2] / "contract" / "graph" / "tenant.yaml"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """The gate runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="module")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of the tenant that these tests share."""
    return tmp_path_factory.mktemp("state") / "gate"


@pytest.fixture(scope="module")
def tenant(state_dir: Path) -> Iterator[EmbeddedTenant]:
    """A tenant that was started here."""
    embedded = attach_or_start(state_dir, SEED)
    yield embedded
    embedded.close()


def test_a_tenant_that_runs_is_joined(tenant: EmbeddedTenant, state_dir: Path) -> None:
    """A second command speaks to the same tenant, and does not end it."""
    joined = attach_or_start(state_dir, SEED)
    assert (tenant.started, joined.started) == (True, False)
    assert joined.base_url == tenant.base_url
    joined.close()
    assert tenant.admin.get("clock")


def test_its_folders_are_private(tenant: EmbeddedTenant, state_dir: Path) -> None:
    """Secrets of the tenant lie in folders that nobody else can enter."""
    assert tenant.started
    for folder in (state_dir, state_dir / "tenant"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_its_secrets_do_not_show(tenant: EmbeddedTenant) -> None:
    """A tenant in a log or a traceback shows no secret."""
    assert tenant.client_secret
    assert tenant.client_secret not in repr(tenant)
    assert tenant.client_id in repr(tenant)


@pytest.mark.anyio
async def test_sleeping_moves_the_tenants_clock(tenant: EmbeddedTenant) -> None:
    """An hour of waiting passes in a moment, for everybody who looks at the tenant."""
    clock = tenant.clock()
    before = clock.now()
    await clock.sleep(3600)
    assert clock.now() - before == timedelta(hours=1)
    assert tenant.clock().now() == clock.now()


@pytest.mark.anyio
async def test_a_clock_that_somebody_else_moved_is_read_anew(tenant: EmbeddedTenant) -> None:
    """What was read stays until this clock sleeps or is told to look again."""
    clock, other = tenant.clock(), tenant.clock()
    before = clock.now()
    await other.sleep(60)
    assert clock.now() == before
    assert clock.refresh() == other.now()


def test_acts_are_planted_as_people_do_them(tenant: EmbeddedTenant) -> None:
    """What is planted is there; what the tenant refuses is told with its reason."""
    entry = {"id": "X1", "entry": "RR-2026-001/90-key", "user": "hal", "roles": ["write"]}
    tenant.plant([entry])
    access = tenant.admin.get("access?person=hal&item=RR-2026-001/90-key")
    assert access["role"] == "write"
    with pytest.raises(GraphError) as refused:
        tenant.plant([{**entry, "user": "nobody-known"}])
    assert "nobody-known" in refused.value.diagnostics()


def test_a_tenant_is_kept_between_processes(tmp_path: Path) -> None:
    """Ended and started again it has the same id and what was planted; what it was seeded with stays."""
    first = attach_or_start(tmp_path, SEED)
    first.admin.post("clock", {"advance": "P1D"})
    now = first.clock().now()
    first.close()
    assert read_file(tmp_path / "tenant") is None
    again = attach_or_start(tmp_path, SEED)
    try:
        assert again.started
        assert (again.tenant_id, again.client_secret) == (first.tenant_id, first.client_secret)
        assert again.clock().now() == now
    finally:
        again.close()
    again.close()


def test_a_seed_that_is_refused_is_told_with_its_faults(tmp_path: Path) -> None:
    """The emulator's own words are in the message, and its log is named."""
    seed = tmp_path / "bad.yaml"
    seed.write_text("tenant: {name: X}\nnonsense: 1\n")
    with pytest.raises(GraphError) as refused:
        attach_or_start(tmp_path / "state", seed)
    assert "nonsense" in refused.value.why
    assert "emulator.log" in refused.value.mend


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_store(tmp_path: Path) -> None:
    """A file where the state folder should be is told with its path, exit code 5."""
    (tmp_path / "state").write_text("")
    with pytest.raises(StoreError) as refused:
        attach_or_start(tmp_path / "state", SEED)
    assert str(tmp_path) in refused.value.what
    assert refused.value.exit_code == 5


@pytest.mark.parametrize("note", [b"", b"{", b'{"base_url": 7}', b"[]"])
def test_a_damaged_note_means_that_no_tenant_runs(tmp_path: Path, note: bytes) -> None:
    """ready.json may have been cut when the machine went down."""
    (tmp_path / "ready.json").write_bytes(note)
    assert read_file(tmp_path) is None


def test_a_note_that_is_a_folder_is_a_fault_of_the_store(tmp_path: Path) -> None:
    """What cannot be read is told, not taken for nothing."""
    (tmp_path / "ready.json").mkdir()
    with pytest.raises(StoreError):
        read_file(tmp_path)


def test_a_note_of_a_process_that_is_another_by_now_is_not_believed(tmp_path: Path) -> None:
    """The id in the note runs, but it is no tenant: a tenant is started."""
    first = attach_or_start(tmp_path, SEED)
    note = tmp_path / "tenant" / "ready.json"
    told = json.loads(note.read_text())
    first.close()
    note.write_text(json.dumps({**told, "pid": os.getpid()}))
    again = attach_or_start(tmp_path, SEED)
    try:
        assert again.started
    finally:
        again.close()


@pytest.mark.parametrize(
    "url", ["https://graph.microsoft.com:443/__emulator__", "http://127.0.0.1:1/x", "https://127.0.0.1/x"]
)
def test_the_admin_api_is_only_ever_on_this_machine(tmp_path: Path, url: str) -> None:
    """Nothing of the rehearsal can reach a real tenant."""
    with pytest.raises(GraphError):
        AdminClient(url, tmp_path / "ca.pem")


def test_a_tenant_that_went_away_is_told(tenant: EmbeddedTenant) -> None:
    """No answer is an error of its own."""
    with pytest.raises(UnavailableError):
        AdminClient("https://127.0.0.1:1/x", tenant.ca_file).get("clock")


@pytest.mark.parametrize("pid", [0, -1, 2**22 + 1])
def test_a_process_that_does_not_run_is_not_alive(pid: int) -> None:
    """No process of that id, or no id at all."""
    assert not is_alive(pid)


def test_the_first_process_of_the_machine_is_alive() -> None:
    """A process that belongs to somebody else is alive too."""
    assert is_alive(1)


def test_a_tenant_that_another_command_is_just_starting_is_waited_for_by_the_person(tmp_path: Path) -> None:
    """Two commands at one moment: the later one says so in plain words, and harms nothing."""
    first = attach_or_start(tmp_path, SEED)
    try:
        (tmp_path / "tenant" / "ready.json").unlink()
        with pytest.raises(RunInProgressError, match="Another command is just starting") as caught:
            attach_or_start(tmp_path, SEED)
        assert "run this one again" in caught.value.mend
        assert first.admin.get("clock")
    finally:
        first.close()
