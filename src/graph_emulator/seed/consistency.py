"""Refuses impossible worlds, with every fault at once."""

from collections import Counter
from collections.abc import Iterable, Iterator

from graph_emulator.kernel.clock import ClockError, parse_instant
from graph_emulator.seed.document import Act, Seed, SeedChannel, SeedError, SeedTeam, SeedUser

_EXTERNAL_STATES = {None, "PendingAcceptance", "Accepted"}
_MEMBERSHIPS = {"standard", "private", "shared"}
_FORBIDDEN_IN_NAMES = frozenset('"*:<>?\\|')
_FORMS = ("call", "directory", "entry", "link_people", "clock")
_SETTABLE = {
    "name", "upn", "mail", "other_mails", "type", "enabled", "deleted",
    "external_state", "external_state_changed_at",
}  # fmt: skip


def check_seed(seed: Seed) -> None:
    """Let a possible tenant pass.

    Raises:
        SeedError: It is impossible; the error holds every reason.
    """
    faults = [
        *_instants(seed),
        *_people(seed),
        *_references(seed),
        *_team_and_channel(seed),
        *_files(seed),
        *_links(seed),
        *act_faults(seed.acts, {user.key for user in seed.users}),
    ]
    if faults:
        raise SeedError(faults)


def act_faults(acts: Iterable[Act], keys: set[str]) -> list[str]:
    """Return what is wrong with acts, given the keys of the people who exist."""
    acts = list(acts)
    faults = [f"act {id_} comes twice" for id_ in _twice(act.id for act in acts)]
    for act in acts:
        faults += [f"act {act.id}: {fault}" for fault in _act(act, keys)]
    return faults


def _act(act: Act, keys: set[str]) -> Iterator[str]:
    forms = [form for form in _FORMS if getattr(act, form) is not None]
    if len(forms) != 1:
        yield f"it has {' and '.join(forms) or 'none'} of {', '.join(_FORMS)}; one is needed"
    if act.call is not None and act.as_ is None:
        yield "a call needs somebody who makes it: as"
    named = [act.directory, act.user, *act.add, *act.remove]
    if act.as_ is not None and not act.as_.startswith("app:"):
        named.append(act.as_)
    yield from (f"nobody has the key {key}" for key in named if key is not None and key not in keys)
    yield from (f"{name} of an account cannot be set" for name in sorted(set(act.set or {}) - _SETTABLE))
    if act.entry is not None and sum(who is not None for who in (act.site_user, act.user, act.app)) != 1:
        yield "an entry names one of site_user, user and app"
    if act.clock is not None:
        yield from _instant(act.clock)


def _instant(text: str) -> Iterator[str]:
    try:
        parse_instant(text)
    except ClockError as error:
        yield str(error)


def _instants(seed: Seed) -> Iterator[str]:
    yield from _instant(seed.tenant.clock)
    for user in seed.users:
        if user.external_state_changed_at is not None:
            yield from (f"{user.key}: {fault}" for fault in _instant(user.external_state_changed_at))


def _people(seed: Seed) -> Iterator[str]:
    yield from (f"the key {key} comes twice" for key in _twice(user.key for user in seed.users))
    upns = [user.upn.casefold() for user in seed.users if not user.deleted]
    yield from (f"the user principal name {upn} comes twice" for upn in _twice(upns))
    for user in seed.users:
        yield from (f"{user.key}: {fault}" for fault in _person(user))


def _person(user: SeedUser) -> Iterator[str]:
    if user.type not in {"Member", "Guest"}:
        yield f"type is Member or Guest, not {user.type}"
    if user.external_state not in _EXTERNAL_STATES:
        yield f"external_state is PendingAcceptance or Accepted, not {user.external_state}"
    if user.type == "Guest" and "#EXT#" not in user.upn:
        yield "a guest's user principal name contains #EXT#"
    if user.type == "Member" and "#EXT#" not in user.upn and user.external_state is not None:
        yield "a member of the home directory has no external_state"


def _references(seed: Seed) -> Iterator[str]:
    keys = {user.key for user in seed.users}
    yield from (f"the group key {key} comes twice" for key in _twice(group.key for group in seed.groups))
    places: list[tuple[str, list[str]]] = [(f"group {group.key}", group.members) for group in seed.groups]
    places += [(f"mailboxes of {name}", app.mailboxes or []) for name, app in seed.apps.items()]
    places += [(f"link on {path}", people) for path, people in seed.links.items()]
    for name, place in (("team", seed.team), ("channel", seed.channel)):
        if place is not None:
            places.append((name, [*place.owners, *place.members]))
    for name, people in places:
        yield from (f"{name}: nobody has the key {key}" for key in people if key not in keys)
        yield from (f"{name}: {key} comes twice" for key in _twice(people))


def _team_and_channel(seed: Seed) -> Iterator[str]:
    by_key = {user.key: user for user in seed.users}
    for name, place in (("team", seed.team), ("channel", seed.channel)):
        if place is not None:
            people = [by_key[key] for key in (*place.owners, *place.members) if key in by_key]
            yield from (
                f"{name}: {user.key} was deleted and cannot belong to it" for user in people if user.deleted
            )
            owners = [by_key[key] for key in place.owners if key in by_key]
            yield from (
                f"{name}: {user.key} is a guest and cannot own it" for user in owners if user.type == "Guest"
            )
    if seed.team is not None and not seed.team.owners:
        yield "team: it needs an owner"
    if seed.channel is not None:
        yield from _channel(seed.channel, seed.team)


def _channel(channel: SeedChannel, team: SeedTeam | None) -> Iterator[str]:
    if team is None:
        yield "channel: it needs a team"
        return
    if channel.membership not in _MEMBERSHIPS:
        yield f"channel: membership is standard, private or shared, not {channel.membership}"
    own = [*channel.owners, *channel.members]
    if channel.membership == "standard" and own:
        yield "channel: a standard channel has the team's people and none of its own"
    if channel.membership != "standard" and not channel.owners:
        yield "channel: it needs an owner"
    if channel.membership == "private":
        team_people = {*team.owners, *team.members}
        yield from (f"channel: {key} does not belong to the team" for key in own if key not in team_people)


def _files(seed: Seed) -> Iterator[str]:
    if seed.files and seed.channel is None:
        yield "files: they need a channel to lie in"
    yield from (f"files: {path} comes twice" for path in _twice(path.casefold() for path in seed.files))
    folders = {parent.casefold() for path in seed.files for parent in _parents(path)}
    for path in seed.files:
        names = path.removesuffix("/").split("/")
        if any(not name.strip() or set(name) & _FORBIDDEN_IN_NAMES for name in names):
            yield f"files: {path!r} has a name that SharePoint does not take"
        if not path.endswith("/") and path.casefold() in folders:
            yield f"files: {path} is a file and a folder"


def _links(seed: Seed) -> Iterator[str]:
    files = {path.casefold() for path in seed.files if not path.endswith("/")}
    for path in seed.links:
        if path.casefold() not in files:
            yield f"links: {path} is not a file of this seed"
    if seed.links and "reconciler" not in seed.apps:
        yield "links: they are the reconciler's, and no application has this name"


def _parents(path: str) -> list[str]:
    parts = path.removesuffix("/").split("/")
    last = len(parts) if path.endswith("/") else len(parts) - 1
    return ["/".join(parts[:depth]) for depth in range(1, last + 1)]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
