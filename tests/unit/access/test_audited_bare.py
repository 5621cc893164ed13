"""An audit without a roster.

Source: ISA §8.3
"""

from dataclasses import replace

from sharepoint_gate.access.audited_bare import NOBODY_DECLARED, bare_findings, bare_roster
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.process import ProcessBook
from tests.world import CHANNEL, Scene, direct, item_id, own_link, people_link, wide_link

FILE = "Reports/report.docx"


def told(scene: Scene) -> list[Finding]:
    """Return what is told of a channel of which nothing is declared."""
    world = replace(
        scene.world(),
        roster=bare_roster("Westmarsh Safeguarding", CHANNEL),
        processes=ProcessBook({}, {}),
        register=AgreementRegister((), {}),
        memory=Memory({}, {}, {}),
        observation=replace(scene.observation(), accounts={}),
    )
    return list(bare_findings(plan_changes(world, desired_access(world)).findings))


def test_what_is_shared_is_told_by_how_and_not_by_whom() -> None:
    """Nobody is on a roster that does not exist, so that nobody is charged with not being on it."""
    scene = Scene().file(FILE).member("u01", "owner").member("u02")
    scene.share(FILE, direct("u12"), people_link(["u13"]), wide_link("anonymous"), own_link(["u19"]))
    found = {(one.kind.value, one.principal): one for one in told(scene)}
    assert set(found) == {
        ("direct-grant", "u12@wicb.example"),
        ("download-allowed-link", "u13@wicb.example"),
        ("anonymous-link", "anyone"),
        ("foreign-link", "u19@wicb.example"),
    }
    assert {one.remedy for one in found.values()} == {NOBODY_DECLARED}
    assert {one.handling for one in found.values()} == {Handling.PERSON}
    assert found["direct-grant", "u12@wicb.example"].sentence == "u12@wicb.example holds a direct grant."
    assert "no sign-in" in found["anonymous-link", "anyone"].sentence


def test_the_channels_own_people_are_what_they_are() -> None:
    """Members of the channel and the site's own groups are no findings."""
    assert told(Scene().file(FILE).member("u01", "owner").member("u99")) == []


def test_law_7_what_was_not_read_is_told_without_a_roster_too() -> None:
    """Its remedy is to read it, not to decide."""
    scene = Scene().file(FILE).change_item(FILE, permissions=None, unread="lost")
    (found,) = told(scene)
    assert (found.kind.value, found.item_id) == ("unread", item_id(FILE))
    assert found.remedy != NOBODY_DECLARED
