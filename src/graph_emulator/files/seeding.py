"""Builds a channel's library from a seed, and the raw entries that a seed's acts leave in it."""

from collections.abc import Sequence
from typing import Protocol

from graph_emulator.directory.models import Application, User, user_by_key
from graph_emulator.files import bulk, groups, links, movement, scopes, tree
from graph_emulator.files.models import (
    Actor,
    Drive,
    Entry,
    Item,
    Link,
    LinkPerson,
    Principal,
    Scope,
    Site,
    SiteGroup,
)
from graph_emulator.files.principals import (
    actor_of,
    entry_for_app,
    entry_for_site_user,
    entry_for_user,
)
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Team
from graph_emulator.posture.expiry import note_guest

_SYSTEM = Actor(form="user", id="system", name="System Account")
_RECONCILER = "reconciler"


class LibrarySeed(Protocol):
    """The part of a seed document that fills the library."""

    @property
    def files(self) -> list[str]:
        """Paths below the channel's folder; one that ends in a slash is an empty folder."""

    @property
    def links(self) -> dict[str, list[str]]:
        """For a file, the keys of the people on the reconciler's own link."""

    @property
    def bulk(self) -> Sequence[bulk.BulkSeed]:
        """Folders with very many files below them."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class _SiteAccount(_Named, Protocol):
    @property
    def login_name(self) -> str: ...
    @property
    def email(self) -> str | None: ...


class _App(_Named, Protocol):
    @property
    def id(self) -> str: ...


class EntryAct(Protocol):
    """An act that leaves a raw permission entry on an item."""

    @property
    def entry(self) -> str | None:
        """The item's path; empty for the library's top."""

    @property
    def site_user(self) -> _SiteAccount | None:
        """An account that only the site knows."""

    @property
    def user(self) -> str | None:
        """A person, by key."""

    @property
    def app(self) -> _App | None:
        """An application."""

    @property
    def roles(self) -> list[str]:
        """The entry's roles."""


class SiteGroupAct(Protocol):
    """An act that changes who is in one of the site's groups."""

    @property
    def site_group(self) -> str | None:
        """The group's number."""

    @property
    def add(self) -> list[str]:
        """Keys of people who come into it."""

    @property
    def remove(self) -> list[str]:
        """Keys of people who leave it."""


class LinkAct(Protocol):
    """An act that changes who is on the reconciler's own link."""

    @property
    def link_people(self) -> str | None:
        """The file's path."""

    @property
    def add(self) -> list[str]:
        """Keys of people who come onto it."""

    @property
    def remove(self) -> list[str]:
        """Keys of people who leave it."""


def seed_library(state: State, seed: LibrarySeed, flush: bulk.Flush) -> None:
    """Make the first channel's site, library and folder, the files in it, and the reconciler's links.

    The other channels get an empty library. Nothing is made where the tenant has no channel.

    Args:
        state: The tenant.
        seed: What it begins with.
        flush: Lets the store have what was put so far, where there is much of it.
    """
    channel = next(iter(state.every(Channel)), None)
    if channel is None:
        return
    folder = make_library(state, channel)
    for path in seed.files:
        _make_path(state, folder, path)
    for path, keys in seed.links.items():
        item = _below(state, folder, path)
        people = tuple(_person(state, key) for key in keys)
        links.add_people(state, own_link(state, item), people)
        for person in people:
            note_guest(state, person.key, channel.site_id or "")
    for many in seed.bulk:
        _fill(state, channel, _make_path(state, folder, f"{many.folder}/"), many, flush)
    for further in state.every(Channel):
        if further.drive_id is None:
            make_library(state, further)


def _fill(state: State, channel: Channel, folder: Item, many: bulk.BulkSeed, flush: bulk.Flush) -> None:
    people = [_person(state, key) for key in many.people]
    for number, item in enumerate(bulk.fill(state, folder, many, _SYSTEM, flush)):
        links.add_people(state, own_link(state, item), (people[number % len(people)],))
    for person in people:
        note_guest(state, person.key, channel.site_id or "")


def make_library(state: State, channel: Channel) -> Item:
    """Make a channel's folder with the library around it, and return the folder.

    A standard channel lies in the site of its team; any other has a site of its own.
    """
    team = state.get(Team, channel.team_id)
    if team is not None and channel.membership == "standard":
        top = _top_of_team(state, team)
    else:
        top = _make_site(state, f"{team.name if team else 'Team'}-{channel.name}")
    folder = tree.create(state, top, channel.name, form="folder", actor=_SYSTEM)
    channel.site_id, channel.drive_id = tree.drive_named(state, top.drive_id).site_id, top.drive_id
    channel.folder_id = folder.id
    state.put(channel)
    return folder


def _top_of_team(state: State, team: Team) -> Item:
    """Return the top of the library of the site that is connected to a team's group, made if need be."""
    if team.drive_id is not None:
        return tree.item_named(state, team.drive_id, "root")
    top = _make_site(state, team.name)
    team.site_id, team.drive_id = tree.drive_named(state, top.drive_id).site_id, top.drive_id
    state.put(team)
    return top


def _make_site(state: State, title: str) -> Item:
    """Make a site with its three groups and its library, and return the library's top."""
    now = state.clock.stamp()
    site_id = f"{state.host},{state.ids.guid('site-collection')},{state.ids.guid('web')}"
    path = "sites/" + "".join(letter for letter in title if letter.isalnum() or letter == "-")
    state.put(Site(id=site_id, host=state.host, path=path, title=title, created_at=now))
    top = _make_drive(state, site_id, now)
    groups.put_standard_groups(state, site_id, title)
    state.put(Scope(id=top.id, drive_id=top.drive_id, entries=groups.standard_entries(state, site_id)))
    return top


