"""What a request costs does not grow with the library (graph:api/driveitem-delta, spo:service-limits).

Two tenants differ only in how many folders there are; each folder holds as many files in both. The work is
counted in steps of the interpreter, so that a busy machine changes nothing.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.large.worlds import World, calls_of, seed_of, steps_of

SMALL, LARGE = 1_000, 20_000
_FILES_A_FOLDER = 20
_MORE = 1.3
"""Trees are searched in a few steps more when they are larger."""
_NEAR = "Archive/folder-000050/paper-0000050.pdf"

Ask = Callable[[World], Any]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    """A small library and one twenty times as large."""
    made = [
        World(tmp_path_factory.mktemp("large"), seed_of(files, files // _FILES_A_FOLDER))
        for files in (SMALL, LARGE)
    ]
    yield made[0], made[1]
    for world in made:
        world.tenant.close()


def _delta(world: World, since: str = "") -> Any:
    return world.graph("GET", f"/root/delta?$top=200{since}")


def _follow(world: World, link: str) -> Any:
    return world.graph("GET", "/" + link.split(f"/drives/{world.drive.id}/")[1])


def _page_in_the_middle(world: World) -> Any:
    return _follow(world, _delta(world)["@odata.nextLink"])


def _changes_after_a_rename(world: World) -> Any:
    link = _delta(world, "&token=latest")["@odata.deltaLink"]
    item = world.item(_NEAR)
    world.graph("PATCH", f"/items/{item.id}", {"name": "other.pdf"})
    told = _follow(world, link)["value"]
    world.graph("PATCH", f"/items/{item.id}", {"name": item.name})
    assert item.id in {row["id"] for row in told}
    return told


def _link_on_a_folder(world: World) -> Any:
    folder = world.item("Archive/folder-000050")
    made = world.graph("POST", f"/items/{folder.id}/createLink", {"type": "view", "scope": "users"})
    return world.graph("DELETE", f"/items/{folder.id}/permissions/{made['id']}")


def _number(world: World) -> int:
    return int(world.rest(f"/GetFileById('{world.item(_NEAR).guid}')/ListItemAllFields")["Id"])


ASKED: dict[str, Ask] = {
    "an item by its path": lambda world: world.graph("GET", f"/root:/Reviews/{_NEAR}"),
    "its permissions": lambda world: world.graph("GET", f"/items/{world.item(_NEAR).id}/permissions"),
    "a page of a folder": lambda world: world.graph(
        "GET", f"/items/{world.item('Archive/folder-000050').id}/children"
    ),
    "a page of delta": _page_in_the_middle,
    "what changed after a rename": _changes_after_a_rename,
    "a link on a folder, made and deleted": _link_on_a_folder,
    "a file by its unique id": lambda world: world.rest(f"/GetFileById('{world.item(_NEAR).guid}')"),
    "a file's number": _number,
    "an item by its number": lambda world: world.rest(f"/lists/GetByTitle('Documents')/items({30})"),
    "a page of a list": lambda world: world.rest(
        "/lists/GetByTitle('Documents')/items?$top=50&$skiptoken=400"
    ),
    "how many items a list has": lambda world: world.rest("/lists/GetByTitle('Documents')/ItemCount"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_request_costs_the_same_in_a_library_twenty_times_as_large(
    worlds: tuple[World, World], name: str
) -> None:
    """Once the library was asked for the first time, no request looks at more of it than it tells."""
    small, large = worlds
    ask = ASKED[name]
    for world in worlds:
        ask(world)
    assert steps_of(lambda: ask(large)) <= _MORE * steps_of(lambda: ask(small))


@pytest.mark.parametrize("what", ["move", "delete"])
def test_moving_and_deleting_cost_what_lies_below(tmp_path: Path, what: str) -> None:
    """The work of moving or deleting a folder grows no faster than what lies in it."""
    used: dict[int, int] = {}
    for files in (500, 2_000):
        world = World(tmp_path / str(files), seed_of(files, files // _FILES_A_FOLDER, shared=0.0))
        used[files] = calls_of(partial(_change, world, what))
        world.tenant.close()
    assert used[2_000] <= 4 * _MORE * used[500]


def _change(world: World, what: str) -> None:
    folder = world.item("Archive")
    if what == "delete":
        world.graph("DELETE", f"/items/{folder.id}")
    else:
        top = world.item("")
        world.graph("PATCH", f"/items/{folder.id}", {"parentReference": {"id": top.id}})


def _begin(folder: Path, files: int) -> None:
    World(folder / str(files), seed_of(files, 20)).tenant.close()


def test_a_seed_costs_what_it_makes(tmp_path: Path) -> None:
    """Twice as many files with twice as many links take twice the work."""
    half, whole = (calls_of(partial(_begin, tmp_path, files)) for files in (2_000, 4_000))
    assert whole <= 2 * _MORE * half
