"""What is impossible about the groups, teams and channels of a seed."""

from collections import Counter
from collections.abc import Iterable, Iterator

from graph_emulator.seed.document import Seed, SeedChannel, SeedTeam, SeedUser

_MEMBERSHIPS = {"standard", "private", "shared"}
Place = tuple[str, SeedTeam | SeedChannel]


def twice(names: Iterable[str]) -> list[str]:
    """Return the names that come more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def gathering_faults(seed: Seed) -> Iterator[str]:
    """Yield every fault of groups, teams, channels and the people in them."""
    places = _places(seed)
    yield from _keys(seed)
    yield from _references(seed, places)
    by_key = {user.key: user for user in seed.users}
    for name, place in places:
        yield from _people(name, place, by_key)
    for team in seed.all_teams():
        if not team.owners:
            yield f"{_name(seed, team)}: it needs an owner"
    teams = {team.key: team for team in seed.all_teams()}
    for channel in seed.all_channels():
        yield from (f"{_name(seed, channel)}: {fault}" for fault in _channel(channel, teams, by_key))


def _places(seed: Seed) -> list[Place]:
    places: list[SeedTeam | SeedChannel] = [*seed.all_teams(), *seed.all_channels()]
    return [(_name(seed, place), place) for place in places]


def _name(seed: Seed, place: SeedTeam | SeedChannel) -> str:
    """Return what a fault calls a place: the first ones need no key."""
    kind = "team" if isinstance(place, SeedTeam) else "channel"
    return kind if place in (seed.team, seed.channel) else f"{kind} {place.key}"


def _keys(seed: Seed) -> Iterator[str]:
    kinds = (
        ("group", (one.key for one in seed.groups)),
        ("team", (one.key for one in seed.all_teams())),
        ("channel", (one.key for one in seed.all_channels())),
        ("outsider", (one.key for one in seed.outsiders)),
    )
    for kind, keys in kinds:
        yield from (f"the {kind} key {key} comes twice" for key in twice(keys))
    names = (f"{channel.team}: {channel.name.casefold()}" for channel in seed.all_channels())
    yield from (f"the channel name {name} comes twice" for name in twice(names))
    groups = {group.key: group for group in seed.groups}
    for group in seed.groups:
        yield from (
            f"group {group.key}: no group has the key {key}" for key in group.groups if key not in groups
        )
        if group.key in _below(group.groups, {key: one.groups for key, one in groups.items()}):
            yield f"group {group.key}: it lies within itself"


def _below(keys: list[str], groups: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += groups.get(key, [])
    return seen


def _references(seed: Seed, places: list[Place]) -> Iterator[str]:
    keys = {user.key for user in seed.users}
    named = [
        (f"group {group.key}", people) for group in seed.groups for people in (group.members, group.owners)
    ]
    named += [(f"link on {path}", people) for path, people in seed.links.items()]
    named += [(f"mailboxes of {name}", app.mailboxes or []) for name, app in seed.apps.items()]
    named += [(name, [*place.owners, *place.members]) for name, place in places]
    for name, people in named:
        yield from (f"{name}: nobody has the key {key}" for key in people if key not in keys)
        yield from (f"{name}: {key} comes twice" for key in twice(people))
    outsiders = {outsider.key for outsider in seed.outsiders}
    for channel in seed.all_channels():
        yield from (
            f"{channel.name}: no outsider has the key {key}"
            for key in channel.outsiders
            if key not in outsiders
        )


def _people(name: str, place: SeedTeam | SeedChannel, by_key: dict[str, SeedUser]) -> Iterator[str]:
    for key in (*place.owners, *place.members):
        user = by_key.get(key)
        if user is not None and user.deleted:
            yield f"{name}: {key} was deleted and cannot belong to it"
        if user is not None and user.type == "Guest" and key in place.owners:
            yield f"{name}: {key} is a guest and cannot own it"


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
