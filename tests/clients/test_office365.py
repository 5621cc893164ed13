"""The Office 365 community's Python client, unmodified, under Microsoft's own host names.

It is `Office365-REST-Python-Client` 3.3.0: SharePoint REST and Graph, both signed in with a certificate.
"""

from typing import Any

import pytest

from tests.clients.namespace import SITE_PATH
from tests.clients.remembered import LEVELS, REPORT, TITLE, Walk, walked


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """One walk with both halves of the client."""
    return walked(tmp_path_factory.mktemp("office365"), "tests.clients.office365_walk")


@pytest.fixture
def rest(walk: Walk) -> dict[str, Any]:
    """What the client saw through SharePoint REST."""
    return dict(walk.seen["rest"])


@pytest.fixture
def graph(walk: Walk) -> dict[str, Any]:
    """What it saw through Graph."""
    return dict(walk.seen["graph"])


def test_it_finds_who_is_in_each_group_of_the_site(walk: Walk, rest: dict[str, Any]) -> None:
    """Owners and members of the channel are the site's, and a link's group holds whom the link names."""
    assert rest["people"][f"{TITLE} Owners"] == walk.logins(walk.members("owner"))
    assert rest["people"][f"{TITLE} Members"] == walk.logins(walk.members(""))
    link_group = next(title for title in rest["people"] if title.startswith("SharingLinks."))
    assert rest["people"][link_group] == walk.logins([walk.person("flo")])
    assert set(walk.logins(walk.members())) < set(rest["users"])


def test_it_reads_the_levels_that_the_site_gives(rest: dict[str, Any]) -> None:
    """The three standard groups have theirs, a link's group has Limited Access, and the library inherits."""
    levels = {title: given for title, given in rest["roles"].items() if "SharingLinks." not in title}
    assert levels == LEVELS
    assert [given for title, given in rest["roles"].items() if title not in levels] == [["Limited Access"]]
    assert rest["library_unique"] is False


def test_a_file_whose_inheritance_it_breaks_has_whom_it_lets_in(rest: dict[str, Any]) -> None:
    """Nobody is left after a break without copies; a reader comes and goes; then all is inherited."""
    assert rest["unique"] == [False, True, False]
    alone, with_reader, alone_again, inherited = rest["assigned"]
    assert alone == alone_again == {}
    assert with_reader == {"Cat Cole": ["Read"]}
    assert {title: given for title, given in inherited.items() if title in LEVELS} == LEVELS
    assert all(given == ["Limited Access"] for title, given in inherited.items() if title not in LEVELS)


def test_the_tenant_saw_the_reader_go_and_come_as_it_was_done(walk: Walk) -> None:
    """A member loses the file by the break, reads it by a level, loses it again, and has it back."""
    assert walk.changes("cat", REPORT) == [
        ("lost", "write"),
        ("gained", "read"),
        ("lost", "read"),
        ("gained", "write"),
    ]


def test_it_takes_refusals_for_what_they_are(rest: dict[str, Any], graph: dict[str, Any]) -> None:
    """A missing file is 404 and a channel's own site keeps its permissions, each with SharePoint's code."""
    assert rest["errors"] == {
        "missing": [404, "-2147024894, System.IO.FileNotFoundException"],
        "kept": [403, "-2147024891, System.UnauthorizedAccessException"],
    }
    assert graph["error"] == [404, "itemNotFound"]


def test_it_waits_as_long_as_it_is_told(walk: Walk, rest: dict[str, Any], graph: dict[str, Any]) -> None:
    """Both interfaces answer 429 with Retry-After once, and the client has its answer afterwards."""
    assert rest["after_waiting"] == TITLE
    assert walk.told("GET", f"{SITE_PATH}/_api/Web")[-2:] == [429, 200]
    assert graph["after_waiting"] == graph["drive"]
    assert walk.told("GET", f"/drives/{graph['drive']}") == [429, 200]


def test_it_shares_a_file_and_takes_both_shares_back(walk: Walk, graph: dict[str, Any]) -> None:
    """An invitation and a link stand beside what is inherited, and nothing of them is left in the tenant."""
    sharing = graph["sharing"]
    assert sharing["invited_roles"] == [["read"]]
    assert sharing["link"][1:] == ["view", "organization"]
    assert {sharing["link"][0], *sharing["invited"]} | set(sharing["left"]) == set(sharing["held"])
    assert {one["id"] for one in walk.item(graph["file"])["permissions"]} == set(sharing["left"])


def test_it_lets_somebody_into_the_channel_and_out_again(walk: Walk, graph: dict[str, Any]) -> None:
    """The added guest is the one whom the members did not have before, and is gone in the tenant too."""
    before, between, after = graph["members"]
    assert set(between) - set(before) == {walk.person("flo")}
    assert before == after == walk.members()


def test_it_follows_delta_page_by_page_to_its_end(walk: Walk, graph: dict[str, Any]) -> None:
    """The whole library first, then from an instant on: the shared file, and of files no other."""
    assert graph["files"] == ["agenda.docx", "chronology.xlsx", "report.docx"]
    assert graph["tree"] == ["RR-2026-001"]
    files = {item["id"] for drive in walk.state["drives"] for item in drive["items"] if "." in item["path"]}
    assert set(graph["changed"]) & files == {graph["item_id"]}
    pages = [row["status"] for row in walk.journal if "/root/delta?token=" in row["path"]]
    assert len(pages) >= 3
    assert set(pages) == {200}


def test_its_batch_has_an_answer_for_each_part(graph: dict[str, Any]) -> None:
    """The item and its permissions come in one envelope."""
    assert graph["batch"] == [graph["item_id"], graph["sharing"]["left"]]
