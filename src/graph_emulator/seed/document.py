"""The seed document's form; an unknown key anywhere is a fault."""

from typing import Any

import msgspec

from graph_emulator.posture.settings import SiteSettings, TenantSettings
from graph_emulator.seed.faults import refuse
from graph_emulator.seed.form import form_faults

_RECONCILER = (
    "Sites.FullControl.All",
    "Files.ReadWrite.All",
    "User.Read.All",
    "Team.ReadBasic.All",
    "Channel.ReadBasic.All",
    "ChannelMember.ReadWrite.All",
)
_AUDITOR = (
    "Files.Read.All",
    "Sites.Read.All",
    "User.Read.All",
    "Team.ReadBasic.All",
    "Channel.ReadBasic.All",
    "ChannelMember.Read.All",
)


class Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A piece of the document."""


class SeedTenant(Part):
    """The tenant itself.

    Attributes:
        name: Display name.
        host: SharePoint host name.
        seed: The number that all ids follow from.
        clock: The instant at which the tenant stands.
        licences: How many licences it has; the published limits of use follow from it (a count).
    """

    name: str = "Contoso"
    host: str = "contoso.sharepoint.example"
    seed: int = 1
    clock: str = "2026-01-05T09:00:00Z"
    licences: int = 500


class SeedApp(Part):
    """An application: what was consented to, and where its people may be sent back to.

    Attributes:
        roles: Application roles on Graph.
        sharepoint_roles: Application roles on SharePoint itself.
        redirect_uris: Addresses that signing in may lead back to.
        delegated: Delegated permissions, consented to for everybody.
        public: Whether it has no credential.
        mailboxes: The people whose mailboxes it may use, by key; None means everybody's.
    """

    roles: list[str] = []
    sharepoint_roles: list[str] = []
    redirect_uris: list[str] = []
    delegated: list[str] = []
    public: bool = False
    mailboxes: list[str] | None = None


class SeedTerms(Part):
    """Terms of use.

    Attributes:
        key: Its short name.
        name: Display name.
        text: What its file says.
        viewing_required: Whether people have to open it before they accept.
        at_sign_in: Whether signing in stops until it is accepted.
    """

    key: str
    name: str
    text: str = ""
    viewing_required: bool = False
    at_sign_in: bool = False


class SeedUser(Part):
    """A person's account; the fields are those of the directory."""

    key: str
    name: str
    upn: str
    type: str
    mail: str | None
    enabled: bool = True
    external_state: str | None = None
    external_state_changed_at: str | None = None
    other_mails: list[str] = []
    deleted: bool = False
    deleted_at: str | None = None


class SeedGroup(Part):
    """A security group with its people, owners and the groups within it, by key."""

    key: str
    name: str
    members: list[str] = []
    owners: list[str] = []
    groups: list[str] = []


class SeedOutsider(Part):
    """A person of another directory who takes part in shared channels, by their own directory's id."""

    key: str
    name: str
    mail: str
    tenant: str


class SeedTeam(Part):
    """A team and its people, by key; an owner is not repeated among the members.

    Each team has a channel General beside those that the seed names.
    """

    name: str
    owners: list[str]
    members: list[str] = []
    key: str = "team"


class SeedChannel(Part):
    """A team's channel and, unless it is a standard channel, its own people, by key.

    Attributes:
        team: The team's key.
        shared_with: Keys of the other teams that a shared channel is shared with.
        outsiders: Keys of the people of other directories in a shared channel.
    """

    name: str
    membership: str = "private"
    owners: list[str] = []
    members: list[str] = []
    key: str = "channel"
    team: str = "team"
    shared_with: list[str] = []
    outsiders: list[str] = []


class SiteUser(Part):
    """An account that SharePoint knows and the directory does not."""

    name: str
    login_name: str
    email: str | None = None


class ActApp(Part):
    """An application that a raw permission entry names."""

    id: str
    name: str


