"""A person's standing towards the user acceptance agreement (UAA) today.

Source: ISA §8.8, ISA §8.9
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from sharepoint_gate.access.checks import crossed, ticked
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing import accepts_from, day_of
from sharepoint_gate.roster.agreement import Acceptance, AgreementVersion, Decision
from sharepoint_gate.roster.model import Case, Person


class UaaStanding(StrEnum):
    """How a person stands towards the text in force."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    GRACE = "grace"
    OVERDUE = "overdue"
    MISSING = "missing"


_READS = frozenset({UaaStanding.ACCEPTED, UaaStanding.GRACE})
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

    Decisions dated after today, bound to another text than the version's, or made by whoever bore the roster
    id before, are left out.
    """
    texts = {version.version: version.sha256 for version in among}
    since = accepts_from(world, person) or date.min
    made = [
        decision
        for decision in world.register.decisions.get(person.id, ())
        if texts.get(decision.version) == decision.sha256
        and since <= day_of(world, decision.at) <= world.today
    ]
    return max(made, key=lambda decision: (decision.at, decision.decision is Decision.DECLINED), default=None)


def grace_ends_on(major: AgreementVersion, person: Person) -> date | None:
    """Return the last day of grace of somebody marked as an existing user; None for anybody else."""
    if person.existing_since is None:
        return None
    begins = max(major.effective_on, person.existing_since)
    return begins + min(timedelta(days=major.grace_days), date.max - begins)


def is_urgent(world: World, person: Person) -> bool:
    """Tell whether a person is named on a running case of a process that leaves little time."""
    return bool(_urgent_cases(world, person))


def _urgent_cases(world: World, person: Person) -> list[Case]:
    urgent, books = world.rules.agreement.urgent_processes, world.processes.processes
    return [
        case
        for case in world.cases_of.get(person.id, ())
        if case.process in urgent and case.process in books and case.stage != books[case.process].stages[-1]
    ]


def asked_since(world: World, person: Person) -> date | None:
    """Return the day from which an existing user's grace is counted; None for anybody else.

    The grace on an urgent case counts from the case's first day, so that nobody is stopped on the day on
    which they are named; it never lengthens the ordinary one.
    """
    line = current_line(world)
    if not line or person.existing_since is None:
        return None
    return max(line[0].effective_on, person.existing_since)


def last_day_of_grace(world: World, person: Person) -> date | None:
    """Return the last day of grace for the text in force, shorter on urgent cases; None without grace."""
    begins, line = asked_since(world, person), current_line(world)
    if begins is None:
        return None
    before = _if_out_before(world, person)
    if before is not None:
        return last_day_of_grace(before, person)
    ordinary = grace_ends_on(line[0], person) or begins
    days = min(world.rules.agreement.urgent_grace_days, line[0].grace_days)
    starts = [max(begins, min(case.dates.values(), default=begins)) for case in _urgent_cases(world, person)]
    return min([ordinary, *(start + min(timedelta(days=days), date.max - start) for start in starts)])


def _if_out_before(world: World, person: Person) -> World | None:
    """Return the day before the text in force came, where an existing user could not read any more on it.

    Grace lets nobody be stopped by a new text; it opens nothing to somebody whom the one before had stopped.
    """
    day = current_line(world)[0].effective_on - timedelta(days=1)
    if person.existing_since is None or person.existing_since > day:
        return None
    then = replace(world, today=day)
    out = bool(current_line(then)) and uaa_standing(then, person) not in _READS
    return then if out else None


def accepted_until(world: World, person: Person) -> date | None:
    """Return the last day on which a person's acceptance of the text in force counts; None without one.

    Source: ISA §12
    """
    told, months = latest_decision(world, person, current_line(world)), world.rules.agreement.renewal_months
    if told is None or told.decision is Decision.DECLINED or not months:
        return None
    return _months_later(day_of(world, told.at), months)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def uaa_standing(world: World, person: Person) -> UaaStanding:
    """Tell how a person stands today.

    A refusal holds until the same person accepts: a new version of the text does not open by silence what
    its reader has refused.
    """
    line = current_line(world)
    if not line:
        return UaaStanding.MISSING
    last = telling_decision(world, person)
    if last is not None:
        return _standing_told(world, person, last)
    last_day = last_day_of_grace(world, person)
    if last_day is None or (person.existing_since or world.today) > world.today:
        return UaaStanding.MISSING
    return UaaStanding.GRACE if world.today <= last_day else UaaStanding.OVERDUE


def _standing_told(world: World, person: Person, last: Acceptance) -> UaaStanding:
    if last.decision is Decision.DECLINED:
        return UaaStanding.DECLINED
    until = accepted_until(world, person)
    return UaaStanding.OVERDUE if until is not None and until < world.today else UaaStanding.ACCEPTED


def telling_decision(world: World, person: Person) -> Acceptance | None:
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
    told = telling_decision(world, person)
    sentence = _sentence(world, person, told) if told else _sentence_of_silence(world, person, standing)
    place, kind = (told.place if told else person.place), KINDS.get(standing)
    if kind is None:
        return ticked(Condition.UAA, sentence, place)
    return crossed(Condition.UAA, sentence, place, kind)


def _sentence(world: World, person: Person, told: Acceptance) -> str:
    day, until = day_of(world, told.at), accepted_until(world, person)
    late = until is not None and until < world.today
    tail = f", and had until {until} to accept it anew" if late else ""
    return f"{person.name} {told.decision} version {told.version} of the acceptance agreement on {day}{tail}."


def _sentence_of_silence(world: World, person: Person, standing: UaaStanding) -> str:
    line, last_day = current_line(world), last_day_of_grace(world, person)
    version = line[-1].version
    if standing is UaaStanding.MISSING or last_day is None:
        return f"{person.name} has not accepted version {version} of the acceptance agreement."
    if last_day < line[0].effective_on:
        told = f"{person.name} had until {last_day} to accept the acceptance agreement that version {version}"
        return f"{told} replaced, and has not accepted this one either."
    verb = "has" if standing is UaaStanding.GRACE else "had"
    return f"{person.name} {verb} until {last_day} to accept version {version} of the acceptance agreement."
