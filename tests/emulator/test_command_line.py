"""The emulator's own command line: what is refused is refused in a sentence, with the place (ADR-0010)."""

import shutil
import socket
import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from graph_emulator.__main__ import main
from graph_emulator.opening import close_tenant, open_tenant
from graph_emulator.seed.source import open_seed
from tests.emulator.conftest import SMALL


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds a tenant which nobody serves."""
    folder = tmp_path_factory.mktemp("planted") / "tenant"
    close_tenant(open_tenant(folder, open_seed(SMALL)))
    return folder


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Return what runs the command line and gives exit status and everything that was printed."""

    def run(*words: object) -> tuple[int, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as end:
            status = int(end.code or 0)
        spoken = capsys.readouterr()
        return status, spoken.out + spoken.err

    return run


Said = Callable[..., tuple[int, str]]


def test_version_is_that_of_the_package(said: Said) -> None:
    """The version is told, and nothing is started."""
    assert said("--version") == (0, f"graph-emulator {version('sharepoint-gate')}\n")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ([], "required: --data"),
        (["--data", "x", "--colour", "red"], "unrecognized arguments: --colour red"),
        (["--data", "x", "--port", "70000"], "70000 is not a port"),
        (["--data", "x", "--seed", "no-such.yaml"], "no-such.yaml cannot be read"),
        (["seed", "check", "no-such.yaml"], "no-such.yaml cannot be read"),
    ],
)
def test_slip_of_the_pen_is_named(said: Said, words: list[str], fault: str) -> None:
    """A word that is missing, unknown or impossible ends in 2 and is told."""
    status, text = said(*words)
    assert status == 2
    assert fault in text


def test_seed_in_order_is_summed_up(said: Said) -> None:
    """A check tells how much of everything a seed holds, and leaves nothing behind."""
    status, text = said("seed", "check", SMALL)
    assert status == 0
    assert text.startswith("small-tenant.yaml is in order: ")
    assert "1 teams, 1 channels" in text


def test_every_fault_of_form_has_line_and_column(said: Said, tmp_path: Path) -> None:
    """What does not fit the form is told all at once, each with its place and what may have been meant."""
    seed = tmp_path / "seed.yaml"
    seed.write_text(
        "tenant: {clock: 2026-01-01T00:00:00Z}\n"
        "file: [a]\n"
        "users:\n"
        "  - {key: a, name: A, upn: a@x.example, mail: 4, type: Member}\n"
        "  - {key: b, name: B, upn: b@x.example, type: Member}\n"
    )
    status, text = said("seed", "check", seed)
    assert status == 2
    assert text.splitlines() == [
        "graph-emulator: the seed is refused:",
        "- seed.yaml:1:10: tenant.clock: expected str, got datetime; put the date into quotes",
        "- seed.yaml:2:1: file: there is no key file; did you mean files?",
        "- seed.yaml:4:41: users[0].mail: expected str, got int",
        "- seed.yaml:5:5: users[1]: mail is missing",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("users: [", "seed.yaml:2:1: not YAML"),
        ("", "seed.yaml is empty"),
        ("tenant: {}\nfiles: []\ntenant: {}\n", "seed.yaml:3:1: tenant: comes twice, on lines 1 and 3"),
        ("files: [a.docx]", "seed.yaml:1:1: files: they need a channel"),
        (
            "users: [{key: a, name: A, upn: a@x.example, mail: null, type: Robot}]",
            "seed.yaml:1:9: users[0]: a: type is Member or Guest",
        ),
        (
            "acts:\n- {id: a, clock: '2026-02-01T00:00:00Z'}\n- {id: b, as: 'app:auditor', call: GET /moons}",
            "seed.yaml:3:3: acts[1]: act b: GET /moons answered 501",
        ),
    ],
)
def test_fault_of_any_kind_has_its_place(said: Said, tmp_path: Path, text: str, fault: str) -> None:
    """Faults of spelling, of sense and of what happens afterwards are all found by a check, and placed."""
    seed = tmp_path / "seed.yaml"
    seed.write_text(text)
    status, told = said("seed", "check", seed)
    assert status == 2
    assert fault in told


def test_port_that_is_taken_is_named(said: Said, planted: Path) -> None:
    """Where somebody listens already, nothing is served, and the folder is free again."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for _ in range(2):
            status, text = said("--data", planted, "--port", port)
            assert status == 2
            assert f"port {port} cannot be used: Address already in use" in text


def test_file_is_no_folder(said: Said, tmp_path: Path) -> None:
    """A file in the folder's place is named."""
    file = tmp_path / "file"
    file.touch()
    assert said("--data", file) == (2, f"graph-emulator: {file} is a file; name a folder\n")


def _change(folder: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(folder / "tenant.sqlite") as database:
        database.execute(statement, values)
    database.close()


def _no_database(folder: Path) -> None:
    (folder / "tenant.sqlite").write_bytes(b"no database at all" * 100)


def _torn_pages(folder: Path) -> None:
    with (folder / "tenant.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)


def _other_shape(folder: Path) -> None:
    _change(folder, "UPDATE records SET body = ? WHERE kind = 'user'", b'{"id": "x"}')


def _unknown_kind(folder: Path) -> None:
    _change(folder, "UPDATE records SET kind = 'moon' WHERE kind = 'user'")


def _unknown_quirk(folder: Path) -> None:
    _change(folder, "UPDATE meta SET body = ? WHERE name = 'quirks'", b'{"moon": 1}')


def _unknown_seed_key(folder: Path) -> None:
    _change(folder, "UPDATE meta SET body = ? WHERE name = 'seed'", b'{"moon": 1}')


def _damaged_authority(folder: Path) -> None:
    (folder / "ca.pem").write_text("no certificate")


def _damaged_key(folder: Path) -> None:
    (folder / "token.key").write_text("no key")


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (_no_database, "tenant.sqlite is damaged"),
        (_torn_pages, "tenant.sqlite is damaged"),
        (_other_shape, "holds a tenant of another version of the emulator: user "),
        (_unknown_kind, "holds a tenant of another version of the emulator: it does not know moon"),
        (_unknown_quirk, "holds a tenant of another version of the emulator"),
        (_unknown_seed_key, "holds a tenant of another version of the emulator"),
        (_damaged_authority, "ca.key is damaged"),
        (_damaged_key, "token.key is damaged"),
    ],
)
def test_folder_that_cannot_be_used_is_told_in_a_sentence(
    said: Said, planted: Path, tmp_path: Path, damage: Callable[[Path], None], fault: str
) -> None:
    """A damaged tenant, or one of another version, is refused with advice and without a traceback."""
    folder = tmp_path / "tenant"
    shutil.copytree(planted, folder)
    damage(folder)
    status, text = said("--data", folder)
    assert status == 2
    assert fault in text
    assert text.count("\n") == 1


def test_store_is_private_whatever_the_folder_is(tmp_path: Path) -> None:
    """The store holds secrets: only its owner reads it, in a folder that everybody may enter too."""
    tmp_path.chmod(0o755)
    close_tenant(open_tenant(tmp_path))
    assert (tmp_path / "tenant.sqlite").stat().st_mode & 0o077 == 0
