"""Invitations that nobody has taken up for a long time: the longer one lies about, the more hands it passes.

An entry says that somebody was invited, never since when; the guest's account in the directory does.

Source: ISA §8.3, csdl:user
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Account, ObservedItem, ObservedPermission
from sharepoint_gate.access.principals import Someone

STALE = timedelta(days=30)
_GUEST = "#ext#"


def invited_strangers(items: Iterable[ObservedItem], usernames: Iterable[str]) -> tuple[str, ...]:
    """Return whom entries invite, and guests whom they name, who are not on the roster: small, in order."""
    known = {name.casefold() for name in usernames}
    entries = (entry for item in items for entry in item.permissions or ())
    found = {address.strip().casefold() for entry in entries for address in _invited(entry)}
    return tuple(sorted(found - known - {""}))


def _invited(entry: ObservedPermission) -> Iterator[str]:
    """Yield the addresses of an entry's guests: a guest may have an account and never have come in."""
    yield entry.invitation_email or ""
    for one in (entry.grantee, *entry.people):
        if one is not None and _GUEST in one.login_name.casefold():
            yield one.email


def with_age(world: World, who: Someone, kinds: tuple[FindingKind, ...]) -> tuple[FindingKind, ...]:
    """Return the kinds of somebody's entry, a pending invitation told as a stale one where it is."""
    if not any(_is_stale(world, account) for account in _accounts(world, who)):
        return kinds
    others = tuple(kind for kind in kinds if kind is not FindingKind.PENDING_INVITATION)
    return (*others, FindingKind.STALE_INVITATION)


def _accounts(world: World, who: Someone) -> Iterable[Account]:
    found = world.observation.strangers
    if who.object_id is None:
        return found.get(who.address, ())
    return [one for accounts in found.values() for one in accounts if one.object_id == who.object_id]


def _is_stale(world: World, account: Account) -> bool:
    since = account.external_state_changed_at
    waiting = account.external_state == "PendingAcceptance" and since is not None
    return waiting and since is not None and world.observation.at - since >= STALE
