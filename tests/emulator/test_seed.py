"""Seeds: impossible worlds are refused with every fault, and acts are played through the real routes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.emulator.conftest import SMALL, Start
from tests.emulator.raw import Emulator

_AGENDA = "RR-2026-001/40-panel-pack/agenda.docx"


def _refusal(folder: Path, start: Start, seed: dict[str, Any]) -> str:
    file = folder / "seed.yaml"
    file.write_text(yaml.safe_dump(seed))
    with pytest.raises(AssertionError) as refused:
        start(folder / "tenant", file)
    return str(refused.value)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """Run a process whose tenant has nobody."""
    emulator = Emulator(tmp_path_factory.mktemp("empty"))
    yield emulator
    emulator.stop()


def _small(**changes: Any) -> dict[str, Any]:
    seed: dict[str, Any] = yaml.safe_load(SMALL.read_text())
    return {**seed, **changes}


def test_impossible_world_is_refused_with_every_fault(tmp_path: Path, start: Start) -> None:
    """All faults are named at once, so that a seed is mended in one go (ADR-0003)."""
    users = [
        {"key": "a", "name": "A", "upn": "a@x.example", "mail": None, "type": "Member"},
        {"key": "a", "name": "B", "upn": "A@x.example", "mail": None, "type": "Robot"},
        {
            "key": "g",
            "name": "G",
            "upn": "g@x.example",
            "mail": None,
            "type": "Guest",
            "external_state": "Maybe",
        },
        {"key": "d", "name": "D", "upn": "d@x.example", "mail": None, "type": "Member", "deleted": True},
    ]
    seed = {
        "tenant": {"clock": "tomorrow"},
        "users": users,
        "groups": [{"key": "s", "name": "S", "members": ["nobody", "a", "a"]}],
        "team": {"name": "T", "owners": ["g"], "members": ["d"]},
        "channel": {"name": "C", "membership": "secret", "owners": [], "members": ["zoe"]},
        "files": ["a/b.docx", "A/B.docx", "a/b.docx/c.docx", "a/what?.docx"],
        "links": {"a/missing.docx": ["a"]},
        "acts": [{"id": "1", "call": "GET /users", "clock": "2026-01-01T00:00:00Z"}, {"id": "1"}],
    }
    message = _refusal(tmp_path, start, seed)
    for fault in (
        "'tomorrow' is not an ISO 8601 instant",
        "the key a comes twice",
        "the user principal name a@x.example comes twice",
        "a: type is Member or Guest, not Robot",
        "g: external_state is PendingAcceptance or Accepted, not Maybe",
        "g: a guest's user principal name contains #EXT#",
        "group s: nobody has the key nobody",
        "group s: a comes twice",
        "team: g is a guest and cannot own it",
        "team: d was deleted and cannot belong to it",
        "channel: membership is standard, private or shared, not secret",
        "channel: it needs an owner",
        "channel: nobody has the key zoe",
        "files: a/b.docx comes twice",
        "files: a/b.docx is a file and a folder",
        "files: 'a/what?.docx' has a name that SharePoint does not take",
        "links: a/missing.docx is not a file of this seed",
        "act 1 comes twice",
        "act 1: a call needs somebody who makes it: as",
        "act 1: it has none of",
        "act 1: it has call and clock of",
    ):
        assert fault in message


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"colour": "red"}, "colour"),
        (
            {"channel": {"name": "C", "owners": ["ann"], "members": ["gus"]}},
            "gus does not belong to the team",
        ),
        ({"channel": {"name": "C", "membership": "standard", "owners": ["ann"]}}, "none of its own"),
        ({"team": None}, "channel: it needs a team"),
        ({"channel": None, "links": {}}, "files: they need a channel"),
        ({"apps": {"other": {}}}, "no application has this name"),
        ({"acts": [{"id": "a", "directory": "zoe", "set": {}}]}, "nobody has the key zoe"),
        (
            {"acts": [{"id": "a", "directory": "ann", "set": {"shoes": 7}}]},
            "shoes of an account cannot be set",
        ),
        ({"acts": [{"id": "a", "entry": "", "roles": ["read"]}]}, "an entry names one of"),
        ({"acts": [{"id": "a", "as": "ann", "call": "GET /planets"}]}, "answered 501"),
        (
            {"acts": [{"id": "a", "as": "ann", "call": "DELETE /drives/{drive}/items/{item:no/such.docx}"}]},
            "no/such.docx",
        ),
        ({"acts": [{"id": "a", "as": "app:zoe", "call": "GET /users"}]}, "nothing is called zoe"),
        ({"acts": [{"id": "a", "clock": "2020-01-01T00:00:00Z"}]}, "does not go back"),
    ],
)
def test_seed_with_one_fault_is_refused(empty: Emulator, changes: dict[str, Any], fault: str) -> None:
    """Each rule of a possible world is checked, and nothing of it stays (ADR-0003)."""
    before = empty.admin("GET", "state")
    reply = empty.ask_admin("POST", "seed", _small(**changes))
    assert reply.status == 400
    assert fault in "\n".join(reply.json["errors"])
    assert empty.admin("GET", "state") == before


@pytest.mark.parametrize("text", ["users: [", "users: 7", "- a list", "acts: [{id: x, colour: red}]"])
def test_seed_that_cannot_be_read_is_refused(tmp_path: Path, start: Start, text: str) -> None:
    """A file that is no seed document is named as the reason (ADR-0003)."""
    file = tmp_path / "seed.yaml"
    file.write_text(text)
    with pytest.raises(AssertionError, match="the seed is refused"):
        start(tmp_path / "tenant", file)


def test_acts_that_cannot_be_read_are_refused(emulator: Emulator) -> None:
    """An act with an unknown key is refused before any act is played (ADR-0003)."""
    acts = [{"id": "x", "directory": "cat", "set": {"enabled": False}}, {"id": "y", "colour": "red"}]
    reply = emulator.ask_admin("POST", "seed", {"acts": acts})
    assert reply.status == 400
    assert "colour" in reply.json["errors"][0]


def test_refused_seed_leaves_the_folder_empty(tmp_path: Path, start: Start) -> None:
    """After a refusal the folder takes a better seed (ADR-0003)."""
    acts = [
        {"id": "a", "directory": "cat", "set": {"enabled": False}},
        {"id": "b", "as": "ann", "call": "GET /planets"},
    ]
    _refusal(tmp_path, start, _small(acts=acts))
    emulator = start(tmp_path / "tenant")
    cat = next(user for user in emulator.admin("GET", "state")["users"] if user["key"] == "cat")
    assert cat["enabled"] is True


def test_act_is_a_request_of_the_person(emulator: Emulator) -> None:
    """A call act passes the person's own rights and is journalled as theirs (ADR-0003)."""
    body = {
        "recipients": [{"objectId": "{user:gus}"}],
        "roles": ["read"],
        "requireSignIn": True,
        "sendInvitation": False,
    }
    call = "POST /drives/{drive}/root:/Case review/" + _AGENDA + ":/invite"
    emulator.admin("POST", "seed", {"acts": [{"id": "d", "as": "cat", "call": call, "body": body}]})
    last = emulator.admin("GET", "journal")[-1]
    assert (last["app"], last["method"], last["status"], last["write"]) == ("person:cat", "POST", 200, True)
    gus = emulator.admin("GET", f"access?person=gus&item={_AGENDA}")
    assert [path["via"] for path in gus["paths"]] == ["direct"]
    assert last["gained"] == [{"person": gus["person"], "item": gus["item"], "role": "read"}]


