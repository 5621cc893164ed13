"""The CLI for Microsoft 365, unmodified, under Microsoft's own host names, signed in with a certificate.

It is `@pnp/cli-microsoft365` 11.11.0. Its commands go to SharePoint REST and to Graph as they please.
"""

import pytest

from tests.clients.remembered import LEVELS, REPORT, TITLE, Walk, walked


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """One walk: each command once, all in one process."""
    return walked(tmp_path_factory.mktemp("cli"), "tests.clients.cli_walk")


def test_it_reads_the_site_its_people_and_what_they_may(walk: Walk) -> None:
    """`spo web get`, `spo group member list` and `spo user list` tell what the channel's membership is."""
    assert walk.seen["title"] == TITLE
    levels = {title: given for title, given in walk.seen["levels"].items() if "SharingLinks." not in title}
    assert levels == LEVELS
    assert walk.seen["owners"] == walk.logins(walk.members("owner"))
    assert set(walk.logins(walk.members())) < set(walk.seen["users"])


def test_it_lists_the_library_to_its_depth(walk: Walk) -> None:
    """`spo list get`, `spo folder list` and `spo file list` show what the seed put there."""
    assert walk.seen["library_unique"] is False
    assert walk.seen["folders"] == ["RR-2026-001"]
    assert walk.seen["files"] == ["agenda.docx", "chronology.xlsx", "report.docx"]


def test_it_breaks_inheritance_gives_a_level_and_takes_it(walk: Walk) -> None:
    """`spo file roleinheritance` and `roleassignment` do to people's access what they say."""
    assert walk.seen["assigned"] == [{}, {"Cat Cole": ["Read"]}, {}]
    assert walk.changes("cat", REPORT) == [
        ("lost", "write"),
        ("gained", "read"),
        ("lost", "read"),
        ("gained", "write"),
    ]


def test_it_makes_a_link_finds_it_and_removes_it(walk: Walk) -> None:
    """`spo file sharinglink` makes what it reads back, and leaves nothing behind."""
    link = walk.seen["link"]
    assert (link["type"], link["scope"]) == ("view", "organization")
    assert walk.seen["links"] == [link["id"]]
    assert walk.seen["links_left"] == []
    assert link["id"] not in {one["id"] for one in walk.item(REPORT)["permissions"]}


def test_sharing_information_shows_the_link_while_it_stands(walk: Walk) -> None:
    """`spo file sharinginfo get` names one link that is on, and the groups that the file inherits."""
    told = walk.seen["sharing"]
    on = [one["linkDetails"] for one in told["links"] if one["linkDetails"]["IsActive"]]
    assert [(one["ShareId"], one["IsEditLink"], one["Scope"]) for one in on] == [
        (walk.seen["link"]["id"], False, 1)
    ]
    assert {one["principal"]["name"] for one in told["principals"]} >= {f"{TITLE} Owners", f"{TITLE} Members"}


def test_it_lets_somebody_into_the_channel_and_out_again(walk: Walk) -> None:
    """`teams channel member` finds team and channel by name, and adds whom it is told."""
    before, between, after = walk.seen["members"]
    assert set(between) - set(before) == {walk.person("flo")}
    assert before == after == walk.members()


def test_it_reads_teams_through_a_batch(walk: Walk) -> None:
    """`teams team list` asks for the details of each team in one envelope."""
    assert walk.seen["teams"] == [team["name"] for team in walk.state["teams"]]
    for team in walk.state["teams"]:
        assert walk.told("GET", f"/v1.0/teams/{team['id']}") == [200]


def test_it_follows_delta_by_links_under_microsofts_name(walk: Walk) -> None:
    """`request` asks for a token by the host of a next link, so that links have the name that was called."""
    assert sorted(one["name"] for one in walk.seen["delta"]) == walk.seen["files"]
    assert walk.seen["has_delta_link"] is True
    pages = [row["status"] for row in walk.journal if "/root/delta?" in row["path"]]
    assert len(pages) >= 3
    assert set(pages) == {200}


def test_it_gives_an_application_the_site_and_takes_it_back(walk: Walk) -> None:
    """`spo site apppermission` adds, changes, lists and removes what an application holds."""
    outsider = next(app["client_id"] for app in walk.state["apps"] if app["name"] == "outsider")
    assert walk.seen["grants"] == [[[outsider, ["read"]]], [[outsider, ["write"]]], []]


def test_it_knows_somebody_by_name_and_address(walk: Walk) -> None:
    """`spo user ensure` and `spo user get` lead to one account."""
    assert [walk.seen["ensured"], walk.seen["found"]] == walk.logins([walk.person("cat")]) * 2


def test_what_graph_deletes_waits_in_the_sites_recycle_bin(walk: Walk) -> None:
    """`request` deletes through Graph, and `spo site recyclebinitem list` finds it in SharePoint."""
    assert walk.seen["bin"] == ["agenda.docx"]
    held = [item["path"] for drive in walk.state["drives"] for item in drive["items"]]
    assert not [path for path in held if path.endswith("agenda.docx")]


def test_it_tells_what_is_refused_in_sharepoints_words(walk: Walk) -> None:
    """A missing file and a site that Teams keeps are told apart."""
    assert walk.seen["missing"].startswith("spo file get: File Not Found.")
    assert walk.seen["kept"].endswith("Attempted to perform an unauthorized operation.")


def test_it_waits_as_long_as_it_is_told(walk: Walk) -> None:
    """A 429 with Retry-After is waited out by the client, which has its answer then."""
    drive = next(one["drive_id"] for one in walk.state["channels"] if one["name"] == "Case review")
    assert walk.seen["after_waiting"] == drive
    assert walk.told("GET", f"/drives/{drive}") == [429, 200]
