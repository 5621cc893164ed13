"""`serve` is asked to stop in the middle of a night's letters: the one in hand goes, the others wait."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.e2e.harness import CLEAN, ROOT, Rehearsal
from tests.e2e.service import nights

# How many letters this night sends when nobody stops it.
LETTERS = 10


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Rehearsal]:
    """The small partnership with its letters, after a weekend."""
    scene = Rehearsal(tmp_path, "small", in_process=True, mail=True)
    scene.prepare()
    settings = scene.config / "gate.toml"
    settings.write_text(settings.read_text().replace("port = 8765", "port = 0"))
    scene.start()
    try:
        scene.gate("serve", "--nights", "1")
        scene.weekend()
        yield scene
    finally:
        scene.stop()
        structlog.reset_defaults()


def marks(scene: Rehearsal) -> list[str]:
    """Return the mark of every mail that the gate has sent."""
    found = scene.admin("GET", "/mail").body
    return [one["headers"]["x-sharepoint-gate-key"] for one in found if one["origin"] == "sendMail"]


def test_law_12_a_stop_between_letters_leaves_the_rest_to_the_next_start(small: Rehearsal) -> None:
    """The night is told as stopped; the next start takes it up on the same day, and sends each once."""
    before = len(marks(small))
    command = [sys.executable, "-m", "tests.faults.stop_at_mail", "2", "serve", "--nights", "1"]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, cwd=small.folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, "Stopping after the night of" in done.stdout) == (0, True), done.stderr
    assert len(marks(small)) == before + 2
    assert nights(small)[-1][:2] == ("2026-03-30", "stopped")
    small.gate("serve", "--until", "2026-03-30")
    assert nights(small)[-1][:2] == ("2026-03-30", "done")
    assert len(marks(small)) == before + LETTERS
    assert set(Counter(marks(small)).values()) == {1}
    said = small.gate("serve", "--nights", "1").out
    assert "nothing to change" in said
