"""The published limits of use, as tables: how much of what, for whom, in which time.

Source: spo:avoid-throttling#application throttling
Source: graph:concepts/throttling-limits
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Holder = Literal["app", "tenant", "person", "mailbox", "place"]
Counted = Literal["units", "requests", "writes", "bytes"]
_MEGABYTE = 1_000_000
_MINUTE, _DAY = 60, 86_400


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One published limit.

    Attributes:
        name: What the meter calls it.
        holder: Who has it for themselves: each application, the whole tenant, each person, or each
            application for each mailbox, or for each team or channel.
        most: How much may be used in the window.
        window_s: How long what was used counts (seconds).
        counted: What is added up.
        leaks: Whether it is a token bucket, which what was used leaves bit by bit, and not a window.
    """

    name: str
    holder: Holder
    most: int
    window_s: int
    counted: Counted = "requests"
    leaks: bool = False


Buckets = Mapping[str, tuple[Limit, ...]]

# Licences up to; units of an application in a minute and in a day; units of the tenant in five minutes.
_SHAREPOINT_TIERS = (
    (1_000, 1_250, 1_200_000, 18_750),
    (5_000, 2_500, 2_400_000, 37_500),
    (15_000, 3_750, 3_600_000, 56_250),
    (50_000, 5_000, 4_800_000, 75_000),
    (None, 6_250, 6_000_000, 93_750),
)
# People below or up to; units of an application in ten seconds.
_IDENTITY_SIZES = ((49, 3_500), (500, 5_000), (None, 8_000))

_FIXED: Buckets = {
    "sharing": (Limit(name="sharing", holder="app", most=300, window_s=5 * _MINUTE),),
    "sharing-mail": (
        Limit(name="sharing-mail", holder="tenant", most=200, window_s=60 * _MINUTE, counted="units"),
    ),
    "teams-reads": (Limit(name="teams-reads", holder="app", most=30, window_s=1),),
    "teams-members": (Limit(name="teams-members", holder="app", most=60, window_s=1),),
    "teams-writes": (Limit(name="teams-writes", holder="app", most=30, window_s=1),),
    "teams-deletes": (Limit(name="teams-deletes", holder="app", most=15, window_s=1),),
    "teams-place": (Limit(name="teams-place", holder="place", most=4, window_s=1),),
    "invitations": (Limit(name="invitations", holder="tenant", most=150, window_s=5),),
    "audit-logs": (Limit(name="audit-logs", holder="app", most=5, window_s=10),),
    "outlook": (
        Limit(name="outlook", holder="mailbox", most=10_000, window_s=10 * _MINUTE),
        Limit(
            name="outlook-upload",
            holder="mailbox",
            most=150 * _MEGABYTE,
            window_s=5 * _MINUTE,
            counted="bytes",
        ),
    ),
}


@lru_cache(maxsize=8)
def buckets(licences: int) -> Buckets:
    """Return every bucket's limits for a tenant with so many licences.

    The directory's limits follow from how many people there are; one licence each is assumed, since a
    tenant of the emulator holds the people of its story only.
    """
    return {**_FIXED, "sharepoint": _sharepoint(licences), "identity": _identity(licences)}


def limit_named(name: str, licences: int) -> Limit | None:
    """Return a limit by its own name, or None."""
    every = (limit for group in buckets(licences).values() for limit in group)
    return next((limit for limit in every if limit.name == name), None)


def _sharepoint(licences: int) -> tuple[Limit, ...]:
    minute, day, tenant = next(
        tier[1:] for tier in _SHAREPOINT_TIERS if tier[0] is None or licences <= tier[0]
    )
    return (
        Limit(name="sharepoint-minute", holder="app", most=minute, window_s=_MINUTE, counted="units"),
        Limit(name="sharepoint-day", holder="app", most=day, window_s=_DAY, counted="units"),
        Limit(name="sharepoint-tenant", holder="tenant", most=tenant, window_s=5 * _MINUTE, counted="units"),
        Limit(name="sharepoint-person", holder="person", most=3_000, window_s=5 * _MINUTE),
    )


def _identity(licences: int) -> tuple[Limit, ...]:
    units = next(size[1] for size in _IDENTITY_SIZES if size[0] is None or licences <= size[0])
    return (
        Limit(name="identity", holder="app", most=units, window_s=10, counted="units", leaks=True),
        Limit(name="identity-writes", holder="app", most=3_000, window_s=150, counted="writes"),
        Limit(
            name="identity-tenant-writes",
            holder="tenant",
            most=18_000,
            window_s=5 * _MINUTE,
            counted="writes",
        ),
    )
