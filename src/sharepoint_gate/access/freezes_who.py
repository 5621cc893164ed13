"""Who or what somebody means who asks for a freeze. Nothing is guessed: a wrong freeze takes papers away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.errors import SettingsError
from sharepoint_gate.roster.model import Case, Person, Roster
from sharepoint_gate.roster.names import told_names
from sharepoint_gate.roster.suggest import closest, did_you_mean, listed

_MOST_CASES = 12
_OBJECT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be frozen, as understood.

    Attributes:
        subject: Roster id, address or object id in lower case, or case reference.
        name: As a sentence calls it.
        person: None for a case and for somebody who is not on the roster.
        marks: Address and object id by which the person is known, in lower case.
        perhaps: A username of the roster that is much like an address that the roster does not know.
    """

    kind: FreezeKind
    subject: str
    name: str
    person: Person | None = None
    case: Case | None = None
    marks: frozenset[str] = frozenset()
    perhaps: str = ""


def subject_named(roster: Roster, text: str) -> Subject:
    """Return the one person, address or case that a text names.

    Args:
        roster: The roster in force.
        text: Roster id, username, name, case reference, or an address or object id that is not on the roster.

    Raises:
        SettingsError: It names nobody, or several.
    """
    wanted = " ".join(text.split())
    folded = wanted.casefold()
    for case in roster.cases.values():
        if case.ref.casefold() == folded:
            return Subject(FreezeKind.CASE, case.ref, case.ref, case=case)
    found = _people(roster, folded)
    if len(found) > 1:
        names = ", ".join(f"{one.name} ({one.id}, {one.username})" for one in found)
        raise SettingsError(f"{wanted} may be any of {names}.", mend="Give the roster id.")
    if found:
        return _of_roster(roster, found[0])
    if "@" in folded or _OBJECT_ID.fullmatch(folded):
        usernames = {one.username.casefold() for one in roster.people.values()}
        near = closest(folded, usernames) or ""
        return Subject(FreezeKind.ACCOUNT, folded, folded, marks=frozenset({folded}), perhaps=near)
    raise _unknown(roster, wanted)


def person_only(subject: Subject) -> None:
    """Refuse whatever is no person on the roster: only the roster knows a last day.

    Raises:
        SettingsError: It is a case, or somebody whom the roster does not know.
    """
    if subject.person is None:
        raise SettingsError(
            f"{subject.name} is no person on the roster, so that nobody can leave.",
            mend="Use `sharepoint-gate freeze` for a case or for somebody who is not on the roster.",
        )


def frozen_named(roster: Roster, freezes: Iterable[Freeze], text: str) -> Subject:
    """Return what a text names among all that is frozen: the roster may no longer know it.

    Raises:
        SettingsError: It names nobody, or several.
    """
    wanted = " ".join(text.split()).casefold()
    found = next((one for one in freezes if one.subject.casefold() == wanted), None)
    if found is None or found.subject in roster.people or found.subject in roster.cases:
        return subject_named(roster, text)
    return Subject(found.kind, found.subject, found.subject, marks=found.marks)


def freezes_of(freezes: Iterable[Freeze], subject: Subject) -> tuple[Freeze, ...]:
    """Return the freezes in force of somebody under any name, or of a case."""
    return tuple(
        one
        for one in freezes
        if (one.kind, one.subject) == (subject.kind, subject.subject)
        or (FreezeKind.CASE not in {one.kind, subject.kind} and not one.marks.isdisjoint(subject.marks))
    )


def refuse_a_day_to_come(leaves_on: date, today: date) -> None:
    """Refuse a last day that is still to come: the roster's own date ends access on it, without a freeze.

    Raises:
        SettingsError: It is.
    """
    if leaves_on > today:
        raise SettingsError(
            f"{leaves_on} is still to come, and a freeze begins now.",
            why="the last day of access belongs into the roster: access then ends on it by itself",
            mend=f"Write ends_on: {leaves_on} beside the person in the roster; or leave out --on.",
        )


def _people(roster: Roster, folded: str) -> list[Person]:
    everybody = [person for _, person in sorted(roster.people.items())]
    by_id = [one for one in everybody if one.id.casefold() == folded]
    by_username = [one for one in everybody if one.username.casefold() == folded]
    return by_id or by_username or [one for one in everybody if one.name.casefold() == folded]


def _of_roster(roster: Roster, person: Person) -> Subject:
    marks = frozenset({person.username.casefold()})
    return Subject(FreezeKind.PERSON, person.id, told_names(roster.people)[person.id], person, marks=marks)


def _unknown(roster: Roster, wanted: str) -> SettingsError:
    names = {one.name for one in roster.people.values()}
    options = {*roster.people, *roster.cases, *names}
    advice = "give a roster id, an address or a case reference, as the roster shows it"
    kind = wanted.partition("-")[0].casefold()
    cases = [ref for ref in sorted(roster.cases) if ref.partition("-")[0].casefold() == kind]
    if cases and len(cases) <= _MOST_CASES:
        advice = f"{advice}; its cases of this kind are {listed(cases)}"
    return SettingsError(
        f"The roster knows no person and no case {wanted}.",
        why="nothing was frozen",
        mend=did_you_mean(wanted, options, advice),
    )
