"""Whole pictures: batches with lost parts, odd enumerations, names that several things bear."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from sharepoint_gate.access.observed import Account, ItemId, ObservedItem, Unread
from sharepoint_gate.errors import (
    AuthenticationError,
    ChannelAbsentError,
    ItemNotFoundError,
    UnexpectedAnswerError,
)
from tests.fakes.clock import FakeClock
from tests.unit.graph.wire_world import BASE, START, error, opened

pytestmark = pytest.mark.anyio
BATCH, DELTA = "/v1.0/$batch", "/v1.0/drives/b%21drive/items/root/delta()"
JSON = {"Content-Type": "application/json"}
Answer = Callable[[dict[str, Any]], dict[str, Any] | None]


@pytest.fixture
def clock() -> FakeClock:
    """A clock on which waiting takes no time."""
    return FakeClock(START)


def answering(graph: respx.MockRouter, answer: Answer) -> respx.Route:
    """Answer each part of each batch; None leaves the part out."""

    def whole(request: httpx.Request) -> httpx.Response:
        parts = [
            {"id": part["id"], **told}
            for part in json.loads(request.content)["requests"]
            if (told := answer(part))
        ]
        return httpx.Response(200, json={"responses": parts[::-1]})

    return graph.post(BATCH).mock(side_effect=whole)


def part(body: object, status: int = 200, **headers: str) -> dict[str, Any]:
    """Return one part of a batch's answer."""
    return {"status": status, "headers": {**JSON, **headers}, "body": body}


def item_of(asked: dict[str, Any]) -> str:
    """Return the item that a part asks about."""
    return str(asked["url"].split("/")[4])


async def permissions(
    graph: respx.MockRouter, clock: FakeClock, answer: Answer, *items: str
) -> dict[str, Any]:
    """Read the permissions of items through batches that are answered so."""
    answering(graph, answer)
    async with opened(clock) as tenant:
        found = await tenant.reader.permissions("b!drive", [ItemId(item) for item in items])
        return {str(item): read for item, read in found.items()}


async def test_law_7_a_part_that_is_left_out_is_unread(graph: respx.MockRouter, clock: FakeClock) -> None:
    """A batch that forgets a part each time leaves that item unread, and only that one."""
    found = await permissions(
        graph,
        clock,
        lambda asked: None if item_of(asked) == "lost" else part({"value": []}),
        "a",
        "lost",
        "b",
    )
    assert found["a"] == found["b"] == ()
    assert isinstance(found["lost"], Unread)


