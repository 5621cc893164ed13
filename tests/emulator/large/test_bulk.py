"""The seed's form for very many files: what it makes, what it refuses, and that it is all or nothing."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from graph_emulator.directory.models import Application
from graph_emulator.files import scopes, tree
from graph_emulator.files.bulk import is_chosen
from graph_emulator.files.models import Item, Link
from graph_emulator.kernel.store import record_kinds
from graph_emulator.seed.document import as_seed
from graph_emulator.seed.faults import SeedError
from graph_emulator.tenant import Tenant
from tests.emulator.large.worlds import KEYS, World, seed_of


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A library with 150 folders, 600 files below them, and one file and its link from the seed by name."""
    named = {"files": ["Other/paper.docx"], "links": {"Other/paper.docx": ["p3"]}}
    made = World(tmp_path_factory.mktemp("bulk"), seed_of(600, 150, shared=0.05, **named))
    yield made
    made.tenant.close()


def _below(world: World) -> list[Item]:
    return list(tree.subtree(world.tenant.state, world.item("Archive")))[1:]


def test_it_makes_as_many_folders_and_files_as_it_says(world: World) -> None:
    """Files are spread evenly over the folders, and a folder holds at most a hundred others."""
    items = _below(world)
    folders = [item for item in items if item.is_container]
    held = [tree.children_of(world.tenant.state, folder.id) for folder in folders]
    assert (len(folders), len(items)) == (150, 750)
    assert {sum(not item.is_container for item in inside) for inside in held} == {4}
    inside = [*held, tree.children_of(world.tenant.state, world.item("Archive").id)]
    assert max(sum(item.is_container for item in one) for one in inside) == 100


def test_its_share_of_the_files_has_links_of_their_own(world: World) -> None:
    """One file in twenty has the reconciler's link, with one person on each, in turn."""
    state = world.tenant.state
    links = [link for item in _below(world) for link in scopes.links_on(state, item)]
    assert len(links) == 30
    users = {user["id"]: user["key"] for user in world.door.admin("GET", "state")["users"]}
    on_them = sorted(users[person.key] for link in links for person in link.people)
    assert {key: on_them.count(key) for key in KEYS[2:]} == {"p2": 8, "p3": 8, "p4": 7, "p5": 7}


def test_a_file_of_many_is_like_a_file_by_its_name(world: World) -> None:
    """Whatever Graph says of a shared file differs in ids, names, sizes and addresses only."""
    state = world.tenant.state
    many = next(item for item in _below(world) if scopes.links_on(state, item))
    shapes = [
        _plain(world.graph("GET", f"/items/{item.id}{what}"))
        for what in ("", "/permissions")
        for item in (many, world.item("Other/paper.docx"))
    ]
    assert shapes[0] == shapes[1]
    assert shapes[2] == shapes[3]


def _plain(shape: Any) -> Any:
    """Return only the form: which properties there are, with what kinds of values."""
    if isinstance(shape, dict):
        return {name: _plain(value) for name, value in shape.items() if name != "file"}
    if isinstance(shape, list):
        return sorted((_plain(value) for value in shape), key=repr)
    return type(shape).__name__


def test_acts_come_after_it(tmp_path: Path) -> None:
    """An act finds a file of many by its path, and somebody comes onto the link that it has."""
    path = "Archive/folder-000002/paper-0000002.pdf"
    act = {"id": "A", "link_people": path, "add": ["p5"], "remove": ["p2"]}
    made = World(tmp_path, seed_of(4, 2, shared=1.0, acts=[act]))
    people = [one.people for one in scopes.links_on(made.tenant.state, made.item(path))]
    ids = {user["id"]: user["key"] for user in made.door.admin("GET", "state")["users"]}
    assert [[ids[person.key] for person in each] for each in people] == [["p3", "p5"]]
    made.tenant.close()


