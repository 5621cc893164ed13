"""What finds items is kept in step with them: after any change it says what it would say if it began anew.

Source: graph:api/driveitem-move, graph:api/driveitem-delete
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_emulator.files import movement, recycling, scopes, tree
from graph_emulator.files.below import Below
from graph_emulator.files.children import Children
from graph_emulator.files.models import Actor, Item, Recycled, Scope
from graph_emulator.files.shelves import Guids, Line, Numbers, Order, Totals
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.state import State
from tests.emulator.large.worlds import World, seed_of

_ACTOR = Actor(form="user", id="system", name="System Account")


def _said(state: State, drive_id: str, new: Callable[[type[Any]], Any]) -> dict[str, Any]:
    """Return everything that the keepers say, each of them as `new` gives it."""
    items = list(state.every(Item))
    children, below, numbers, guids = new(Children), new(Below), new(Numbers), new(Guids)
    line, totals = new(Line), new(Totals)
    return {
        "ids": list(new(Order).ids(drive_id)),
        "changes": [[one.id for one in line.since(drive_id, number)] for number in (0, 40, 10_000)],
        "numbers": [numbers.number(item) for item in items],
        "list": list(numbers.ids(drive_id)),
        "guids": [guids.item(item.guid) for item in items],
        "totals": (totals.standing(drive_id), totals.versions(drive_id)),
        "children": {item.id: list(children.ids(item.id)) for item in items},
        "counts": {item.id: children.count(item.id) for item in items},
        "named": {item.id: children.named(item.id, "PAPER-0000001.docx") for item in items},
        "below": {item.id: below.scope_ids(item.id) for item in items},
    }


def _anew(state: State) -> Callable[[type[Any]], Any]:
    def new(form: type[Any]) -> Any:
        keeper = form() if form is Children else form(state)
        for item in state.every(Item) if form is Children else ():
            keeper.put(item, None)
        return keeper

    return new


def _stir(world: World, chance: random.Random) -> None:
    """Change something of the library, or try to."""
    state = world.tenant.state
    standing = [item for item in state.every(Item) if not item.deleted and item.form != "root"]
    item = chance.choice(standing)
    folder = chance.choice([one for one in standing if one.is_container])
    match chance.randrange(7):
        case 0 | 1:
            movement.move(state, item, folder, item.name, _ACTOR)
        case 2:
            movement.move(
                state, item, state.get(Item, item.parent_id or "") or folder, f"{item.name}x", _ACTOR
            )
        case 3 if item.name != "Reviews":
            recycling.delete(state, item, _ACTOR)
        case 4:
            tree.create(state, folder, f"new-{chance.randrange(10**6)}", form="file", actor=_ACTOR)
        case 5:
            state.put(scopes.make_own(state, item))
        case _:
            waiting = list(state.every(Recycled))
            if waiting:
                recycling.restore(state, chance.choice(waiting), _ACTOR)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_change_they_say_what_they_would_say_anew(tmp_path: Path, seed: int) -> None:
    """Moves, names, deletions, restorations, new items and scopes are followed, and failures undone."""
    world = World(tmp_path, seed_of(40, 12, shared=0.2))
    state, chance = world.tenant.state, random.Random(seed)  # noqa: S311 - a test's choices
    _said(state, world.drive.id, state.kept)
    for number in range(60):
        try:
            _stir(world, chance)
        except GraphFault:
            world.tenant.store.restore(state)
        if number % 7 == 0:
            world.tenant.store.restore(state)
        world.tenant.store.take(state)
    assert _said(state, world.drive.id, state.kept) == _said(state, world.drive.id, _anew(state))
    world.tenant.close()


def test_two_items_of_one_name_keep_apart(tmp_path: Path) -> None:
    """Should two items of one folder ever bear one name, neither is lost, and one takes the other's place."""
    world = World(tmp_path, seed_of(2, 0))
    state, folder = world.tenant.state, world.item("Archive")
    first, second = (
        tree.create(state, folder, name, form="file", actor=_ACTOR) for name in ("A.txt", "a.TXT")
    )
    assert {first.id, second.id} <= {one.id for one in tree.children_of(state, folder.id)}
    recycling.delete(state, first, _ACTOR)
    held = tree.child_named(state, folder.id, "a.txt")
    assert held is not None
    assert held.id == second.id
    recycling.delete(state, held, _ACTOR)
    assert tree.child_named(state, folder.id, "a.txt") is None
    world.tenant.close()


def test_a_dropped_scope_is_found_no_more(tmp_path: Path) -> None:
    """Once an item inherits again, nothing above it counts it any more."""
    world = World(tmp_path, seed_of(5, 1, shared=1.0))
    state, folder = world.tenant.state, world.item("Archive")
    found = [item.id for item, _ in scopes.scopes_below(state, folder)]
    assert len(found) == 5
    state.drop(next(scope for scope in state.every(Scope) if scope.id == found[0]))
    assert [item.id for item, _ in scopes.scopes_below(state, folder)] == found[1:]
    world.tenant.close()
