"""Who stands behind the grantee of a permission: a person, a group, the system, an application, everyone.

Only an Entra object id makes somebody a person of the roster; an address does no more than give a name.

Source: graph:resources/sharepointidentityset, ADR-0008
"""

import re
from dataclasses import dataclass
from typing import assert_never

from sharepoint_gate.access.directory import Directory
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObjectId
from sharepoint_gate.roster.model import PersonId

_EVERYONE_LOGINS = ("c:0(.s|true", "c:0!.s|windows", "c:0-.f|rolemanager|spo-grid-all-users")
_EVERYONE_NAMES = {"everyone", "everyone except external users", "all users (windows)"}
_LINK_GROUPS = ("sharinglinks.", "limited access system group")
_GUEST_LOGIN = "urn:spo:guest#"
_APPLICATION_LOGIN = "i:0i.t|"
_WORDS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, on the roster or not.

    Attributes:
        person: The roster's person whose account has this object id; the only proof.
        named: The roster's person with this address, else with this name where no account is behind it any
            more, for telling only; None when ``person`` is known.
        address: Lower case; where no address was sent a login or, as it was sent, a display name.
        external: Not an account of the tenant's own domains.
    """

    object_id: ObjectId | None
    person: PersonId | None
    named: PersonId | None
    address: str
    external: bool

    @property
    def accountless(self) -> bool:
        """Whether a name is all that there is: so SharePoint shows somebody whose account was deleted."""
        return self.object_id is None and "@" not in self.address


UNNAMED = Someone(None, None, None, "somebody not named yet", external=True)
"""Whoever an invitation is for of which Graph tells no more than its role."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """Everyone, or everyone but guests, as a claim."""

    name: str


@dataclass(frozen=True, slots=True)
class DirectoryGroup:
    """A group of the directory, by object id or by its claims login."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """A group of the site; its members cannot be seen through Graph."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A group named as SharePoint names those for a sharing link, or for the way down to one."""

    name: str

    @property
    def of_a_link(self) -> bool:
        """Whether the name is that of a link's group, which ends in the link's id."""
        return self.name.casefold().startswith(_LINK_GROUPS[0])


