"""Builds the groups, teams and channels that a seed describes."""

from graph_emulator.directory.models import Group, user_by_key
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Outsider, Team
from graph_emulator.seed.document import Seed, SeedChannel, SeedGroup, SeedTeam
from graph_emulator.teams.members import put_membership

GENERAL = "General"


def id_of(state: State, key: str) -> str:
    """Return the object id of the person whom the seed calls by this key."""
    user = user_by_key(state, key)
    if user is None:
        raise KeyError(key)
    return user.id


def put_groups(state: State, seeds: list[SeedGroup]) -> None:
    """Make the security groups, one within the other."""
    for seed in seeds:
        group = _group(state, seed.key, seed.name)
        group.members = [id_of(state, key) for key in seed.members]
        group.owners = [id_of(state, key) for key in seed.owners]
        group.groups = [state.ids.derived("group", key) for key in seed.groups]
        state.put(group)


def put_teams(state: State, seed: Seed) -> None:
    """Make the teams with their channels; General comes last, so that the seed's own stand first."""
    teams = {one.key: _put_team(state, one) for one in seed.all_teams()}
    for channel in seed.all_channels():
        _put_channel(state, teams, channel)
    for team in teams.values():
        if not any(channel.is_general for channel in state.find(Channel, "team", team.id)):
            state.put(_channel(state, team, GENERAL, "standard", key=""))


def _group(state: State, key: str, name: str, *, is_team: bool = False) -> Group:
    nickname = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
    return Group(
        id=state.ids.derived("group", key),
        key="" if is_team else key,
        name=name,
        mail_nickname=nickname,
        members=[],
        is_team=is_team,
        created_at=state.clock.stamp(),
    )


def _put_team(state: State, seed: SeedTeam) -> Team:
    # The first team's group was always derived from an empty key, and its id has to stay what it was.
    group = _group(state, "" if seed.key == "team" else f"team/{seed.key}", seed.name, is_team=True)
    state.put(group)
    team = Team(id=group.id, name=seed.name, created_at=state.clock.stamp(), key=seed.key)
    state.put(team)
    _put_members(state, team.id, seed.owners, seed.members)
    return team


def _channel(state: State, team: Team, name: str, membership: str, *, key: str) -> Channel:
    return Channel(
        id=f"19:{state.ids.opaque('channel').lower()}@thread.tacv2",
        team_id=team.id,
        name=name,
        membership=membership,
        created_at=state.clock.stamp(),
        key=key,
        is_general=membership == "standard" and name == GENERAL,
    )


def _put_channel(state: State, teams: dict[str, Team], seed: SeedChannel) -> None:
    channel = _channel(state, teams[seed.team], seed.name, seed.membership, key=seed.key)
    channel.shared_with = [teams[key].id for key in seed.shared_with]
    state.put(channel)
    _put_members(state, channel.id, seed.owners, seed.members)
    for key in seed.outsiders:
        outsider = next(iter(state.find(Outsider, "key", key)))
        put_membership(state, channel.id, outsider.id, owner=False, outsider=outsider)


def _put_members(state: State, place_id: str, owners: list[str], members: list[str]) -> None:
    for key in (*owners, *members):
        put_membership(state, place_id, id_of(state, key), owner=key in owners)
