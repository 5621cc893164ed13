"""Give every observed permission exactly one shape, by principal and role and never by ``inheritedFrom``.

A file gets its own permission scope with its first link; the copies in it then look as if they were its
own, so that where an entry comes from says nothing about what it is.

Source: graph:resources/permission, graph:api/driveitem-list-permissions
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.directory import Directory, directory_of
from sharepoint_gate.access.observed import (
    Grantee,
    ObjectId,
    ObservedItem,
    ObservedPermission,
    PermissionId,
    SharingLink,
)
from sharepoint_gate.access.principals import (
    UNNAMED,
    Application,
    DirectoryGroup,
    Everybody,
    LinkGroup,
    Nameless,
    SiteGroup,
    Someone,
    SystemAccount,
    invited,
    principal_name,
    recognise,
)
from sharepoint_gate.access.shapes import (
    AnonymousLink,
    ApplicationGrant,
    DirectGrant,
    EveryoneGrant,
    ExpectedSiteGroup,
    ForeignLink,
    ForeignSiteGroup,
    GroupGrant,
    OddSiteGroup,
    OrganisationLink,
    OwnLink,
    PendingInvitation,
    PeopleLink,
    Shape,
    Structural,
    Unknown,
    WidenedSiteGroup,
)

_READ = frozenset({"read"})
_WIDER = frozenset({"write", "owner"})
_INVITED = frozenset({"read", "write"})
_ROLES = ("read", "write", "owner")
_STANDARD_NUMBERS = frozenset({"3", "4", "5"})
_STANDARD_NAMES = frozenset({"owners", "members", "visitors"})
_PASSAGE = "Limited Access on the way to something below"
_NO_ID = "00000000-0000-0000-0000-000000000000"
_WIDER_KINDS = frozenset({"edit", "review"})
_READING_KINDS = frozenset({"view", "embed"})


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What a permission is seen against.

    Attributes:
        site_groups: Roles of each site group on the library's root; None when the root was not read, and
            then no site group can be told from another.
        team: The team's name, in lower case.
        channel: The channel's name, in lower case.
    """

    directory: Directory
    site_groups: Mapping[str, frozenset[str]] | None
    team: str
    channel: str


def backdrop_of(world: World) -> Backdrop:
    """Return the accounts of the roster and the site groups of the library's root."""
    directory, channel = directory_of(world), world.roster.channel
    names = channel.team.casefold(), channel.name.casefold()
    items = world.observation.items.values()
    roots = [item for item in items if item.parent_id is None and not item.path]
    if not roots or any(root.permissions is None for root in roots):
        return Backdrop(directory, None, *names)
    groups: dict[str, frozenset[str]] = {}
    for permission in (one for root in roots for one in root.permissions or ()):
        who = recognise(permission.grantee, directory) if permission.grantee is not None else None
        if isinstance(who, SiteGroup):
            groups[who.key] = groups.get(who.key, frozenset()) | set(permission.roles)
    return Backdrop(directory, groups, *names)


def classify(
    permission: ObservedPermission,
    backdrop: Backdrop,
    own_link: PermissionId | None = None,
    beside: Collection[ObservedPermission] = (),
) -> Shape:
    """Return the one shape of a permission. Never raises.

    What is wide for certain (anonymous, organisation, everyone) is called so even when the answer also
    holds something unfamiliar, so that it is taken away and not merely stared at.

    Args:
        permission: What was read.
        backdrop: What it is seen against.
        own_link: The id of the gate's own link on this item, when it has one.
        beside: Everything on the item: a link's group is nothing to tell where its link stands, too.
    """
    wide = _wide(permission, backdrop)
    if wide is not None:
        return wide
    if permission.strange:
        return Unknown(f"unfamiliar properties: {', '.join(sorted(permission.strange))}")
    if permission.link is not None and permission.grantee is not None:
        return Unknown("a link that also names a grantee")
    if permission.link is not None:
        return _link(permission, permission.link, backdrop, own_link)
    if permission.grantee is not None:
        return _entry(permission, permission.grantee, backdrop, beside)
    if permission.invitation_email:
        return _invitation(permission, permission.invitation_email, backdrop)
    if permission.roles and _INVITED.issuperset(permission.roles):
        return PendingInvitation(UNNAMED)  # Graph may name an invited guest only after the first sign-in
    return Unknown("it names nobody")


def _invitation(permission: ObservedPermission, address: str, backdrop: Backdrop) -> Shape:
    if is_limited(permission):
        return Structural(_PASSAGE)  # the invitation that it leads to is told where that one stands
    return PendingInvitation(invited(address, backdrop.directory))


def _wide(permission: ObservedPermission, backdrop: Backdrop) -> Shape | None:
    if permission.link is not None and permission.link.scope == "anonymous":
        return AnonymousLink()
    if permission.link is not None and permission.link.scope == "organization":
        return OrganisationLink()
    if permission.grantee is None or is_limited(permission):
        return None
    who = recognise(permission.grantee, backdrop.directory)
    return EveryoneGrant(who.name) if isinstance(who, Everybody) else None


def is_limited(permission: ObservedPermission) -> bool:
    """Tell whether the roles give no more than the way through to something below."""
    return all("limited access" in role.casefold() for role in permission.roles)


