"""Delta with what it tells of sharing: when it counts, and when silence proves nothing.

Source: graph:api/driveitem-delta
"""

from typing import Any

import httpx
import pytest
import respx

from sharepoint_gate.errors import GraphError
from sharepoint_gate.graph.door import SHARING_PREFERENCES
from sharepoint_gate.ports.audit import Scan
from tests.fakes.clock import FakeClock
from tests.unit.graph.wire_world import BASE, START, opened

pytestmark = pytest.mark.anyio
MORE = "/v1.0/drives/b%21drive/items/root/delta"
ROOT = {"id": "root", "name": "root", "root": {}, "folder": {}}
TOLD = {"Preference-Applied": SHARING_PREFERENCES, "Content-Type": "application/json"}


def file(key: str, **more: object) -> dict[str, Any]:
    """Return a file below the root, as delta lists it."""
    return {"id": key, "name": f"{key}.docx", "file": {}, "parentReference": {"id": "root"}, **more}


def page(*rows: dict[str, Any], more: str = "", headers: dict[str, str] | None = None) -> httpx.Response:
    """Return one page; the last one where there is no more."""
    link = (
        {"@odata.nextLink": f"{BASE}{MORE}?token={more}"} if more else {"@odata.deltaLink": f"{BASE}{MORE}"}
    )
    return httpx.Response(200, json={"value": list(rows), **link}, headers=headers or TOLD)


async def scan(graph: respx.MockRouter, *pages: httpx.Response) -> Scan:
    """Read a library whose pages are these."""
    graph.get(path__regex=r".*/root/delta.*").mock(side_effect=list(pages))
    seen: list[int] = []
    async with opened(FakeClock(START)) as tenant:
        return await tenant.audit_reader.scan("b!drive", lambda _what, done, _total: seen.append(done))


async def test_what_says_that_it_shares_of_its_own_is_marked(graph: respx.MockRouter) -> None:
    """By the facet, an empty one too, and by the annotation."""
    found = await scan(
        graph,
        page(ROOT, file("a"), file("b", shared={}), file("c", shared={"scope": "users"}), more="2"),
        page(file("d", **{"@microsoft.graph.sharedChanged": "True"}), file("gone", deleted={})),
    )
    assert {item.id for item in found.items} == {"root", "a", "b", "c", "d"}
    assert found.own == {"b", "c", "d"}
    assert found.told


async def test_every_page_is_asked_for_with_the_preferences(graph: respx.MockRouter) -> None:
    """A page that was asked for without them would say nothing of sharing."""
    await scan(graph, page(ROOT, more="2"), page(file("a")))
    assert {call.request.headers["prefer"] for call in graph.calls} == {SHARING_PREFERENCES}


async def test_law_7_one_page_that_does_not_say_so_is_enough_for_doubt(graph: respx.MockRouter) -> None:
    """Then nothing is concluded from what delta leaves out."""
    quiet = {"Content-Type": "application/json"}
    found = await scan(graph, page(ROOT, more="2"), page(file("a"), headers=quiet))
    assert not found.told


async def test_the_last_row_of_an_item_counts(graph: respx.MockRouter) -> None:
    """Also of its sharing."""
    found = await scan(graph, page(ROOT, file("a", shared={}), more="2"), page(file("a")))
    assert found.own == frozenset()


async def test_a_lost_place_begins_anew_where_graph_says(graph: respx.MockRouter) -> None:
    """What was marked before is forgotten with the rest."""
    gone = httpx.Response(
        410, json={"error": {"code": "resyncRequired"}}, headers={"Location": f"{BASE}{MORE}?token=9"}
    )
    found = await scan(graph, page(ROOT, file("a", shared={}), more="2"), gone, page(ROOT, file("b")))
    assert {item.id for item in found.items} == {"root", "b"}
    assert not found.own


@pytest.mark.parametrize(
    "pages",
    [
        [page(file("a"))] * 2,
        [httpx.Response(200, json={"value": [ROOT]}, headers=TOLD)],
        [page({"name": "nameless"})],
        [httpx.Response(410, json={"error": {"code": "resyncRequired"}})] * 9,
    ],
)
async def test_law_7_half_a_picture_is_none(graph: respx.MockRouter, pages: list[httpx.Response]) -> None:
    """No root twice, a page without its link, a row without an id, a place that is lost for ever."""
    with pytest.raises(GraphError):
        await scan(graph, *pages)
