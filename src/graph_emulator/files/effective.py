"""Who can really reach an item, and along which paths, worked out from what is remembered alone.

This is the witness that tests ask. It shares no code with the routes that list, give or take
permissions, so that a fault there does not hide itself here.
A disabled account counts: it keeps its grants and needs only to be enabled again. A deleted one does not.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from graph_emulator.directory.models import Group, User
from graph_emulator.files.models import Drive, Entry, Item, Link, Principal, Scope, SiteGroup
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Membership
from graph_emulator.posture import effect

ANYONE = "anyone"
ORGANISATION = "organisation"
EVERYONE = "everyone"
_RANK = {"read": 1, "write": 2, "owner": 3, "fullcontrol": 4}
_TEAM_GROUPS = {"3": "owners", "5": "members"}


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """One way by which somebody reaches an item."""

    via: str
    permission_id: str
    on_item: str
    role: str
    prevents_download: bool = False


class _Grant(NamedTuple):
    who: str
    path: Path


def paths_of(state: State, person_id: str, item: Item) -> list[Path]:
    """Return every path by which a person reaches an item, in the order of its scope."""
    user = state.get(User, person_id)
    if user is None or user.deleted_at is not None or item.deleted:
        return []
    site_id = _site_of(state, item)
    if effect.shut_out(state, user.id, site_id):
        return []
    names = {user.id, EVERYONE}
    if effect.anonymous_links_work(state, site_id):
        names.add(ANYONE)
    if user.user_type == "Member":
        names.add(ORGANISATION)
    paths = [grant.path for grant in _grants(state, item) if grant.who in names]
    if effect.blocks_download(state, user.id, site_id):
        return [replace(path, prevents_download=True) for path in paths]
    return paths


def role_of(state: State, person_id: str, item: Item) -> str | None:
    """Return the widest role that a person has on an item, or None."""
    return max((path.role for path in paths_of(state, person_id, item)), key=_RANK.__getitem__, default=None)


def can_download(state: State, person_id: str, item: Item) -> bool:
    """Whether one of the person's paths lets the content out of the browser."""
    return any(not path.prevents_download for path in paths_of(state, person_id, item))


def reach(state: State, item: Item) -> dict[str, str]:
    """Return everybody who reaches an item, with the widest role of each.

    Returns:
        By object id of a person or application; whoever needs no name of their own is `anyone` (an
        anonymous link), `organisation` or `everyone`.
    """
    found: dict[str, str] = {}
    site_id = _site_of(state, item)
    for grant in _grants(state, item) if not item.deleted else ():
        for who in effect.who_really(state, grant.who, site_id):
            held = found.get(who)
            if held is None or _RANK[grant.path.role] > _RANK[held]:
                found[who] = grant.path.role
    return found


def _site_of(state: State, item: Item) -> str:
    drive = state.get(Drive, item.drive_id)
    return drive.site_id if drive is not None else ""


def reach_of_all(state: State, items: Iterable[Item]) -> dict[str, dict[str, str]]:
    """Return `reach` of many items, by item id; items under one scope are worked out once."""
    by_scope: dict[str, dict[str, str]] = {}
    found: dict[str, dict[str, str]] = {}
    for item in items:
        if item.deleted:
            found[item.id] = {}
            continue
        here = _scope_over(state, item)[0].id
        if here not in by_scope:
            by_scope[here] = reach(state, item)
        found[item.id] = by_scope[here]
    return found


def _grants(state: State, item: Item) -> Iterator[_Grant]:
    here, scope = _scope_over(state, item)
    away = here.id != item.id
    for entry in scope.entries:
        yield from _grants_of_entry(state, here, entry, away=away)
    for link in state.find(Link, "item", here.id):
        yield from _grants_of_link(state, link, away=away)
    for link_id in scope.links_from_above:
        above = state.get(Link, link_id)
        if above is not None:
            yield from _grants_of_link(state, above, away=True)


def _scope_over(state: State, item: Item) -> tuple[Item, Scope]:
    here = item
    while (scope := state.get(Scope, here.id)) is None:
        parent = state.get(Item, here.parent_id or "")
        if parent is None:
            raise LookupError(f"nothing above {item.id} says who may reach it")
        here = parent
    return here, scope


def _grants_of_entry(state: State, here: Item, entry: Entry, *, away: bool) -> Iterator[_Grant]:
    role = max((role for role in entry.roles if role in _RANK), key=_RANK.__getitem__, default=None)
    if role is None:
        return
    via = _via(entry)
    name = f"inherited-{via}" if away and via != "site-group" else via
    path = Path(via=name, permission_id=entry.id, on_item=here.id, role=role)
    for who in _named_by(state, here, entry):
        yield _Grant(who, path)


def _via(entry: Entry) -> str:
    form = entry.principal.form
    names = {"user": "direct", "siteGroup": "site-group", "siteUser": "everyone", "address": "invitation"}
    return names.get(form, form)


def _named_by(state: State, here: Item, entry: Entry) -> Iterator[str]:
    if entry.principal.form == "siteGroup":
        yield from _members_of_site_group(state, here, entry.principal.key)
    else:
        yield from _named(state, entry.principal)


def _named(state: State, principal: Principal) -> Iterator[str]:
    if principal.form in {"user", "application"}:
        yield principal.key
    elif principal.form == "address":
        yield principal.key.casefold()
    elif principal.form == "group":
        yield from _members_of_group(state, principal.key)
    elif principal.login == "c:0(.s|true":
        yield EVERYONE
    elif "spo-grid-all-users" in principal.login:
        yield ORGANISATION


def _members_of_group(state: State, group_id: str) -> Iterator[str]:
    group = state.get(Group, group_id)
    if group is not None and group.is_team:
        yield from (member.user_id for member in state.find(Membership, "place", group_id))
    elif group is not None:
        yield from group.members


def _members_of_site_group(state: State, here: Item, number: str) -> Iterator[str]:
    drive = state.get(Drive, here.drive_id)
    site_id = drive.site_id if drive else ""
    group = state.get(SiteGroup, f"{site_id}/{number}")
    for principal in group.people if group else ():
        yield from _named(state, principal)
    wanted = _TEAM_GROUPS.get(number)
    if wanted is None:
        return
    for channel in _channels_of(state, site_id):
        place = channel.team_id if channel.membership == "standard" else channel.id
        for member in state.find(Membership, "place", place):
            if member.is_owner == (wanted == "owners"):
                yield member.user_id


def _channels_of(state: State, site_id: str) -> Iterator[Channel]:
    return (channel for channel in state.every(Channel) if channel.site_id == site_id)


def _grants_of_link(state: State, link: Link, *, away: bool) -> Iterator[_Grant]:
    if _is_over(state, link) or link.type == "createOnly":
        return
    path = Path(
        via="inherited-link" if away else "link",
        permission_id=link.id,
        on_item=link.item_id,
        role=link.role,
        prevents_download=link.prevents_download,
    )
    if link.scope == "anonymous":
        yield _Grant(ANYONE, path)
    elif link.scope == "organization":
        yield _Grant(ORGANISATION, path)
    for person in link.people:
        if person.form == "group":
            yield from (_Grant(member, path) for member in _members_of_group(state, person.key))
        else:
            yield _Grant(person.key if person.form == "user" else person.key.casefold(), path)


def _is_over(state: State, link: Link) -> bool:
    return link.expires_at is not None and link.expires_at <= state.clock.stamp()
