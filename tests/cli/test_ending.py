"""How commands end when something goes wrong that no file explains: plain words, one code, no traceback.

Source: docs/reference/exit-codes.md
"""

import errno
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sharepoint_gate import wiring
from sharepoint_gate.cli.ending import end_of, foremost, keep_traceback
from sharepoint_gate.cli.group import gate
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.errors import GraphError, LawError, RefusedError, SettingsError, StoreError
from tests.cli.scene import Scene
from tests.e2e.harness import CLEAN


def test_a_bug_ends_in_1_and_leaves_its_traceback_where_only_the_owner_reads(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback may hold names, so that it is kept and not spilled."""

    def stumble(*_: object) -> None:
        raise ZeroDivisionError("Nadia Rahman")

    monkeypatch.setattr(wiring, "check_files", stumble)
    answer = CliRunner().invoke(gate, ["check"])
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert "Nadia" not in answer.output
    assert "bug of the program" in answer.stderr
    kept = scene.folder / re.search(r"are in (\S+\.txt)\.", answer.stderr)[1]  # type: ignore[index]
    assert re.fullmatch(r"crash-\d{8}T\d{6}Z-\w+\.txt", kept.name)
    assert kept.parent.resolve() == (scene.folder / ".sharepoint-gate").resolve()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "ZeroDivisionError: Nadia Rahman" in kept.read_text(encoding="utf-8")


def test_a_bug_while_the_settings_are_broken_is_told_all_the_same(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second fault never hides the first: the file goes to the folder for temporary files."""

    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(wiring, "read_settings", stumble)
    monkeypatch.setenv("TMPDIR", str(scene.folder))
    monkeypatch.setattr("tempfile.tempdir", str(scene.folder))
    answer = CliRunner().invoke(gate, ["check"])
    assert answer.exit_code == 1
    assert [*scene.folder.glob("crash-*.txt")]


def test_a_traceback_that_no_folder_takes_is_no_second_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or forbidden disk still leaves the message."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    assert keep_traceback(ValueError(), [tmp_path / "file" / "below"]) is None


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ([SettingsError("a"), GraphError("b")], 4),
        ([GraphError("a"), StoreError("b"), LawError("c")], 7),
        ([RefusedError("a"), GraphError("b"), StoreError("c")], 5),
    ],
)
def test_of_several_errors_the_gravest_gives_the_code(errors: list[Exception], code: int) -> None:
    """A law that was broken is never hidden behind a lost connection."""
    found = foremost(ExceptionGroup("several", [errors[0], ExceptionGroup("inner", errors[1:])]))
    assert found is not None
    assert found.exit_code == code


def test_a_group_that_holds_a_bug_is_a_bug() -> None:
    """What nobody foresaw is not hidden behind what somebody did."""
    assert foremost(ExceptionGroup("several", [GraphError("a"), KeyError("b")])) is None


def test_ctrl_c_ends_in_130_with_the_way_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Shells know the code, and a person is told that nothing has to be tidied by hand."""
    assert end_of(KeyboardInterrupt(), list) == 130
    assert "Run it again" in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_fault(scene: Scene) -> None:
    """``trail show | head -1`` ends quietly, whatever is left to be said."""
    script = "import click; from sharepoint_gate.cli.present import show\n"
    script += "from sharepoint_gate.cli.group import Commands\n"
    script += "group = Commands('x'); group.get_command = lambda *_: c\n"
    script += "c = click.Command('c', callback=lambda: [show('x' * 200) for _ in range(5000)])\n"
    script += "group.main(['c'])\n"
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(30), told) == (141, b"")
    assert scene.has_no_tenant


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}])
def test_a_terminal_without_accents_shows_the_text_all_the_same(scene: Scene, locale: dict[str, str]) -> None:
    """A night job often runs without a locale; a name with an accent must not end it."""
    scene.change("config/small/roster.yaml", "revision: 3", "revision: 3\nrévision: 4")
    environment = {key: value for key, value in CLEAN.items() if key != "LANG"} | locale
    for words in (["check"], ["check", "--json"], ["plan"]):
        done = subprocess.run(
            [sys.executable, "-m", "sharepoint_gate", *words],
            capture_output=True,
            env=environment,
            cwd=scene.folder,
            check=False,
            timeout=60,
        )
        assert done.returncode == 2, done.stderr
        assert b"vision is not a known key" in done.stdout + done.stderr


def test_a_full_disk_below_the_output_is_told(scene: Scene) -> None:
    """What could not be printed was not said."""
    scene.change("config/small/roster.yaml", "revision: 3", "revision: 3\nother: 4")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sharepoint_gate", "check"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=CLEAN,
            cwd=scene.folder,
            check=False,
            timeout=60,
        )
    assert done.returncode == 5
    assert b"could not be printed to its end" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_a_kept_file_is_whole_or_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up half-way leaves the plan of yesterday, and no rest of the new one."""
    plan = tmp_path / "plan.json"
    plan.write_text("the old one", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match="cannot be written") as caught:
        write_private(plan, "new")
    assert caught.value.why == "No space left on device"
    assert plan.read_text(encoding="utf-8") == "the old one"
    assert [one.name for one in tmp_path.iterdir()] == ["plan.json"]


def test_a_kept_file_is_private_even_where_a_public_one_stood(tmp_path: Path) -> None:
    """Plans and trails name people."""
    plan = tmp_path / "plan.json"
    plan.write_text("x", encoding="utf-8")
    plan.chmod(0o644)
    link = tmp_path / "latest.json"
    link.symlink_to(plan)
    write_private(link, "new")
    assert link.is_symlink()
    assert plan.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(plan.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["missing/plan.json", ".", "/dev/full"])
def test_a_place_that_takes_no_file_is_told(tmp_path: Path, name: str) -> None:
    """No folder, a folder in its place, a device that is full."""
    with pytest.raises(SettingsError, match="cannot be written"):
        write_private(tmp_path / name, "text")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "no digest"),
        (b'{"digest": null, "changes": []}', "no digest"),
        (b'{"digest": "abc", "changes": []}', "no digest"),
    ],
)
def test_a_reviewed_plan_that_is_no_plan_is_refused_before_anything_starts(
    scene: Scene, text: bytes, why: str
) -> None:
    """Only a whole plan can have been reviewed (law 9)."""
    scene.write("reviewed.json", text)
    spoken = scene.say("reconcile", "--plan", "reviewed.json", wanted=2)
    assert "reviewed.json holds no plan" in spoken.err
    assert why in spoken.err
    assert scene.has_no_tenant


def test_usage_errors_stay_those_of_the_command_line(scene: Scene) -> None:
    """The last catch leaves alone what click says better."""
    assert scene.say("trail", "show", "--last", "0", wanted=2).err.startswith("Usage:")
