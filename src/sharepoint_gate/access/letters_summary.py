"""The business unit's morning letter: what was found, put right, needs them, and what ends this week.

Nothing is sent on a morning that needs nobody, but once a week a sign of life: silence must never be taken
for a night that went well. No file is named in it (law 14).

Source: ISA §8.7
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.lapses import lapses
from sharepoint_gate.access.letters import Letter, LetterKind, MailEntry, MailState
from sharepoint_gate.access.standing import check_dates, check_same_person, day_of
from sharepoint_gate.roster.model import Person

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Morning:
    """What a night leaves for the morning.

    Attributes:
        findings: Of the plan and of the mails.
        mended: How many changes were applied and seen.
        failed: How many were not.
        partial: Whether something could not be read.
        sent: How many letters went to others.
        later: How many letters wait for the next night.
        exposures: How many exposures nobody has seen the end of.
    """

    findings: tuple[Finding, ...]
    mended: int
    failed: int
    partial: bool
    sent: int
    later: int
    exposures: int = 0

    @property
    def needing(self) -> tuple[Finding, ...]:
        """The findings that only a person can put right; those that do no harm yet are left out."""
        return tuple(
            one
            for one in self.findings
            if one.handling is Handling.PERSON and one.severity > Severity.WARNING
        )

    @property
    def calls(self) -> bool:
        """Whether anybody is needed."""
        return bool(self.needing or self.failed or self.partial or self.exposures)


def summary_letters(world: World, morning: Morning, ledger: Iterable[MailEntry]) -> tuple[Letter, ...]:
    """Return the morning's letter to everybody of the business unit, where one is due."""
    told = _last_told(ledger)
    # Whole days: a letter leaves some time after its night began, and a week in spring is an hour short.
    if not morning.calls and told is not None and world.today - day_of(world, told) < WEEK:
        return ()
    people = [world.roster.people[name] for name in sorted(world.business_unit)]
    facts = _facts(world, morning)
    return tuple(
        Letter(
            key=f"summary/{person.id}/{world.today}",
            kind=LetterKind.SUMMARY,
            to=person.username,
            person=person.id,
            facts={"name": person.name, **facts},
        )
        for person in people
        if check_dates(world, person).holds and not _is_another(world, person)
    )


def _is_another(world: World, person: Person) -> bool:
    """Tell whether somebody else may read the mailbox now; one that was not looked up gets its letter."""
    another = {FindingKind.IDENTITY_CHANGED, FindingKind.IDENTITY_MISMATCH}
    return check_same_person(world, person).kind in another


def _last_told(ledger: Iterable[MailEntry]) -> datetime | None:
    summaries = [
        one.at for one in ledger if one.kind == LetterKind.SUMMARY and one.state is not MailState.REFUSED
    ]
    return max(summaries, default=None)


def _facts(world: World, morning: Morning) -> dict[str, object]:
    until = world.today + WEEK
    falling = [
        {"day": one.on, "what": f"{world.names[one.person]} reads no longer unless they accept the agreement"}
        for one in lapses(world, until)
    ]
    return {
        "day": world.today,
        "found": len(morning.findings),
        "mended": morning.mended,
        "failed": morning.failed,
        "partial": morning.partial,
        "needs": _needs(morning.needing),
        "needing": len(morning.needing),
        "sent": morning.sent,
        "later": morning.later,
        "exposures": morning.exposures,
        "deadlines": [{"day": day, "what": what} for day, what in deadlines(world, until)],
        "lapses": falling,
        "quiet": not morning.calls,
    }


def _needs(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return each kind once, worst first, with its number and what to do about it."""
    counts: Counter[FindingKind] = Counter(one.kind for one in findings)
    worst = {one.kind: one for one in sorted(findings, key=lambda one: one.severity)}
    order = sorted(counts, key=lambda kind: (-worst[kind].severity, kind.value))
    return [
        {
            "count": counts[kind],
            "kind": kind.value.replace("-", " "),
            "severity": worst[kind].severity.name.lower(),
            "remedy": worst[kind].remedy,
        }
        for kind in order
    ]


def deadlines(world: World, until: date) -> tuple[tuple[date, str], ...]:
    """Return what is declared to end or to be due from today up to a day, in order of the day."""
    found = [(day, what) for day, what in _declared_days(world) if day and world.today <= day <= until]
    return tuple(sorted(found))


def _declared_days(world: World) -> Iterable[tuple[date | None, str]]:
    roster = world.roster
    yield roster.agreement.review_due, f"review of the arrangement {roster.agreement.reference} is due"
    for person in roster.people.values():
        yield person.ends_on, f"last day of access of {person.name}"
    for organisation in roster.organisations.values():
        policy = organisation.policy_document
        if policy is not None:
            yield policy.review_by, f"policy document of {organisation.name} is due for review"
            yield policy.valid_until, f"last valid day of the policy document of {organisation.name}"
    for name, exception in roster.exceptions.items():
        yield exception.until, f"last day of exception {name}"
