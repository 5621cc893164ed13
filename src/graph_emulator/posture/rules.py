"""What may be shared, with whom and by whom: asked by each route that shares.

How a refusal reads inside is not documented; outside it is the usual 403 of files.

Source: graph:resources/sharepointsettings#sharingcapabilities values
Source: spo:turn-external-sharing-on-or-off
"""

from datetime import timedelta
from typing import Literal, NamedTuple

from graph_emulator.kernel.clock import parse_instant, stamp
from graph_emulator.kernel.faults import GraphFault, access_denied, invalid
from graph_emulator.kernel.routes import AppPrincipal, Principal
from graph_emulator.kernel.state import State
from graph_emulator.posture.expiry import note_guest
from graph_emulator.posture.people import External, domain_of, outsider
from graph_emulator.posture.settings import (
    LEVELS,
    DefaultLink,
    Level,
    level_of,
    site_settings,
    tenant_settings,
)

_RENDERED = frozenset({
    "docx", "doc", "docm", "dotx", "xlsx", "xls", "xlsm", "xlsb", "pptx", "ppt", "pptm", "ppsx",
    "odt", "ods", "odp", "vsdx",
})  # fmt: skip
_PREVIEWED = _RENDERED | {
    "pdf", "txt", "csv", "md", "rtf", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "heic",
    "mp4", "mov", "mp3", "wav",
}  # fmt: skip


Ownership = Literal["place", "item", "neither"]


class Sharing(NamedTuple):
    """One wish to share an item.

    Attributes:
        by: Who shares.
        owns: Whether they own the place, or at least made the item.
        scope: A link's scope; None where people get the item directly.
        people: Object ids of those who shall get it, or their addresses.
    """

    by: Principal
    owns: Ownership = "neither"
    scope: str | None = None
    people: tuple[str, ...] = ()


def check_sharing(state: State, site_id: str, sharing: Sharing) -> None:
    """Refuse a sharing that the tenant's or the site's settings forbid, or note since when guests have it.

    Raises:
        GraphFault: 403: what is wanted is not allowed here.
    """
    _check_sharer(state, site_id, sharing)
    if sharing.scope == "anonymous" and not _reaches(state, site_id, "externalUserAndGuestSharing"):
        raise _refused("Anonymous links are not allowed here.", "anonymousLinksDisabled")
    outsiders = [found for found in (outsider(state, key) for key in sharing.people) if found is not None]
    for one in outsiders:
        _check_level(state, site_id, one)
        _check_domain(state, site_id, one)
    for key in sharing.people:
        note_guest(state, key, site_id)


def _check_sharer(state: State, site_id: str, sharing: Sharing) -> None:
    """People may be kept from sharing; applications have their roles."""
    if isinstance(sharing.by, AppPrincipal) or sharing.owns == "place":
        return
    if not site_settings(state, site_id).members_can_share:
        raise _refused("Only owners of this site may share it.", "membersCannotShare")
    is_guest = outsider(state, sharing.by.user_id) is not None
    passes_on = is_guest and sharing.owns == "neither"
    if passes_on and not tenant_settings(state).is_resharing_by_external_users_enabled:
        raise _refused("Guests may not share what they do not own.", "resharingDisabled")


def _reaches(state: State, site_id: str, wanted: Level) -> bool:
    return LEVELS.index(level_of(state, site_id)) >= LEVELS.index(wanted)


def _check_level(state: State, site_id: str, one: External) -> None:
    needed: Level = "existingExternalUserSharingOnly" if one.is_known else "externalUserSharingOnly"
    if not _reaches(state, site_id, needed):
        raise _refused("Sharing with this person is not allowed here.", "sharingDisabled")


def _check_domain(state: State, site_id: str, one: External) -> None:
    domain, site, tenant = domain_of(one.address), site_settings(state, site_id), tenant_settings(state)
    mode = tenant.sharing_domain_restriction_mode
    allowed = [site.allowed_domains]
    blocked = [site.blocked_domains]
    if mode == "allowList":
        allowed.append(tenant.sharing_allowed_domain_list or ("",))
    elif mode == "blockList":
        blocked.append(tenant.sharing_blocked_domain_list)
    outside = any(names and domain not in _folded(names) for names in allowed)
    if outside or any(domain in _folded(names) for names in blocked):
        raise _refused("Sharing with people of this domain is not allowed here.", "domainNotAllowed")


def _folded(names: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in names}


def may_accept(state: State, invited: str, accepting: str) -> bool:
    """Whether an invitation to one address may be taken up with an account of another.

    Source: graph:resources/sharepointsettings#isRequireAcceptingUserToMatchInvitedUserEnabled
    """
    must_match = tenant_settings(state).is_require_accepting_user_to_match_invited_user_enabled
    return not must_match or invited.casefold() == accepting.casefold()


def default_link(state: State, site_id: str) -> DefaultLink:
    """Return what a link is when the request leaves its type or scope out."""
    return site_settings(state, site_id).default_link


def viewable_without_download(state: State, site_id: str, name: str) -> bool:
    """Whether a file can be shown by a link that blocks downloads, by its type and the site's setting.

    Source: spo:Set-SPOSite#BlockDownloadLinksFileType
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kinds = site_settings(state, site_id).block_download_file_types
    return extension in (_RENDERED if kinds == "ServerRenderedFilesOnly" else _PREVIEWED)


def check_notification(state: State, site_id: str) -> None:
    """Refuse to announce a link by mail where that was switched off.

    Source: graph:api/driveitem-createlink
    """
    if not site_settings(state, site_id).notifications:
        raise _refused("Notifications about sharing are switched off.", "notificationsDisabled")


def link_expiry(state: State, site_id: str, scope: str, asked: str | None) -> str | None:
    """Return when a new link ends: as asked, or by the policy for anonymous links.

    Raises:
        GraphFault: 400: the instant has passed, or the policy ends such links earlier.

    Source: graph:api/driveitem-createlink
    """
    if asked is not None and parse_instant(asked) <= state.clock.now():
        raise invalid("expirationDateTime must lie in the future.")
    days = site_settings(state, site_id).anonymous_link_days
    if scope != "anonymous" or days is None:
        return asked
    latest = state.clock.now() + timedelta(days=days)
    if asked is not None and parse_instant(asked) > latest:
        raise invalid(f"Links of this kind end after {days} days at the latest.")
    return asked or stamp(latest)


def _refused(message: str, inner: str) -> GraphFault:
    return access_denied(message, inner)
