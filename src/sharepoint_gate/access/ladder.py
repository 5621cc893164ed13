"""The ladder of the acceptance agreement: who is asked, reminded, told, and on which day.

What is due follows from the register and from what was sent, never from yesterday's run: a night that was
missed leaves no backlog, for only the newest step that is due goes out.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sharepoint_gate.access.acceptance import (
    UaaStanding,
    accepted_until,
    asked_since,
    current_line,
    is_urgent,
    last_day_of_grace,
    telling_decision,
    uaa_standing,
)
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.lapses import Lapse, lapses
from sharepoint_gate.access.reachable import is_reachable
from sharepoint_gate.access.standing import day_of
from sharepoint_gate.roster.agreement import Acceptance, AgreementVersion
from sharepoint_gate.roster.days import is_working_day, next_working_day
from sharepoint_gate.roster.model import Person, PersonId

__all__ = ["DueMail", "Lapse", "Rung", "due_mails", "lapses", "lead_address"]

REST = timedelta(hours=24)


class Rung(StrEnum):
    """A step of the ladder; each is a letter."""

    ASK = "ask"
    REMINDER = "reminder"
    LEAD = "lead-copy"
    SUSPENDED = "suspended"
    DECLINED = "declined"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class DueMail:
    """A letter that is due about one person's acceptance.

    Attributes:
        key: Never used for two letters, for example ``uaa/reminder-7/u30/2``.
        person: Whom it is about; a lead copy goes to the contact of the person's organisation instead.
        version: The version to accept, with the digest of its text.
        deadline: The last day of access without acceptance; None where there is no access yet or any more.
    """

    key: str
    rung: Rung
    person: PersonId
    version: str
    sha256: str
    deadline: date | None


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of asking one person.

    Attributes:
        tail: What the keys of this round end in.
        begins: The day from which the days are counted; None until the first letter has gone.
    """

    person: Person
    version: AgreementVersion
    tail: str
    begins: date | None
    deadline: date | None

    def key(self, step: str) -> str:
        return f"uaa/{step}/{self.tail}"

    def mail(self, rung: Rung, step: str, deadline: date | None) -> DueMail:
        version = self.version
        return DueMail(self.key(step), rung, self.person.id, version.version, version.sha256, deadline)


def due_mails(world: World, sent: Mapping[str, datetime]) -> tuple[DueMail, ...]:
    """Return the letters about the acceptance agreement that are due now, by person.

    Args:
        world: Everything that decides; the moment is that of its observation.
        sent: The keys of letters that went, or may have gone, with the instant of each.
    """
    if not current_line(world):
        return ()
    people = [person for _, person in sorted(world.roster.people.items()) if is_reachable(world, person)]
    return tuple(mail for person in people for mail in _due(world, person, sent))


def lead_address(world: World, person: Person) -> str | None:
    """Return the address that a copy for a person's organisation goes to; None where none is declared."""
    organisation = world.roster.organisations.get(person.organisation)
    return organisation.breach_contact if organisation is not None else None


def _due(world: World, person: Person, sent: Mapping[str, datetime]) -> Iterator[DueMail]:
    standing, told = uaa_standing(world, person), telling_decision(world, person)
    if standing is UaaStanding.DECLINED and told is not None:
        yield from _unsent(_round(world, person, sent), Rung.DECLINED, _stamp("declined", told), sent)
        return
    current = _round(world, person, sent)
    if standing is UaaStanding.OVERDUE:
        yield from _unsent(current, Rung.SUSPENDED, Rung.SUSPENDED.value, sent)
        return
    if standing is UaaStanding.ACCEPTED and told is not None:
        yield from _restored(world, person, told, sent)
        if not _is_renewing(world, current):
            return
    yield from _asking(world, current, sent)


def _round(world: World, person: Person, sent: Mapping[str, datetime]) -> _Round:
    line = current_line(world)
    tail = f"{person.id}/{line[0].version}"
    until = accepted_until(world, person)
    if until is not None:
        begins = until - timedelta(days=line[0].grace_days)
        return _Round(person, line[-1], f"{tail}/{until}", begins, until)
    deadline = last_day_of_grace(world, person)
    if deadline is not None:
        return _Round(person, line[-1], tail, asked_since(world, person), deadline)
    asked = sent.get(f"uaa/ask/{tail}")
    return _Round(person, line[-1], tail, day_of(world, asked) if asked else None, None)


