"""Permission levels: what they are called, and which of Graph's roles they are.

Source: spo:sites/user-permissions-and-permission-levels
"""

from collections.abc import Iterable
from typing import NamedTuple

from graph_emulator.sharepoint.faults import no_role
from graph_emulator.sharepoint.model import Kind, Way


class Level(NamedTuple):
    """A permission level; `role` is what Graph calls it, empty where it gives nothing of its own."""

    number: int
    name: str
    description: str | None
    role: str
    order: int
    type: int
    rights: tuple[str, str]
    is_hidden: bool = False


LEVELS = (
    Level(1073741829, "Full Control", "Has full control.", "owner", 1, 5, ("2147483647", "4294967295")),
    Level(1073741828, "Design", "Can change how the site looks.", "write", 32, 4, ("432", "1012866047")),
    Level(
        1073741830, "Edit", "Can change lists, items and documents.", "write", 48, 6, ("432", "1011030767")
    ),
    Level(1073741827, "Contribute", "Can change items and documents.", "write", 64, 3, ("432", "1011028719")),
    Level(1073741826, "Read", "Can view and download.", "read", 128, 2, ("176", "138612833")),
    Level(
        1073741832,
        "Restricted View",
        "Can view in the browser.",
        "read",
        2147483647,
        8,
        ("0", "0"),
        is_hidden=True,
    ),
    Level(1073741825, "Limited Access", "Can pass through.", "", 160, 1, ("48", "134287360"), is_hidden=True),
)


_OF_APPS = {"fullcontrol": "Full Control"}


def level_named(name: str) -> Level:
    """Return the permission level of this name, or of the role that an application was given.

    Raises:
        GraphFault: 404 in SharePoint's words.
    """
    name = _OF_APPS.get(name, name)
    return only(level for level in LEVELS if level.name.casefold() == name.casefold())


def only(found: Iterable[Level]) -> Level:
    """Return the first of some levels, or SharePoint's 404."""
    level = next(iter(found), None)
    if level is None:
        raise no_role()
    return level


def level_numbered(number: int) -> Level:
    """Return the permission level of this number, or SharePoint's 404."""
    return only(level for level in LEVELS if level.number == number)


LEVEL = Kind(
    name="SP.RoleDefinition",
    shown={
        "BasePermissions": lambda node: {"High": node.value.rights[0], "Low": node.value.rights[1]},
        "Description": lambda node: node.value.description,
        "Hidden": lambda node: node.value.is_hidden,
        "Id": lambda node: node.value.number,
        "Name": lambda node: node.value.name,
        "Order": lambda node: node.value.order,
        "RoleTypeKind": lambda node: node.value.type,
    },
)
LEVEL_COLLECTION = Kind(
    name="SP.RoleDefinitionCollection",
    row="SP.RoleDefinition",
    rows=lambda node: node.value,
    key="GetById",
    address=lambda level: str(level.number),
    ways=(
        Way(
            name="GetById",
            to="SP.RoleDefinition",
            follow=lambda _node, args: level_numbered(args.number(0, "id")),
            params=("id",),
        ),
        Way(
            name="GetByName",
            to="SP.RoleDefinition",
            follow=lambda _node, args: level_named(args.text(0, "name")),
            params=("name",),
        ),
        Way(
            name="GetByType",
            to="SP.RoleDefinition",
            follow=lambda _node, args: only(
                level for level in LEVELS if level.type == args.number(0, "roleType")
            ),
            params=("roleType",),
        ),
    ),
)
