"""Who lost their last right on a case: one neutral letter, which gives no reason.

What counts is what law 1 gave, not what somebody held by accident: a person whom a stray link let in is told
nothing of a case that was never theirs.

Source: ISA §8.6
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sharepoint_gate.access.checks import crossed_kinds
from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.roster.model import PersonId

Right = tuple[str, str]
"""A person and a case."""

UNSURE = frozenset({FindingKind.UNREAD})
"""It is not known whether the right has ended: the letter waits."""
SILENT = frozenset(
    {
        # whose mailbox it is now is not certain
        FindingKind.IDENTITY_CHANGED,
        FindingKind.IDENTITY_MISMATCH,
        FindingKind.ACCOUNT_NOT_FOUND,
        FindingKind.ACCOUNT_AMBIGUOUS,
        FindingKind.GENERIC_ACCOUNT,
        FindingKind.PERSONAL_MAIL_RECIPIENT,
        # the ladder's own letters tell it
        FindingKind.UAA_MISSING,
        FindingKind.UAA_OLD_VERSION_OVERDUE,
        FindingKind.UAA_DECLINED,
    }
)
"""The right has ended, and no letter says so."""


@dataclass(frozen=True, slots=True)
class Endings:
    """What became of rights that are no more.

    Attributes:
        letters: To whoever is told.
        waiting: Rights whose end cannot be told yet: they stay remembered.
    """

    letters: tuple[Letter, ...]
    waiting: frozenset[Right]


def rights_now(world: World, desired: DesiredAccess) -> frozenset[Right]:
    """Return who reads on which case today, by the gate's link or by an exception that still runs."""
    found: set[Right] = set()
    for item, wanted in desired.files.items():
        place = place_of(world.observation, world.observation.items[item]) if wanted.readers else None
        if place is not None:
            found |= {(why.person, str(place.case)) for why in wanted.readers.values()}
    for person, exceptions in world.exceptions_of.items():
        running = [one for one in exceptions if world.today <= one.until]
        found |= {(person, one.folder.split("/", maxsplit=1)[0]) for one in running}
    return frozenset(found)


def endings(
    world: World, before: Mapping[Right, str], now: Collection[Right], troubled: Collection[str]
) -> Endings:
    """Return the letters about rights that ended.

    Args:
        world: Everything that decides.
        before: The rights of earlier nights, with the run that first saw each.
        now: The rights of today.
        troubled: Cases on which something was not read or not taken away: nobody is told there yet.
    """
    gone = [right for right in sorted(before) if right not in now]
    waiting = frozenset(right for right in gone if right[1] in troubled or _kinds(world, right) & UNSURE)
    letters = [
        _letter(world, right, before[right])
        for right in gone
        if right not in waiting
        and PersonId(right[0]) in world.roster.people
        and not _kinds(world, right) & SILENT
    ]
    return Endings(tuple(letters), waiting)


def _kinds(world: World, right: Right) -> frozenset[FindingKind]:
    person = world.roster.people.get(PersonId(right[0]))
    return frozenset(crossed_kinds(check_person(world, person))) if person is not None else frozenset()


def _letter(world: World, right: Right, since: str) -> Letter:
    person = world.roster.people[PersonId(right[0])]
    return Letter(
        key=f"ended/{right[0]}/{right[1]}/{since}",
        kind=LetterKind.ENDED,
        to=person.username,
        person=person.id,
        facts={"name": person.name, "case": right[1]},
    )
