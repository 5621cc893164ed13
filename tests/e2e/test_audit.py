"""The audit of Westmarsh after its weekend, judged by tables and by the emulator's own reckoning of access.

Source: ISA §8.3, ISA §8.6, ISA §11, ADR-0006
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.audit_scene import crowds_of, prove_by_certificate
from tests.e2e.harness import Rehearsal
from tests.e2e.test_westmarsh import expected_findings, told_findings

# Every site of the demo's tenant begins as Microsoft's do: open, until an administrator closes it.
AROUND = {
    ("sharing-settings-unfit", "tenant", "isResharingByExternalUsersEnabled"),
    ("sharing-settings-unfit", "tenant", "sharingCapability"),
    ("site-sharing-too-open", "site", ""),
    ("members-can-share", "site", ""),
}
FULL = ["Sites.FullControl.All", "User.Read.All", "Team.ReadBasic.All", "Channel.ReadBasic.All"]
FULL += ["ChannelMember.Read.All", "TeamMember.Read.All", "GroupMember.Read.All"]
FULL += ["SharePointTenantSettings.Read.All"]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Westmarsh after a quiet night and its weekend."""
    made = Rehearsal(tmp_path_factory.mktemp("audit"), in_process=True)
    made.prepare()
    made.start()
    made.gate("reconcile")
    made.weekend()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def narrow(scene: Rehearsal) -> Any:
    """The audit on read-only consent, and what it asked."""
    since = scene.journal()[-1]["n"]
    data = scene.gate("audit", "--json").data
    return {"report": data, "asked": scene.journal(since)}


@pytest.fixture(scope="module")
def full(scene: Rehearsal, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The audit by an application that may read everything, and proves itself by a certificate."""
    settings = prove_by_certificate(scene, tmp_path_factory.mktemp("pem"), FULL)
    since = scene.journal()[-1]["n"]
    data = scene.gate("--config", str(settings), "audit", "--json").data
    return {"report": data, "asked": scene.journal(since)}


def test_read_only_consent_finds_every_plant(narrow: Any) -> None:
    """What the nightly run finds the auditor finds too: the table, set against set."""
    assert told_findings(narrow["report"]) == expected_findings()


def test_law_4_an_audit_asks_and_changes_nothing(narrow: Any, full: Any) -> None:
    """The journal shows reads by the auditor alone, and no write of anybody."""
    for run in (narrow, full):
        assert run["asked"]
        assert not [one for one in run["asked"] if one["write"]]
        assert {one["app"] for one in run["asked"] if one["app"]} == {"auditor"}


def test_read_only_consent_says_what_it_hides(narrow: Any) -> None:
    """Owners, settings, applications and the site are named as hidden, and nothing is called clean."""
    report = narrow["report"]
    hidden = {one["what"].partition(":")[0] for one in report["coverage"] if one["hidden"]}
    assert hidden == {
        "the team's owners",
        "the tenant's sharing settings",
        "applications that were given the site",
        "the site",
        "who is in the group WCC Children's Services - All",
    }
    assert not report["complete"]
    assert not report["clean"]


def test_full_read_finds_every_plant_and_what_lies_around(full: Any) -> None:
    """On the files the table, set against set; around them only what the demo's tenant is like."""
    told = {one for one in told_findings(full["report"]) if one[1] not in {"site", "tenant", "team"}}
    assert told == expected_findings()
    assert full["report"]["complete"]
    around = {(kind, where, who) for kind, where, who, *_ in told_findings(full["report"]) - told}
    assert around == AROUND


def test_full_read_reads_one_by_one_only_what_it_must(full: Any) -> None:
    """Delta tells what is shared, so that files outside the cases that share nothing rest."""
    lines = {one["what"]: one for one in full["report"]["coverage"]}
    assert lines["files that share nothing of their own"]["count"] > 0


@pytest.mark.parametrize("which", ["narrow", "full"])
def test_holdings_are_what_the_tenant_itself_reckons(
    scene: Rehearsal, request: pytest.FixtureRequest, which: str
) -> None:
    """For every person and file: who can open it, and whether it can be changed."""
    report = request.getfixturevalue(which)["report"]
    told = crowds_of(scene, report["holdings"], with_groups=which == "full")
    state = scene.admin("GET", "/state").body
    items = {
        item["path"].removeprefix("Case review/"): item["id"]
        for drive in state["drives"]
        for item in drive["items"]
        if not item["folder"] and item["path"].startswith("Case review/")
    }
    for path, item in items.items():
        able = {one["key"]: one["role"] for one in scene.access(item) if one["role"] and "key" in one}
        assert told(path) == able, path
