"""What is impossible about the groups, teams and channels of a seed."""

from collections.abc import Iterator
from typing import NamedTuple

from graph_emulator.seed.document import Seed, SeedChannel, SeedTeam, SeedUser
from graph_emulator.seed.faults import Place, SeedFault, repeats

_MEMBERSHIPS = {"standard", "private", "shared"}


class Gathering(NamedTuple):
    """A team or a channel of the seed: where it stands, and what a fault calls it."""

    place: Place
    name: str
    one: SeedTeam | SeedChannel


def gathering_faults(seed: Seed) -> Iterator[SeedFault]:
    """Yield every fault of groups, teams, channels and the people in them."""
    gatherings = [*_teams(seed), *_channels(seed)]
    yield from _keys(seed, gatherings)
    yield from _groups(seed)
    yield from _references(seed, gatherings)
    by_key = {user.key: user for user in seed.users}
    teams = {team.key: team for team in seed.all_teams()}
    for place, name, one in gatherings:
        found = [*_people(one, by_key)]
        if isinstance(one, SeedChannel):
            found += _channel(one, teams, by_key)
        elif not one.owners:
            found.append("it needs an owner")
        yield from (SeedFault(place, f"{name}: {fault}") for fault in found)


def _teams(seed: Seed) -> Iterator[Gathering]:
    """Yield the teams; the first one needs no key."""
    if seed.team:
        yield Gathering(("team",), "team", seed.team)
    for number, team in enumerate(seed.teams):
        yield Gathering(("teams", number), f"team {team.key}", team)


def _channels(seed: Seed) -> Iterator[Gathering]:
    if seed.channel:
        yield Gathering(("channel",), "channel", seed.channel)
    for number, channel in enumerate(seed.channels):
        yield Gathering(("channels", number), f"channel {channel.key}", channel)


def _keys(seed: Seed, gatherings: list[Gathering]) -> Iterator[SeedFault]:
    teams = [(place, one.key) for place, _, one in gatherings if isinstance(one, SeedTeam)]
    channels = [(place, one) for place, _, one in gatherings if isinstance(one, SeedChannel)]
    kinds: tuple[tuple[str, list[tuple[Place, str]]], ...] = (
        ("group key", [(("groups", number), one.key) for number, one in enumerate(seed.groups)]),
        ("team key", teams),
        ("channel key", [(place, one.key) for place, one in channels]),
        ("outsider key", [(("outsiders", number), one.key) for number, one in enumerate(seed.outsiders)]),
        ("channel name", [(place, f"{one.team}: {one.name.casefold()}") for place, one in channels]),
    )
    for kind, keyed in kinds:
        for number, key in repeats(key for _, key in keyed):
            yield SeedFault(keyed[number][0], f"the {kind} {key} comes twice")


def _groups(seed: Seed) -> Iterator[SeedFault]:
    groups = {group.key: group.groups for group in seed.groups}
    for number, group in enumerate(seed.groups):
        place = ("groups", number, "groups")
        for key in group.groups:
            if key not in groups:
                yield SeedFault(place, f"group {group.key}: no group has the key {key}")
        if group.key in _below(group.groups, groups):
            yield SeedFault(place, f"group {group.key}: it lies within itself")


def _below(keys: list[str], groups: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += groups.get(key, [])
    return seen


def _references(seed: Seed, gatherings: list[Gathering]) -> Iterator[SeedFault]:
    keys = {user.key for user in seed.users}
    for place, name, people in _named(seed, gatherings):
        yield from (
            SeedFault(place, f"{name}: nobody has the key {key}") for key in people if key not in keys
        )
        yield from (SeedFault(place, f"{name}: {key} comes twice") for _, key in repeats(people))
    outsiders = {outsider.key for outsider in seed.outsiders}
    for place, _, one in gatherings:
        for key in one.outsiders if isinstance(one, SeedChannel) else ():
            if key not in outsiders:
                yield SeedFault(place, f"{one.name}: no outsider has the key {key}")


def _named(seed: Seed, gatherings: list[Gathering]) -> Iterator[tuple[Place, str, list[str]]]:
    """Yield each list of people: its place, what a fault calls it, and the keys."""
    for number, group in enumerate(seed.groups):
        yield ("groups", number, "members"), f"group {group.key}", group.members
        yield ("groups", number, "owners"), f"group {group.key}", group.owners
    for path, people in seed.links.items():
        yield ("links", path), f"link on {path}", people
    for name, app in seed.apps.items():
        yield ("apps", name, "mailboxes"), f"mailboxes of {name}", app.mailboxes or []
    for place, name, one in gatherings:
        yield place, name, [*one.owners, *one.members]


def _people(one: SeedTeam | SeedChannel, by_key: dict[str, SeedUser]) -> Iterator[str]:
    for key in (*one.owners, *one.members):
        user = by_key.get(key)
        if user is not None and user.deleted:
            yield f"{key} was deleted and cannot belong to it"
        if user is not None and user.type == "Guest" and key in one.owners:
            yield f"{key} is a guest and cannot own it"


def _channel(channel: SeedChannel, teams: dict[str, SeedTeam], by_key: dict[str, SeedUser]) -> Iterator[str]:
    team = teams.get(channel.team)
    if team is None:
        yield "it needs a team"
        return
    if channel.membership not in _MEMBERSHIPS:
        yield f"membership is standard, private or shared, not {channel.membership}"
    own = [*channel.owners, *channel.members]
    if channel.membership == "standard" and own:
        yield "a standard channel has the team's people and none of its own"
    if channel.membership != "standard" and not channel.owners:
        yield "it needs an owner"
    if channel.membership == "private":
        people = {*team.owners, *team.members}
        yield from (f"{key} does not belong to the team" for key in own if key not in people)
    yield from _sharing(channel, teams, by_key)


def _sharing(channel: SeedChannel, teams: dict[str, SeedTeam], by_key: dict[str, SeedUser]) -> Iterator[str]:
    if channel.membership != "shared":
        if channel.shared_with or channel.outsiders:
            yield "only a shared channel is shared with teams or outsiders"
        return
    for key in channel.shared_with:
        if key not in teams or key == channel.team:
            yield f"it cannot be shared with {key}"
    for key in (*channel.owners, *channel.members):
        if key in by_key and by_key[key].type == "Guest":
            yield f"{key} is a guest, whom a shared channel does not take"
