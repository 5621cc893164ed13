"""What random stories once found wrong in the emulator, each told again in a few steps.

Source: graph:api/driveitem-copy
Source: graph:api/driveitem-put-content
Source: graph:api/driveitem-createlink
"""

from tests.emulator.model import moving, sharing
from tests.emulator.model.checks import Watch
from tests.emulator.model.standing import Share
from tests.emulator.model.world import World


def _named(world: World, name: str) -> int:
    return next(key for key, node in world.model.nodes.items() if node.name == name and not node.gone)


def _close_to_members(world: World, key: int) -> None:
    """Give an item permissions of its own that leave the channel out."""
    sharing.invite(world, "reconciler", key, ("ann",), "read", retain=False)
    Watch(world).look()


def test_copying_a_folder_leaves_out_what_the_caller_cannot_read(world: World) -> None:
    """A file that somebody cannot read does not become readable by copying the folder around it."""
    closed = _named(world, "two.pdf")
    _close_to_members(world, closed)
    moving.copy(world, "mem", _named(world, "A"), _named(world, "B"), "copied")
    Watch(world).look()
    names = [world.model.nodes[key].name for key in world.model.children(_named(world, "copied"))]
    assert sorted(names) == ["one.docx", "pack.zip", "sub"]
    copied = max(key for key, node in world.model.nodes.items() if node.name == "sub")
    assert world.graph("reconciler", "GET", world.at(copied, "/children"))[1]["value"] == []


def test_nobody_writes_over_a_file_by_its_folder(world: World) -> None:
    """The right to a folder is none to a file in it with permissions of its own, and no news of it."""
    closed = _named(world, "one.docx")
    _close_to_members(world, closed)
    path = world.at(_named(world, "A"), ":/one.docx:/content")
    assert world.graph("mem", "PUT", path, b"mine now")[0] == 404
    assert world.graph("reconciler", "GET", world.at(closed))[1]["size"] != len(b"mine now")


def test_a_link_for_named_people_shows_when_it_ends(world: World) -> None:
    """Whoever reads the list of permissions can tell that a link for named people is over."""
    key = _named(world, "one.docx")
    sharing.create_link(world, "reconciler", key, Share("view", "users", ("ann",), ends=5))
    Watch(world).look()
    (link,) = (row for name, row in world.rows[key].items() if name.startswith("link:"))
    assert link["expirationDateTime"] == sharing.instant(5)
