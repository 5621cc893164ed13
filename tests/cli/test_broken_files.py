"""A file with a fault stops every command before anything is started, with its place and a remedy.

Source: design laws 13 and 7; exit code 2.
"""

import os
import re

import pytest

from tests.cli.scene import ACCEPTANCES, PROCESSES, ROSTER, SETTINGS, VERSIONS, Scene
from tests.e2e.harness import Spoken

FILES = (SETTINGS, ROSTER, PROCESSES, VERSIONS, ACCEPTANCES)
DECLARED = FILES[1:]
JUNK = {
    "empty": b"",
    "only comments": b"# restored later\n",
    "binary": bytes(range(256)) * 4,
    "zeroes": b"\0" * 512,
    "a list": b"- one\n- two\n",
    "a word": b"hello\n",
    "an office file": b"PK\x03\x04" + b"x" * 200,
    "broken": b"key: [1, {\n",
}


def told(spoken: Spoken, place: str, *words: str) -> None:
    """Require one plain message: the place, why, and what to do."""
    assert re.search(rf"^{re.escape(place)}", spoken.err, re.MULTILINE), spoken.err
    assert "why:" in spoken.err
    assert "do:" in spoken.err
    for word in words:
        assert word in spoken.err


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("junk", JUNK)
def test_a_file_that_holds_something_else_is_told_with_its_place(scene: Scene, file: str, junk: str) -> None:
    """Whatever stands in the file, the message names a line and column of it, and nothing was started."""
    scene.write(file, JUNK[junk])
    spoken = scene.say("reconcile", wanted=2)
    told(spoken, f"{file}:")
    assert re.search(rf"^{re.escape(file)}:\d+:\d+: ", spoken.err, re.MULTILINE)
    assert spoken.out == ""
    assert scene.has_no_tenant


@pytest.mark.parametrize("file", DECLARED)
def test_a_lost_file_is_told_with_the_place_where_it_was_looked_for(scene: Scene, file: str) -> None:
    """A person can see at once which path the settings lead to."""
    (scene.folder / file).unlink()
    told(scene.say("plan", wanted=2), file, "does not exist", str(scene.folder / file))
    assert scene.has_no_tenant


@pytest.mark.parametrize("file", DECLARED)
def test_a_folder_in_place_of_a_file_is_told(scene: Scene, file: str) -> None:
    """A path that ends one word too early is the usual slip."""
    scene.make_folder_of(file)
    told(scene.say("plan", wanted=2), file, "is a folder")
    assert scene.has_no_tenant


def test_settings_that_are_a_folder_or_lost_are_told(scene: Scene) -> None:
    """Nothing runs on guessed settings."""
    scene.make_folder_of(SETTINGS)
    told(scene.say("reconcile", wanted=2), SETTINGS, "Is a directory")
    told(scene.say("--config", "gone.toml", "reconcile", wanted=2), "there is no settings file", "gone.toml")
    assert scene.has_no_tenant


@pytest.mark.parametrize("size", [10, 300, 1200])
def test_a_roster_cut_short_never_counts_as_a_roster(scene: Scene, size: int) -> None:
    """A disk that was full, or a copy that broke off, leaves a beginning that must not be believed."""
    whole = (scene.folder / ROSTER).read_bytes()
    scene.write(ROSTER, whole[:size])
    told(scene.say("reconcile", wanted=2), f"{ROSTER}:")
    assert scene.has_no_tenant


@pytest.mark.parametrize("section", ["people", "cases", "organisations"])
def test_an_emptied_section_is_taken_for_an_accident(scene: Scene, section: str) -> None:
    """Nobody means to remove everybody with two brackets."""
    text = (scene.folder / ROSTER).read_text(encoding="utf-8")
    emptied = re.sub(rf"^{section}:\n(?:[ ].*\n|\n)+", f"{section}: {{}}\n\n", text, flags=re.MULTILINE)
    assert emptied != text
    scene.write(ROSTER, emptied)
    spoken = scene.say("reconcile", wanted=2)
    told(spoken, f"{ROSTER}:", f"the roster holds no {section}", "restore the last good version")
    assert scene.has_no_tenant


@pytest.mark.parametrize("seed", range(6))
def test_bytes_of_no_kind_are_no_files_of_ours(scene: Scene, seed: int) -> None:
    """Chance bytes in each file in turn end in 2, whatever they are."""
    file = FILES[seed % len(FILES)]
    scene.write(file, os.urandom(2000))
    told(scene.say("check" if file == SETTINGS else "plan", wanted=2), f"{file}")
    assert scene.has_no_tenant
