"""What Teams remembers: teams, channels, and one record for each membership in either."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from graph_emulator.kernel.state import Record, State


class Team(Record, kw_only=True):
    """A team; its id is its group's id.

    Attributes:
        name: Display name.
        created_at: When it was made.
        key: The seed's short name, or empty.
        site_id: The site that is connected to its group, once that stands.
        drive_id: That site's document library, once it stands.
    """

    kind: ClassVar[str] = "team"

    name: str
    created_at: str
    key: str = ""
    site_id: str | None = None
    drive_id: str | None = None


class Channel(Record, kw_only=True):
    """A channel of a team.

    Attributes:
        team_id: Its team.
        name: Display name.
        membership: `standard`, `private` or `shared`; it never changes.
        created_at: When it was made.
        site_id: The site that holds its files, once the library stands.
        drive_id: That site's document library, once it stands.
        folder_id: The channel's own folder in that library, once it stands.
        key: The seed's short name, or empty.
        description: What its owners say of it.
        is_general: Whether it is the channel that came with the team.
        shared_with: Ids of the other teams that a shared channel is shared with.
        site_due: When the site will stand whose making has begun, or None.
    """

    kind: ClassVar[str] = "channel"

    team_id: str
    name: str
    membership: str
    created_at: str
    site_id: str | None = None
    drive_id: str | None = None
    folder_id: str | None = None
    key: str = ""
    description: str | None = None
    is_general: bool = False
    shared_with: list[str] = msgspec.field(default_factory=list)
    site_due: str | None = None


class Membership(Record, kw_only=True):
    """One person in one team or channel; the id is opaque.

    Attributes:
        place_id: The id of the team or the channel.
        user_id: The person's object id.
        roles: `["owner"]`, `["guest"]` or nothing for a plain member.
        since: From when the history can be seen, as Graph writes it.
        since_site: From when the groups of the site know it; empty for ever.
        reaches_site: Whether a plain member comes into the site's Members group at all.
        tenant_id: The directory of a person who has no account in this one, or None.
    """

    kind: ClassVar[str] = "membership"

    place_id: str
    user_id: str
    roles: list[str]
    since: str
    since_site: str = ""
    reaches_site: bool = True
    tenant_id: str | None = None

    @property
    def is_owner(self) -> bool:
        """Whether this person owns the team or channel."""
        return "owner" in self.roles


class Lingering(Record, kw_only=True):
    """A membership that has ended or changed, and that the groups of the site still show.

    Attributes:
        place_id: The id of the team or the channel.
        user_id: The person's object id.
        owner: Whether the site still has them among the owners.
        until: When the site will know.
    """

    kind: ClassVar[str] = "lingering-membership"

    place_id: str
    user_id: str
    owner: bool
    until: str


class Outsider(Record, kw_only=True):
    """A person of another directory who takes part in shared channels; no guest object stands for them.

    Attributes:
        key: The seed's short name.
        name: Display name.
        mail: Primary address.
        tenant_id: Their own directory.

    Source: entra:external-id/b2b-direct-connect-overview
    """

    kind: ClassVar[str] = "outsider"

    key: str
    name: str
    mail: str
    tenant_id: str


def add_indexes(state: State) -> None:
    """Make memberships findable by place and by person, channels by team, and by their library."""
    state.add_index(Lingering, "place", lambda lingering: lingering.place_id)
    state.add_index(Channel, "site", lambda channel: channel.site_id)
    state.add_index(Channel, "key", lambda channel: channel.key or None)
    state.add_index(Team, "key", lambda team: team.key or None)
    state.add_index(Outsider, "key", lambda outsider: outsider.key)
    state.add_index(Membership, "place", lambda membership: membership.place_id)
    state.add_index(Membership, "user", lambda membership: membership.user_id)
    state.add_index(Channel, "team", lambda channel: channel.team_id)
    state.add_index(Channel, "drive", lambda channel: channel.drive_id)


def members_of(state: State, place_id: str) -> Iterable[Membership]:
    """Return the memberships of a team or channel, oldest first."""
    return state.find(Membership, "place", place_id)


def membership_in(state: State, place_id: str, user_id: str) -> Membership | None:
    """Return a person's membership of a team or channel, or None."""
    return next((m for m in members_of(state, place_id) if m.user_id == user_id), None)


def seat_of(channel: Channel) -> str:
    """Return where the channel's people are kept: a standard channel has those of its team."""
    return channel.team_id if channel.membership == "standard" else channel.id


def guests_of_sharing(state: State, channel: Channel) -> Iterable[tuple[str, Membership]]:
    """Yield, with the team's id, who reaches a shared channel through a team that it is shared with.

    Guests of that team are left out, as a shared channel does not take them.

    Source: graph:api/sharedwithchannelteaminfo-list-allowedmembers
    """
    for team_id in channel.shared_with:
        for membership in members_of(state, team_id):
            if "guest" not in membership.roles:
                yield team_id, membership
