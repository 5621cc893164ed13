"""Who is in the groups of a site that a team or a channel drives: known to the site only after a while.

Source: spo:teams-connected-sites
"""

from collections.abc import Iterator

from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import (
    Channel,
    Lingering,
    Membership,
    guests_of_sharing,
    members_of,
    seat_of,
)

OWNERS, VISITORS, MEMBERS = "3", "4", "5"
_FORMS = {"owners": OWNERS, "visitors": VISITORS, "members": MEMBERS}


def members_of_site_group(state: State, drive_or_site: str, group: str) -> list[str]:
    """Return the object ids of the people in one of the three groups that come with a site.

    A new membership is missing until the site was told, and one that ended is still there until then.

    Args:
        state: The tenant.
        drive_or_site: The id of the site or of its library.
        group: The group's number on the site, or `owners`, `members` or `visitors`.
    """
    wanted = _FORMS.get(group, group)
    if wanted not in {OWNERS, MEMBERS}:
        return []
    people = (who for seat in _seats(state, drive_or_site) for who in seat)
    found = [user_id for user_id, owner in people if owner is (wanted == OWNERS)]
    return list(dict.fromkeys(found))


def _seats(state: State, drive_or_site: str) -> Iterator[Iterator[tuple[str, bool]]]:
    channels = (
        *state.find(Channel, "drive", drive_or_site),
        *state.find(Channel, "site", drive_or_site),
    )
    for channel in channels:
        yield _people(state, seat_of(channel))
        yield ((who.user_id, False) for _, who in guests_of_sharing(state, channel) if _told(state, who))


def _people(state: State, seat: str) -> Iterator[tuple[str, bool]]:
    for membership in members_of(state, seat):
        if _told(state, membership) and (membership.is_owner or membership.reaches_site):
            yield membership.user_id, membership.is_owner
    for lingering in state.find(Lingering, "place", seat):
        if lingering.until > state.clock.stamp():
            yield lingering.user_id, lingering.owner


def _told(state: State, membership: Membership) -> bool:
    return membership.since_site <= state.clock.stamp()
