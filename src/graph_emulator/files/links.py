"""Sharing links: making them or finding the one that stands, who is on them, and taking them away.

Source: graph:api/driveitem-createlink
"""

import base64

from msgspec.structs import replace

from graph_emulator.files import groups, scopes, tree
from graph_emulator.files.models import Actor, Drive, Item, Link, LinkPerson, Site
from graph_emulator.files.principals import entry_for_site_group
from graph_emulator.kernel.faults import not_found
from graph_emulator.kernel.state import State

_LETTERS = {"docx": "w", "doc": "w", "xlsx": "x", "xls": "x", "pptx": "p", "ppt": "p", "pdf": "b", "txt": "t"}
_GROUP_KINDS = {"anonymous": "Anonymous", "organization": "Organization"}


def url_for(state: State, item: Item) -> str:
    """Return a new sharing URL for an item; its last part is a secret."""
    drive = tree.drive_named(state, item.drive_id)
    site = state.get(Site, drive.site_id)
    place = site.path if site else ""
    letter = "f" if item.is_container else _LETTERS.get(extension(item.name), "u")
    secret = "E" + state.ids.token("sharing-url")
    return f"https://{site.host if site else state.host}/:{letter}:/s/{place.removeprefix('sites/')}/{secret}"


def extension(name: str) -> str:
    """Return a name's extension in lower case, without the dot; empty where it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def share_id(url: str) -> str:
    """Return a sharing URL as the shares collection takes it.

    Source: graph:api/shares-get#encoding sharing URLs
    """
    return "u!" + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def link_by_share_id(state: State, encoded: str) -> Link:
    """Return the link that an encoded sharing URL means, or Graph's 404."""
    try:
        padded = encoded.removeprefix("u!") + "=" * (-len(encoded.removeprefix("u!")) % 4)
        url = base64.urlsafe_b64decode(padded).decode()
    except ValueError as error:
        raise not_found("The sharing link no longer exists, or you do not have permission.") from error
    link = next(iter(state.find(Link, "url", url)), None)
    if link is None or not encoded.startswith("u!"):
        raise not_found("The sharing link no longer exists, or you do not have permission.")
    return link


def standing(state: State, item: Item, wanted: Link) -> Link | None:
    """Return the link of the same creator, type and scope that the item has already, or None.

    A link that another application or a person made is another link.
    """
    for link in scopes.links_on(state, item):
        if link.creator.id == wanted.creator.id and _shape(link) == _shape(wanted):
            return link
    return None


def _shape(link: Link) -> tuple[str, str, bool]:
    return link.type, link.scope, link.prevents_download


def draft(item: Item, creator: Actor, *, kind: str, scope: str, prevents_download: bool = False) -> Link:
    """Return a link that does not stand yet: it has neither id nor URL."""
    return Link(
        id="",
        item_id=item.id,
        type=kind,
        scope=scope,
        prevents_download=prevents_download,
        url="",
        creator=creator,
    )


def make(state: State, item: Item, wanted: Link, *, retain: bool = True) -> Link:
    """Put a drafted link on an item: the item gets its own scope, the scopes above let its group pass."""
    link = replace(wanted, id=state.ids.guid("link"), url=url_for(state, item))
    scopes.make_own(state, item, retain=retain)
    state.put(link)
    _note(state, item)
    group = groups.put_link_group(state, item, link.id, group_name(item, link))
    scopes.note_limited_access(state, item, entry_for_site_group(group.number, group.title, ()))
    if item.is_container:
        scopes.push_link(state, item, link)
    return link


def group_name(item: Item, link: Link) -> str:
    """Return the name of the site group that SharePoint makes for a link."""
    kind = _GROUP_KINDS.get(link.scope)
    flavour = "Flexible" if kind is None else kind + ("Edit" if link.role == "write" else "View")
    return f"SharingLinks.{item.guid}.{flavour}.{link.id}"


def add_people(state: State, link: Link, people: tuple[LinkPerson, ...]) -> Link:
    """Put people on a link; somebody who is on it already stays once."""
    return _with_people(state, link, tuple(dict.fromkeys((*link.people, *people))))


def remove_people(state: State, link: Link, people: tuple[LinkPerson, ...]) -> Link:
    """Take people off a link; the link stays, also when nobody is left on it."""
    return _with_people(state, link, tuple(person for person in link.people if person not in people))


def name_people(state: State, link: Link, people: tuple[LinkPerson, ...]) -> Link:
    """Say who a link's people are; nobody gains or loses anything by it."""
    changed = replace(link, people=people)
    state.put(changed)
    return changed


def _with_people(state: State, link: Link, people: tuple[LinkPerson, ...]) -> Link:
    changed = replace(link, people=people)
    state.put(changed)
    item = state.get(Item, link.item_id)
    if item is not None and people != link.people:
        _note(state, item, removed=set(people) < set(link.people))
    return changed


def _note(state: State, item: Item, *, removed: bool = False) -> None:
    """Count a link's change among the library's, unless the tenant is one that does not."""
    if state.quirks.delta_link_changes:
        tree.note(state, item, shared=True, removed=removed)


def rotate(state: State, link: Link) -> Link:
    """Count one more grant on a link, and give it a new URL when the quirk says that it is time."""
    item = state.get(Item, link.item_id)
    often = {"never": 0, "sometimes": 2, "always": 1}[state.quirks.grant_rotates_url]
    grants = link.grants + 1
    due = item is not None and often > 0 and grants % often == 0
    changed = replace(link, grants=grants, url=url_for(state, item) if due and item is not None else link.url)
    state.put(changed)
    return changed


def remove(state: State, item: Item, link: Link) -> None:
    """Delete a link. The item keeps its own scope; what its group left above depends on a quirk."""
    state.drop(link)
    groups.leave_link_group(state, link)
    scopes.withdraw_link(state, item, link)
    _note(state, item, removed=True)


def drive_and_site(state: State, item: Item) -> tuple[Drive, Site]:
    """Return the library and the site that an item lies in."""
    drive = tree.drive_named(state, item.drive_id)
    site = state.get(Site, drive.site_id)
    if site is None:
        raise not_found()
    return drive, site