async def test_only_busy_parts_are_sent_again(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Parts with 429 or 503 go out again after the longest wait; the others are not asked twice."""
    asked_for: list[str] = []

    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        asked_for.append(item_of(asked))
        if asked_for.count("busy") == 1 and item_of(asked) == "busy":
            return part(error("activityLimitReached"), 429, **{"Retry-After": "30"})
        if asked_for.count("down") == 1 and item_of(asked) == "down":
            return part(error("serviceNotAvailable"), 503, **{"Retry-After": "20"})
        return part({"value": []})

    found = await permissions(graph, clock, answer, "fine", "busy", "down")
    assert set(found.values()) == {()}
    assert asked_for == ["fine", "busy", "down", "busy", "down"]
    assert (clock.now() - START).total_seconds() == 30


@pytest.mark.parametrize(
    "told",
    [
        part("PGh0bWw+"),
        part({"values": []}),
        part({"value": [{"roles": ["read"]}]}),
        part({"value": [{"id": "p", "roles": "read"}]}),
        part(error("accessDenied"), 403),
        part(error("itemNotFound"), 404),
        part(None, 500),
    ],
)
async def test_law_7_a_part_that_cannot_be_read_is_unread(
    graph: respx.MockRouter, clock: FakeClock, told: dict[str, Any]
) -> None:
    """A refused, broken or unreadable part is never taken for an item without permissions."""
    found = await permissions(graph, clock, lambda _: told, "a")
    assert isinstance(found["a"], Unread)
    assert found["a"].why


async def test_the_next_page_of_a_part_is_read_too(graph: respx.MockRouter, clock: FakeClock) -> None:
    """A part may be a first page only: the rest is fetched, and belongs to the same item."""
    path = "/v1.0/drives/b%21drive/items/a/permissions"
    first = {"value": [{"id": "p1", "roles": ["read"]}], "@odata.nextLink": f"{BASE}{path}?$skiptoken=2"}
    graph.get(path).respond(json={"value": [{"id": "p2", "roles": ["read"]}]})
    found = await permissions(graph, clock, lambda _: part(first), "a")
    assert [each.id for each in found["a"]] == ["p1", "p2"]


async def test_law_7_a_next_page_that_is_refused_leaves_the_item_unread(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """Half of an item's permissions are none."""
    path = "/v1.0/drives/b%21drive/items/a/permissions"
    graph.get(path).respond(403, json=error("accessDenied"))
    first = {"value": [{"id": "p1", "roles": ["read"]}], "@odata.nextLink": f"{BASE}{path}?$skiptoken=2"}
    found = await permissions(graph, clock, lambda _: part(first), "a")
    assert isinstance(found["a"], Unread)


@pytest.mark.parametrize(
    "envelope",
    [
        {"responses": [{"id": "0", "status": 200}, {"id": "0", "status": 200}]},
        {"responses": [{"id": "7", "status": 200, "body": {"value": []}}]},
        {"responses": {}},
        {},
    ],
)
async def test_law_7_an_envelope_that_mixes_its_parts_up_is_unread(
    graph: respx.MockRouter, clock: FakeClock, envelope: object
) -> None:
    """Parts that are double, or were not asked for, say nothing about anything."""
    graph.post(BATCH).respond(json=envelope)
    async with opened(clock) as tenant:
        found = await tenant.reader.permissions("b!drive", [ItemId("a")])
    assert isinstance(found[ItemId("a")], Unread)


async def test_a_batch_without_a_token_ends_the_reading(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Where no token is taken nothing can be read at all, and the error says so."""
    graph.post(BATCH).respond(401, json=error("InvalidAuthenticationToken"))
    async with opened(clock) as tenant:
        with pytest.raises(AuthenticationError):
            await tenant.reader.permissions("b!drive", [ItemId("a"), ItemId("b")])


ADA = {
    "id": "o-ada",
    "userPrincipalName": "ada@westmarsh.example",
    "mail": "Ada@Westmarsh.example",
    "accountEnabled": True,
}


async def account(graph: respx.MockRouter, clock: FakeClock, **changes: object) -> Account | Unread:
    """Look up one address, and return the only account or why there is none."""
    answering(graph, lambda _: part({"value": [{**ADA, **changes}, {**ADA, **changes}]}))
    async with opened(clock) as tenant:
        found = (await tenant.reader.accounts(["ada@westmarsh.example"]))["ada@westmarsh.example"]
    return found if isinstance(found, Unread) else found[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"accountEnabled": None},
        {"accountEnabled": "true"},
        {"id": ""},
        {"userPrincipalName": None},
        {"identities": "x"},
        {"otherMails": [1]},
        {"externalUserStateChangeDateTime": "yesterday"},
        {"mail": "bob@westmarsh.example", "userPrincipalName": "bob@westmarsh.example"},
    ],
)
async def test_an_account_that_does_not_say_what_decides_is_unread(
    graph: respx.MockRouter, clock: FakeClock, changes: dict[str, object]
) -> None:
    """Not shown is not the same as not so; an account that bears another address was not asked for."""
    assert isinstance(await account(graph, clock, **changes), Unread)


@pytest.mark.parametrize(
    ("changes", "guest"),
    [
        ({"userType": "Guest"}, True),
        ({"userType": "Member"}, False),
        ({"userType": None, "userPrincipalName": "a_b.example#EXT#@westmarsh.example"}, True),
        ({"userType": None}, False),
    ],
)
async def test_a_guest_is_known_by_type_or_by_name(
    graph: respx.MockRouter, clock: FakeClock, changes: dict[str, object], *, guest: bool
) -> None:
    """Old accounts have no type; then the sign-in name tells."""
    found = await account(graph, clock, **changes)
    assert isinstance(found, Account)
    assert found.is_guest is guest


ROOT = {"id": "root", "name": "root", "root": {}, "folder": {}, "parentReference": {"driveId": "b!drive"}}


def row(name: str, parent: str, **facets: object) -> dict[str, object]:
    """Return an item of an enumeration."""
    return {"id": f"id-{name}", "name": name, "parentReference": {"id": parent}, **(facets or {"file": {}})}


def page(*rows: object, last: bool = True) -> dict[str, object]:
    """Return a page of an enumeration."""
    kind = "deltaLink" if last else "nextLink"
    return {"value": list(rows), f"@odata.{kind}": f"{BASE}{DELTA}?token={len(rows)}"}


async def items(graph: respx.MockRouter, clock: FakeClock, *pages: object) -> list[ObservedItem]:
    """Enumerate a drive that answers with these pages, one after the other, the last again and again."""
    answers = [each if isinstance(each, httpx.Response) else httpx.Response(200, json=each) for each in pages]
    graph.get(path__startswith="/v1.0/drives/").mock(side_effect=[*answers, *[answers[-1]] * 5])
    async with opened(clock) as tenant:
        return list(await tenant.reader.items("b!drive"))


async def test_the_last_word_on_an_item_counts(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Items may come twice, children before their parents, and deleted ones without a name."""
    found = await items(
        graph,
        clock,
        page(row("b.docx", "id-new"), row("gone.docx", "root"), row("a.docx", "root"), last=False),
        page(
            ROOT,
            row("a.docx", "id-new"),
            row("new", "root", folder={}),
            {"id": "id-gone.docx", "deleted": {}},
        ),
    )
    assert [item.path for item in found] == ["", "new", "new/a.docx", "new/b.docx"]


async def test_what_is_neither_file_nor_folder_counts_as_a_package(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """Notebooks, shortcuts and whatever comes next cannot be shown under block-download."""
    rows = [
        row("f.docx", "root"),
        row("note", "root", package={"type": "oneNote"}),
        row("away", "root", remoteItem={}),
        row("fold", "root", folder={}),
    ]
    found = await items(graph, clock, page(ROOT, *rows))
    assert {item.name: (item.is_folder, item.package) for item in found} == {
        "root": (True, False),
        "f.docx": (False, False),
        "note": (False, True),
        "away": (False, True),
        "fold": (True, False),
    }


@pytest.mark.parametrize(
    "pages",
    [
        [page(row("a.docx", "root"))],
        [page(ROOT, {**ROOT, "id": "root2"})],
        [page(ROOT, row("a.docx", "nowhere"))],
        [page(ROOT, {"id": "x", "name": "x", "parentReference": {}})],
        [page(ROOT, {"name": "x"})],
        [page(ROOT, {"id": "x", "parentReference": {"id": "root"}, "file": {}})],
        [{"value": [ROOT]}],
        [{**page(ROOT), "@odata.nextLink": f"{BASE}{DELTA}?token=9"}],
        [page(ROOT, row("a", "id-b", folder={}), row("b", "id-a", folder={}))],
    ],
)
async def test_law_7_an_enumeration_that_does_not_hang_together_is_no_picture(
    graph: respx.MockRouter, clock: FakeClock, pages: list[object]
) -> None:
    """No root, two roots, items in the air, rings, a missing end: nothing is made of it."""
    with pytest.raises(UnexpectedAnswerError):
        await items(graph, clock, *pages)


async def test_an_item_in_the_air_is_looked_at_twice(graph: respx.MockRouter, clock: FakeClock) -> None:
    """A move between two pages heals by itself at the second look."""
    found = await items(graph, clock, page(ROOT, row("a.docx", "moving")), page(ROOT, row("a.docx", "root")))
    assert [item.path for item in found] == ["", "a.docx"]


async def test_a_lost_place_is_taken_up_where_graph_says(graph: respx.MockRouter, clock: FakeClock) -> None:
    """410 names the place to begin anew; what was read before is forgotten."""
    gone = httpx.Response(
        410, headers={"location": f"{BASE}{DELTA}?token=anew"}, json=error("resyncRequired")
    )
    found = await items(graph, clock, page(row("old.docx", "root"), last=False), gone, page(ROOT))
    assert [item.path for item in found] == [""]
    assert str(graph.calls.last.request.url).endswith("token=anew")


async def test_a_place_that_is_lost_again_and_again_ends(graph: respx.MockRouter, clock: FakeClock) -> None:
    """The enumeration does not begin anew for ever."""
    with pytest.raises(ItemNotFoundError):
        await items(graph, clock, httpx.Response(410, json=error("resyncRequired")))


def tenant_of(graph: respx.MockRouter, teams: list[str], kinds: list[str], folder: httpx.Response) -> None:
    """Let the tenant have teams and channels, all of one name."""
    graph.get("/v1.0/teams").respond(json={"value": [{"id": each, "displayName": "Team"} for each in teams]})
    channels = [
        {"id": f"19:{n}", "displayName": "Case", "membershipType": kind} for n, kind in enumerate(kinds)
    ]
    graph.get(path__regex=r"/channels$").respond(json={"value": channels})
    graph.get(path__regex=r"/filesFolder$").mock(return_value=folder)


FOLDER = httpx.Response(200, json={"id": "f", "parentReference": {"driveId": "d"}})


@pytest.mark.parametrize(
    ("teams", "kinds", "folder", "says"),
    [
        (["t1", "t2"], ["private"], FOLDER, "There are 2"),
        (["t1"], ["private", "private"], FOLDER, "There are 2"),
        (["t1"], [], FOLDER, "no channel"),
        ([], [], FOLDER, "no team"),
        (["t1"], ["standard"], FOLDER, "not a private one"),
        (["t1"], ["private"], httpx.Response(404, json=error("itemNotFound")), "no files yet"),
    ],
)
async def test_a_channel_that_is_not_exactly_one_private_channel_is_refused(
    graph: respx.MockRouter,
    clock: FakeClock,
    teams: list[str],
    kinds: list[str],
    folder: httpx.Response,
    says: str,
) -> None:
    """None, several, a kind that every member can edit, or no site yet: each is said in plain words."""
    tenant_of(graph, teams, kinds, folder)
    async with opened(clock) as tenant:
        with pytest.raises(ChannelAbsentError, match=says):
            await tenant.reader.find_channel("Team", "Case")


async def test_a_folder_without_its_drive_is_no_answer(graph: respx.MockRouter, clock: FakeClock) -> None:
    """The channel's folder must say in which drive it is."""
    tenant_of(graph, ["t1"], ["private"], httpx.Response(200, json={"id": "f"}))
    async with opened(clock) as tenant:
        with pytest.raises(UnexpectedAnswerError):
            await tenant.reader.find_channel("Team", "Case")


async def test_a_service_that_is_down_is_not_tried_with_every_batch(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """Once given up, the other batches are unread at once: a dead service costs a minute, not hours."""
    route = graph.post(BATCH).mock(side_effect=httpx.ConnectError)
    asked = [ItemId(str(number)) for number in range(2000)]
    async with opened(clock, concurrency=1) as tenant:
        found = await tenant.reader.permissions("b!drive", asked)
    assert all(isinstance(read, Unread) for read in found.values())
    assert len(found) == 2000
    assert route.call_count < 10
