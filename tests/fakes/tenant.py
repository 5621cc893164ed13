"""FakeTenant: a channel in memory behind the gate's own ports, which can refuse, lie and fall silent.

Its little language: ``refuse[method]`` raises on every call; ``deaf`` names methods that answer and do
nothing; ``silent[method]`` is "before" or "after": no answer came, without or with the effect.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.observed import (
    Account,
    Grantee,
    GranteeKind,
    ItemId,
    Membership,
    MembershipId,
    ObjectId,
    ObservedItem,
    ObservedPermission,
    PermissionId,
    SharingLink,
    Unread,
)
from sharepoint_gate.access.site_sight import SharingSettings, SiteApplication, SiteInside
from sharepoint_gate.errors import GraphError, WriteUncertainError
from sharepoint_gate.ports.site import Library
from sharepoint_gate.ports.tenant import ChannelSite, Picture

FIT_SETTINGS = SharingSettings("existingExternalUserSharingOnly", "none", (), (), guests_reshare=False)
QUIET_SITE = SiteInside((), (), (), anybody_links=False, members_share=False, access_requests=False)
SITE = ChannelSite("team", "channel", "drive", ItemId("folder"))


def person(object_id: str) -> Grantee:
    """Return a grantee that names one Entra user."""
    return Grantee(GranteeKind.USER, ObjectId(object_id), None, object_id.title(), "", "")


def reader_link(permission_id: str, *people: str) -> ObservedPermission:
    """Return the gate's kind of link, naming ``people`` by object id."""
    link = SharingLink("view", "users", prevents_download=True, web_url=f"https://x.example/{permission_id}")
    named = tuple(person(one) for one in people)
    return ObservedPermission(PermissionId(permission_id), ("read",), link=link, people=named)


def grant(permission_id: str, object_id: str, role: str = "read") -> ObservedPermission:
    """Return a direct entry of one person."""
    return ObservedPermission(PermissionId(permission_id), (role,), grantee=person(object_id))


