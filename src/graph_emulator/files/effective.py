"""Who can really reach an item, and along which paths, worked out from what is remembered alone.

This is the witness that tests ask. It shares no code with the routes that list, give or take
permissions, so that a fault there does not hide itself here.
A disabled account counts: it keeps its grants and needs only to be enabled again. A deleted one does not.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from graph_emulator.directory.models import User
from graph_emulator.files.effective_people import ANYONE, EVERYONE, ORGANISATION, named_by, on_link
from graph_emulator.files.models import Drive, Entry, Item, Link, Scope, Site
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Outsider
from graph_emulator.posture import effect

_RANK = {"read": 1, "write": 2, "owner": 3, "fullcontrol": 4}


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """One way by which somebody reaches an item; `through` names the groups on the way, outermost first."""

    via: str
    permission_id: str
    on_item: str
    role: str
    prevents_download: bool = False
    through: tuple[str, ...] = ()


class _Grant(NamedTuple):
    who: str
    path: Path


def paths_of(state: State, person_id: str, item: Item) -> list[Path]:
    """Return every path by which a person reaches an item, in the order of its scope."""
    if not _is_alive(state, person_id) or item.deleted:
        return []
    site_id = _site_of(state, item)
    if effect.shut_out(state, person_id, site_id):
        return []
    names = _names_of(state, person_id, site_id)
    paths = [grant.path for grant in _grants(state, item) if grant.who in names]
    if effect.blocks_download(state, person_id, site_id):
        return [replace(path, prevents_download=True) for path in paths]
    return paths


def _is_alive(state: State, person_id: str) -> bool:
    user = state.get(User, person_id)
    return user.deleted_at is None if user is not None else state.get(Outsider, person_id) is not None


def _was_deleted(state: State, who: str) -> bool:
    user = state.get(User, who)
    return user is not None and user.deleted_at is not None


def _names_of(state: State, person_id: str, site_id: str) -> set[str]:
    """Return what a person is called by entries and links; somebody of another directory is no guest."""
    user = state.get(User, person_id)
    names = {person_id}
    if effect.anonymous_links_work(state, site_id):
        names.add(ANYONE)
    if user is not None:
        names.add(EVERYONE)
    if user is not None and user.user_type == "Member":
        names.add(ORGANISATION)
    return names


def role_of(state: State, person_id: str, item: Item) -> str | None:
    """Return the widest role that a person has on an item, or None."""
    return widest(paths_of(state, person_id, item))


def widest(paths: Iterable[Path]) -> str | None:
    """Return the widest role that these paths give, or None."""
    return max((path.role for path in paths), key=_RANK.__getitem__, default=None)


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
            if _was_deleted(state, who):
                continue
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
    site_id = _site_of(state, here)
    away = here.id != item.id
    yield from _of_admins(state, site_id, here)
    for entry in scope.entries:
        yield from _of_entry(state, site_id, here, entry, away=away)
    for link in state.find(Link, "item", here.id):
        yield from _of_link(state, link, away=away)
    for link_id in scope.links_from_above:
        above = state.get(Link, link_id)
        if above is not None:
            yield from _of_link(state, above, away=True)


def _scope_over(state: State, item: Item) -> tuple[Item, Scope]:
    here = item
    while (scope := state.get(Scope, here.id)) is None:
        parent = state.get(Item, here.parent_id or "")
        if parent is None:
            raise LookupError(f"nothing above {item.id} says who may reach it")
        here = parent
    return here, scope


def _of_admins(state: State, site_id: str, here: Item) -> Iterator[_Grant]:
    """Yield the administrators of the site collection, whom no broken inheritance keeps out."""
    site = state.get(Site, site_id)
    for user_id in site.admins if site else ():
        path = Path(via="site-admin", permission_id="site-admin", on_item=here.id, role="owner")
        yield _Grant(user_id, path)


def _of_entry(state: State, site_id: str, here: Item, entry: Entry, *, away: bool) -> Iterator[_Grant]:
    role = max((role for role in entry.roles if role in _RANK), key=_RANK.__getitem__, default=None)
    if role is None:
        return
    via = _via(entry)
    name = f"inherited-{via}" if away and via != "site-group" else via
    path = Path(via=name, permission_id=entry.id, on_item=here.id, role=role)
    for who, through in named_by(state, site_id, entry.principal):
        yield _Grant(who, replace(path, through=through))


def _via(entry: Entry) -> str:
    form = entry.principal.form
    names = {"user": "direct", "siteGroup": "site-group", "siteUser": "everyone", "address": "invitation"}
    return names.get(form, form)


def _of_link(state: State, link: Link, *, away: bool) -> Iterator[_Grant]:
    if _is_over(state, link) or link.type == "createOnly":
        return
    path = Path(
        via="inherited-link" if away else "link",
        permission_id=link.id,
        on_item=link.item_id,
        role=link.role,
        prevents_download=link.prevents_download,
    )
    for who, through in on_link(state, link):
        yield _Grant(who, replace(path, through=through))


def _is_over(state: State, link: Link) -> bool:
    return link.expires_at is not None and link.expires_at <= state.clock.stamp()
