"""What is wrong with one permission of one item: a charge for each person or principal whom it names.

Kinds come in the fixed precedence: shapes that name no person, then the conditions of law 1 that the
person does not meet, then the shape of what the person holds.

Source: ISA §8.3, ISA §8.4, ISA §8.5, ISA §8.6, ISA §8.7
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from sharepoint_gate.access import sentences
from sharepoint_gate.access.checks import PRECEDENCE
from sharepoint_gate.access.classify import Backdrop
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ObjectId, ObservedItem
from sharepoint_gate.access.principals import (
    Application,
    DirectoryGroup,
    Everybody,
    LinkGroup,
    Nameless,
    Principal,
    SiteGroup,
    Someone,
    SystemAccount,
    principal_name,
)
from sharepoint_gate.access.reasons import Failure, expired_exception, failures_of
from sharepoint_gate.access.sentences import PersonShape
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
from sharepoint_gate.access.stale import with_age
from sharepoint_gate.faults import Place


@dataclass(frozen=True, slots=True)
class Standard:
    """What every permission is measured against."""

    world: World
    desired: DesiredAccess
    backdrop: Backdrop

    def is_reader(self, item: ObservedItem, object_id: ObjectId | None) -> bool:
        """Tell whether somebody should read a file through the gate's own link."""
        wanted = self.desired.files.get(item.id)
        return wanted is not None and object_id is not None and object_id in wanted.readers


@dataclass(frozen=True, slots=True)
class Charge:
    """Why one principal must not hold a permission.

    Attributes:
        kinds: Without repetition, in order of precedence.
        principal: As a finding names it.
        name: As a plan names it.
        object_id: Whom a link can be relieved of without touching the others; None when that cannot be.
    """

    kinds: tuple[FindingKind, ...]
    principal: str
    name: str
    sentence: str
    place: Place | None = None
    object_id: ObjectId | None = None


def charges_of(standard: Standard, item: ObservedItem, shape: Shape, *, moved: bool) -> tuple[Charge, ...]:
    """Return what is wrong with a permission; nothing for one that is as it should be.

    Args:
        standard: What it is measured against.
        item: Where it stands.
        shape: What it is.
        moved: The file lies in another folder than an earlier run remembered.
    """
    match shape:
        case ExpectedSiteGroup() | Structural():
            return ()
        case OwnLink() | ForeignLink() | PeopleLink():
            return _link_charges(standard, item, shape, moved=moved)
        case DirectGrant() | PendingInvitation():
            return tuple(_person_charge(standard, item, shape, shape.who, moved=False))
        case AnonymousLink() | OrganisationLink() | EveryoneGrant():
            return (_open_charge(shape),)
        case _:
            return (_named_charge(shape),)


def _open_charge(shape: AnonymousLink | OrganisationLink | EveryoneGrant) -> Charge:
    match shape:
        case AnonymousLink():
            return _charge(FindingKind.ANONYMOUS_LINK, "anyone", sentences.ANYBODY_LINK)
        case OrganisationLink():
            who = "everyone in the organisation"
            return _charge(FindingKind.ORGANISATION_LINK, who, sentences.ORGANISATION_LINK)
        case EveryoneGrant(name):
            return _charge(FindingKind.EVERYONE_CLAIM, name, sentences.tell_everyone(name))
        case _ as never:
            assert_never(never)


def _named_charge(
    shape: GroupGrant | WidenedSiteGroup | OddSiteGroup | ForeignSiteGroup | ApplicationGrant | Unknown,
) -> Charge:
    match shape:
        case GroupGrant(name):
            return _charge(FindingKind.GROUP_GRANT, name, sentences.tell_group(name))
        case WidenedSiteGroup(name):
            return _charge(FindingKind.SITE_GROUP_UNEXPECTED, name, sentences.tell_widened_group(name))
        case OddSiteGroup(name) | ForeignSiteGroup(name):
            return _charge(FindingKind.SITE_GROUP_UNEXPECTED, name, sentences.tell_foreign_group(name))
        case ApplicationGrant(name):
            return _charge(FindingKind.APPLICATION_GRANT, name, sentences.tell_application(name))
        case Unknown(why):
            return _charge(FindingKind.UNKNOWN_SHAPE, "", sentences.tell_unknown(why))
        case _ as never:
            assert_never(never)


def _charge(kind: FindingKind, principal: str, sentence: str) -> Charge:
    return Charge((kind,), principal, principal, sentence)


