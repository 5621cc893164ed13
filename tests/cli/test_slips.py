"""Slips of a person who edits a file: each is told at its own line and column, with what to write instead."""

from typing import NamedTuple

import pytest

from tests.cli.scene import ACCEPTANCES, PROCESSES, ROSTER, SETTINGS, VERSIONS, Scene


class Slip(NamedTuple):
    """One slip, and the beginning of what must be said about it."""

    file: str
    old: str
    new: str
    place: str
    words: str


SLIPS = {
    "an unknown key": Slip(ROSTER, "revision: 3", "revision: 3\nrevison: 4", "4:1", "did you mean revision?"),
    "a word for a number": Slip(ROSTER, "revision: 3", "revision: three", "3:11", "is not a whole number"),
    "an unknown organisation": Slip(
        ROSTER, "organisation: nhs", "organisation: nhz", "36:88", "did you mean nhs?"
    ),
    "an unknown process": Slip(
        ROSTER, "process: rapid-review", "process: rapid-revue", "43:14", "did you mean rapid-review?"
    ),
    "an unknown stage": Slip(
        ROSTER, "stage: panel-meeting", "stage: panel-meating", "44:12", "did you mean panel-meeting?"
    ),
    "an unknown role": Slip(
        ROSTER, "[review-chair]", "[reveiw-chair]", "47:13", "did you mean review-chair?"
    ),
    "an unknown person": Slip(
        ROSTER, "s08: [panel-member]", "s80: [panel-member]", "51:7", "write the person under"
    ),
    "a person twice": Slip(ROSTER, "s02: {name: Ben", "s01: {name: Ben", "33:3", "s01 is written twice"),
    "an address twice": Slip(ROSTER, "b.tregear@", "a.penhale@", "33:38", "is already the username of s01"),
    "a key twice": Slip(ROSTER, "revision: 3", "revision: 3\nrevision: 4", "4:1", "written twice"),
    "dates in the wrong order": Slip(
        ROSTER, "aware: 2026-03-06", "aware: 2026-03-16", "45:42", "(2026-03-12) is before aware (2026-03-16)"
    ),
    "a day that does not exist": Slip(ROSTER, "2026-03-06", "2026-02-30", "45:20", "no day of the calendar"),
    "a zone that does not exist": Slip(ROSTER, "Europe/London", "Europe/Londn", "4:75", "Europe/London?"),
    "no that is a word": Slip(
        ROSTER, "name: Alice Penhale", "name: no", "32:15", "not read as it is written"
    ),
    "a time that is a number": Slip(
        ROSTER, "reference: SSCP-ISA-1", "reference: 12:30", "5:24", "not read as it is written"
    ),
    "a tab": Slip(ROSTER, "  s01: {", "\ts01: {", "32:1", "indent with spaces"),
    "an anchor": Slip(ROSTER, "s01: {name", "s01: &first {name", "32:8", "delete &first"),
    "a merge": Slip(ROSTER, "s01: {name", "s01: {<<: {a: b}, name", "32:9", "<< would copy entries"),
    "an unknown key of a process": Slip(
        PROCESSES, "version: 1", "version: 1\nversoin: 2", "16:1", "version?"
    ),
    "a text that was changed": Slip(VERSIONS, "sha256: ", "sha256: 0", "", "sha256"),
    "a decision of nobody": Slip(ACCEPTANCES, "person: s01", "person: s91", "3:14", "correct the id"),
    "a decision on another text": Slip(
        ACCEPTANCES, "sha256: 69cd", "sha256: 00cd", "3:41", "another text than version 2"
    ),
    "a decision without a key": Slip(
        ACCEPTANCES, "decision: ", "desicion: ", "3:5", "decision is missing in entry 1"
    ),
    "an unknown setting": Slip(SETTINGS, "company =", "compny =", "11:1", "did you mean company?"),
    "a setting without quotes": Slip(SETTINGS, '"Westmarsh"', "Westmarsh", "11:11", "the text is not TOML"),
    "a setting of another type": Slip(
        SETTINGS, "items_page_size = 200", 'items_page_size = "many"', "45:1", "is not a whole number"
    ),
    "a path with an unseen character": Slip(
        SETTINGS, '"processes.yaml"', '"proc\\u0000esses.yaml"', "19:1", "a character that cannot be seen"
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_where_it_stands_before_anything_starts(scene: Scene, name: str) -> None:
    """File, line and column, why it matters, and what to write; exit 2 and nothing started."""
    slip = SLIPS[name]
    scene.change(slip.file, slip.old, slip.new)
    spoken = scene.say("plan", wanted=2)
    assert f"{slip.file}:{slip.place}" in spoken.err
    assert slip.words in spoken.err
    assert "    why: " in spoken.err
    assert "    do:  " in spoken.err
    assert scene.has_no_tenant


def test_check_tells_the_faults_of_all_files_at_once_and_begins_with_rehearsal(scene: Scene) -> None:
    """Nobody mends one fault after the other for half a day."""
    for name in ("an unknown key", "an unknown key of a process", "a decision of nobody"):
        slip = SLIPS[name]
        scene.change(slip.file, slip.old, slip.new)
    spoken = scene.say("check", wanted=2)
    assert spoken.out.startswith("REHEARSAL\n")
    for name in ("an unknown key", "an unknown key of a process", "a decision of nobody"):
        assert f"{SLIPS[name].file}:{SLIPS[name].place}: " in spoken.out
    assert "3 faults" in spoken.out
    data = scene.say("check", "--json", wanted=2).data
    assert (data["rehearsal"], len(data["faults"])) == (True, 3)
    assert scene.has_no_tenant


def test_an_actor_whom_the_roster_does_not_know_is_refused(scene: Scene) -> None:
    """The record would name a person who does not exist."""
    for command in ("plan", "reconcile"):
        spoken = scene.say("--actor", "s09", command, wanted=2)
        assert "--actor s09" in spoken.err
        assert "give your own id" in spoken.err
    assert scene.has_no_tenant


def test_a_seed_that_is_lost_is_a_fault_of_the_settings(scene: Scene) -> None:
    """The rehearsal says which setting leads nowhere."""
    (scene.folder / "config/small/saltmere-tenant.yaml").unlink()
    spoken = scene.say("plan", wanted=2)
    assert "saltmere-tenant.yaml, does not exist" in spoken.err
    assert "demo_tenant" in spoken.err


@pytest.mark.parametrize("words", [["plam"], ["plan", "--colour"], ["trail", "shwo"]])
def test_words_that_no_command_knows_end_in_2(scene: Scene, words: list[str]) -> None:
    """The usual answer of a command line, with the way to help."""
    spoken = scene.say(*words, wanted=2)
    assert "Usage: sharepoint-gate" in spoken.err
    assert scene.has_no_tenant
