"""What Teams remembers: teams, channels, and one record for each membership in either."""

from collections.abc import Iterable
from typing import ClassVar

from graph_emulator.kernel.state import Record, State


class Team(Record, kw_only=True):
    """A team; its id is its group's id.

    Attributes:
        name: Display name.
        created_at: When it was made.
    """

    kind: ClassVar[str] = "team"

    name: str
    created_at: str


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
    """

    kind: ClassVar[str] = "channel"

    team_id: str
    name: str
    membership: str
    created_at: str
    site_id: str | None = None
    drive_id: str | None = None
    folder_id: str | None = None


class Membership(Record, kw_only=True):
    """One person in one team or channel; the id is opaque.

    Attributes:
        place_id: The id of the team or the channel.
        user_id: The person's object id.
        roles: `["owner"]`, `["guest"]` or nothing for a plain member.
        since: From when the history can be seen, as Graph writes it.
    """

    kind: ClassVar[str] = "membership"

    place_id: str
    user_id: str
    roles: list[str]
    since: str

    @property
    def is_owner(self) -> bool:
        """Whether this person owns the team or channel."""
        return "owner" in self.roles


def add_indexes(state: State) -> None:
    """Make memberships findable by place and by person, channels by team, and by their library."""
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
