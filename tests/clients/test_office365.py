"""The Office 365 community's Python client, unmodified, under Microsoft's own host names.

It is `Office365-REST-Python-Client` 3.3.0: SharePoint REST and Graph, both signed in with a certificate.
"""

from typing import Any, NamedTuple

import pytest

from tests.clients.namespace import HOSTS, SITE, SITE_PATH, TENANT, run_inside

LIBRARY = f"{SITE_PATH}/Shared Documents/Case review"
REPORT = "RR-2026-001/60-final-report/report.docx"
GUEST = "F.Ford@NHS.example"
_TITLE = "Smallbridge Safeguarding-Case review"
_SITE_LEVELS = {
    f"{_TITLE} Owners": ["Full Control"],
    f"{_TITLE} Members": ["Edit"],
    f"{_TITLE} Visitors": ["Read"],
}


class Walk(NamedTuple):
    """What the client saw through each interface, and what the tenant remembers."""

    rest: dict[str, Any]
    graph: dict[str, Any]
    state: dict[str, Any]
    journal: list[dict[str, Any]]

    def told(self, method: str, ending: str) -> list[int]:
        """Return the statuses of the client's requests whose path ends so."""
        return [
            row["status"]
            for row in self.journal
            if row["app"] == "reconciler" and row["method"] == method and row["path"].endswith(ending)
        ]

    def item(self, name: str) -> dict[str, Any]:
        """Return a file as the tenant remembers it."""
        items = [item for drive in self.state["drives"] for item in drive["items"]]
        found: dict[str, Any] = next(item for item in items if item["path"].endswith(name))
        return found


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """One walk with both halves of the client."""
    asked = {
        "seed": str(TENANT),
        "site_url": SITE,
        "file_url": f"{LIBRARY}/{REPORT}",
        "reader": "cat@smallbridge.example",
        "reader_mail": "ben@smallbridge.example",
        "team": "Smallbridge Safeguarding",
        "channel": "Case review",
        "file": "chronology.xlsx",
        "newcomer": GUEST,
    }
    told = run_inside(tmp_path_factory.mktemp("office365"), HOSTS, "tests.clients.office365_walk", asked)
    return Walk(told["seen"]["rest"], told["seen"]["graph"], told["state"], told["journal"])


def test_it_finds_who_is_in_each_group_of_the_site(walk: Walk) -> None:
    """Owners and members of the channel are the site's, and a link's group holds whom the link names."""
    channel = next(one for one in walk.state["channels"] if one["name"] == "Case review")
    logins = {user["id"]: f"i:0#.f|membership|{user['upn'].lower()}" for user in walk.state["users"]}
    for group, is_owner in ((f"{_TITLE} Owners", True), (f"{_TITLE} Members", False)):
        members = [one["user_id"] for one in channel["members"] if ("owner" in one["roles"]) is is_owner]
        assert walk.rest["people"][group] == sorted(logins[each] for each in members if each in logins)
    link_group = next(title for title in walk.rest["people"] if title.startswith("SharingLinks."))
    assert walk.rest["people"][link_group] == [
        "i:0#.f|membership|f.ford_nhs.example#ext#@smallbridge.example"
    ]


def test_it_reads_the_levels_that_the_site_gives(walk: Walk) -> None:
    """The three standard groups have theirs, a link's group has Limited Access, and the library inherits."""
    levels = {title: given for title, given in walk.rest["roles"].items() if "SharingLinks." not in title}
    assert levels == _SITE_LEVELS
    assert [given for title, given in walk.rest["roles"].items() if title not in levels] == [
        ["Limited Access"]
    ]
    assert walk.rest["library_unique"] is False


def test_a_file_whose_inheritance_it_breaks_has_the_people_whom_it_lets_in(walk: Walk) -> None:
    """Nobody is left after a break without copies; a reader comes and goes; then all is inherited."""
    assert walk.rest["unique"] == [False, True, False]
    alone, with_reader, alone_again, inherited = walk.rest["assigned"]
    assert alone == alone_again == {}
    assert with_reader == {"Cat Cole": ["Read"]}
    assert {title: given for title, given in inherited.items() if title in _SITE_LEVELS} == _SITE_LEVELS
    assert all(given == ["Limited Access"] for title, given in inherited.items() if title not in _SITE_LEVELS)