def _link_charges(
    standard: Standard, item: ObservedItem, shape: OwnLink | ForeignLink | PeopleLink, *, moved: bool
) -> tuple[Charge, ...]:
    charges: list[Charge] = []
    for who in shape.people:
        if isinstance(who, Someone):
            charges += _person_charge(standard, item, shape, who, moved=moved)
        else:
            charges.append(_stray_charge(who))
    if not shape.people and not isinstance(shape, OwnLink):
        kinds = _shape_kinds(shape, item)
        charges.append(
            Charge(kinds, "", "", f"There is {sentences.tell_shape(shape)} that names nobody yet.")
        )
    return tuple(charges)


def _stray_charge(who: Principal) -> Charge:
    """Charge a link with naming something that is no person."""
    name = principal_name(who)
    match who:
        case DirectoryGroup():
            return _charge(FindingKind.GROUP_GRANT, name, sentences.tell_group(name))
        case Everybody():
            return _charge(FindingKind.EVERYONE_CLAIM, name, sentences.tell_everyone(name))
        case SiteGroup():
            return _charge(FindingKind.SITE_GROUP_UNEXPECTED, name, sentences.tell_foreign_group(name))
        case Application():
            return _charge(FindingKind.APPLICATION_GRANT, name, sentences.tell_application(name))
        case LinkGroup() | SystemAccount() | Nameless() | Someone():
            return _charge(FindingKind.UNKNOWN_SHAPE, name, sentences.tell_unknown(f"a link names {name}"))
        case _ as never:
            assert_never(never)


def _person_charge(
    standard: Standard, item: ObservedItem, shape: PersonShape, who: Someone, *, moved: bool
) -> Iterable[Charge]:
    """Yield the charge against one person, if there is one."""
    is_reader = standard.is_reader(item, who.object_id)
    own = isinstance(shape, OwnLink)
    if own and is_reader:
        return
    failures = () if is_reader else failures_of(standard.world, standard.backdrop.directory, item, who, shape)
    if own and not failures:
        return  # nothing is known against the person but that the account could not be looked up
    kinds = {failure.kind for failure in failures}
    kinds |= {FindingKind.MOVED_WITH_READERS} if own and moved else set()
    kinds |= set(() if own else _person_shape_kinds(standard.world, item, who, shape))
    yield _told(standard, shape, who, failures, sorted(kinds, key=PRECEDENCE.__getitem__))


def _told(
    standard: Standard,
    shape: PersonShape,
    who: Someone,
    failures: tuple[Failure, ...],
    kinds: Iterable[FindingKind],
) -> Charge:
    name = sentences.person_name(standard.world.names, who)
    why = failures[0].sentence if failures else "files are read through the gate's own link only."
    place = failures[0].place if failures else None
    told = sentences.tell_charge(name, shape, why)
    return Charge(tuple(kinds), principal_name(who), name, told, place, who.object_id)


def _person_shape_kinds(
    world: World, item: ObservedItem, who: Someone, shape: PersonShape
) -> tuple[FindingKind, ...]:
    if who.person is not None and expired_exception(world, item, who.person) is not None:
        return (FindingKind.EXCEPTION_EXPIRED,)
    return with_age(world, who, _shape_kinds(shape, item))


def _shape_kinds(shape: PersonShape, item: ObservedItem) -> tuple[FindingKind, ...]:
    """Return what a shape is called; an edit shape is not told a second time as one that allows download."""
    folder = item.is_folder and not item.package
    match shape:
        case DirectGrant(edits=True):
            first = FindingKind.EDIT_GRANT_WITHOUT_EXCEPTION
        case PeopleLink(edits=True):
            first = FindingKind.EDIT_LINK
        case PendingInvitation():
            first = FindingKind.PENDING_INVITATION
        case DirectGrant():
            return (FindingKind.FOLDER_GRANT if folder else FindingKind.DIRECT_GRANT,)
        case PeopleLink():
            return (FindingKind.FOLDER_GRANT if folder else FindingKind.DOWNLOAD_ALLOWED_LINK,)
        case OwnLink() | ForeignLink():
            return (FindingKind.FOLDER_GRANT if folder else FindingKind.FOREIGN_LINK,)
        case _ as never:
            assert_never(never)
    return (first, FindingKind.FOLDER_GRANT) if folder else (first,)
