"""Law 13: a roster that nobody answers for makes nothing wider, and every version's author is in the trail.

Source: ISA §8.7
"""

import os
import pwd
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.e2e.harness import Rehearsal
from tests.unit.rosterfiles.signed import ANNA, BEN, Signed

ME = pwd.getpwuid(os.getuid()).pw_name
BROKEN = 2


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Rehearsal]:
    """The small partnership in sync, whose files have the account of the tests as their author."""
    made = Rehearsal(tmp_path, "small", in_process=True)
    made.prepare()
    for path in (made.config, *made.config.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    _authors(made, 'source = "owner"')
    made.start()
    try:
        made.gate("reconcile")
        yield made
    finally:
        made.stop()


def _authors(scene: Rehearsal, *lines: str) -> None:
    settings = scene.config / "gate.toml"
    text = settings.read_text().partition("[authors]")[0]
    settings.write_text("\n".join([text.rstrip(), "", "[authors]", *lines, ""]))


def _edit(scene: Rehearsal, revision: int, folder: Path | None = None) -> None:
    """Let Esther Maddox read in the second case as well, in a roster of some revision."""
    path = (folder or scene.files) / "roster.yaml"
    roster = yaml.safe_load(path.read_text())
    roster["revision"] = revision
    roster["cases"]["CFC-2026-001"]["people"]["s05"] = ["agency-lead"]
    path.write_text(yaml.safe_dump(roster, sort_keys=False))


def _versions(scene: Rehearsal) -> list[tuple[str, ...]]:
    told = scene.gate("trail", "show", "--last", "5000").out
    words = r"Revision (\d+) of the roster was taken; its author is (\S+) \(known by (\w+)\)"
    return [one.groups() for one in re.finditer(words, told)]


def test_law_13_each_version_is_in_the_trail_once_with_its_author(scene: Rehearsal) -> None:
    """The first version is taken and told; a night on the same files tells nothing; the next one is told."""
    scene.gate("reconcile")
    _edit(scene, 4)
    given = scene.gate("reconcile", "--json").data
    assert {one["change"] for one in given["changes"]} == {"GrantReaders"}
    assert _versions(scene) == [("3", ME, "owner"), ("4", ME, "owner")]


def test_law_13_files_that_others_may_write_are_not_used(scene: Rehearsal) -> None:
    """The last valid roster stays in force, nothing is given, the night ends in 2 and says what to do."""
    _edit(scene, 4)
    (scene.files / "roster.yaml").chmod(0o666)
    night = scene.gate("reconcile", "--json", wanted=BROKEN)
    assert night.data["changes"] == []
    assert "may be written by others than its owner" in night.err
    assert "chmod go-w" in night.err
    assert "may be written by others" in scene.gate("check", wanted=BROKEN).out
    assert "may be written by others" in scene.gate("plan").out
    (scene.files / "roster.yaml").chmod(0o644)
    assert scene.gate("reconcile", "--json").data["changes"]


def test_law_13_an_account_that_may_not_edit_is_named_with_those_who_may(scene: Rehearsal) -> None:
    """Whoever reads the message knows who wrote the file and whom to ask."""
    _authors(scene, 'source = "owner"', 'accounts = ["anna-office", "ben-office"]')
    _edit(scene, 4)
    night = scene.gate("reconcile", "--json", wanted=BROKEN)
    assert night.data["changes"] == []
    assert f"written by the account {ME}" in night.err
    assert "anna-office, ben-office" in night.err


@pytest.mark.parametrize("revision", [2, 3])
def test_law_13_an_old_copy_is_refused_with_what_it_would_change(scene: Rehearsal, revision: int) -> None:
    """A roster that was changed and is no newer than the one in force is not used."""
    _edit(scene, revision)
    night = scene.gate("reconcile", "--json", wanted=BROKEN)
    assert night.data["changes"] == []
    told = " ".join(night.err.split())
    assert "changed: CFC-2026-001 (people)" in told
    assert "write revision: 4" in told


def test_law_13_an_old_copy_still_ends_what_the_one_in_force_ends(scene: Rehearsal) -> None:
    """While nobody answers for today's file, drift is taken away as the last valid roster says."""
    _edit(scene, 2)
    scene.weekend()
    night = scene.gate("reconcile", "--json", wanted=BROKEN).data
    assert night["changes"]
    assert {one["change"] for one in night["changes"]} <= {"DeletePermission", "RevokePeople", "RemoveMember"}


def test_law_13_a_signed_commit_is_a_version_and_an_unsigned_one_is_not(
    scene: Rehearsal, tmp_path: Path
) -> None:
    """With git as the source, the signer is the author; without a signature the last valid roster stays."""
    office = tmp_path / "office"
    office.mkdir()
    signed = Signed(office)
    signed.allow(ANNA)
    signed.allow(BEN)
    for name in ("small", "agreement"):
        shutil.copytree(scene.config / name, signed.folder / name)
    shutil.copy(scene.config / "processes.yaml", signed.folder)
    settings = scene.config / "gate.toml"
    text = settings.read_text()
    for name in ("small/roster.yaml", "processes.yaml", "agreement/versions.yaml", "small/acceptances.yaml"):
        text = text.replace(f'= "{name}"', f'= "{signed.folder / name}"')
    settings.write_text(text)
    _authors(scene, 'source = "git"', f'allowed_signers = "{signed.keys}"', f'accounts = ["{ANNA}"]')
    signed.commit(ANNA)
    scene.gate("reconcile")
    _edit(scene, 4, signed.folder / "small")
    signed.commit(BEN)
    night = scene.gate("reconcile", "--json", wanted=BROKEN)
    assert night.data["changes"] == []
    assert f"was signed by {BEN}, who may not edit this" in night.err
    _edit(scene, 5, signed.folder / "small")
    signed.commit(ANNA)
    assert scene.gate("reconcile", "--json").data["changes"]
    assert _versions(scene) == [("3", ME, "owner"), ("5", ANNA, "git")]
