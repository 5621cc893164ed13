"""The audit of Westmarsh after its weekend, judged by tables and by the emulator's own reckoning of access.

Source: ISA §8.3, ISA §8.6, ISA §11, ADR-0006
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.audit_scene import crowds_of, prove_by_certificate
from tests.e2e.harness import Rehearsal
from tests.e2e.test_westmarsh import expected_findings, told_findings

# The business unit, and the two who came into the channel over the weekend.
MEMBERS = ("p.nandakumar", "t.ashworth", "g.okafor", "h.marchetti", "e.colby")
# What read-only consent and a secret cannot see; what an administrator states is known all the same.
HIDDEN = {
    *("site-sharing-too-open", "members-can-share", "site-admin-unexpected"),
    *("app-permission-too-wide", "orphan-link-group"),
    *("sharing-settings-unfit", "site-group-stranger", "link-group-stranger"),
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
def full(scene: Rehearsal, narrow: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The audit by an application that may read everything, and proves itself by a certificate.

    It comes after the narrow one, whatever test is first: the wider consent stays with the application.
    """
    assert narrow["asked"]
    settings = prove_by_certificate(scene, tmp_path_factory.mktemp("pem"), FULL)
    since = scene.journal()[-1]["n"]
    data = scene.gate("--config", str(settings), "audit", "--json").data
    return {"report": data, "asked": scene.journal(since)}


def test_read_only_consent_finds_every_plant(narrow: Any) -> None:
    """The table, set against set, but for what only full control shows: what the night finds as well."""
    hidden = {one for one in expected_findings() if one[0] in HIDDEN}
    assert {one[0] for one in hidden} == HIDDEN
    assert told_findings(narrow["report"]) == expected_findings() - hidden


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
    """On the files and around them: the whole table, set against set."""
    assert told_findings(full["report"]) == expected_findings()
    assert full["report"]["complete"]


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
        found = told(path)
        if which == "narrow":  # who administers or visits the site is not shown to read-only consent
            assert able.pop("svc-migration") == "owner"
            assert able.pop("u10") == "read"
            found = {key: role for key, role in found.items() if key not in {"svc-migration", "u10"}}
        assert found == able, path


def test_without_a_roster_everything_beyond_the_channel_is_listed(scene: Rehearsal) -> None:
    """Links, groups and grants are told by how they are shared, and nobody is charged with who they are."""
    words = ("audit", "--no-roster", "--team", "Westmarsh Safeguarding", "--channel", "Case review")
    report = scene.gate(*words, "--json").data
    found = {(one["kind"], one["object"]) for one in report["findings"]}
    assert ("anonymous-link", "RR-2026-001/40-panel-pack/pack-v2.docx") in found
    assert ("group-grant", "LCSPR-2025-002/40-panel-pack/agenda.docx") in found
    assert not {kind for kind, _ in found} & {
        "internal-not-in-roster",
        "missing-grant",
        "case-folder-missing",
    }
    inside = {one["address"] for one in report["holdings"] if one["declared"]}
    assert inside == {f"{name}@westmarsh.example" for name in MEMBERS}


def test_an_audit_writes_private_reports_and_tells_by_its_code(scene: Rehearsal) -> None:
    """Page, workbook, tables, JSON and text in a folder of their own; 10 where something is wrong."""
    folder = scene.folder / "reports" / "march"
    scene.gate("audit", "--output", str(folder), "--exit-code", wanted=10)
    names = {path.name for path in folder.iterdir()}
    assert {"report.html", "report.xlsx", "report.json", "report.txt", "findings.csv"} <= names
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


@pytest.mark.parametrize(
    "words", [("--no-roster",), ("--team", "T", "--channel", "C"), ("--no-roster", "--team", "T")]
)
def test_a_channel_is_named_where_there_is_no_roster_and_only_there(
    scene: Rehearsal, words: tuple[str, ...]
) -> None:
    """Half an instruction is refused before anything is asked."""
    assert "go together" in scene.gate("audit", *words, wanted=2).err


def test_over_the_days_of_a_rotation_every_resting_file_is_read(scene: Rehearsal, full: Any) -> None:
    """With one day for all of them nothing rests, and nothing else is found."""
    settings = (scene.config / "audit.toml").read_text(encoding="utf-8")
    path = scene.config / "rotating.toml"
    path.write_text(f"{settings}rotation_days = 1\n", encoding="utf-8")
    report = scene.gate("--config", str(path), "audit", "--json").data
    assert "files that share nothing of their own" not in {one["what"] for one in report["coverage"]}
    assert told_findings(report) == told_findings(full["report"])


@pytest.mark.usefixtures("full")
def test_an_administrator_of_the_site_is_found_and_holds_every_file(scene: Rehearsal) -> None:
    """What Graph does not show SharePoint does: somebody who administers the site opens every file."""
    site = scene.admin("GET", "/state").body["drives"][0]["site_id"]
    assert scene.admin("POST", "/admins", {"people": ["svc-migration", "u42"], "site": site}).status < 300
    report = scene.gate("--config", str(scene.config / "audit.toml"), "audit", "--json").data
    found = {(one["kind"], one["principal"]) for one in report["findings"]}
    assert ("site-admin-unexpected", "v.lanyon@westmarsh.example") in found
    files = {one["item"] for one in report["holdings"] if not one["item"].endswith("/")}
    by_admin = {one["item"] for one in report["holdings"] if one["address"].startswith("v.lanyon@")}
    assert files <= by_admin
    assert scene.admin("POST", "/admins", {"people": ["svc-migration"], "site": site}).status < 300
