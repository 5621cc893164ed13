"""A council's first days: adopt what stands, decide what only people can, observe, and only then enforce.

Source: ISA §8.3, ISA §8.9
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.adoption import decided, known_ids
from tests.e2e.harness import Rehearsal, Spoken

FEW = 5


@dataclass(frozen=True, slots=True)
class FirstDays:
    """What was said and written from the adoption to the switch; told once, looked at by every test."""

    adopted: Spoken
    mode: int
    text: str
    names: frozenset[str]
    kept: dict[str, Any]
    open_faults: list[str]
    left_faults: list[str]
    plan: dict[str, Any]
    night: Spoken
    weekend: dict[str, Any]
    preview: dict[str, Any]
    enforced: dict[str, Any]
    writes: list[str]
    letters: list[Any]

    @property
    def starter(self) -> dict[str, Any]:
        """The starter roster as it was written."""
        found: dict[str, Any] = yaml.safe_load(self.text)
        return found


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstDays]:
    """Westmarsh before the gate has ever run, adopted and observed; then a weekend, observed too."""
    scene = Rehearsal(tmp_path_factory.mktemp("council"), in_process=True, mail=True)
    scene.prepare()
    scene.start()
    try:
        yield _live(scene)
    finally:
        scene.stop()


def _live(scene: Rehearsal) -> FirstDays:
    path, roster = scene.folder / "starter.yaml", scene.files / "roster.yaml"
    since = max((int(one["n"]) for one in scene.journal()), default=0)
    words = ("--team", "Westmarsh Safeguarding", "--channel", "Case review")
    adopted = scene.gate("adopt", "--out", str(path), *words)
    _point(scene, path, "observe", register=False)
    open_faults = scene.gate("check", "--json", wanted=2).data["faults"]
    made = scene.folder / "decided.yaml"
    made.write_text(yaml.safe_dump(decided(path, roster), sort_keys=False))
    _point(scene, made, "observe", register=False)
    left = scene.gate("check", "--json", wanted=None).data["faults"]
    plan, night = scene.gate("plan", "--json").data, scene.gate("reconcile")
    _point(scene, roster, "observe")
    writes = _writes(scene, since)
    scene.weekend()
    scene.repair()
    by_hand = max(int(one["n"]) for one in scene.journal())
    weekend = scene.gate("reconcile", "--json").data
    preview = scene.gate("plan", "--enforced", "--json").data
    writes += _writes(scene, by_hand)
    _point(scene, roster, "enforce")
    return FirstDays(
        adopted=adopted,
        mode=stat.S_IMODE(path.stat().st_mode),
        text=path.read_text(),
        names=_file_names(scene),
        kept=yaml.safe_load(roster.read_text()),
        open_faults=open_faults,
        left_faults=left,
        plan=plan,
        night=night,
        weekend=weekend,
        preview=preview,
        enforced=scene.gate("plan", "--json").data,
        writes=writes,
        letters=scene.admin("GET", "/state").body["mail"],
    )


def _point(scene: Rehearsal, roster: Path, mode: str, *, register: bool = True) -> None:
    """Write settings that name a roster and the installation's mode."""
    settings = scene.config / "gate.toml"
    before = settings.read_text().splitlines()
    lines = [one for one in before if not one.startswith(('mode = "o', 'mode = "e', "roster =", "acc"))]
    at = lines.index("[files]") + 1
    lines.insert(at, f'roster = "{roster}"')
    if register:
        lines.insert(at, 'acceptances = "demo/acceptances.yaml"')
    settings.write_text("\n".join([f'mode = "{mode}"', *lines]) + "\n")


def _writes(scene: Rehearsal, since: int) -> list[str]:
    """Return the requests since then that changed something."""
    found = [one for one in scene.journal(since) if one["write"]]
    return [f"{one['app']} {one['method']} {one['path']}" for one in found]