def add_library(state: State, site: Site, name: str, *, hidden: bool = False) -> Drive:
    """Make one more library in a site; a hidden one is listed only to those who ask for such."""
    top = _make_drive(state, site.id, state.clock.stamp(), name, hidden=hidden)
    entries = groups.standard_entries(state, site.id)
    state.put(Scope(id=top.id, drive_id=top.drive_id, entries=entries))
    return tree.drive_named(state, top.drive_id)


def _make_drive(
    state: State, site_id: str, now: str, name: str = "Documents", *, hidden: bool = False
) -> Item:
    top = Item(
        id="01" + state.ids.opaque("item"),
        drive_id="b!" + state.ids.token("drive"),
        parent_id=None,
        name="root",
        form="root",
        guid=state.ids.guid("item-guid"),
        created_at=now,
        created_by=_SYSTEM,
        modified_at=now,
        modified_by=_SYSTEM,
    )
    drive = Drive(
        id=top.drive_id,
        site_id=site_id,
        name=name,
        hidden=hidden,
        root_id=top.id,
        created_at=now,
    )
    state.put(drive)
    return tree.note(state, top)


def _make_path(state: State, folder: Item, path: str) -> Item:
    *names, last = path.split("/")
    here = folder
    for name in filter(None, names):
        here = tree.child_named(state, here.id, name) or tree.create(
            state, here, name, form="folder", actor=_SYSTEM
        )
    if not last:
        return here
    size = 20_000 + 137 * len(path)
    return tree.create(state, here, last, form=movement.form_of(last), actor=_SYSTEM, size=size)


def item_at_path(state: State, path: str) -> Item:
    """Return the item at a path below the channel's folder, or else below the library's top.

    Raises:
        LookupError: Nothing is there.
    """
    channel = next((one for one in state.every(Channel) if one.folder_id), None)
    folder = state.get(Item, channel.folder_id) if channel and channel.folder_id else None
    if folder is None:
        raise LookupError("the tenant has no library")
    top = tree.item_named(state, folder.drive_id, "root")
    if not path:
        return top
    return _found(state, folder, path) or _below(state, top, path)


def _below(state: State, folder: Item, path: str) -> Item:
    item = _found(state, folder, path)
    if item is None:
        raise LookupError(f"there is no {path}")
    return item


def _found(state: State, folder: Item, path: str) -> Item | None:
    here: Item | None = folder
    for name in filter(None, path.split("/")):
        here = tree.child_named(state, here.id, name) if here else None
    return here


def item_id_at(state: State, path: str) -> str:
    """Return the id of the item at a path."""
    return item_at_path(state, path).id


def link_id_at(state: State, path: str, scope: str) -> str:
    """Return the id of the first link of a scope on the item of this id, or at this path."""
    for link in scopes.links_on(state, state.get(Item, path) or item_at_path(state, path)):
        if link.scope == scope:
            return link.id
    raise LookupError(f"{path} has no link for {scope}")


def own_link(state: State, item: Item) -> Link:
    """Return the reconciler's link that blocks downloads on a file, made if it does not stand."""
    app = next(iter(state.find(Application, "name", _RECONCILER)), None)
    if app is None:
        raise LookupError("the tenant has no application called reconciler")
    creator = actor_of(state, app.principal())
    wanted = links.draft(item, creator, kind="view", scope="users", prevents_download=True)
    return links.standing(state, item, wanted) or links.make(state, item, wanted)


def _person(state: State, key: str) -> LinkPerson:
    return LinkPerson(form="user", key=_user(state, key).id)


def _user(state: State, key: str) -> User:
    user = user_by_key(state, key)
    if user is None:
        raise LookupError(f"nobody has the key {key}")
    return user


def apply_entry(state: State, act: EntryAct) -> None:
    """Leave a raw permission entry on an item."""
    scopes.add_entry(state, item_at_path(state, act.entry or ""), _entry(state, act))


def _entry(state: State, act: EntryAct) -> Entry:
    roles = tuple(act.roles)
    if act.site_user is not None:
        account = act.site_user
        return entry_for_site_user(account.name, account.login_name, account.email or "", roles)
    if act.user is not None:
        return entry_for_user(_user(state, act.user), roles)
    if act.app is not None:
        return entry_for_app(state, _client_id(state, act.app.id), act.app.name, roles)
    raise LookupError("the entry names nobody")


def _client_id(state: State, name: str) -> str:
    known = next(iter(state.find(Application, "name", name)), None)
    return known.id if known else name


def apply_link_people(state: State, act: LinkAct) -> None:
    """Change who is on the reconciler's own link of a file."""
    link = own_link(state, item_at_path(state, act.link_people or ""))
    link = links.add_people(state, link, tuple(_person(state, key) for key in act.add))
    links.remove_people(state, link, tuple(_person(state, key) for key in act.remove))


def apply_site_group(state: State, act: SiteGroupAct) -> None:
    """Change who is in a group of the first channel's site, which the channel alone should drive."""
    site_id = next((one.site_id for one in state.every(Channel) if one.site_id), "") or ""
    number = act.site_group or ""
    for key in act.add:
        groups.add_person(state, _group(state, site_id, number), _principal(state, key))
    for key in act.remove:
        groups.remove_person(state, _group(state, site_id, number), _principal(state, key).login)


def _group(state: State, site_id: str, number: str) -> SiteGroup:
    group = groups.group_named(state, site_id, number)
    if group is None:
        raise LookupError(f"the site has no group {number}")
    return group


def _principal(state: State, key: str) -> Principal:
    return entry_for_user(_user(state, key), ()).principal
