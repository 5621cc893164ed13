"""Rails: when a plan is too large, or of a shape too much like a slip, to be carried out without a word.

They weigh what the last applied desired state held and what today's roster or directory no longer gives,
and what it suddenly gives. All reasons are told at once, before the first write.

Source: ISA §8.3, ISA §8.7, ADR-0013
"""

from collections.abc import Callable, Iterable

from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import Condition, DesiredAccess, World
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.rails_channel import gate_itself, too_few_owners
from sharepoint_gate.access.rails_edits import Edits, edits_of
from sharepoint_gate.access.rails_model import Rail, RailName
from sharepoint_gate.access.rails_rights import (
    PERSON,
    Right,
    cases_by_person,
    gained_rights,
    lost_rights,
    unexplained,
)
from sharepoint_gate.roster.model import CaseRef, Mode, OrganisationId, PersonId

HALF = 0.5
_ROWS = "If it was a slip, put the rows back; if it is meant, release this plan past the rail."
_LEAVERS = "Give people who leave a last day (ends_on) instead of deleting their rows; it is never held back."
_ONE_BY_ONE = "Move one case a night, or release this plan past the rail."
_ACCOUNTS = "Ask the organisation's IT what happened to the accounts; a single changed one is told by name."
_ADDRESSES = "Was one column of the roster sorted without the others? Compare it with the last revision."
_SPREAD = "Look at the plan, who would read what; if it is meant, release this plan past the rail."


def tripped_rails(world: World, desired: DesiredAccess, plan: Plan) -> tuple[Rail, ...]:
    """Return every rail that a plan trips, released or not, in a fixed order."""
    edits = edits_of(world)
    found: list[Rail] = []
    if world.memory.applied.known:
        for check in _CHECKS:
            found += check(world, edits)
        found += _removals(world, lost_rights(world, plan, edits))
    found += too_few_owners(world, desired)
    found += gate_itself(world, desired, plan)
    found += _grants(world, gained_rights(world, plan, edits))
    return tuple(found)


def too_many(count: int, of: int, most: int) -> bool:
    """Tell whether so many of so many are more than a slip may be: beyond the most, or two that make half.

    The second half holds where the first sleeps: in a partnership of three people.
    """
    return count > most or (count > 1 and count >= of * HALF)


def _emptied(world: World, edits: Edits) -> Iterable[Rail]:
    applied, roster = world.memory.applied, world.roster
    readers = {name for name in applied.people if name not in applied.channel.values()}
    if readers and readers <= edits.missing:
        yield _empty("people", len(readers), _names(world, readers))
    if edits.gone and edits.gone == applied.cases.keys():
        yield _empty("cases", len(edits.gone), tuple(sorted(edits.gone)))
    for ref, case in sorted(applied.cases.items()):
        now = roster.cases.get(ref)
        emptied = now is not None and now.mode is Mode.ENFORCE and not now.people
        if emptied and len(case.people) > 1:
            yield _empty(f"people of {ref}", len(case.people), _names(world, case.people))
    lost = applied.exceptions.keys() - roster.exceptions.keys()
    if len(lost) > 1 and lost == applied.exceptions.keys():
        yield _empty("exceptions", len(lost), tuple(sorted(lost)))


def _empty(section: str, count: int, names: tuple[str, ...]) -> Rail:
    what = f"The section {section} of the roster is empty; it held {count} when it was last applied."
    return Rail(RailName.EMPTIED, what, names, _ROWS, count, count)


def _people_missing(world: World, edits: Edits) -> Iterable[Rail]:
    applied = world.memory.applied
    known = {name for name, one in applied.people.items() if not one.ended}
    of, readers = len(known), len(known.difference(applied.channel.values()))
    # Half of those who read: the business unit would make a small partnership look larger than it is.
    if too_many(len(edits.missing), readers, world.rules.rails.most_people_missing):
        what = f"{len(edits.missing)} of {of} people are gone from the roster without a last day."
        names = _names(world, edits.missing)
        yield Rail(RailName.PEOPLE_MISSING, what, names, f"{_LEAVERS} {_ROWS}", len(edits.missing), of)


def _cases_moved(world: World, edits: Edits) -> Iterable[Rail]:
    applied = world.memory.applied.cases
    if too_many(len(edits.shifted), len(applied), world.rules.rails.most_cases_moved):
        count, of = len(edits.shifted), len(applied)
        what = f"{count} of {of} cases changed their stage, or are gone from the roster, at once."
        names = tuple(_tell_move(world, one) for one in sorted(edits.shifted))
        yield Rail(RailName.CASES_MOVED, what, names, f"{_ONE_BY_ONE} {_ROWS}", count, of)


def _tell_move(world: World, ref: CaseRef) -> str:
    now, then = world.roster.cases.get(ref), world.memory.applied.cases[ref]
    return f"{ref} ({then.stage} to {now.stage})" if now is not None else f"{ref} (gone)"