def test_the_same_seed_makes_the_same_library(tmp_path: Path) -> None:
    """Every record comes out the same, byte for byte, and stays the same when the tenant goes on."""
    worlds = [World(tmp_path / name, seed_of(200, 20)) for name in ("one", "other")]
    kept = [_records(world.tenant) for world in worlds]
    assert kept[0] == kept[1]
    for world in worlds:
        world.tenant.close()
    again = Tenant(tmp_path / "one")
    assert _records(again) == kept[0]
    again.close()


def _records(tenant: Tenant) -> dict[str, list[Any]]:
    # A certificate is made with a new key each time, whatever the seed.
    return {
        name: [replace(one, certificates=[]) if isinstance(one, Application) else one for one in kept]
        for name, kind in record_kinds().items()
        for kept in [list(tenant.state.every(kind))]
    }


def test_a_beginning_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """What was written on the way is undone, and the folder takes another seed."""
    with pytest.raises(SeedError):
        Tenant(tmp_path, as_seed(seed_of(100, 5, acts=[{"id": "A", "entry": "nowhere", "user": "p1"}])))
    tenant = Tenant(tmp_path, as_seed(seed_of(10, 0)))
    assert len([item for item in tenant.state.every(Item) if item.form == "file"]) == 10
    tenant.close()


def test_a_reset_goes_back_to_it(tmp_path: Path) -> None:
    """After a reset the library is as the seed made it, whatever was done to it."""
    world = World(tmp_path, seed_of(40, 4, shared=0.5))
    before = _records(world.tenant)
    world.graph("DELETE", f"/items/{world.item('Archive').id}")
    world.tenant.reset()
    assert _records(world.tenant)["item"] == before["item"]
    assert len(world.tenant.state.every(Link)) == 20
    world.tenant.close()


WRONG: dict[str, dict[str, Any]] = {
    "folders and files are counts": {"files": -1},
    "shared is from 0 to 1": {"shared": 1.5},
    "nobody has the key nobody": {"people": ["nobody"]},
    "shared files need people": {"people": []},
    "has a name that SharePoint does not take": {"folder": "Archive//x"},
    "nothing else may lie in the folder, as Other/paper.docx does": {"folder": "Other"},
    "a file lies where the folder is to be": {"folder": "other/PAPER.docx/x"},
}


@pytest.mark.parametrize("reason", WRONG)
def test_an_impossible_one_is_refused(tmp_path: Path, reason: str) -> None:
    """What cannot be made is refused before anything is, with the reason."""
    seed = seed_of(10, 2, files=["Other/paper.docx"])
    seed["bulk"][0] |= WRONG[reason]
    with pytest.raises(SeedError, match="bulk") as refused:
        Tenant(tmp_path, as_seed(seed))
    assert reason in str(refused.value)


def test_two_of_them_in_one_place_are_refused(tmp_path: Path) -> None:
    """A folder is filled once, however its name is spelt."""
    seed = seed_of(10, 2)
    seed["bulk"].append({**seed["bulk"][0], "folder": "ARCHIVE"})
    with pytest.raises(SeedError, match="archive comes twice"):
        Tenant(tmp_path, as_seed(seed))


def test_it_needs_a_channel_and_the_reconciler(tmp_path: Path) -> None:
    """Without a channel there is no library, and without the reconciler nobody makes the links."""
    seed = seed_of(10, 2)
    del seed["channel"], seed["apps"]["reconciler"]
    with pytest.raises(SeedError) as refused:
        Tenant(tmp_path, as_seed(seed))
    assert "it needs a channel to lie in" in str(refused.value)
    assert "no application has this name" in str(refused.value)


@pytest.mark.parametrize(("share", "chosen"), [(0.0, 0), (0.02, 20), (0.5, 500), (1.0, 1_000)])
def test_a_share_is_spread_evenly(share: float, chosen: int) -> None:
    """As many are chosen as the share says, and no two lie further apart than it says."""
    at = [number for number in range(1_000) if is_chosen(number, share)]
    assert len(at) == chosen
    gaps = {after - before for before, after in pairwise(at)}
    assert not gaps or max(gaps) <= round(1 / share)
