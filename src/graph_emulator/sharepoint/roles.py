"""Permission levels, role assignments, and what breaks or mends inheritance.

Source: sp-dev-docs:set-custom-permissions-on-a-list-by-using-the-rest-interface
Source: spo:sites/user-permissions-and-permission-levels
"""

from typing import NamedTuple

from msgspec.structs import replace

from graph_emulator.files import inheritance, links, scopes, tree
from graph_emulator.files.models import Entry, Item, Link, Principal, Scope, Site, SiteGroup
from graph_emulator.files.principals import permission_id
from graph_emulator.kernel.routes import AppPrincipal
from graph_emulator.sharepoint import accounts, rights
from graph_emulator.sharepoint.faults import bad_argument, inherits, no_assignment, no_role
from graph_emulator.sharepoint.levels import Level, level_named, level_numbered
from graph_emulator.sharepoint.model import Args, Kind, Node, Way

_TOPIC = "sp-add-ins/set-custom-permissions-on-a-list-by-using-the-rest-interface"
_PASSING = "Limited Access"


class Assignment(NamedTuple):
    """Who has which levels at a place."""

    place: Item | Site
    principal: Principal
    levels: tuple[Level, ...]


def assignments(node: Node) -> list[Assignment]:
    """Return the role assignments that hold at a place, its own or its nearest ancestor's."""
    place = node.place
    found = inheritance.role_assignments(node.state, place)
    extra = _beside_the_groups(node, place) if isinstance(place, Site) else []
    return [
        Assignment(place, who, tuple(level_named(name) for name in names)) for who, names in [*found, *extra]
    ]


def _beside_the_groups(node: Node, site: Site) -> list[tuple[Principal, tuple[str, ...]]]:
    """What a site gives beside its own groups lies in its library's scope, while that is the site's."""
    top = rights.top_of(node.state, site)
    if top is None or inheritance.has_unique(node.state, top):
        return []
    standard = {who.login for who, _ in inheritance.role_assignments(node.state, site)}
    return [one for one in inheritance.role_assignments(node.state, top) if one[0].login not in standard]


def has_unique(node: Node) -> bool:
    """Whether a thing has role assignments of its own; a site collection's own site always has."""
    return isinstance(node.place, Site) or inheritance.has_unique(node.state, node.place)


def _changeable(node: Node) -> Item:
    """Return the item whose own list is to be changed."""
    if isinstance(node.place, Site):
        rights.check_site_is_its_own(node.visit)
        top = rights.top_of(node.state, node.place)
        if top is None:
            raise inherits()
        return top
    if not inheritance.has_unique(node.state, node.place):
        raise inherits()
    return node.place


def _add(node: Node, args: Args) -> None:
    number = args.number(0, "principalId")
    level = level_numbered(args.number(1, "roleDefId"))
    if not level.role:
        raise bad_argument("Limited Access is given by SharePoint itself.")
    principal = accounts.principal_or_group(node.visit, number)
    item = _changeable(node)
    entry = Entry(id=permission_id(principal.login), principal=principal, roles=(level.role,))
    if isinstance(node.place, Site):
        _give_on_site(node, item, entry)
    else:
        scopes.add_entry(node.state, item, entry)
        scopes.note_limited_access(node.state, item, replace(entry, roles=()))


def _give_on_site(node: Node, top: Item, entry: Entry) -> None:
    scope = node.state.get(Scope, top.id)
    if scope is not None:
        others = tuple(one for one in scope.entries if one.id != entry.id)
        node.state.put(replace(scope, entries=(*others, entry)))
        tree.note(node.state, top, shared=True)


def _remove(node: Node, args: Args) -> None:
    number = args.number(0, "principalId")
    if node.state.quirks.rest_remove_without_level == "all" and not args.has(1, "roleDefId"):
        _drop(node, _assigned(node, number))
        return
    level = level_numbered(args.number(1, "roleDefId"))
    found = _assigned(node, number)
    if level.role not in {one.role for one in found.levels}:
        raise no_role()
    _drop(node, found)


def _assigned(node: Node, number: int) -> Assignment:
    for assignment in assignments(node):
        if accounts.number_of(assignment.principal) == number:
            return assignment
    raise no_assignment(number)


