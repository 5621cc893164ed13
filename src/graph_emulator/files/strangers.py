"""Sharing with an address that no account has, and what happens when somebody opens a link.

Until the middle of 2026 such an address got a passcode by mail and never came into the directory. Since
then it becomes a guest whose invitation waits.

Source: spo:sharepoint-azureb2b-integration
Source: graph:api/shares-get
"""

from msgspec.structs import replace

from graph_emulator.directory.models import Group, User
from graph_emulator.files import links
from graph_emulator.files.models import Link, LinkPerson
from graph_emulator.files.principals import link_person
from graph_emulator.kernel.state import State
from graph_emulator.posture.people import members_of_groups

_FROM = "2026-07-01T00:00:00Z"


def welcomed(state: State, found: User | Group | str) -> User | Group | str:
    """Return whom a recipient means once it is shared with: a stranger may become a guest by it."""
    return _guest(state, found) if isinstance(found, str) and makes_guests(state) else found


def makes_guests(state: State) -> bool:
    """Whether sharing with a stranger makes a guest on this tenant, at this instant."""
    form = state.quirks.sharing_creates_guests
    return form == "always" or (form == "by-date" and state.clock.stamp() >= _FROM)


def _guest(state: State, address: str) -> User:
    now = state.clock.stamp()
    domain = state.host.replace(".sharepoint.", ".onmicrosoft.", 1)
    guest = User(
        id=state.ids.guid("shared-guest"),
        key=f"guest:{address.casefold()}:{state.ids.number('shared-guest-key')}",
        name=address.partition("@")[0],
        upn=f"{address.replace('@', '_')}#EXT#@{domain}",
        mail=address,
        other_mails=[address],
        user_type="Guest",
        external_state="PendingAcceptance",
        external_state_changed_at=now,
        created_at=now,
        issuer=None,
    )
    state.put(guest)
    return guest


def may_open(state: State, link: Link, person: LinkPerson) -> bool:
    """Whether a link lets this person in who has its address."""
    if link.expires_at is not None and link.expires_at <= state.clock.stamp():
        return False
    if link.scope == "anonymous":
        return True
    user = state.get(User, person.key)
    if link.scope == "organization":
        return user is not None and user.user_type == "Member"
    return any(_is_same(state, person, named) for named in link.people)


def _is_same(state: State, person: LinkPerson, named: LinkPerson) -> bool:
    if named.form == "group":
        return person.key in members_of_groups(state, (named.key,))
    user = state.get(User, person.key)
    mail = (user.mail or "") if user is not None else person.key
    return person.key == named.key or mail.casefold() == named.key.casefold()


def redeem(state: State, link: Link, person: LinkPerson) -> Link:
    """Note that somebody opened a link: an invitation is accepted by it, an address becomes its account."""
    user = state.get(User, person.key)
    if user is not None and user.external_state == "PendingAcceptance":
        now = state.clock.stamp()
        state.put(_accepted(user, now))
    if user is not None and any(one.form == "address" for one in link.people):
        mail = (user.mail or "").casefold()
        people = tuple(person if one.key.casefold() == mail else one for one in link.people)
        link = links.name_people(state, link, tuple(dict.fromkeys(people)))
    opened = replace(link, redeemed=tuple(dict.fromkeys((*link.redeemed, person))))
    state.put(opened)
    return opened


def _accepted(user: User, now: str) -> User:
    return replace(
        user,
        external_state="Accepted",
        external_state_changed_at=now,
        issuer=user.issuer or "mail",
    )


def is_pending(state: State, person: LinkPerson, link: Link | None = None) -> bool:
    """Whether somebody was invited and has not come in yet."""
    user = state.get(User, person.key)
    if user is not None:
        return user.external_state == "PendingAcceptance"
    return person.form == "address" and (link is None or person not in link.redeemed)


def arrived(state: State, person: LinkPerson) -> LinkPerson:
    """Return somebody as a link takes them up: an address may become a guest by it."""
    return link_person(welcomed(state, person.key)) if person.form == "address" else person
