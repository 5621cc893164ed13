"""The shapes that a permission can have once it is known who stands behind it: exactly one each.

Source: graph:resources/permission, graph:resources/sharinglink
"""

from dataclasses import dataclass

from sharepoint_gate.access.principals import Principal, Someone


@dataclass(frozen=True, slots=True)
class OwnLink:
    """The gate's own link on a file: for certain people, view only, download blocked."""

    people: tuple[Principal, ...]


@dataclass(frozen=True, slots=True)
class ForeignLink:
    """A link of the same make that is not the gate's."""

    people: tuple[Principal, ...]


@dataclass(frozen=True, slots=True)
class PeopleLink:
    """A link for certain people that allows download, and editing or reviewing where ``edits``."""

    people: tuple[Principal, ...]
    edits: bool


@dataclass(frozen=True, slots=True)
class OrganisationLink:
    """A link for everybody in the organisation."""


@dataclass(frozen=True, slots=True)
class AnonymousLink:
    """A link for anybody who has it."""


@dataclass(frozen=True, slots=True)
class DirectGrant:
    """An entry that names one person; ``edits`` where the role is wider than reading."""

    who: Someone
    edits: bool


@dataclass(frozen=True, slots=True)
class GroupGrant:
    """An entry that names a group of the directory."""

    name: str


@dataclass(frozen=True, slots=True)
class EveryoneGrant:
    """An entry that names everyone, or everyone but guests."""

    name: str


@dataclass(frozen=True, slots=True)
class ExpectedSiteGroup:
    """A group of the channel's site with no wider role than it has on the library."""


@dataclass(frozen=True, slots=True)
class WidenedSiteGroup:
    """A group of the channel's site with a wider role than on the library: told, never removed."""

    name: str


@dataclass(frozen=True, slots=True)
class OddSiteGroup:
    """A group that the library's root knows, but that no site begins with: told, never removed."""

    name: str


@dataclass(frozen=True, slots=True)
class ForeignSiteGroup:
    """A group that the library's root does not know."""

    name: str


@dataclass(frozen=True, slots=True)
class ApplicationGrant:
    """An entry that names another application than the gate."""

    name: str


@dataclass(frozen=True, slots=True)
class Structural:
    """What SharePoint keeps for itself and what gives nobody access; ``what`` says which of these it is."""

    what: str


@dataclass(frozen=True, slots=True)
class PendingInvitation:
    """An invitation that nobody has redeemed yet: it counts as present."""

    who: Someone


@dataclass(frozen=True, slots=True)
class Unknown:
    """A shape never seen before; ``why`` says what cannot be read."""

    why: str


Shape = (
    OwnLink
    | ForeignLink
    | PeopleLink
    | OrganisationLink
    | AnonymousLink
    | DirectGrant
    | GroupGrant
    | EveryoneGrant
    | ExpectedSiteGroup
    | WidenedSiteGroup
    | OddSiteGroup
    | ForeignSiteGroup
    | ApplicationGrant
    | Structural
    | PendingInvitation
    | Unknown
)
