"""Westmarsh, judged by the emulator's own state and access, against tables that neither program wrote.

Source: ISA §8.3, ISA §8.4, ISA §8.5, ISA §8.6
"""

from typing import Any

from tests.e2e.journey import Journey, files, gains, rows

BUSINESS_UNIT = {"u01", "u02", "u03"}
# What the administrator puts right before the mending night.
REPAIRED = {
    *("site-sharing-too-open", "members-can-share", "site-admin-unexpected"),
    *("block-download-policy-off", "b2b-integration-off"),
    *("sharing-settings-unfit", "site-group-stranger"),
}
# What was so before the weekend, and stays until a person acts.
STANDING = {
    ("deadline-missed", "RR-2025-009", "", (), "person"),
    ("too-few-owners", "channel", "", (), "person"),
    ("person-waits", "directory", "u45", (), "person"),
    ("person-waits", "directory", "u46", (), "person"),
    ("reconfirmation-due", "roster", "frs", (), "person"),
    ("exception-ends-soon", "LCSPR-2025-002/20-agency-reports", "u19", (), "person"),
    ("exception-ends-soon", "S11-2026-001/10-tool-and-guidance", "u39", (), "person"),
}
FindingKey = tuple[str, str, str, tuple[str, ...], str]


def expected_readers() -> dict[str, set[tuple[str, str]]]:
    """Return who reads each file and by what, from the table."""
    readers: dict[str, set[tuple[str, str]]] = {}
    for row in rows("expected_access.csv"):
        readers.setdefault(row["file"], set()).add((row["reader"], row["via"]))
    return readers


def expected_findings() -> set[FindingKey]:
    """Return the findings of the table."""
    return {
        (row["kind"], row["object"], row["principal"], tuple(row["also"].split()), row["handled"])
        for row in rows("expected_findings.csv")
    }


def told_findings(plan: Any) -> set[FindingKey]:
    """Return the findings of a plan."""
    return {
        (one["kind"], one["object"], one["principal"], tuple(one["also"]), one["handling"])
        for one in plan["findings"]
    }


def is_reader_link(permission: dict[str, Any]) -> bool:
    """Tell whether a Graph permission is a specific-people view link with download blocked."""
    link = permission.get("link") or {}
    shape = (link.get("scope"), link.get("type"), link.get("preventsDownload"))
    return shape == ("users", "view", True) and permission["roles"] == ["read"]


def test_the_quiet_night_finds_everything_in_sync(journey: Journey) -> None:
    """On a tenant that agrees with its roster nothing is to change; what only people can mend is told."""
    assert journey.quiet["changes"] == []
    assert told_findings(journey.quiet) == STANDING


def test_every_plant_is_found_under_its_kind_and_nothing_else_is(journey: Journey) -> None:
    """The findings equal the table, set against set, so decoys are not flagged."""
    told, wanted = told_findings(journey.plan), expected_findings()
    assert {one[:-1] for one in told} == {one[:-1] for one in wanted}
    # While the site is open, what is to be given waits for a person; nothing else is told otherwise.
    assert {(*one[:-1], "mended") for one in told - wanted} <= wanted - told
    assert {one[-1] for one in told - wanted} == {"person"}
    repaired = {one for one in expected_findings() if one[0] in REPAIRED}
    assert {one[0] for one in repaired} == REPAIRED
    assert told_findings(journey.mended) == expected_findings() - repaired


def test_law_1_while_the_site_is_open_nothing_is_given_and_the_removals_go_on(journey: Journey) -> None:
    """Before the administrator has closed the site again every grant is held, and says why (ISA 8.2)."""
    assert {one["change"] for one in journey.plan["changes"]}.isdisjoint({"GrantReaders", "AddMember"})
    assert {one["change"] for one in journey.plan["held"]} == {"GrantReaders"}
    assert all("sharing_level" in one["why"] for one in journey.plan["held"])
    assert len(journey.mended["changes"]) == len(journey.plan["changes"]) + len(journey.plan["held"])


