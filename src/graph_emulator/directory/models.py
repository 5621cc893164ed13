"""What the directory remembers: people, groups, applications."""

from typing import ClassVar

import msgspec

from graph_emulator.kernel.routes import AppPrincipal
from graph_emulator.kernel.state import Record, State


class User(Record, kw_only=True):
    """A person's account in this directory, member or guest.

    Attributes:
        key: The seed's short name for the person.
        name: Display name.
        upn: User principal name.
        mail: Primary address, or None.
        other_mails: Further addresses.
        user_type: `Member` or `Guest`.
        enabled: Whether the account may sign in.
        external_state: A guest's invitation: `PendingAcceptance`, `Accepted`, or None.
        external_state_changed_at: When that last changed, as Graph writes it.
        created_at: When the account was made.
        deleted_at: When it was moved to the deleted items, or None.
        purged: Whether it was deleted for good before its time.
        issuer: Who vouches for a guest at sign-in, or None until the invitation is redeemed.
        issuer_id: By which name the issuer knows the guest, where it says so.
        sessions_from: Since when sessions hold, after they were revoked; or None.
        left_behind: Groups that a deleted account belonged to, and whether it owned them.
    """

    kind: ClassVar[str] = "user"

    key: str
    name: str
    upn: str
    mail: str | None
    other_mails: list[str]
    user_type: str
    enabled: bool = True
    external_state: str | None = None
    external_state_changed_at: str | None = None
    created_at: str = ""
    deleted_at: str | None = None
    purged: bool = False
    issuer: str | None = "ExternalAzureAD"
    issuer_id: str | None = None
    sessions_from: str | None = None
    left_behind: dict[str, bool] = msgspec.field(default_factory=dict)


class Group(Record, kw_only=True):
    """A group, of security or behind a team.

    Attributes:
        key: The seed's short name, or empty.
        name: Display name.
        mail_nickname: The local part of its address.
        members: User ids, in no helpful order. A team's group has its members in Membership records.
        is_team: Whether a team stands on it.
        groups: Ids of the groups that are members of this one.
        owners: Ids of its owners. A team's group has its owners in Membership records.
        created_at: When it was made.
    """

    kind: ClassVar[str] = "group"

    key: str
    name: str
    mail_nickname: str
    members: list[str]
    is_team: bool = False
    groups: list[str] = msgspec.field(default_factory=list)
    owners: list[str] = msgspec.field(default_factory=list)
    created_at: str = ""


class Application(Record, kw_only=True):
    """An application with its consented roles and its credentials; its id is the client id.

    Attributes:
        name: The seed's name and its display name.
        roles: Application roles that were consented to.
        secret: The client secret.
        certificates: Registered certificates in PEM.
        sharepoint_roles: Application roles on SharePoint itself that were consented to.
        redirect_uris: Where its people may be sent back to after signing in.
        delegated: Delegated permissions that were consented to for everybody.
        public: Whether it is a public client, which has no credential and proves itself with PKCE.
        mailboxes: The people whose mailboxes it may use, by key; None means everybody's.
    """

    kind: ClassVar[str] = "application"

    name: str
    roles: list[str]
    secret: str
    certificates: list[str]
    sharepoint_roles: list[str] = msgspec.field(default_factory=list)
    redirect_uris: list[str] = msgspec.field(default_factory=list)
    delegated: list[str] = msgspec.field(default_factory=list)
    public: bool = False
    mailboxes: list[str] | None = None

    def principal(self) -> AppPrincipal:
        """Return the application as a caller with all of its roles."""
        return AppPrincipal(client_id=self.id, roles=frozenset(self.roles), name=self.name)


def add_indexes(state: State) -> None:
    """Make people findable by user principal name, by seed key, and groups by seed key."""
    state.add_index(User, "upn", lambda user: None if user.deleted_at else user.upn.casefold())
    state.add_index(User, "key", lambda user: user.key)
    state.add_index(Group, "key", lambda group: group.key or None)
    state.add_index(Application, "name", lambda app: app.name)


def live_user(state: State, reference: str) -> User | None:
    """Return the person with this id or user principal name, unless the account was deleted."""
    user = state.get(User, reference) or next(iter(state.find(User, "upn", reference.casefold())), None)
    return None if user is None or user.deleted_at else user


def user_by_key(state: State, key: str) -> User | None:
    """Return the person that the seed calls by this key, deleted or not."""
    return next(iter(state.find(User, "key", key)), None)