@dataclass
class FakeTenant:
    """One library with its permissions, and the channel's members."""

    library: dict[ItemId, ObservedItem] = field(default_factory=dict)
    entries: dict[ItemId, list[ObservedPermission]] = field(default_factory=dict)
    channel: list[Membership] = field(default_factory=list)
    directory: dict[str, tuple[Account, ...]] = field(default_factory=dict)
    refuse: dict[str, GraphError] = field(default_factory=dict)
    deaf: set[str] = field(default_factory=set)
    silent: dict[str, str] = field(default_factory=dict)
    moved: dict[ItemId, str] = field(default_factory=dict)
    settings: SharingSettings = FIT_SETTINGS
    applications: tuple[SiteApplication, ...] = ()
    inside: SiteInside = QUIET_SITE
    made_wider: bool = False
    calls: list[tuple[str, ...]] = field(default_factory=list)

    def put(self, item: str, *permissions: ObservedPermission) -> None:
        """Place a file with its permissions."""
        key = ItemId(item)
        self.library[key] = ObservedItem(key, ItemId("folder"), item, item, is_folder=False)
        self.entries[key] = list(permissions)

    # reading

    async def find_channel(self, team: str, channel: str) -> ChannelSite:
        """Return the one channel there is."""
        self._speak("find_channel", team, channel)
        return SITE

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        """Return every item."""
        self._speak("items", drive_id)
        return list(self.library.values())

    async def permissions(
        self, drive_id: str, items: Iterable[ItemId]
    ) -> Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]:
        """Return each item's permissions, or that reading was refused."""
        try:
            self._speak("permissions", drive_id)
        except GraphError as error:
            return {item: Unread(item, error.what) for item in items}
        return {item: tuple(self.entries[item]) for item in items}

    async def place(self, drive_id: str, item: ItemId) -> str:
        """Return where an item lies; it is asked before each grant, and not written down as a step."""
        assert drive_id == SITE.drive_id
        if "place" in self.refuse:
            raise self.refuse["place"]
        return self.moved.get(item, self.library[item].path)

    async def picture(self, site: ChannelSite, items: Iterable[ItemId], usernames: Iterable[str]) -> Picture:
        """Return the three collections, each read as by itself."""
        permissions = await self.permissions(site.drive_id, items)
        try:
            members: tuple[Membership, ...] | Unread = tuple(await self.members(site))
        except GraphError as error:
            members = Unread("members", error.what)
        return Picture(permissions, members, await self.accounts(usernames))

    async def members(self, site: ChannelSite) -> Sequence[Membership]:
        """Return the channel's members."""
        self._speak("members", site.channel_id)
        return list(self.channel)

    async def sharing_settings(self) -> SharingSettings:
        """Return settings that fit."""
        self._speak("sharing_settings")
        return self.settings

    async def place_of(self, drive_id: str) -> Library:
        """Return where the library lies."""
        self._speak("library", drive_id)
        return Library("Documents", "site", "https://tenant.sharepoint.example/sites/Case-review/Documents")

    async def site_applications(self, site_id: str) -> Sequence[SiteApplication]:
        """Return the applications that the site was given to."""
        self._speak("site_applications", site_id)
        return self.applications

    async def site(self, library: Library) -> SiteInside:
        """Return what SharePoint's own interface tells."""
        self._speak("site", library.name)
        return self.inside

    async def accounts(self, usernames: Iterable[str]) -> Mapping[str, tuple[Account, ...] | Unread]:
        """Return the accounts under each username, or that reading was refused."""
        if "accounts" in self.refuse:
            return {name: Unread(name, self.refuse["accounts"].what) for name in usernames}
        return {name: self.directory.get(name, ()) for name in usernames}

    # writing

    async def create_link(self, item: ItemId, people: Sequence[ObjectId]) -> ObservedPermission:
        """Get or create the one reader link of an item; an existing one keeps its people, as Graph's does."""
        existing = [one for one in self.entries[item] if one.link and one.link.prevents_download]
        made = existing[0] if existing else reader_link(f"link-{item}", *people)
        if self.made_wider:
            made = replace(made, link=SharingLink("edit", "anonymous", prevents_download=False, web_url=None))
        if self._act("create_link", item, *people) and not existing:
            self.entries[item].append(made)
        self._fall_silent("create_link")
        return made

    async def add_people(self, item: ItemId, link: ObservedPermission, people: Sequence[ObjectId]) -> None:
        """Add people to a link."""
        if self._act("add_people", item, *people):
            named = (*link.people, *(person(one) for one in people))
            self._swap(item, link.id, replace(link, people=named))
        self._fall_silent("add_people")

    async def revoke_people(self, item: ItemId, permission: PermissionId, people: Sequence[ObjectId]) -> None:
        """Take people off a link."""
        if self._act("revoke_people", item, *people):
            for one in self.entries[item]:
                if one.id == permission:
                    stay = tuple(who for who in one.people if who.object_id not in people)
                    self._swap(item, permission, replace(one, people=stay))
        self._fall_silent("revoke_people")

    async def delete_permission(self, item: ItemId, permission: PermissionId) -> None:
        """Delete a permission."""
        if self._act("delete_permission", item, permission):
            self._swap(item, permission, None)
        self._fall_silent("delete_permission")

    async def add_member(self, object_id: ObjectId, role: str) -> None:
        """Add a member."""
        if self._act("add_member", object_id, role):
            self.channel.append(Membership(MembershipId(f"m-{object_id}"), object_id, role, "", ""))

    async def remove_member(self, membership: MembershipId) -> None:
        """Remove a member."""
        if self._act("remove_member", membership):
            self.channel = [one for one in self.channel if one.id != membership]

    async def set_role(self, membership: MembershipId, role: str) -> None:
        """Change a member's role."""
        if self._act("set_role", membership, role):
            self.channel = [replace(one, role=role) if one.id == membership else one for one in self.channel]

    async def invite(self, address: str) -> None:
        """Make a guest who has not redeemed yet, as the directory does."""
        if self._act("invite", address):
            guest = Account(
                ObjectId(f"guest-{address}"),
                f"{address.replace('@', '_')}#EXT#@tenant.example",
                address,
                (address,),
                address,
                enabled=True,
                is_guest=True,
                external_state="PendingAcceptance",
                external_state_changed_at=None,
            )
            self.directory[address] = (guest,)
        self._fall_silent("invite")

    def _swap(self, item: ItemId, permission: PermissionId, new: ObservedPermission | None) -> None:
        kept = [new if one.id == permission else one for one in self.entries[item]]
        self.entries[item] = [one for one in kept if one is not None]

    def _speak(self, method: str, *arguments: str) -> None:
        self.calls.append((method, *arguments))
        if method in self.refuse:
            raise self.refuse[method]

    def _act(self, method: str, *arguments: str) -> bool:
        self._speak(method, *arguments)
        return method not in self.deaf and self.silent.get(method) != "before"

    def _fall_silent(self, method: str) -> None:
        if method in self.silent:
            raise WriteUncertainError(f"{method}: the connection was cut")
