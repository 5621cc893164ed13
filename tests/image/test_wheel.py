"""The wheel holds everything that the program needs, and runs outside the clone without a right to spare."""

import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.docs.sources import files_below
from tests.image.dockerfile import ROOT
from tests.image.installed import Installed, a_python, close


@pytest.fixture(scope="module")
def installed(place: Path, wheel: Path) -> Installed:
    """The wheel unpacked into a closed folder, before everything else that this Python knows."""
    library = place / "library"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(library)
    close(library)
    known = f"{library}:{sysconfig.get_path('purelib')}"
    program = Installed(a_python(), place, {"PYTHONPATH": known})
    program.prepare("small")
    return program


def test_the_wheel_holds_every_file_of_the_program(wheel: Path) -> None:
    """Templates, migrations and tables travel with the code: no file below src is left behind."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {path.relative_to(ROOT / "src").as_posix() for path in files_below(ROOT / "src")}
    assert "sharepoint_gate/store/migrations/env.py" in wanted
    assert wanted == held


def test_the_wheel_names_both_programs(wheel: Path) -> None:
    """Whoever installs it has the gate and the emulator as commands."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        text = archive.read(name).decode()
    assert "sharepoint-gate = sharepoint_gate.__main__:main" in text
    assert "graph-emulator = graph_emulator.__main__:main" in text


def test_it_is_the_wheel_that_runs_and_it_may_not_write_there(installed: Installed, place: Path) -> None:
    """These tests do not meet the clone by mistake, nor run with rights that a container takes away."""
    try_it = "import sharepoint_gate as g; print(g.__file__, flush=True); open(g.__file__, 'a')"
    done = installed.call([str(installed.python), "-c", try_it])
    assert Path(done.stdout.strip()).is_relative_to(place / "library")
    assert "PermissionError" in done.stderr


def test_help_and_check_work_outside_the_clone(installed: Installed) -> None:
    """The installed program tells its commands, and finds the shipped files in order."""
    assert "reconcile" in installed.run("--help")
    assert installed.run("check")


def test_a_night_writes_nowhere_but_into_the_state(installed: Installed, place: Path) -> None:
    """The small partnership is put right from closed folders, and the record verifies."""
    before = outside_of_state(place)
    assert "REHEARSAL" in installed.run("reconcile")
    assert "verifies" in installed.run("trail", "verify")
    assert outside_of_state(place) == before
    assert any((place / "state").iterdir())


def outside_of_state(place: Path) -> dict[Path, int]:
    """Return every path outside of the state, and when it was last changed."""
    return {
        path: path.stat().st_mtime_ns
        for path in place.rglob("*")
        if path != place / "state" and place / "state" not in path.parents
    }


def test_without_settings_it_ends_in_2(installed: Installed, place: Path) -> None:
    """An image whose settings were not brought says so, and rehearses nothing."""
    nowhere = {**installed.env, "SHAREPOINT_GATE_CONFIG": "/nowhere/gate.toml"}
    assert Installed(installed.python, place, nowhere).run("reconcile", wanted=2) == ""
