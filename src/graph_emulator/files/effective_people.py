"""Whom a principal means at this instant: members of groups, nested ones too, and of a site's groups.

Part of the witness: it reads the records themselves and shares no code with what lists them to callers.
"""

from collections.abc import Iterator

from graph_emulator.directory.models import Group
from graph_emulator.files.models import Link, LinkPerson, Principal, SiteGroup
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Lingering, Membership

ANYONE = "anyone"
ORGANISATION = "organisation"
EVERYONE = "everyone"
_TEAM_GROUPS = {"3": "owners", "5": "members"}
Chain = tuple[str, ...]
Named = tuple[str, Chain]
"""An object id, an address, or one of the three crowds, and the names of the groups in between."""


def named_by(state: State, site_id: str, principal: Principal) -> Iterator[Named]:
    """Yield everybody whom a principal of an entry means."""
    if principal.form == "siteGroup":
        yield from _members_of_site_group(state, site_id, principal)
    elif principal.form in {"user", "application"}:
        yield principal.key, ()
    elif principal.form == "address":
        yield principal.key.casefold(), ()
    elif principal.form == "group":
        yield from members_of_group(state, principal.key)
    elif principal.login == "c:0(.s|true":
        yield EVERYONE, ()
    elif "spo-grid-all-users" in principal.login:
        yield ORGANISATION, ()


def members_of_group(state: State, group_id: str, above: Chain = ()) -> Iterator[Named]:
    """Yield the people in a group and in the groups within it; a circle of groups ends where it closes.

    Groups may have the same name: it is by their ids that a circle is known.
    """
    group = state.get(Group, group_id)
    if group is None or group_id in above:
        return
    over = (*above, group_id)
    chain = tuple(one.name for id_ in over if (one := state.get(Group, id_)) is not None)
    if group.is_team:
        yield from ((member.user_id, chain) for member in state.find(Membership, "place", group_id))
    yield from ((user_id, chain) for user_id in group.members)
    for inner in group.groups:
        yield from members_of_group(state, inner, over)


def _members_of_site_group(state: State, site_id: str, principal: Principal) -> Iterator[Named]:
    group = state.get(SiteGroup, f"{site_id}/{principal.key}")
    for inside in group.people if group else ():
        if inside.form != "siteGroup":
            yield from ((who, (principal.name, *chain)) for who, chain in named_by(state, site_id, inside))
    link = state.get(Link, group.link_id) if group and group.link_id else None
    for person in link.people if link else ():
        yield from ((who, (principal.name, *chain)) for who, chain in _on_link(state, person))
    wanted = _TEAM_GROUPS.get(principal.key)
    if wanted is not None:
        for channel in state.find(Channel, "site", site_id):
            for who, is_owner in _of_channel(state, channel):
                if is_owner == (wanted == "owners"):
                    yield who, (principal.name,)


def _of_channel(state: State, channel: Channel) -> Iterator[tuple[str, bool]]:
    """Yield whom the site has been told of so far, and who left but not for the site yet."""
    now = state.clock.stamp()
    place = channel.team_id if channel.membership == "standard" else channel.id
    for member in state.find(Membership, "place", place):
        if member.since_site <= now and (member.is_owner or member.reaches_site):
            yield member.user_id, member.is_owner
    for gone in state.find(Lingering, "place", place):
        if gone.until > now:
            yield gone.user_id, gone.owner
    for team_id in channel.shared_with:
        for member in state.find(Membership, "place", team_id):
            if "guest" not in member.roles and member.since_site <= now:
                yield member.user_id, False


def on_link(state: State, link: Link) -> Iterator[Named]:
    """Yield everybody whom a link lets in."""
    if link.scope == "anonymous":
        yield ANYONE, ()
    elif link.scope == "organization":
        yield ORGANISATION, ()
    for person in link.people:
        yield from _on_link(state, person)


def _on_link(state: State, person: LinkPerson) -> Iterator[Named]:
    if person.form == "group":
        yield from members_of_group(state, person.key)
    else:
        yield (person.key if person.form == "user" else person.key.casefold()), ()
