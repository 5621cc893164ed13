"""The tenant's own settings of sharing: fit for a locked-down channel, unfit, or not to be read.

Source: graph:resources/sharepointsettings, ISA §8.2
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Fitness(StrEnum):
    """How a setting stands to what the arrangement asks for."""

    FIT = "fit"
    UNFIT = "unfit"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SharingSettings:
    """What `/admin/sharepoint/settings` tells of sharing.

    Attributes:
        capability: disabled, existingExternalUserSharingOnly, externalUserSharingOnly or
            externalUserAndGuestSharing; the last one allows links for anybody.
        restriction: none, allowList or blockList.
    """

    capability: str
    restriction: str
    allowed: tuple[str, ...]
    blocked: tuple[str, ...]
    guests_reshare: bool


@dataclass(frozen=True, slots=True)
class SettingFitness:
    """One setting, judged.

    Attributes:
        advice: What the administrator changes; empty where it fits.
    """

    setting: str
    fitness: Fitness
    sentence: str
    advice: str = ""


def judge_settings(found: SharingSettings, domains: Collection[str]) -> tuple[SettingFitness, ...]:
    """Judge the tenant's settings against the domains that the roster's people come from."""
    return (_capability(found), _domains(found, {one.casefold() for one in domains}), _resharing(found))


def unreadable(why: str) -> tuple[SettingFitness, ...]:
    """Return the judgement where nothing could be read: a person's statement has to do."""
    return (
        SettingFitness(
            "sharing settings of the tenant",
            Fitness.UNREADABLE,
            f"They could not be read: {why}.",
            "Have the administrator state them in writing, with a date; Microsoft Graph shows them to "
            "applications with SharePointTenantSettings.Read.All.",
        ),
    )


def _capability(found: SharingSettings) -> SettingFitness:
    name = "sharingCapability"
    if found.capability == "externalUserAndGuestSharing":
        return SettingFitness(
            name,
            Fitness.UNFIT,
            "Links that anybody can open may be made in the tenant.",
            "Set sharing to new and existing guests, or at least so for the channel's site, which Graph "
            "does not show.",
        )
    if found.capability == "disabled":
        return SettingFitness(
            name,
            Fitness.UNFIT,
            "Nothing may be shared with guests, so people of other agencies can read nothing.",
            "Set sharing to existing guests.",
        )
    return SettingFitness(name, Fitness.FIT, "Files are shared with guests who sign in, and nobody else.")


def _domains(found: SharingSettings, wanted: set[str]) -> SettingFitness:
    name = "sharingDomainRestrictionMode"
    shut_out = sorted(wanted & {one.casefold() for one in found.blocked})
    if found.restriction == "allowList":
        shut_out = sorted(wanted - {one.casefold() for one in found.allowed})
    if found.restriction != "none" and shut_out:
        return SettingFitness(
            name,
            Fitness.UNFIT,
            f"Domains of the roster are shut out: {', '.join(shut_out)}.",
            "Allow them, or end the people of these organisations on the roster.",
        )
    if found.restriction == "allowList":
        return SettingFitness(
            name, Fitness.FIT, "Sharing is limited to named domains, the roster's among them."
        )
    return SettingFitness(
        name, Fitness.FIT, "No list of allowed domains; the gate itself names people of the roster only."
    )


def _resharing(found: SharingSettings) -> SettingFitness:
    name = "isResharingByExternalUsersEnabled"
    if found.guests_reshare:
        return SettingFitness(
            name,
            Fitness.UNFIT,
            "Guests may share on what they do not own.",
            "Switch off that guests share items they do not own.",
        )
    return SettingFitness(name, Fitness.FIT, "Guests cannot share on what they were given.")
