"""The table of planted problems: every one is in the demo, under the kind that the page names.

Source: ISA §8.3, ISA §8.6
"""

import csv
import re
from pathlib import Path
from typing import Any

from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.kinds import FindingKind, Severity
from tests.docs.sources import ROOT
from tests.docs.test_named_tests import defined
from tests.docs.test_reference import rows
from tests.e2e.expect_world import CONFIG, read

PLANTS = {
    "D01": ("anonymous-link", "C"),
    "D02": ("organisation-link", "H"),
    "D03": ("edit-link", "H"),
    "D04": ("download-allowed-link", "H"),
    "D05": ("personal-mail-recipient", "C"),
    "D06": ("link-expiry-too-long", "M"),
    "D07": ("link-outside-stage", "H"),
    "D08": ("stale-invitation", "M"),
    "D09": ("non-owner-sharing-enabled", "H"),
    "D10": ("grant-to-leaver", "H"),
    "D11": ("grant-after-expiry", "H"),
    "D12": ("apd-lapsed", "H"),
    "D13": ("apd-missing", "H"),
    "D14": ("grant-outside-stage", "H"),
    "D15": ("other-agency-folder", "C"),
    "D16": ("guest-not-in-roster", "C"),
    "D17": ("internal-not-in-roster", "H"),
    "D18": ("group-grant", "H"),
    "D19": ("everyone-claim", "C"),
    "D20": ("generic-account", "H"),
    "D21": ("edit-grant-without-exception", "H"),
    "D22": ("access-on-closed-case", "M"),
    "D23": ("uaa-missing", "H"),
    "D24": ("uaa-old-version-overdue", "H"),
    "D25": ("uaa-declined", "H"),
    "D26": ("account-disabled", "M"),
    "D27": ("missing-grant", "M"),
    "D28": ("inheritance-restored", "H"),
    "D29": ("nested-unique-permissions", "H"),
    "D30": ("too-few-owners", "M"),
    "D31": ("unexpected-site-admin", "H"),
    "D32": ("channel-member-not-in-roster", "C"),
    "D33": ("channel-member-not-business-unit", "H"),
    "D34": ("site-sharing-too-open", "C"),
    "D35": ("app-permission-too-wide", "C"),
    "D36": ("block-download-policy-off", "H"),
    "D37": ("file-type-not-viewable", "M"),
    "D38": ("level-cap-breach", "C"),
    "D39": ("orphan-case-folder", "M"),
    "D40": ("missing-folder", "L"),
    "D41": ("identity-mismatch", "M"),
    "D42": ("b2b-integration-off", "H"),
    "D43": ("deadline-missed", "L"),
    "D44": ("identifier-in-name", "M"),
}
DEMO = CONFIG / "demo"
FOUND = ROOT / "tests" / "e2e" / "expected_findings.csv"
CODED = re.compile(r"`([\w-]+)`")
# The person behind it weighs more than the age of the invitation.
GRAVER = {"D08"}


def contract() -> dict[str, tuple[str, str]]:
    """Return asked-for and told kind of each plant on the page."""
    return {
        row[0]: (row[1].strip("`"), row[2].strip("`"))
        for row in rows("findings.md")
        if row[0] in PLANTS and len(row) > 2
    }


def expected() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the demo's table by plant."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in read(DEMO / "westmarsh-weekend.yaml")["expect"]:
        found.setdefault(row["plant"], []).append(row)
    return found


def test_every_kind_that_was_asked_for_is_planted_in_the_demo() -> None:
    """All 44 plants stand in the hand-written table, each under its kind or the one of the contract."""
    table, named = expected(), contract()
    assert table.keys() >= PLANTS.keys()
    for plant, (kind, _severity) in PLANTS.items():
        told = named.get(plant, (kind, kind))[1]
        assert told in {row["kind"] for row in table[plant]}, plant


def test_the_contract_names_what_was_asked_for_and_nothing_that_needs_no_name() -> None:
    """A line of the contract begins with the kind asked for, and leads to another one that exists."""
    for plant, (asked, told) in contract().items():
        assert asked == PLANTS[plant][0], plant
        assert asked != told, plant
        assert told in set(FindingKind), plant
    without = {plant for plant, (kind, _) in PLANTS.items() if kind not in set(FindingKind)}
    assert without <= contract().keys()


def test_every_plant_is_as_grave_as_it_was_asked_to_be() -> None:
    """The severities are those of the partnership's table; one plant is told for something graver."""
    letters = {"C": Severity.CRITICAL, "H": Severity.HIGH, "M": Severity.MEDIUM, "L": Severity.LOW}
    for plant, (kind, letter) in PLANTS.items():
        told = KINDS[FindingKind(contract().get(plant, (kind, kind))[1])].severity
        assert (told > letters[letter]) if plant in GRAVER else (told is letters[letter]), plant


def test_every_plant_on_the_page_stands_in_the_demos_table() -> None:
    """What the page says to be planted besides is what the table holds, under the same kinds."""
    table = expected()
    told = {
        plant: set(CODED.findall(row[2]))
        for row in rows("findings.md")
        if len(row) == 3
        for plant in row[0].split(", ")
        if plant in table
    }
    assert told.keys() == table.keys() - PLANTS.keys()
    for plant, kinds in told.items():
        there = {row["kind"] for row in table[plant]} - {"person-waits"}
        assert there <= kinds, plant
        assert kinds & there, plant


def test_no_kind_is_without_a_plant_or_a_test_that_judges_it() -> None:
    """Each kind is found in the demo, set against set, or the page names the test in which it is judged."""
    with FOUND.open(encoding="utf-8", newline="") as file:
        planted = {kind for row in csv.DictReader(file) for kind in (row["kind"], *row["also"].split())}
    pages = [row for row in rows("findings.md") if len(row) == 2 and row[0].startswith("by `test_")]
    tests = {row[0].removeprefix("by ").strip("`"): set(CODED.findall(row[1])) for row in pages}
    assert tests.keys() <= defined()
    judged = {kind for kinds in tests.values() for kind in kinds}
    assert planted | judged == {kind.value for kind in FindingKind}
    assert not planted & judged


def test_the_decoys_stand_in_the_demo() -> None:
    """What must not be flagged is there, or equality of the sets would prove nothing of it."""
    roster, tenant = read(DEMO / "roster.yaml"), read(DEMO / "westmarsh-tenant.yaml")
    people, users = roster["people"], {one["key"]: one for one in tenant["users"]}
    acts = {one["id"] for one in tenant["acts"]}
    assert {"N01", "N13a", "N13b", "EX-2026-001", "EX-2026-002a"} <= acts  # N1, N13, N4, N5
    assert {"u01", "u03"} <= set(tenant["channel"]["members"])  # N3
    assert users["u22"]["mail"] != users["u22"]["mail"].casefold()  # N6
    assert people["u11"]["organisation"] == "yjs"  # N7: on the host's domain
    assert people["u11"]["username"].endswith("@westmarsh.example")
    assert people["u30"]["existing_since"].isoformat() == "2026-03-23"  # N8: in grace
    assert people["u37"]["username"] in users["u37"]["other_mails"]  # N9
    assert len(roster["cases"]["RR-2026-001"]["people"]["u12"]) == 2  # N10
    assert roster["cases"]["CFC-2026-001"]["stage"] == "closed"  # N11
    assert roster["organisations"]["hou"]["policy_document"]["review_by"].isoformat() == "2026-04-20"  # N14
    assert any(Path(path).name == "reference 943 476 5918.docx" for path in tenant["files"])  # N15