def _file_names(scene: Rehearsal) -> frozenset[str]:
    drives = scene.admin("GET", "/state").body["drives"]
    names = {item["path"].rpartition("/")[2] for drive in drives for item in drive["items"]}
    return frozenset(name for name in names if "." in name)


def _ids(days: FirstDays) -> dict[str, str]:
    """Return the partnership's own id of everybody in the starter roster."""
    known = known_ids(days.kept)
    return {key: known[one["username"].casefold()] for key, one in days.starter["people"].items()}


def test_adopt_and_observe_change_nothing_in_the_tenant(days: FirstDays) -> None:
    """From the adoption to the last observed night nothing is written but letters to the business unit."""
    assert {one.rpartition("/")[2] for one in days.writes} == {"sendMail"}
    channel, people = days.kept["channel"], days.kept["people"]
    house = {people[one]["username"].casefold() for one in (*channel["owners"], *channel["members"])}
    assert len(days.letters) == len(days.writes)
    assert {to.casefold() for letter in days.letters for to in letter["to"]} <= house


def test_a_starter_roster_is_private(days: FirstDays) -> None:
    """Only the owner can read who reads what."""
    assert days.mode == 0o600
    assert days.adopted.out.startswith("REHEARSAL")


def test_check_tells_exactly_the_decisions_that_are_left_open(days: FirstDays) -> None:
    """Each line with DECIDE is one fault, and there is no other fault."""
    open_lines = [line for line in days.text.splitlines() if "# DECIDE" in line]
    assert f"{len(open_lines)} decisions left to people" in days.adopted.out
    assert len(days.open_faults) == len(open_lines), days.open_faults
    assert days.left_faults == []


def test_law_14_a_starter_roster_names_no_file(days: FirstDays) -> None:
    """Case references and the processes' own folders stand in it, and not one name of a document."""
    assert len(days.names) > 50
    assert not [name for name in days.names if name in days.text]


def test_what_stands_is_taken_over(days: FirstDays) -> None:
    """The channel's members, the cases, and whoever holds something in another shape are in the roster."""
    ids, found, kept = _ids(days), days.starter, days.kept
    assert {ids[one] for one in found["channel"]["owners"]} == set(kept["channel"]["owners"])
    assert {ids[one] for one in found["channel"]["members"]} == set(kept["channel"]["members"])
    assert set(found["cases"]) >= set(kept["cases"])
    standing = {(one["person"], one["folder"]) for one in kept["exceptions"].values()}
    assert {(ids[one["person"]], one["folder"]) for one in found["exceptions"].values()} == standing
    assert all("approved_by" not in one for one in found["exceptions"].values())


def test_after_the_decisions_little_would_change(days: FirstDays) -> None:
    """With the partnership's own decisions a plan in observe is nearly empty."""
    assert days.plan["mode"] == "observe"
    assert days.plan["changes"] == []
    told = [one["reason"]["sentence"] for one in days.plan["observed"]]
    assert len(told) <= FEW, told


def test_a_night_says_plainly_that_it_only_observes(days: FirstDays) -> None:
    """Whoever reads the report cannot take it for one of an enforced night."""
    assert "OBSERVE: everything is looked at and told; nothing is changed" in " ".join(days.night.out.split())


def test_a_weekend_of_drift_is_told_and_left_alone(days: FirstDays) -> None:
    """In observe every change that would be made is named, and every finding says that nothing is done."""
    assert days.weekend["changes"] == []
    assert len(days.weekend["observed"]) > 20
    assert "mended" not in {one["handling"] for one in days.weekend["findings"]}


def test_law_9_the_preview_of_the_switch_is_the_plan_after_it(days: FirstDays) -> None:
    """What `plan --enforced` shows is what the enforcing installation plans, to the last digit."""
    assert days.preview["observed"] == []
    assert len(days.preview["changes"]) == len(days.weekend["observed"])
    assert days.enforced["digest"] == days.preview["digest"]
