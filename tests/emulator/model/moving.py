"""Acts on items: made, uploaded, moved, renamed, copied and deleted."""

from urllib.parse import quote

from tests.emulator.model.world import World


def add_folder(world: World, who: str, folder: int, name: str) -> None:
    """Make a folder in a folder."""
    body = {"name": name, "folder": {}}
    done = world.both(
        lambda: world.model.add(who, folder, name, "folder"),
        lambda: world.graph(who, "POST", world.at(folder, "/children"), body),
    )
    if done is not None:
        world.adopt(done[0], done[1]["id"])


def upload(world: World, who: str, folder: int, name: str) -> None:
    """Upload a file under a name, or write over the one that is there."""
    where = world.at(folder, f":/{quote(name)}:/content")
    done = world.both(
        lambda: world.model.add(who, folder, name, "file"), lambda: world.graph(who, "PUT", where, b"words")
    )
    if done is not None:
        known = world.items.setdefault(done[0], done[1]["id"])
        world.expect(known == done[1]["id"], "another file was written")


def move(world: World, who: str, key: int, folder: int | None, name: str | None) -> None:
    """Move an item into a folder, or rename it where no folder is given, or both."""
    body: dict[str, object] = {} if folder is None else {"parentReference": {"id": world.items[folder]}}
    if name is not None:
        body["name"] = name
    name = name or world.model.nodes[key].name
    world.both(
        lambda: world.model.move(who, key, folder, name),
        lambda: world.graph(who, "PATCH", world.at(key), body),
    )


def copy(world: World, who: str, key: int, folder: int, name: str) -> None:
    """Copy an item into a folder; where the copy is, its monitor tells."""
    body = {"parentReference": {"id": world.items[folder]}, "name": name}
    done = world.both(
        lambda: world.model.copy(who, key, folder, name),
        lambda: world.graph(who, "POST", world.at(key, "/copy"), body),
    )
    if done is not None:
        monitor = done[1]["location"].partition("/v1.0")[2]
        status, job = world.graph(who, "GET", monitor)
        world.expect(status == 200, "the copy cannot be followed")
        world.adopt(done[0], job["resourceId"])


def remove(world: World, who: str, key: int) -> None:
    """Delete an item."""
    world.both(lambda: world.model.remove(who, key), lambda: world.graph(who, "DELETE", world.at(key)))


def restore(world: World, key: int) -> None:
    """Bring an item back from the recycle bin, as somebody does in SharePoint itself."""
    world.both(
        lambda: world.model.restore(key),
        lambda: world.ask_admin("POST", "restore", {"item": world.items[key]}),
        any_reason=True,
    )
