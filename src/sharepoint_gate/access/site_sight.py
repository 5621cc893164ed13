"""What lies around the library, as read: the site, its groups and roles, applications, settings of sharing.

Microsoft Graph tells some of it, SharePoint's own interface the rest; what could not be read says why.

Source: sp-dev-docs:users-groups-and-roles, graph:resources/sharepointsettings
"""

import re
from dataclasses import dataclass

_LINK_GROUP = re.compile(r"sharinglinks\.[^.]+\.[^.]+\.(.+)")
_STRUCTURAL = ("sharinglinks.", "limited access", "limitedaccess")
_SYSTEM = ("sharepoint\\system", "|app@sharepoint")


@dataclass(frozen=True, slots=True)
class SiteAccount:
    """An account as the site knows it.

    Attributes:
        addresses: Mail, sign-in name and the name in its login, in lower case, without repetition.
        system: SharePoint's own.
        crowd: No person: a group of the directory, or everybody.
    """

    name: str
    addresses: tuple[str, ...]
    system: bool = False
    crowd: bool = False

    @property
    def label(self) -> str:
        """What a report calls it."""
        return self.addresses[0] if self.addresses else self.name


@dataclass(frozen=True, slots=True)
class SiteGroupRead:
    """A group of the site with everybody in it."""

    number: str
    name: str
    people: tuple[SiteAccount, ...]

    @property
    def is_structural(self) -> bool:
        """Whether SharePoint made it for a link or for the way to one."""
        return self.name.casefold().startswith(_STRUCTURAL)

    @property
    def link(self) -> str:
        """The id of the link that it was made for, in lower case; empty for any other group."""
        found = _LINK_GROUP.fullmatch(self.name.casefold())
        return found[1] if found is not None else ""


@dataclass(frozen=True, slots=True)
class SiteRole:
    """Who holds a role on the site itself; ``group`` tells a group of the site from all others."""

    who: SiteAccount
    levels: tuple[str, ...]
    group: bool


@dataclass(frozen=True, slots=True)
class SiteApplication:
    """An application that was given the site."""

    client_id: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteInside:
    """What SharePoint's own interface tells, and Microsoft Graph does not.

    Attributes:
        anybody_links: Whether the site lets people make links that anybody can open.
        members_share: Whether others than owners may share.
        access_requests: Whether people may ask for access; None where the site does not tell.
        outsiders: Whether guests can be given anything at all; None where the site does not tell.
    """

    admins: tuple[SiteAccount, ...]
    groups: tuple[SiteGroupRead, ...]
    roles: tuple[SiteRole, ...]
    anybody_links: bool
    members_share: bool
    access_requests: bool | None = None
    outsiders: bool | None = None


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
class SiteLook:
    """One thing around the library that was looked at, or why it was not.

    Attributes:
        how: By which interface.
        count: How many were read, where that means something.
        why: Why it was not read; empty when it was.
        hidden: It is not this application's to see: a limit of its consent or credential, and no failure.
    """

    what: str
    how: str
    count: int | None = None
    why: str = ""
    hidden: bool = False

    @property
    def read(self) -> bool:
        """Whether it was read."""
        return not self.why


@dataclass(frozen=True, slots=True)
class SiteSight:
    """Everything around the library; what is None was not read, and ``looks`` says why."""

    settings: SharingSettings | None = None
    applications: tuple[SiteApplication, ...] | None = None
    inside: SiteInside | None = None
    looks: tuple[SiteLook, ...] = ()


def account_of(name: str, login: str, *addresses: str) -> SiteAccount:
    """Return an account by what the site tells of it."""
    plain = login.casefold()
    in_login = plain.rpartition("|")[2].removeprefix("urn:spo:guest#")
    every = [one.strip().casefold() for one in (*addresses, in_login)]
    return SiteAccount(
        name=name or login,
        addresses=tuple(dict.fromkeys(one for one in every if "@" in one)),
        system=plain.endswith(_SYSTEM),
        crowd=plain.startswith("c:0"),
    )
