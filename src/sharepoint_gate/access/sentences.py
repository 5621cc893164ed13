"""What a finding says: one plain sentence each, without Microsoft's words where there are others."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from sharepoint_gate.access.principals import Principal, Someone, principal_name
from sharepoint_gate.access.shapes import (
    DirectGrant,
    ForeignLink,
    OwnLink,
    PendingInvitation,
    PeopleLink,
)
from sharepoint_gate.roster.model import PersonId

PersonShape = OwnLink | ForeignLink | PeopleLink | DirectGrant | PendingInvitation


def tell_shape(shape: PersonShape) -> str:
    """Return what somebody holds, as the object of a sentence."""
    match shape:
        case OwnLink():
            return "the gate's link"
        case ForeignLink():
            return "a link that the gate did not make"
        case PeopleLink():
            return "a link that allows editing" if shape.edits else "a link that allows download"
        case DirectGrant():
            return "a direct grant that allows editing" if shape.edits else "a direct grant"
        case PendingInvitation():
            return "an invitation that nobody has redeemed"
        case _ as never:
            assert_never(never)


def person_name(names: Mapping[PersonId, str], who: Principal) -> str:
    """Return how a person is told in a plan: the name on the roster, else the address."""
    known = (who.person or who.named) if isinstance(who, Someone) else None
    return names[known] if known is not None else principal_name(who)


def tell_charge(name: str, shape: PersonShape, why: str) -> str:
    """Return why somebody must not hold what they hold."""
    return f"{name} holds {tell_shape(shape)}: {why}"


def tell_people(names: Sequence[str]) -> str:
    """Return names as a person would list them."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


ANYBODY_LINK = "Anybody who has the link can open this, with no sign-in."
ORGANISATION_LINK = "Everybody in the organisation who has the link can open this."


def tell_everyone(name: str) -> str:
    """Return what is wrong with an entry for everyone."""
    return f"“{name}” is an entry for everyone, whoever they are."


def tell_group(name: str) -> str:
    """Return what is wrong with an entry for a group."""
    return f"The group “{name}” has access: access is for named people only, and a group's members change."


def tell_widened_group(name: str) -> str:
    """Return what is wrong with a group of the site that has more here than on the library."""
    return f"The site's own group “{name}” has a wider role here than on the library."


def tell_foreign_group(name: str) -> str:
    """Return what is wrong with a group of the site that does not belong to the channel."""
    return f"The site group “{name}” is none of the channel's own groups, and nobody can see its members."


def tell_application(name: str) -> str:
    """Return what is to be asked about an application's entry."""
    return f"The application “{name}” has access here."


def tell_unknown(why: str) -> str:
    """Return what is wrong with a shape never seen before."""
    return f"There is a permission of a kind that the gate does not know: {why}."