def _identities(world: World, edits: Edits) -> Iterable[Rail]:
    known = {
        name: one.object_id
        for name, one in world.memory.applied.people.items()
        if one.object_id is not None and name in world.roster.people
    }
    lost = {name for name in known if name not in edits.addresses and _is_another(world, name, known[name])}
    if too_many(len(lost), len(known), world.rules.rails.most_identities):
        what = f"The accounts of {len(lost)} of {len(known)} people changed, or are found no more, at once."
        yield Rail(RailName.IDENTITIES, what, _names(world, lost), _ACCOUNTS, len(lost), len(known))


def _is_another(world: World, name: PersonId, object_id: str | None) -> bool:
    """Tell whether a look-up found no account, several, or one that is not the one that was approved."""
    found = world.observation.accounts.get(name)
    if found is None:
        return False
    return [one.object_id for one in found] != [object_id] or not is_same(world, name)


def is_same(world: World, name: PersonId) -> bool:
    """Tell whether the account of somebody still is the one that was approved."""
    check = next(
        one
        for one in check_person(world, world.roster.people[name])
        if one.condition is Condition.SAME_PERSON
    )
    return check.holds


def _addresses(world: World, edits: Edits) -> Iterable[Rail]:
    applied, people = world.memory.applied.people, world.roster.people
    count, of = len(edits.addresses), sum(name in people for name in applied)
    owners = {one.username.casefold() for one in applied.values()}
    swapped = [name for name in edits.addresses if people[name].username.casefold() in owners]
    if too_many(count, of, world.rules.rails.most_addresses) or len(swapped) > 1:
        what = f"{count} of {of} people changed their address at once"
        told = f"{what}, {len(swapped)} of them to somebody else's." if swapped else f"{what}."
        yield Rail(RailName.ADDRESSES, told, _names(world, edits.addresses), _ADDRESSES, count, of)


def _organisations(world: World, edits: Edits) -> Iterable[Rail]:
    count, of = (
        len(edits.organisations),
        sum(name in world.roster.people for name in world.memory.applied.people),
    )
    if too_many(count, of, world.rules.rails.most_organisations):
        what = f"{count} of {of} people changed their organisation at once."
        names = _names(world, edits.organisations)
        yield Rail(RailName.ORGANISATIONS, what, names, f"{_ADDRESSES} {_ROWS}", count, of)


_CHECKS: tuple[Callable[[World, Edits], Iterable[Rail]], ...] = (
    _emptied,
    _people_missing,
    _cases_moved,
    _identities,
    _addresses,
    _organisations,
)


def _removals(world: World, lost: tuple[Right, ...]) -> Iterable[Rail]:
    """Weigh the rights that fall away against all that were applied."""
    rules = world.rules.rails
    of = sum(len(one.readers) for one in world.memory.applied.files.values())
    counted = unexplained(lost)
    count = len(counted)
    many = count > rules.most_removals and count > of * rules.share
    if many or (count > 1 and count >= of * HALF):
        people = {one.person for one in counted}
        what = f"{count} of {of} rights to read a file would fall away, of {len(people)} people."
        yield Rail(RailName.REMOVALS, what, _names(world, people), f"{_LEAVERS} {_ROWS}", count, of)


def _grants(world: World, gained: tuple[Right, ...]) -> Iterable[Rail]:
    """Weigh the rights that would come against those that stand; the first run has nothing else to weigh."""
    rules, applied = world.rules.rails, world.memory.applied
    of = sum(len(one.readers) for one in applied.files.values())
    counted = unexplained(gained)
    count, people = len(counted), {one.person for one in counted}
    many = count > rules.most_grants and count > of * rules.share
    if many or (applied.known and of > 0 and len(people) > 1 and count >= of):
        what = f"{count} rights to read a file would come at once, for {len(people)} people; {of} stand."
        yield Rail(RailName.GRANTS, what, _names(world, people), _SPREAD, count, of)
    if applied.known:
        yield from _spread(world, gained)


def _spread(world: World, gained: tuple[Right, ...]) -> Iterable[Rail]:
    """Weigh upon how many cases one person, or one organisation, comes at once."""
    rules, named = world.rules.rails, tuple(one for one in gained if one.cause[0] == PERSON)
    for person, count in sorted(cases_by_person(named).items()):
        if count > rules.most_cases_a_person:
            who = world.names[person]
            what = f"{who} would come upon {count} cases at once."
            yield Rail(RailName.GRANTS, what, (who,), _SPREAD, count, len(world.roster.cases))
    cases: dict[OrganisationId, set[CaseRef]] = {}
    for one in named:
        cases.setdefault(world.roster.people[one.person].organisation, set()).add(one.case)
    for organisation, refs in sorted(cases.items()):
        if len(refs) > rules.most_cases_an_organisation:
            what = f"{organisation} would come upon {len(refs)} cases at once."
            yield Rail(
                RailName.GRANTS, what, tuple(sorted(refs)), _SPREAD, len(refs), len(world.roster.cases)
            )


def _names(world: World, people: Iterable[PersonId]) -> tuple[str, ...]:
    """Return how people are called, in order; whoever is gone from the roster by the address of then."""
    then = world.memory.applied.people
    told = (world.names[one] if one in world.names else f"{one} ({then[one].username})" for one in people)
    return tuple(sorted(told))