def test_acts_are_played_all_or_none(emulator: Emulator) -> None:
    """When one act cannot be played, those before it are undone (ADR-0003)."""
    before = emulator.admin("GET", "state")
    acts = [
        {"id": "one", "directory": "cat", "set": {"enabled": False}},
        {"id": "two", "clock": "2026-04-01T00:00:00Z"},
        {"id": "three", "as": "flo", "call": "DELETE /drives/{drive}/items/{item:" + _AGENDA + "}"},
    ]
    reply = emulator.ask_admin("POST", "seed", {"acts": acts})
    assert reply.status == 400
    assert reply.json["errors"][0].startswith("acts[2]: act three:")
    assert emulator.admin("GET", "state") == before
    assert emulator.admin("GET", "journal") == []


def test_raw_acts_change_accounts_entries_and_links(emulator: Emulator) -> None:
    """Directory, entry, link and clock acts change the records and tell whose access changed."""
    acts: list[dict[str, Any]] = [
        {"id": "1", "clock": "2026-03-09T00:00:00Z"},
        {"id": "2", "directory": "gus", "set": {"external_state": "Accepted", "mail": "gray@police.example"}},
        {"id": "3", "entry": _AGENDA, "user": "gus", "roles": ["write"]},
        {"id": "4", "link_people": _AGENDA, "add": ["dov"], "remove": ["flo"]},
        {
            "id": "5",
            "entry": "",
            "site_user": {"name": "System", "login_name": "SHAREPOINT\\system"},
            "roles": ["owner"],
        },
    ]
    emulator.admin("POST", "seed", {"acts": acts})
    gus = emulator.app("reconciler")(
        "GET",
        "/v1.0/users/g.gray_police.example%23EXT%23@smallbridge.example",
        query={"$select": "mail,externalUserState,externalUserStateChangeDateTime"},
    ).json
    assert gus["externalUserStateChangeDateTime"] == "2026-03-09T00:00:00Z"
    assert (gus["mail"], gus["externalUserState"]) == ("gray@police.example", "Accepted")
    roles = {row["key"]: row["role"] for row in emulator.admin("GET", f"access?item={_AGENDA}")}
    assert roles == {"ann": "owner", "ben": "owner", "cat": "write", "gus": "write", "dov": "read"}
    entries = emulator.admin("GET", "journal")
    by_path = {entry["path"]: entry for entry in entries if entry["app"] == "seed"}
    assert [change["role"] for change in by_path["act/3"]["gained"]] == ["write"]
    assert len(by_path["act/4"]["gained"]) == len(by_path["act/4"]["lost"]) == 1


