"""A guest's access to a site ends some days after it was given.

Source: spo:external-sharing-overview#guest expiration
"""

from datetime import timedelta
from typing import ClassVar

from graph_emulator.kernel.clock import parse_instant
from graph_emulator.kernel.state import Record, State
from graph_emulator.memberships.models import Channel
from graph_emulator.posture.people import outsider
from graph_emulator.posture.settings import site_settings


class GuestAccess(Record, kw_only=True):
    """Since when an outsider has access to a site; `id` is the site's id, a bar and the outsider's key."""

    kind: ClassVar[str] = "guest-access"
    since: str


def note_guest(state: State, user_id: str, site_id: str) -> None:
    """Note that somebody was given access; whoever has it already keeps their day.

    Whether sharing once more prolongs a guest's access is not documented: here it does not, while a guest
    whose access has ended begins anew.
    """
    if outsider(state, user_id) is None:
        return
    known = state.get(GuestAccess, _id(user_id, site_id))
    if known is None or guest_expired(state, user_id, site_id):
        prolong_guest(state, user_id, site_id)


def prolong_guest(state: State, user_id: str, site_id: str) -> None:
    """Let an outsider's days on a site begin now, as a site's administrator can."""
    state.put(GuestAccess(id=_id(user_id, site_id), since=state.clock.stamp()))


def guest_expired(state: State, user_id: str, site_id: str) -> bool:
    """Whether an outsider's access to a site has run out.

    Access of which nothing was noted, as that of a seed's own links, counts from the first day of
    the site's channels.
    """
    days = site_settings(state, site_id).guest_expiration_days
    if days is None or outsider(state, user_id) is None:
        return False
    return state.clock.now() >= parse_instant(_since(state, user_id, site_id)) + timedelta(days=days)


def _since(state: State, user_id: str, site_id: str) -> str:
    known = state.get(GuestAccess, _id(user_id, site_id))
    if known is not None:
        return known.since
    first = min((one.created_at for one in state.find(Channel, "site", site_id)), default=None)
    return state.clock.stamp() if first is None else first


def _id(user_id: str, site_id: str) -> str:
    return f"{site_id}|{user_id.casefold()}"