def _drop(node: Node, found: Assignment) -> None:
    if [level.name for level in found.levels] == [_PASSING]:
        raise bad_argument("Limited Access goes with what it is there for.")
    item = _changeable(node)
    link = _link_behind(node, found.principal)
    if link is not None and link.item_id == item.id:
        links.remove(node.state, item, link)
    elif isinstance(node.place, Site):
        _take_on_site(node, item, found.principal)
    else:
        scopes.remove_entry(node.state, item, permission_id(found.principal.login))


def _take_on_site(node: Node, top: Item, principal: Principal) -> None:
    scope = node.state.get(Scope, top.id)
    if scope is not None:
        kept = tuple(one for one in scope.entries if one.principal.login != principal.login)
        node.state.put(replace(scope, entries=kept))
        tree.note(node.state, top, shared=True)


def _link_behind(node: Node, principal: Principal) -> Link | None:
    group = node.state.get(SiteGroup, f"{node.visit.site.id}/{principal.key}")
    return node.state.get(Link, group.link_id) if group and principal.form == "siteGroup" else None


def _break(node: Node, args: Args) -> None:
    copy = args.truth(0, "copyRoleAssignments", otherwise=True)
    clear = args.truth(1, "clearSubscopes", otherwise=False)
    if isinstance(node.place, Site):
        rights.check_site_is_its_own(node.visit)
        return
    inheritance.break_inheritance(
        node.state, node.place, copy=copy, clear_subscopes=clear, caller=_callers_entry(node)
    )


def _callers_entry(node: Node) -> Entry | None:
    if isinstance(node.visit.call.principal, AppPrincipal):
        return None
    principal = accounts.of_caller(node.visit)
    return Entry(id=permission_id(principal.login), principal=principal, roles=("owner",))


def _reset(node: Node, _args: Args) -> None:
    if isinstance(node.place, Site):
        rights.check_site_is_its_own(node.visit)
        raise bad_argument("The site at the top of a site collection has nothing to inherit from.")
    inheritance.reset_inheritance(node.state, node.place)


SECURABLE_WAYS = (
    Way(
        name="RoleAssignments",
        to="SP.RoleAssignmentCollection",
        follow=lambda node, _args: node.value,
        need="enumerate",
        topic=_TOPIC,
    ),
    Way(
        name="BreakRoleInheritance",
        follow=_break,
        method="POST",
        params=("copyRoleAssignments", "clearSubscopes"),
        need="manage",
        write=True,
        topic=_TOPIC,
    ),
    Way(name="ResetRoleInheritance", follow=_reset, method="POST", need="manage", write=True, topic=_TOPIC),
)
ASSIGNMENTS = Kind(
    name="SP.RoleAssignmentCollection",
    row="SP.RoleAssignment",
    rows=assignments,
    key="GetByPrincipalId",
    address=lambda assignment: str(accounts.number_of(assignment.principal)),
    ways=(
        Way(
            name="GetByPrincipalId",
            to="SP.RoleAssignment",
            follow=lambda node, args: _assigned(node, args.number(0, "principalId")),
            params=("principalId",),
            need="enumerate",
            topic=_TOPIC,
        ),
        Way(
            name="AddRoleAssignment",
            follow=_add,
            method="POST",
            params=("principalId", "roleDefId"),
            need="manage",
            write=True,
            topic=_TOPIC,
            notes="the settings of sharing are not asked; several levels for one principal: the widest "
            "stands; Design, Edit and Contribute are one",
        ),
        Way(
            name="RemoveRoleAssignment",
            follow=_remove,
            method="POST",
            params=("principalId", "roleDefId"),
            need="manage",
            write=True,
            topic=_TOPIC,
        ),
    ),
)
ASSIGNMENT = Kind(
    name="SP.RoleAssignment",
    shown={"PrincipalId": lambda node: accounts.number_of(node.value.principal)},
    ways=(
        Way(
            name="Member",
            to="SP.Principal",
            follow=lambda node, _args: node.value.principal,
            need="enumerate",
        ),
        Way(
            name="RoleDefinitionBindings",
            to="SP.RoleDefinitionCollection",
            follow=lambda node, _args: node.value.levels,
            need="enumerate",
        ),
    ),
    own=(
        Way(
            name="Delete",
            follow=lambda node, _args: _drop(node, node.value),
            method="DELETE",
            need="manage",
            write=True,
            topic=_TOPIC,
        ),
    ),
)