def test_deleted_person_leaves_team_channel_and_groups(emulator: Emulator) -> None:
    """A deleted account belongs to nothing any more (graph:api/user-delete)."""
    emulator.admin("POST", "seed", {"acts": [{"id": "x", "directory": "cat", "set": {"deleted": True}}]})
    state = emulator.admin("GET", "state")
    places = [*state["teams"], *state["channels"]]
    assert all("cat" not in {member["key"] for member in place["members"]} for place in places)
    assert emulator.admin("GET", f"access?person=cat&item={_AGENDA}")["role"] is None


def test_placeholder_finds_the_link_of_a_scope(emulator: Emulator) -> None:
    """A permission placeholder names the first link of a scope on an item (ADR-0003)."""
    item, link = "{item:" + _AGENDA + "}", "{permission:" + _AGENDA + ":link:users}"
    call = "DELETE /drives/{drive}/items/" + item + "/permissions/" + link
    emulator.admin("POST", "seed", {"acts": [{"id": "x", "as": "ann", "call": call}]})
    assert emulator.admin("GET", f"access?person=flo&item={_AGENDA}")["role"] is None


def test_an_administrators_acts_open_the_site_and_let_somebody_into_everything(emulator: Emulator) -> None:
    """Settings of sharing and the site's administrators change as the admin API changes them."""
    before = emulator.admin("GET", "posture")
    person = emulator.admin("GET", "state")["users"][-1]["key"]
    acts = [
        {"id": "p", "posture": {"site": {"members_can_share": False}, "tenant": {"isLoopEnabled": False}}},
        {"id": "a", "admins": [person]},
    ]
    emulator.admin("POST", "seed", {"acts": acts})
    after = emulator.admin("GET", "posture")
    assert (after["site"]["members_can_share"], after["tenant"]["isLoopEnabled"]) == (False, False)
    assert {**after["site"], "members_can_share": before["site"]["members_can_share"]} == before["site"]
    files = [item for item in emulator.admin("GET", "state")["drives"][0]["items"] if not item["folder"]]
    for item in files:
        reach = emulator.admin("GET", f"access?person={person}&item={item['id']}")
        assert reach["role"] == "owner", item["path"]


def test_an_application_with_a_role_on_sharepoint_gets_a_certificate_that_lasts(
    tmp_path: Path, start: Start
) -> None:
    """SharePoint's own interface takes no secret; others have none, and a restart changes nothing."""
    seed = _small(apps={"reconciler": {"roles": ["Files.Read.All"], "sharepoint_roles": ["Sites.Selected"]}})
    seed["apps"]["auditor"] = {"roles": []}
    file = tmp_path / "seed.yaml"
    file.write_text(yaml.safe_dump(seed))
    first = start(tmp_path / "tenant", file)
    apps = first.ready["apps"]
    kept = Path(apps["reconciler"]["certificate"])
    text = kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert "PRIVATE KEY" in text
    assert "BEGIN CERTIFICATE" in text
    assert "certificate" not in apps["auditor"]
    first.stop()
    again = start(tmp_path / "tenant", None)
    assert again.ready["apps"]["reconciler"]["certificate"] == str(kept)
    assert kept.read_text() == text