def test_the_tenant_saw_the_reader_go_and_come_as_it_was_done(walk: Walk) -> None:
    """A member loses the file by the break, reads it by a level, loses it again, and has it back."""
    cat = next(user["id"] for user in walk.state["users"] if user["key"] == "cat")
    writes = [
        row for row in walk.journal if row["app"] == "reconciler" and "/_api/" in row["path"] and row["write"]
    ]
    seen = [
        (kind, one["role"])
        for row in writes
        for kind in ("lost", "gained")
        for one in row[kind]
        if (one["person"], one["item"]) == (cat, walk.item(REPORT)["id"])
    ]
    assert seen == [("lost", "write"), ("gained", "read"), ("lost", "read"), ("gained", "write")]


def test_it_takes_refusals_for_what_they_are(walk: Walk) -> None:
    """A missing file is 404 and a channel's own site keeps its permissions, each with SharePoint's code."""
    assert walk.rest["errors"] == {
        "missing": [404, "-2147024894, System.IO.FileNotFoundException"],
        "kept": [403, "-2147024891, System.UnauthorizedAccessException"],
    }
    assert walk.graph["error"] == [404, "itemNotFound"]


def test_it_waits_as_long_as_it_is_told(walk: Walk) -> None:
    """Both interfaces answer 429 with Retry-After once, and the client has its answer afterwards."""
    assert walk.rest["after_waiting"] == _TITLE
    assert walk.told("GET", f"{SITE_PATH}/_api/Web")[-2:] == [429, 200]
    assert walk.graph["after_waiting"] == walk.graph["drive"]
    assert walk.told("GET", f"/drives/{walk.graph['drive']}") == [429, 200]


def test_it_shares_a_file_and_takes_both_shares_back(walk: Walk) -> None:
    """An invitation and a link stand beside what is inherited, and nothing of them is left in the tenant."""
    sharing = walk.graph["sharing"]
    assert sharing["invited_roles"] == [["read"]]
    assert sharing["link"][1:] == ["view", "organization"]
    assert {sharing["link"][0], *sharing["invited"]} | set(sharing["left"]) == set(sharing["held"])
    held = {one["id"] for one in walk.item(walk.graph["file"])["permissions"]}
    assert held == set(sharing["left"])


def test_it_lets_somebody_into_the_channel_and_out_again(walk: Walk) -> None:
    """The added guest is the one whom the members did not have before, and is gone in the tenant too."""
    before, between, after = walk.graph["members"]
    guest = next(user["id"] for user in walk.state["users"] if user["mail"] == GUEST)
    assert set(between) - set(before) == {guest}
    channel = next(one for one in walk.state["channels"] if one["name"] == "Case review")
    assert before == after == sorted(one["user_id"] for one in channel["members"])


def test_it_follows_delta_page_by_page_to_its_end(walk: Walk) -> None:
    """The whole library first, then from an instant on: the shared file, and of files no other."""
    assert walk.graph["files"] == ["agenda.docx", "chronology.xlsx", "report.docx"]
    assert walk.graph["tree"] == ["RR-2026-001"]
    files = {item["id"] for drive in walk.state["drives"] for item in drive["items"] if "." in item["path"]}
    assert set(walk.graph["changed"]) & files == {walk.graph["item_id"]}
    pages = [row for row in walk.journal if "/root/delta?token=" in row["path"]]
    assert len(pages) >= 3
    assert {row["status"] for row in pages} == {200}


def test_its_batch_has_an_answer_for_each_part(walk: Walk) -> None:
    """The item and its permissions come in one envelope."""
    assert walk.graph["batch"] == [walk.graph["item_id"], walk.graph["sharing"]["left"]]