def _is_renewing(world: World, current: _Round) -> bool:
    """Tell whether an acceptance ends so soon that its renewal is asked for."""
    ends = accepted_until(world, current.person) is not None
    return ends and current.begins is not None and current.begins <= world.today


def _asking(world: World, current: _Round, sent: Mapping[str, datetime]) -> Iterator[DueMail]:
    ask = current.key("ask")
    if ask not in sent:
        yield current.mail(Rung.ASK, "ask", current.deadline)
        return
    if current.key("lead-copy") not in sent and _is_due(world, current, _lead_day(world, current)):
        yield current.mail(Rung.LEAD, "lead-copy", current.deadline)
    due = [day for day in _reminder_days(world, current) if _is_due(world, current, day)]
    if not due:
        return
    last = max(instant for key, instant in sent.items() if _is_request(key, current))
    newest = _day(current, due[-1])
    if day_of(world, last) < newest and world.observation.at - last >= REST:
        yield current.mail(Rung.REMINDER, f"reminder-{due[-1]}", current.deadline)


def _is_request(key: str, current: _Round) -> bool:
    """Tell whether a letter asked this person in this round; copies to others do not count."""
    step = key.removeprefix("uaa/").partition("/")[0]
    return key.endswith(f"/{current.tail}") and step.startswith(("ask", "reminder-"))


def _reminder_days(world: World, current: _Round) -> tuple[int, ...]:
    rules = world.rules.agreement
    days = rules.urgent_reminder_days if is_urgent(world, current.person) else rules.reminder_days
    return tuple(sorted(days))


def _lead_day(world: World, current: _Round) -> int:
    rules = world.rules.agreement
    if is_urgent(world, current.person):
        return max(rules.urgent_reminder_days, default=rules.urgent_grace_days)
    return rules.lead_day


def _day(current: _Round, day: int) -> date:
    begins = current.begins or date.max
    return begins + min(timedelta(days=day), date.max - begins)


def _is_due(world: World, current: _Round, day: int) -> bool:
    """Tell whether a reminder may go now: on its working day within hours, on a later one at any hour.

    Without the second half, a gate that only ever runs at night would never remind anybody.
    """
    rules = world.rules.agreement
    first = next_working_day(_day(current, day), rules.days_off)
    if world.today < first or not is_working_day(world.today, rules.days_off):
        return False
    zone = ZoneInfo(world.roster.partnership.timezone)
    begins, ends = rules.working_hours
    return world.today > first or begins <= world.observation.at.astimezone(zone).hour < ends


def _restored(
    world: World, person: Person, told: Acceptance, sent: Mapping[str, datetime]
) -> Iterator[DueMail]:
    """Yield the letter that access is back, where an earlier one said that it was gone."""
    stops = [sent[key] for key in sent if _is_stop(key, person)]
    version = current_line(world)[-1]
    key = f"uaa/{_stamp('restored', told)}/{person.id}/{told.version}"
    if (
        stops
        and key not in sent
        and not any(_is_restored_after(key, person, max(stops), sent) for key in sent)
    ):
        yield DueMail(key, Rung.RESTORED, person.id, version.version, version.sha256, None)


def _is_stop(key: str, person: Person) -> bool:
    step, _, rest = key.removeprefix("uaa/").partition("/")
    return rest.startswith(f"{person.id}/") and step.startswith(("suspended", "declined-"))


def _is_restored_after(key: str, person: Person, stop: datetime, sent: Mapping[str, datetime]) -> bool:
    return key.startswith("uaa/restored-") and f"/{person.id}/" in key and sent[key] >= stop


def _unsent(current: _Round, rung: Rung, step: str, sent: Mapping[str, datetime]) -> Iterator[DueMail]:
    if current.key(step) not in sent:
        yield current.mail(rung, step, None)


def _stamp(step: str, told: Acceptance) -> str:
    return f"{step}-{told.at:%Y%m%dT%H%M%SZ}"
