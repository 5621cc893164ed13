"""Consent: which application roles the gate needs, which are missing, and which are more than it needs.

Source: graph:permissions-reference, graph:concepts/permissions-selected-overview
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

SELECTED, FULL_CONTROL = "Sites.Selected", "Sites.FullControl.All"


class Part(StrEnum):
    """What the application is meant to be."""

    RECONCILER = "reconciler"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that consent is needed for.

    Attributes:
        purpose: What for, completing "to ...".
        roles: Any of them suffices, the least first: that one is asked for.
        optional: Whether the gate can do without.
    """

    purpose: str
    roles: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """How an application's roles compare with what it needs.

    Attributes:
        missing: What the gate cannot work without.
        wanting: What it can do without, but is poorer for.
        excess: Roles that nothing here needs.
    """

    part: Part
    roles: tuple[str, ...]
    missing: tuple[Need, ...]
    wanting: tuple[Need, ...]
    excess: tuple[str, ...]


_FINDING = (
    Need(
        "to find people's accounts",
        ("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"),
    ),
    Need(
        "to find the channel's files",
        ("Files.Read.All", "Sites.Read.All", "Files.ReadWrite.All", "Sites.ReadWrite.All", FULL_CONTROL),
    ),
    Need("to find the team", ("Team.ReadBasic.All", "TeamSettings.Read.All", "Group.Read.All")),
    Need("to find the channel", ("Channel.ReadBasic.All", "ChannelSettings.Read.All", "Group.Read.All")),
)
_EXTRAS = (
    Need("to see the tenant's sharing settings", ("SharePointTenantSettings.Read.All",), optional=True),
    Need(
        "to ask the audit log",
        ("AuditLogsQuery-SharePoint.Read.All", "AuditLogsQuery.Read.All"),
        optional=True,
    ),
    Need("to ask the directory's log", ("AuditLog.Read.All", "Directory.Read.All"), optional=True),
)
_WIDE_READ = ("Sites.Read.All", "Files.Read.All")
NEEDS: dict[Part, tuple[Need, ...]] = {
    Part.RECONCILER: (
        Need(
            "to share files and to take sharing away",
            (SELECTED, "Files.ReadWrite.All", "Sites.ReadWrite.All", FULL_CONTROL),
        ),
        Need("to change who is in the channel", ("ChannelMember.ReadWrite.All",)),
        *_FINDING,
        Need("to add people to a link that stands", (SELECTED, FULL_CONTROL), optional=True),
        Need(
            "to end the sign-ins of whoever is frozen",
            ("User.RevokeSessions.All",),
            optional=True,
        ),
        Need("to invite guests, where the settings allow it", ("User.Invite.All",), optional=True),
        Need("to send mails", ("Mail.Send",), optional=True),
        Need("to look for a mail whose fate is unknown", ("Mail.ReadBasic.All", "Mail.Read"), optional=True),
        *_EXTRAS,
    ),
    Part.AUDITOR: (
        Need(
            "to read files and their sharing",
            (SELECTED, "Files.Read.All", "Sites.Read.All", FULL_CONTROL),
        ),
        Need("to read who is in the channel", ("ChannelMember.Read.All",)),
        *_FINDING,
        *_EXTRAS,
    ),
}
_HARMLESS: dict[Part, frozenset[str]] = {
    Part.RECONCILER: frozenset({*_WIDE_READ, "Files.ReadWrite.All", "ChannelMember.Read.All"}),
    Part.AUDITOR: frozenset(_WIDE_READ),
}
_TOO_WIDE: dict[Part, frozenset[str]] = {
    Part.RECONCILER: frozenset({"User.ReadWrite.All", "Directory.ReadWrite.All"}),
    Part.AUDITOR: frozenset(
        {"User.ReadWrite.All", "Directory.ReadWrite.All", "Files.ReadWrite.All", "Sites.ReadWrite.All"}
    ),
}


def judge_consent(roles: Collection[str], part: Part) -> Consent:
    """Compare the roles that a token holds with what a part needs."""
    held, needs = frozenset(roles), NEEDS[part]
    lacking = [need for need in needs if held.isdisjoint(need.roles)]
    known = {role for need in needs for role in need.roles} | _HARMLESS[part]
    return Consent(
        part=part,
        roles=tuple(sorted(held)),
        missing=tuple(need for need in lacking if not need.optional),
        wanting=tuple(need for need in lacking if need.optional),
        excess=tuple(sorted(held - (known - _TOO_WIDE[part]))),
    )


def request_for(consent: Consent, client_id: str) -> str:
    """Return what to ask the council's administrator for; empty where nothing is missing or too much."""
    add = [need.roles[0] for need in consent.missing]
    steps = []
    if add:
        listed = ", ".join(dict.fromkeys(_told(role) for role in add))
        steps.append(f"add the application permissions {listed} of Microsoft Graph and grant admin consent")
    if consent.excess:
        steps.append(f"take away {', '.join(consent.excess)}")
    if not steps:
        return ""
    where = f"In Entra, App registrations, application {client_id}, API permissions"
    return f"{where}: {'; '.join(steps)}."


def _told(role: str) -> str:
    if role != SELECTED:
        return role
    return f"{SELECTED} (with the role fullcontrol on the channel's site; or {FULL_CONTROL})"
