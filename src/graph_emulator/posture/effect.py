"""What the settings take away from access that stands: pure questions, asked by effective access.

Applications are never barred: policies of this kind are about people.

Source: spo:restricted-access-control
Source: spo:block-download-from-sites
"""

from collections.abc import Iterable

from graph_emulator.directory.models import User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Membership, Outsider
from graph_emulator.posture.expiry import guest_expired
from graph_emulator.posture.people import members_of_groups, outsider
from graph_emulator.posture.settings import level_of, site_settings

_ANYONE = "anyone"
_ORGANISATION = "organisation"
_CROWDS = frozenset({_ANYONE, _ORGANISATION, "everyone"})


def who_really(state: State, who: str, site_id: str) -> Iterable[str]:
    """Return whom a right really reaches on a site: its holder, nobody, or the members of some groups.

    Restricted access control outranks everything: people outside the groups get nothing, even through a
    link, and what everybody has is the groups' members' only.

    Args:
        state: The tenant.
        who: An object id, an address, `anyone`, `organisation` or `everyone`.
        site_id: The site.
    """
    groups = site_settings(state, site_id).restricted_to_groups
    if who == _ANYONE and not anonymous_links_work(state, site_id):
        return ()
    if who in _CROWDS and groups:
        people = dict.fromkeys(members_of_groups(state, groups))
        return [one for one in people if _is_in(state, one, who) and not shut_out(state, one, site_id)]
    return () if who not in _CROWDS and shut_out(state, who, site_id) else (who,)


def anonymous_links_work(state: State, site_id: str) -> bool:
    """Whether anonymous links lead anywhere: those that stand are dead while the level forbids them."""
    return level_of(state, site_id) == "externalUserAndGuestSharing"


def shut_out(state: State, who: str, site_id: str) -> bool:
    """Whether somebody has no access to a site at all, whatever the permissions say."""
    groups = site_settings(state, site_id).restricted_to_groups
    if groups and _is_person(state, who) and who not in set(members_of_groups(state, groups)):
        return True
    if outsider(state, who) is None:
        return False
    return level_of(state, site_id) == "disabled" or guest_expired(state, who, site_id)


def blocks_download(state: State, user_id: str, site_id: str) -> bool:
    """Whether the site's policy keeps a person from downloading; never ask it about an application."""
    settings = site_settings(state, site_id)
    if not settings.block_download:
        return False
    return not (settings.block_download_spares_owners and _owns(state, user_id, site_id))


def _owns(state: State, user_id: str, site_id: str) -> bool:
    for channel in state.every(Channel):
        place = channel.team_id if channel.membership == "standard" else channel.id
        if channel.site_id == site_id and any(
            member.user_id == user_id and member.is_owner for member in state.find(Membership, "place", place)
        ):
            return True
    return False


def _is_in(state: State, who: str, crowd: str) -> bool:
    return crowd != _ORGANISATION or outsider(state, who) is None


def _is_person(state: State, who: str) -> bool:
    return "@" in who or state.get(User, who) is not None or state.get(Outsider, who) is not None
