"""A violation of a law at the door: whichever command it was, it ends in 7 and stands in the trail."""

import json

import pytest

from tests.cli.scene import SETTINGS, Scene, as_real_tenant
from tests.e2e.harness import Rehearsal

COMMANDS = (
    ("plan",),
    ("audit",),
    ("audit", "--no-roster", "--team", "Saltmere Safeguarding", "--channel", "Reviews"),
    ("adopt", "--out", "starter.yaml"),
    ("why", "s05", "RR-2026-001"),
    ("doctor",),
    ("uaa", "send"),
    ("freeze", "s05", "--reason", "lost telephone"),
    ("leaver", "s05", "--reason", "leaves", "--on", "2026-03-02"),
    ("release", "gate", "--plan", "0" * 64, "--reason", "meant", "--until", "2099-01-01T00:00"),
)
"""Every command that reads a library, but for the night itself, which begins the record."""
STOPPED = "A link that Graph's answer to list-items points to was not followed."


@pytest.fixture
def lied_to(scene: Scene, tenant: Rehearsal) -> Scene:
    """A tenant that is reached by one name, and whose links to further pages show another."""
    scene.change(SETTINGS, "items_page_size = 200", "items_page_size = 2")
    as_real_tenant(scene, tenant, base_url=tenant.ready["base_url"].replace("127.0.0.1", "localhost"))
    return scene


def test_law_4_what_a_door_stops_ends_in_7_and_stands_in_the_trail(lied_to: Scene, tenant: Rehearsal) -> None:
    """A link to another host is followed by no command; people hear of it, and so does the record."""
    assert "not followed" in lied_to.say("reconcile", wanted=7).err
    for number, words in enumerate(COMMANDS, start=2):
        said = lied_to.say(*words)
        assert (words, said.code, "not followed" in said.err) == (words, 7, True), said
        assert _stopped(lied_to) == [STOPPED] * number
    # A freeze blocks before it reads: their sign-ins are ended, and nothing else was changed by any of them.
    changed = [one for one in tenant.journal() if one["write"] and one["app"] == "reconciler"]
    assert {one["path"].rpartition("/")[2] for one in changed} == {"revokeSignInSessions"}
    lied_to.say("trail", "verify", wanted=0)
    assert "A law would have been broken" in lied_to.say("trail", "show", wanted=0).out


def _stopped(scene: Scene) -> list[str]:
    (scene.folder / "trail.jsonl").unlink(missing_ok=True)
    scene.say("trail", "export", "trail.jsonl", wanted=0)
    lines = [json.loads(line) for line in (scene.folder / "trail.jsonl").read_text().splitlines()]
    found = [json.loads(line["body"]) for line in lines if "body" in line]
    return [one["data"]["what"] for one in found if one["kind"] == "stopped-at-door"]