@dataclass(frozen=True, slots=True)
class Application:
    """An application; ``own`` marks the gate itself."""

    key: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class SystemAccount:
    """An account of SharePoint itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Nameless:
    """A grantee that names nobody whom the gate knows how to weigh."""

    name: str


Principal = (
    Someone | Everybody | DirectoryGroup | SiteGroup | LinkGroup | Application | SystemAccount | Nameless
)


def recognise(grantee: Grantee, directory: Directory) -> Principal:
    """Tell who a grantee is. Never raises."""
    if is_everyone(grantee):
        return Everybody(grantee.name or "Everyone")
    match grantee.kind:
        case GranteeKind.USER | GranteeKind.SITE_USER:
            return _user(grantee, directory)
        case GranteeKind.GROUP:
            return DirectoryGroup(grantee.object_id or grantee.login_name or grantee.name, _label(grantee))
        case GranteeKind.APPLICATION:
            return _application(grantee, grantee.object_id or "", directory)
        case GranteeKind.SITE_GROUP:
            return _site_group(grantee)
        case GranteeKind.DEVICE:
            return Nameless(_label(grantee))
        case _ as never:
            assert_never(never)


def is_everyone(grantee: Grantee) -> bool:
    """Tell whether a grantee is everyone, or everyone but guests, by its claims login or its name."""
    if grantee.login_name.casefold().startswith(_EVERYONE_LOGINS):
        return True
    return grantee.object_id is None and grantee.name.casefold() in _EVERYONE_NAMES


def _label(grantee: Grantee) -> str:
    return grantee.name or grantee.email or grantee.login_name or grantee.object_id or "unnamed"


def _site_group(grantee: Grantee) -> SiteGroup | LinkGroup:
    name = _label(grantee)
    if name.casefold().startswith(_LINK_GROUPS):
        return LinkGroup(name)
    return SiteGroup(grantee.site_id or name.casefold(), name)


def _user(grantee: Grantee, directory: Directory) -> Principal:
    if grantee.object_id is not None:
        return _someone(grantee, directory)
    login = grantee.login_name.casefold()
    if login == "sharepoint\\system" or login.endswith("|app@sharepoint"):
        return SystemAccount(_label(grantee))
    if login.startswith(_APPLICATION_LOGIN):
        return _application(grantee, login.rpartition("|")[2].partition("@")[0], directory)
    if login.startswith("c:0"):
        return DirectoryGroup(login, _label(grantee))
    return _someone(grantee, directory)


def _application(grantee: Grantee, key: str, directory: Directory) -> Application:
    own = bool(directory.own_application) and key.casefold() == directory.own_application
    return Application(key, _label(grantee), own)


def _someone(grantee: Grantee, directory: Directory) -> Principal:
    addresses = [one for one in (grantee.email.strip().casefold(), _in_login(grantee)) if one]
    if grantee.object_id is None and not addresses:
        return _forgotten(grantee, directory)
    address = addresses[0] if addresses else _label(grantee).casefold()
    person = directory.by_object.get(grantee.object_id) if grantee.object_id else None
    named = (
        None
        if person
        else next((directory.by_address[a] for a in addresses if a in directory.by_address), None)
    )
    return Someone(grantee.object_id, person, named, address, _is_external(grantee, address, directory))


def _forgotten(grantee: Grantee, directory: Directory) -> Someone | Nameless:
    """Tell somebody of whom the directory no longer knows anything, so that the site has only a name left."""
    name = grantee.name.strip()
    if grantee.kind is not GranteeKind.USER or not name:
        return Nameless(_label(grantee))
    return Someone(None, None, directory.by_name.get(name.casefold()), name, external=False)


def _in_login(grantee: Grantee) -> str:
    return grantee.login_name.casefold().rpartition("|")[2].removeprefix(_GUEST_LOGIN)


def _is_external(grantee: Grantee, address: str, directory: Directory) -> bool:
    login = grantee.login_name.casefold()
    if "#ext#" in login or _GUEST_LOGIN in login or grantee.object_id in directory.guests:
        return True
    return address.rpartition("@")[2] not in directory.home_domains


def invited(address: str, directory: Directory) -> Someone:
    """Return whoever an invitation was sent to: known by address only, so never by proof."""
    plain = address.strip().casefold()
    external = plain.rpartition("@")[2] not in directory.home_domains
    return Someone(None, None, directory.by_address.get(plain), plain, external)


def stranger_kinds(who: Someone, directory: Directory) -> tuple[FindingKind, ...]:
    """Return what somebody is called who is no proven person of the roster, in order of precedence."""
    if who.named is not None or who.accountless:
        return (FindingKind.ACCOUNT_NOT_FOUND,)
    kinds = []
    local, _, domain = who.address.rpartition("@")
    if who.external and domain not in directory.partner_domains:
        kinds.append(FindingKind.PERSONAL_MAIL_RECIPIENT)
    if directory.generic_words.intersection(_WORDS.findall(local)):
        kinds.append(FindingKind.GENERIC_ACCOUNT)
    last = FindingKind.GUEST_NOT_IN_ROSTER if who.external else FindingKind.INTERNAL_NOT_IN_ROSTER
    return (*kinds, last)


def principal_name(who: Principal) -> str:
    """Return how a finding names somebody: by roster id if known, else address, login or group name."""
    if isinstance(who, Someone):
        return who.person or who.named or who.address
    return who.name


def principal_key(who: Principal) -> str:
    """Return what stays the same when one principal is seen on several items."""
    match who:
        case Someone():
            return f"person:{who.object_id or who.address}"
        case DirectoryGroup() | SiteGroup() | Application():
            return f"{type(who).__name__}:{who.key}"
        case Everybody() | LinkGroup() | SystemAccount() | Nameless():
            return f"{type(who).__name__}:{who.name}"
        case _ as never:
            assert_never(never)
