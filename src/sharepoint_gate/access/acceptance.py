"""A person's standing towards the user acceptance agreement (UAA) today.

Source: ISA §8.8, ISA §8.9
"""

from datetime import date, timedelta
from enum import StrEnum

from sharepoint_gate.access.checks import crossed, ticked
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing import day_of
from sharepoint_gate.roster.agreement import Acceptance, AgreementVersion, Decision
from sharepoint_gate.roster.model import Person


class UaaStanding(StrEnum):
    """How a person stands towards the text in force."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    GRACE = "grace"
    OVERDUE = "overdue"
    MISSING = "missing"


KINDS = {
    UaaStanding.DECLINED: FindingKind.UAA_DECLINED,
    UaaStanding.OVERDUE: FindingKind.UAA_OLD_VERSION_OVERDUE,
    UaaStanding.MISSING: FindingKind.UAA_MISSING,
}


def current_line(world: World) -> tuple[AgreementVersion, ...]:
    """Return the major version in force and its minor ones up to today; empty before the first."""
    known = [version for version in world.register.versions if version.effective_on <= world.today]
    majors = [index for index, version in enumerate(known) if version.major]
    return tuple(known[majors[-1] :]) if majors else ()


def latest_decision(world: World, person: Person, among: tuple[AgreementVersion, ...]) -> Acceptance | None:
    """Return the last decision of a person on one of several versions; a refusal wins a tie.

    Decisions dated after today, or bound to another text than the version's, are left out.
    """
    texts = {version.version: version.sha256 for version in among}
    made = [
        decision
        for decision in world.register.decisions.get(person.id, ())
        if texts.get(decision.version) == decision.sha256 and day_of(world, decision.at) <= world.today
    ]
    return max(made, key=lambda decision: (decision.at, decision.decision is Decision.DECLINED), default=None)


def grace_ends_on(major: AgreementVersion, person: Person) -> date | None:
    """Return the last day of grace of somebody marked as an existing user; None for anybody else."""
    if person.existing_since is None:
        return None
    begins = max(major.effective_on, person.existing_since)
    return begins + min(timedelta(days=major.grace_days), date.max - begins)


def uaa_standing(world: World, person: Person) -> UaaStanding:
    """Tell how a person stands today.

    A refusal holds until the same person accepts: a new version of the text does not open by silence what
    its reader has refused.
    """
    line = current_line(world)
    if not line:
        return UaaStanding.MISSING
    last = _telling_decision(world, person)
    if last is not None:
        return UaaStanding.DECLINED if last.decision is Decision.DECLINED else UaaStanding.ACCEPTED
    last_day = grace_ends_on(line[0], person)
    if last_day is None or (person.existing_since or world.today) > world.today:
        return UaaStanding.MISSING
    return UaaStanding.GRACE if world.today <= last_day else UaaStanding.OVERDUE


def _telling_decision(world: World, person: Person) -> Acceptance | None:
    """Return the decision that counts: the last of all if it refuses, else the last on this text."""
    last = latest_decision(world, person, world.register.versions)
    if last is not None and last.decision is Decision.DECLINED:
        return last
    return latest_decision(world, person, current_line(world))


def check_uaa(world: World, person: Person) -> Check:
    """Check that a person has accepted the agreement, or is still in grace."""
    standing, line = uaa_standing(world, person), current_line(world)
    if not line:
        sentence = "No acceptance agreement is in force yet."
        return crossed(Condition.UAA, sentence, person.place, FindingKind.UAA_MISSING)
    told = _telling_decision(world, person)
    sentence = _sentence(world, person, told) if told else _sentence_of_silence(line, person, standing)
    place, kind = (told.place if told else person.place), KINDS.get(standing)
    if kind is None:
        return ticked(Condition.UAA, sentence, place)
    return crossed(Condition.UAA, sentence, place, kind)


def _sentence(world: World, person: Person, told: Acceptance) -> str:
    day = day_of(world, told.at)
    return f"{person.name} {told.decision} version {told.version} of the acceptance agreement on {day}."


def _sentence_of_silence(line: tuple[AgreementVersion, ...], person: Person, standing: UaaStanding) -> str:
    version, last_day = line[-1].version, grace_ends_on(line[0], person)
    if standing is UaaStanding.MISSING:
        return f"{person.name} has not accepted version {version} of the acceptance agreement."
    verb = "has" if standing is UaaStanding.GRACE else "had"
    return f"{person.name} {verb} until {last_day} to accept version {version} of the acceptance agreement."