class Act(Part):
    """One thing that happens; which of its forms it is, follows from which key is there.

    Attributes:
        id: Its name in messages and in the journal.
        as_: Who makes the call: a person's key, or `app:NAME`.
        call: A Graph request, for example `DELETE /drives/{drive}/items/{item:A/b.docx}`.
        body: The request's JSON body.
        directory: The key of a person whose account changes.
        set: What changes about the account.
        entry: The path of an item that gets a raw permission entry; empty for the library's root.
        site_user: Whom the entry names, where the directory does not know the account.
        user: Whom the entry names, by key.
        app: The application that the entry names.
        roles: The entry's roles.
        link_people: The path of an item whose reconciler's link changes its people.
        site_group: The number of one of the site's groups whose people change, as no request could do it.
        add: Keys of people who come onto that link, or into that group.
        remove: Keys of people who leave it.
        posture: What an administrator sets of sharing: `tenant`, `site`, as the admin API takes it.
        admins: Keys of the people who administer the site from then on, beside nobody else.
        clock: The instant to which the tenant's clock moves.
    """

    id: str
    as_: str | None = msgspec.field(default=None, name="as")
    call: str | None = None
    body: dict[str, Any] | None = None
    directory: str | None = None
    set: dict[str, Any] | None = None
    entry: str | None = None
    site_user: SiteUser | None = None
    user: str | None = None
    app: ActApp | None = None
    roles: list[str] = []
    link_people: str | None = None
    site_group: str | None = None
    add: list[str] = []
    remove: list[str] = []
    posture: dict[str, Any] | None = None
    admins: list[str] | None = None
    clock: str | None = None


class SeedBulk(Part):
    """Very many files below one folder, where names do not matter.

    Attributes:
        folder: The folder's path below the channel's; it is made, and nothing else may lie in it.
        folders: How many folders are made in it, at most a hundred in each one (a count).
        files: How many files lie in these, spread evenly; without folders in the folder itself (a count).
        shared: The share of the files that have the reconciler's own link, spread evenly (from 0 to 1).
        people: Keys of the people who are on these links in turn, one on each.
    """

    folder: str
    folders: int = 0
    files: int = 0
    shared: float = 0.0
    people: list[str] = []


def default_apps() -> dict[str, SeedApp]:
    """Return the applications of a tenant whose seed names none."""
    return {
        "reconciler": SeedApp(roles=list(_RECONCILER)),
        "auditor": SeedApp(roles=list(_AUDITOR)),
        "outsider": SeedApp(),
    }


class Seed(Part):
    """A whole tenant, and the acts that are played on it after it stands.

    Attributes:
        teams: Further teams; `team` comes first.
        channels: Further channels; `channel` comes first, and the files lie in the first one.
        outsiders: People of other directories.
        files: Paths below the channel's folder; one that ends in a slash is an empty folder.
        links: For a file, the keys of the people on the reconciler's own link.
        bulk: Folders with very many files.
        sharepoint: The tenant's SharePoint settings, by the names that Graph gives them.
        site: What every site allows to be shared.
    """

    tenant: SeedTenant = msgspec.field(default_factory=SeedTenant)
    apps: dict[str, SeedApp] = msgspec.field(default_factory=default_apps)
    users: list[SeedUser] = []
    groups: list[SeedGroup] = []
    team: SeedTeam | None = None
    channel: SeedChannel | None = None
    teams: list[SeedTeam] = []
    channels: list[SeedChannel] = []
    outsiders: list[SeedOutsider] = []
    files: list[str] = []
    links: dict[str, list[str]] = {}
    bulk: list[SeedBulk] = []
    terms: list[SeedTerms] = []
    acts: list[Act] = []
    sharepoint: TenantSettings = TenantSettings()
    site: SiteSettings = SiteSettings()

    def all_teams(self) -> list[SeedTeam]:
        """Return every team."""
        return [*([self.team] if self.team else []), *self.teams]

    def all_channels(self) -> list[SeedChannel]:
        """Return every channel that the seed names."""
        return [*([self.channel] if self.channel else []), *self.channels]


def as_seed(content: object) -> Seed:
    """Turn plain data into a seed.

    Raises:
        SeedError: It is not of this form; the error holds every reason.
    """
    refuse(form_faults(content, Seed))
    return msgspec.convert(content, Seed)


def as_acts(content: object) -> list[Act]:
    """Turn plain data into acts.

    Raises:
        SeedError: They are not of this form; the error holds every reason.
    """
    refuse(form_faults(content, list[Act], ("acts",)))
    return msgspec.convert(content, list[Act])
