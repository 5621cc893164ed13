"""Why somebody has no right to an item that they hold: every condition of law 1 that fails, named.

Source: ISA §8.3, ISA §8.6, ISA §8.7, ISA §8.8, ISA §9.1
"""

from dataclasses import dataclass

from sharepoint_gate.access.checks import PRECEDENCE
from sharepoint_gate.access.conditions import check_file, check_person
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.directory import Directory
from sharepoint_gate.access.exceptions import is_allowed
from sharepoint_gate.access.freezes import case_freeze
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ObservedItem, ObservedPermission
from sharepoint_gate.access.paths import below_channel, is_placed, place_of
from sharepoint_gate.access.principals import Someone, stranger_kinds
from sharepoint_gate.access.sentences import PersonShape
from sharepoint_gate.access.shapes import DirectGrant, OwnLink, PendingInvitation
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import Person, PersonId, RecordedException

_ACCOUNT_ONLY = frozenset({FindingKind.UNREAD})
_STRANGER = {
    FindingKind.PERSONAL_MAIL_RECIPIENT: "is on no roster and belongs to no partner organisation.",
    FindingKind.GENERIC_ACCOUNT: "is a shared mailbox and not a person.",
    FindingKind.GUEST_NOT_IN_ROSTER: "is a guest who is on no roster.",
    FindingKind.INTERNAL_NOT_IN_ROSTER: "is a colleague who is on no roster.",
    FindingKind.ACCOUNT_NOT_FOUND: "is named by address only, which proves nobody.",
}
_FORGOTTEN = "any more, and a name alone proves nobody."


@dataclass(frozen=True, slots=True)
class Failure:
    """One condition that somebody does not meet."""

    kind: FindingKind
    sentence: str
    place: Place | None = None


def failures_of(
    world: World, directory: Directory, item: ObservedItem, who: Someone, shape: PersonShape
) -> tuple[Failure, ...]:
    """Return everything that keeps somebody from an item, in order of precedence.

    That an account could not be looked up is no reason against anybody (law 7): a person of whom nothing
    else is known keeps the gate's link until the account can be read. The same holds while the channel's
    folder could not be read: then nobody knows where a file lies, and only the person is weighed.
    """
    if who.person is None:
        return _stranger_failures(directory, who, shape)
    person = world.roster.people[who.person]
    found = [_failure(check, shape) for check in _checks(world, person, item, shape) if not check.holds]
    known = {one.kind: one for one in found if one is not None}
    failures = [known[kind] for kind in sorted(known, key=PRECEDENCE.__getitem__)]
    unsure = is_unread(world, who.person) or not is_placed(world.observation)
    if not failures and isinstance(shape, OwnLink) and not unsure:
        failures = [_second_way(world, item, person, who)]
    return tuple(failures)


def is_unread(world: World, person: PersonId) -> bool:
    """Tell whether a person's account could not be looked up."""
    return person not in world.observation.accounts


def _stranger_failures(directory: Directory, who: Someone, shape: PersonShape) -> tuple[Failure, ...]:
    kinds = stranger_kinds(who, directory)
    if isinstance(shape, PendingInvitation) and (who.named is not None or who.accountless):
        kinds = ()  # the invitation is the whole story; there is no account yet that could be proven
    if who.accountless:
        return tuple(Failure(kind, f"no account bears the name {who.address} {_FORGOTTEN}") for kind in kinds)
    return tuple(Failure(kind, f"{who.address} {_STRANGER[kind]}") for kind in kinds)


def _checks(world: World, person: Person, item: ObservedItem, shape: PersonShape) -> tuple[Check, ...]:
    if person.id in world.business_unit or not is_placed(world.observation):
        return check_person(world, person)
    checks = check_file(world, person, item)
    if _is_case_folder(world, item):
        # it lies above all stages and agencies, so that only the naming can be weighed
        return _without(checks, Condition.STAGE, Condition.OWN_AGENCY, Condition.VIEWABLE)
    return checks if isinstance(shape, OwnLink) else _without(checks, Condition.VIEWABLE)


def _is_case_folder(world: World, item: ObservedItem) -> bool:
    place = place_of(world.observation, item) if item.is_folder else None
    return place is not None and place.case in world.roster.cases and not place.folder


def _without(checks: tuple[Check, ...], *conditions: Condition) -> tuple[Check, ...]:
    return tuple(check for check in checks if check.condition not in conditions)


def _failure(check: Check, shape: PersonShape) -> Failure | None:
    if check.kind is None or check.kind in _ACCOUNT_ONLY:
        return None
    kind = check.kind
    if kind is FindingKind.LINK_OUTSIDE_STAGE and isinstance(shape, DirectGrant):
        kind = FindingKind.GRANT_OUTSIDE_STAGE
    return Failure(kind, check.sentence, check.place)


def _second_way(world: World, item: ObservedItem, person: Person, who: Someone) -> Failure:
    """Say why somebody of whom every condition holds is not among the readers all the same."""
    current = {account.object_id for account in world.observation.accounts.get(person.id, ())}
    if who.object_id not in current:
        sentence = f"{who.address} is an account that {person.name} had before."
        return Failure(FindingKind.IDENTITY_CHANGED, sentence, person.place)
    if person.id in world.business_unit:
        sentence = f"{person.name} is of the business unit, which reads in the channel and not through links."
        return Failure(FindingKind.SECOND_WAY_IN, sentence, world.roster.channel.place)
    sentence = f"{person.name} reads {item.name} by a recorded exception already, and one way in is enough."
    return Failure(FindingKind.SECOND_WAY_IN, sentence, person.place)


def _reaching(world: World, item: ObservedItem, person: PersonId) -> tuple[RecordedException, ...]:
    path = below_channel(world.observation, item)
    if not path:
        return ()
    recorded = world.exceptions_of.get(person, ())
    return tuple(one for one in recorded if f"{path}/".startswith(f"{one.folder}/"))


def expired_exception(world: World, item: ObservedItem, person: PersonId) -> RecordedException | None:
    """Return an exception of a person that reached an item and has run out, unless another still holds."""
    reaching = _reaching(world, item, person)
    if any(world.today <= one.until for one in reaching):
        return None
    return reaching[0] if reaching else None


def unread_exception(
    world: World, item: ObservedItem, who: Someone, permission: ObservedPermission
) -> RecordedException | None:
    """Return the exception that would cover an entry if only the person's account could be looked up."""
    if who.person is None or not is_unread(world, who.person):
        return None
    place = place_of(world.observation, item)
    if place is not None and case_freeze(world.memory.freezes, place.case) is not None:
        return None
    against = {check.kind for check in check_person(world, world.roster.people[who.person])}
    if against - {None} - _ACCOUNT_ONLY:
        return None
    standing = [one for one in _reaching(world, item, who.person) if world.today <= one.until]
    return next((one for one in standing if is_allowed(one, permission)), None)