def _link(
    permission: ObservedPermission, link: SharingLink, backdrop: Backdrop, own_link: PermissionId | None
) -> Shape:
    if link.scope == "existingAccess":
        return _existing_access(permission)
    if link.scope != "users":
        return Unknown(f"a link of scope {link.scope!r}")
    people = tuple(recognise(one, backdrop.directory) for one in permission.people)
    if permission.invitation_email:
        waiting = invited(permission.invitation_email, backdrop.directory)
        if all(isinstance(one, Someone) and one.address == waiting.address for one in people):
            return PendingInvitation(waiting)
        people = (*people, waiting)  # whoever else is on the link has it already
    roles = frozenset(permission.roles)
    if is_reader_link(replace(permission, invitation_email=None)):
        return OwnLink(people) if permission.id == own_link else ForeignLink(people)
    if roles & _WIDER and roles <= _READ | _WIDER:
        return PeopleLink(people, edits=True)
    if roles == _READ and link.kind in _WIDER_KINDS | _READING_KINDS:
        return PeopleLink(people, edits=link.kind in _WIDER_KINDS)
    return Unknown(f"a link of kind {link.kind!r} with roles {_tell(roles)}")


def _existing_access(permission: ObservedPermission) -> Shape:
    """The link that gives nothing is all zeros and names nobody; anything else pretends to be it."""
    if permission.id == _NO_ID and not permission.people and not permission.invitation_email:
        return Structural("link for people with existing access")
    return Unknown("a link for existing access that is more than that")


def _tell(roles: Iterable[str]) -> str:
    return ", ".join(sorted(roles)) or "none"


def _entry(
    permission: ObservedPermission,
    grantee: Grantee,
    backdrop: Backdrop,
    beside: Collection[ObservedPermission],
) -> Shape:
    who = recognise(grantee, backdrop.directory)
    if isinstance(who, Everybody | SystemAccount):
        return Structural(who.name)
    if is_limited(permission):
        return Structural(_PASSAGE)
    if isinstance(who, Application):
        return Structural(who.name) if who.own else ApplicationGrant(who.name)
    roles = frozenset(permission.roles)
    if isinstance(who, LinkGroup):
        return _link_group(who, roles, beside)
    if isinstance(who, SiteGroup):
        return _site_group(who, roles, backdrop)
    if not roles <= _READ | _WIDER:
        return Unknown(f"an entry of {principal_name(who)} with roles {_tell(roles)}")
    return _granted(who, roles)


def _granted(who: Someone | DirectoryGroup | Nameless, roles: frozenset[str]) -> Shape:
    match who:
        case Someone():
            return DirectGrant(who, edits=bool(roles & _WIDER))
        case DirectoryGroup():
            return GroupGrant(who.name)
        case Nameless():
            return Unknown(f"an entry of {who.name}, who is neither person nor group")
        case _ as never:
            assert_never(never)


def _link_group(
    who: LinkGroup, roles: frozenset[str], beside: Collection[ObservedPermission]
) -> Structural | OddSiteGroup | ForeignSiteGroup:
    """Pair a group that bears a link's id with the link: anybody can give a group of theirs such a name."""
    if not who.of_a_link:
        return OddSiteGroup(who.name)
    name = who.name.casefold()
    links = [one for one in beside if one.link is not None and name.endswith(f".{one.id.casefold()}")]
    if roles <= _READ | _WIDER and any(_width(roles) <= _width(one.roles) for one in links):
        return Structural(who.name)
    return ForeignSiteGroup(who.name)


def _site_group(who: SiteGroup, roles: frozenset[str], backdrop: Backdrop) -> Shape:
    """Compare a site group with the library's root, whose roles are right whatever they are called there."""
    if backdrop.site_groups is None:
        return ExpectedSiteGroup()
    known = backdrop.site_groups.get(who.key)
    if known is None:
        return ForeignSiteGroup(who.name)
    if not (roles <= known or (roles <= _READ | _WIDER and _width(roles) <= _width(known))):
        return WidenedSiteGroup(who.name)
    return ExpectedSiteGroup() if _is_standard(who, backdrop) else OddSiteGroup(who.name)


def _is_standard(who: SiteGroup, backdrop: Backdrop) -> bool:
    """Tell whether a group is one of the three that every site begins with: by its number or its name.

    The name is the site's title and one of three words; the title of a channel's site is that of the team
    and the channel. A panel's "members" are none of the channel's.
    """
    title, _, word = who.name.casefold().rpartition(" ")
    named = title in {backdrop.team, backdrop.channel} or (
        title.startswith(backdrop.team) and title.endswith(backdrop.channel)
    )
    return who.key in _STANDARD_NUMBERS or (named and word in _STANDARD_NAMES)


def _width(roles: Iterable[str]) -> int:
    return max((_ROLES.index(role) for role in roles if role in _ROLES), default=-1)


def is_reader_link(permission: ObservedPermission) -> bool:
    """Tell whether a permission has the make of the gate's links: certain people, view, no download."""
    link = permission.link
    return (
        link is not None
        and permission.grantee is None
        and not permission.invitation_email
        and not permission.strange
        and (link.scope, link.kind, link.prevents_download) == ("users", "view", True)
        and frozenset(permission.roles) == _READ
    )


def own_link_on(
    item: ObservedItem,
    remembered: PermissionId | None,
    readers: Collection[ObjectId],
    from_above: Collection[PermissionId] = (),
) -> PermissionId | None:
    """Return the gate's own link on a file.

    The one that an earlier run remembered; else, of several of the same make, the one that names most of
    the desired readers; else the smallest id.

    Args:
        item: The file.
        remembered: What an earlier run left.
        readers: The desired readers of the file.
        from_above: Links that stand on an ancestor and only show again here.
    """
    links = [one for one in item.permissions or () if is_reader_link(one) and one.id not in from_above]
    if any(one.id == remembered for one in links):
        return remembered
    best = min(links, key=lambda one: (-_overlap(one, readers), one.id), default=None)
    return best.id if best is not None else None


def _overlap(link: ObservedPermission, readers: Collection[ObjectId]) -> int:
    return sum(1 for one in link.people if one.object_id is not None and one.object_id in readers)