def test_law_1_every_file_has_exactly_its_expected_readers(journey: Journey) -> None:
    """Besides the business unit, nobody else can open a file, and nobody who should is missing."""
    expected = expected_readers()
    for path in files(journey.after):
        access = [one for one in journey.access[path] if one["role"] and "key" in one]
        able = {one["key"] for one in access} - BUSINESS_UNIT
        assert able == {reader for reader, _ in expected.get(path, set())}, path


def test_law_2_every_reader_comes_in_through_one_reader_link_or_a_recorded_exception(
    journey: Journey,
) -> None:
    """One link a file, for exactly the readers who come by link; none where nobody does."""
    expected = expected_readers()
    for path, item in files(journey.after).items():
        by_link = {reader for reader, via in expected.get(path, set()) if via == "link"}
        links = [one for one in item["permissions"] if "link" in one]
        assert all(is_reader_link(link) for link in links), path
        named = {
            one["key"] for one in journey.access[path] if any(way["via"] == "link" for way in one["paths"])
        }
        assert len(links) <= 1, path
        assert named == by_link, path


def test_law_2_nothing_stands_but_site_groups_exceptions_and_structure(journey: Journey) -> None:
    """After the mending every other entry is one that stood in the quiet night as well."""
    quiet_life = {"siteGroup", "sharePointGroup", "application"}
    exceptions = {"u35", "u39", "u42"}
    for path, item in files(journey.after).items():
        for permission in item["permissions"]:
            granted = permission.get("grantedToV2", {})
            if "link" in permission or set(granted) & quiet_life:
                continue
            ways = [
                one["key"]
                for one in journey.access[path]
                if any(way["permission_id"] == permission["id"] for way in one["paths"])
            ]
            assert set(ways) <= exceptions, (path, permission)


def test_the_channels_members_are_the_business_unit(journey: Journey) -> None:
    """Members can edit, so they are the business unit and nobody else."""
    members = {one["key"] for channel in journey.after["channels"] for one in channel["members"]}
    assert members == BUSINESS_UNIT


def test_law_1_at_no_instant_did_anybody_gain_access_outside_the_expected(journey: Journey) -> None:
    """Each request of the mending night that gave access gave it to an expected reader."""
    expected = {(reader, path) for path, readers in expected_readers().items() for reader, _ in readers}
    gained = gains(journey.after, journey.journal)
    assert gained, "the night gave at least one missing grant, so an empty list means nothing was watched"
    assert [one for one in gained if (one[0], one[1]) not in expected or one[2] != "read"] == []


def test_law_5_revocations_come_before_grants(journey: Journey) -> None:
    """In the mending night the plan's removals all precede its grants."""
    grants = [one["change"] in {"grant-readers", "add-member"} for one in journey.mended["changes"]]
    assert grants == sorted(grants)


def test_every_change_of_the_night_was_applied(journey: Journey) -> None:
    """Nothing failed, nothing is uncertain."""
    states = {one["state"] for one in journey.mended["outcomes"]}
    assert states <= {"applied", "already"}


def test_the_next_night_changes_nothing(journey: Journey) -> None:
    """A second run changes nobody's access, and writes once: a closed case gives a scope of its own back.

    Somebody had been let in there by hand; only a fresh night sees that the file is like its folder again.
    """
    assert journey.again["changes"] == []
    (written,) = journey.writes_when_quiet
    assert written["path"].endswith("/ResetRoleInheritance")
    assert (written["gained"], written["lost"]) == ([], [])
    assert journey.last_plan.code == 0


def test_law_11_the_trail_verifies_after_every_night(journey: Journey) -> None:
    """Three runs, three roots, nothing edited."""
    assert journey.verified.code == 0


def test_law_14_no_link_url_and_no_token_is_in_what_was_printed(journey: Journey) -> None:
    """What people and logs see holds no URL that could be access."""
    printed = repr((journey.quiet, journey.plan, journey.mended, journey.again))
    assert "https://" not in printed
    assert "eyJ" not in printed
