"""What SharePoint keeps about a library: sites, drives, items, scopes, entries and links.

Names follow SharePoint where Graph has none: a *scope* is an item's own list of who may do what; an
item without one takes the list of the nearest ancestor that has one.

Source: graph:resources/permission
"""

from typing import ClassVar

import msgspec

from graph_emulator.kernel.state import Pool, Record


class Site(Record, kw_only=True):
    """A site collection's root web; `id` is `host,collection guid,web guid`.

    `admins` are the object ids of people who administer the site collection: no scope keeps them out.
    """

    kind: ClassVar[str] = "site"
    host: str
    path: str
    title: str
    created_at: str
    admins: tuple[str, ...] = ()


class Drive(Record, kw_only=True):
    """A document library; `root_id` names the item at its top, `changed` counts its changes.

    `generation` counts how often the service lost track of what it had told: older delta tokens are void.
    """

    kind: ClassVar[str] = "drive"
    site_id: str
    name: str
    root_id: str
    created_at: str
    changed: int = 0
    generation: int = 0
    hidden: bool = False


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who did something: a person or an application, by id."""

    form: str
    id: str
    name: str = ""


class Item(Record, kw_only=True, frozen=True, gc=False, array_like=True):  # type: ignore[misc] # of msgspec
    """A folder, file or package; `form` is `root`, `folder`, `file` or `package`.

    A library may hold a million of these, so that each is small in memory and in the store, and holds no
    text of its own that many others hold too.

    `changed` and `shared_changed` are places in the drive's one line of changes: the last change of
    any kind, and the last explicit change of the item's sharing; `shared_added` is the last one that did
    not only take access away.
    """

    kind: ClassVar[str] = "item"
    drive_id: str
    parent_id: str | None
    name: str
    form: str
    guid: str
    size: int = 0
    version: int = 1
    content_version: int = 1
    created_at: str
    created_by: Actor
    modified_at: str
    modified_by: Actor
    deleted: bool = False
    changed: int = 0
    changed_at: str = ""
    shared_changed: int = 0
    shared_added: int = 0

    def share(self, pool: Pool) -> None:
        """Take instants, places and authors from the pool: they are few, whatever the library holds."""
        for name in _SHARED:
            value = getattr(self, name)
            msgspec.structs.force_setattr(self, name, pool.setdefault(value, value))

    @property
    def is_container(self) -> bool:
        """Whether other items can lie in this one."""
        return self.form in {"root", "folder"}

    @property
    def etag(self) -> str:
        """The tag that moves with every change of the item's metadata."""
        return f'"{{{self.guid.upper()}}},{self.version}"'

    @property
    def ctag(self) -> str:
        """The tag that moves with the item's content only."""
        return f'"c:{{{self.guid.upper()}}},{self.content_version}"'


_SHARED = (
    "drive_id",
    "parent_id",
    "form",
    "created_at",
    "created_by",
    "modified_at",
    "modified_by",
    "changed_at",
)


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an entry names.

    `form` is `user`, `group`, `siteGroup`, `siteUser`, `application` or `address` (an invitation to an
    address that has no account). `key` is the object id, the per-site id or the address.
    """

    form: str
    key: str
    name: str = ""
    login: str = ""
    email: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a scope: a principal and its roles; empty roles mean Limited Access."""

    id: str
    principal: Principal
    roles: tuple[str, ...]
    invited_as: str = ""


class Scope(Record, kw_only=True):
    """An item's own permissions; `id` is the item's.

    `links_from_above` are links of ancestors that reach here although the scope is the item's own:
    copied when the scope was made, or pushed later. A library's top always has a scope; `is_broken` says
    whether it is the library's own, or still stands for what the site gives.
    """

    kind: ClassVar[str] = "scope"
    drive_id: str
    entries: tuple[Entry, ...]
    links_from_above: tuple[str, ...] = ()
    is_broken: bool = False


class Passage(Record, kw_only=True):
    """Limited Access: the right to pass through one scope, which something shared further down left there."""

    kind: ClassVar[str] = "passage"
    item_id: str
    entry: Entry


class SiteGroup(Record, kw_only=True):
    """A group that only its site knows.

    `number` is how the site calls it; 3, 4 and 5 are the site's owners, visitors and members. `people`
    were put into it on the site itself; whoever is in it because of a channel or a link stands there.
    """

    kind: ClassVar[str] = "site-group"
    site_id: str
    number: str
    title: str
    link_id: str = ""
    people: tuple[Principal, ...] = ()


class LinkPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on a link: `form` is `user`, `group` or `address`."""

    form: str
    key: str


class Link(Record, kw_only=True):
    """A sharing link on one item; `redeemed` are those who opened it."""

    kind: ClassVar[str] = "link"
    item_id: str
    type: str
    scope: str
    prevents_download: bool = False
    url: str
    grants: int = 0
    creator: Actor
    people: tuple[LinkPerson, ...] = ()
    redeemed: tuple[LinkPerson, ...] = ()
    expires_at: str | None = None
    has_password: bool = False

    @property
    def role(self) -> str:
        """The role that the link gives to whoever may use it."""
        return "write" if self.type == "edit" else "read"


class Recycled(Record, kw_only=True):
    """One deletion that waits in a site's recycle bin, with everything that went by it."""

    kind: ClassVar[str] = "recycled"
    site_id: str
    item_id: str
    name: str
    size: int
    deleted_at: str
    deleted_by: Actor
    deleted_from: str
    items: tuple[str, ...]


class CopyJob(Record, kw_only=True):
    """A copy that was accepted, for the address in its Location header."""

    kind: ClassVar[str] = "copy-job"
    drive_id: str
    item_id: str
