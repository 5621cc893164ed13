"""What the tenant and the site themselves tell of a setting, in the words of its list.

The tenant's level bounds the site's: where it is no wider than guests, the site's own cannot be either.

Source: graph:resources/sharepointsettings, spo:turn-external-sharing-on-or-off
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sharepoint_gate.access import posture_words as words
from sharepoint_gate.access.site_sight import SharingSettings, SiteInside, SiteSight
from sharepoint_gate.roster.posture import PostureKey

_WIDE_TENANT = "Links that anybody can open may be made in the tenant, and the site's own level was not read."
_LEVELS = {
    "disabled": words.NOBODY,
    "existingExternalUserSharingOnly": words.EXISTING,
    "externalUserSharingOnly": words.NEW,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a setting was read to be: a word of its list, and what more there is to say.

    Attributes:
        bound: It is the tenant's, within which the site's own was not read: a statement knows better.
    """

    word: str
    sentence: str = ""
    bound: bool = False


def readings(sight: SiteSight, domains: Collection[str]) -> Mapping[PostureKey, Reading]:
    """Return every setting that could be read."""
    found: dict[PostureKey, Reading] = {}
    if sight.settings is not None:
        found |= _of_tenant(sight.settings, domains)
    if sight.inside is not None:
        found |= _of_site(sight.inside, sight.settings)
    return found


def _of_tenant(settings: SharingSettings, domains: Collection[str]) -> dict[PostureKey, Reading]:
    reshare = words.YES if settings.guests_reshare else words.NO
    found = {
        PostureKey.ALLOWED_DOMAINS: _domains(settings, {one.casefold() for one in domains}),
        PostureKey.GUESTS_RESHARE: Reading(reshare),
    }
    level = _LEVELS.get(settings.capability)
    wide = Reading(words.ANYONE, _WIDE_TENANT, bound=True)
    found[PostureKey.SHARING_LEVEL] = Reading(level) if level is not None else wide
    return found


def _of_site(inside: SiteInside, settings: SharingSettings | None) -> dict[PostureKey, Reading]:
    found = {PostureKey.MEMBERS_CAN_SHARE: Reading(words.YES if inside.members_share else words.NO)}
    found[PostureKey.SHARING_LEVEL] = Reading(_level(inside, settings))
    if inside.access_requests is not None:
        found[PostureKey.ACCESS_REQUESTS] = Reading(words.ON if inside.access_requests else words.OFF)
    return found


def _level(inside: SiteInside, settings: SharingSettings | None) -> str:
    if inside.anybody_links:
        return words.ANYONE
    if inside.outsiders is False:
        return words.NOBODY
    return _LEVELS.get(settings.capability, words.NEW) if settings is not None else words.NEW


def _domains(settings: SharingSettings, wanted: set[str]) -> Reading:
    blocked = {one.casefold() for one in settings.blocked}
    allowed = {one.casefold() for one in settings.allowed}
    shut_out = wanted - allowed if settings.restriction == "allowList" else wanted & blocked
    if settings.restriction == "none" or not shut_out:
        return Reading(words.LISTED if settings.restriction == "allowList" else words.NO_LIST)
    return Reading(words.SHUT_OUT, f"Domains of the roster are shut out: {', '.join(sorted(shut_out))}.")
