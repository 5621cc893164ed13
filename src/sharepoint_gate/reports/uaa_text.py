"""The register of the acceptance agreement as text and as JSON, and the forecast that every plan carries.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sharepoint_gate.access.acceptance import UaaStanding
from sharepoint_gate.access.lapses import Lapse
from sharepoint_gate.access.register import Proposal
from sharepoint_gate.access.register_status import RegisterStatus, StatusLine
from sharepoint_gate.reports.plain import count, document, heading, labelled, listed, paragraph
from sharepoint_gate.roster.model import PersonId

TOLD = {
    UaaStanding.OVERDUE: "overdue: may read nothing until they accept",
    UaaStanding.DECLINED: "declined: may read nothing",
    UaaStanding.MISSING: "new, not accepted yet: may read nothing before they do",
    UaaStanding.GRACE: "in grace",
    UaaStanding.ACCEPTED: "accepted",
}


def uaa_text(status: RegisterStatus, *, rehearsal: bool = False) -> str:
    """Return the register for a terminal: what needs somebody first, acceptances last."""
    names = {line.person: line.name for line in status.lines}
    lines = ["Acceptance agreement", *(f"  {status.counts[one]:4d}  {TOLD[one]}" for one in TOLD)]
    lines += ["", *forecast_lines(status.lapses, names)] if status.lapses else []
    for standing, title in TOLD.items():
        group = [line for line in status.lines if line.standing is standing]
        lines += [*heading(title[0].upper() + title[1:]), *_people(group)] if group else []
    if status.proposals:
        lines += [*heading("Waiting for a second name"), *_proposals(status.proposals, names)]
    if status.conflicts:
        lines += heading("File and register disagree")
        lines += [line for told in status.conflicts for line in labelled("-", told, 2)]
    return document(lines, rehearsal=rehearsal)


def forecast_lines(lapses: Sequence[Lapse], names: Mapping[PersonId, str]) -> list[str]:
    """Return a sentence for each day on which people lose access by silence."""
    told = []
    for (day, organisation), group in groupby(lapses, key=lambda one: (one.on, one.organisation)):
        people = [names.get(one.person, one.person) for one in group]
        verb = "loses" if len(people) == 1 else "lose"
        they = count(len(people), "person", "people")
        unless = f"{organisation} confirms its people" if organisation else "they accept the agreement"
        sentence = f"{they} {verb} access on {say_day(day)} unless {unless}: {listed(people)}."
        told += paragraph(sentence, 0, 2)
    return told


def say_day(day: date) -> str:
    """Return a day as people say it: Friday 3 April 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def lapses_json(lapses: Sequence[Lapse]) -> list[Mapping[str, Any]]:
    """Return the forecast as JSON values."""
    return [
        {
            "person": one.person,
            "on": one.on.isoformat(),
            "version": one.version,
            "organisation": one.organisation,
        }
        for one in lapses
    ]


def uaa_json(status: RegisterStatus, *, rehearsal: bool = False) -> Mapping[str, Any]:
    """Return the register as JSON values; keys are added over time, never renamed or dropped."""
    return {
        "rehearsal": rehearsal,
        "counts": {standing.value: number for standing, number in status.counts.items()},
        "people": [_line_json(line) for line in status.lines],
        "lapses": lapses_json(status.lapses),
        "waiting": [_proposal_json(one) for one in status.proposals],
        "conflicts": list(status.conflicts),
    }


def _people(lines: Sequence[StatusLine]) -> Iterator[str]:
    for line in lines:
        waits = "; an acceptance waits for a second name" if line.waiting else ""
        waits += "; the organisation has no breach_contact to copy reminders to" if line.uncopied else ""
        yield from labelled("-", f"{line.name} ({line.person}), {line.organisation}{_told(line)}{waits}", 2)


def _told(line: StatusLine) -> str:
    until = f", until {say_day(line.last_day)}" if line.last_day else ""
    if line.told is None:
        return until
    told = line.told
    return f": version {told.version} on {say_day(told.at.date())}, {told.source} {told.evidence}{until}"


def _proposals(proposals: Sequence[Proposal], names: Mapping[PersonId, str]) -> Iterator[str]:
    for one in proposals:
        said, who = one.statement, names.get(one.statement.person, one.statement.person)
        sentence = (
            f"{who} ({said.person}) {said.decision} version {said.version} at {said.at:%Y-%m-%dT%H:%M:%SZ}, "
            f"{said.source} {said.evidence}; proposed by {one.recorder.person} ({one.recorder.account})."
        )
        yield from labelled(f"{one.number}", sentence, 2)


def _line_json(line: StatusLine) -> Mapping[str, Any]:
    told = line.told
    return {
        "person": line.person,
        "name": line.name,
        "organisation": line.organisation,
        "standing": line.standing.value,
        "last_day": line.last_day.isoformat() if line.last_day else None,
        "waiting": line.waiting,
        "uncopied": line.uncopied,
        "version": told.version if told else None,
        "decided_at": told.at.isoformat() if told else None,
        "source": told.source if told else None,
        "evidence": told.evidence if told else None,
        "recorded_by": told.recorded_by if told else None,
    }


def _proposal_json(one: Proposal) -> Mapping[str, Any]:
    said = one.statement
    return {
        "number": one.number,
        "person": said.person,
        "version": said.version,
        "decision": said.decision.value,
        "decided_at": said.at.isoformat(),
        "source": said.source,
        "evidence": said.evidence,
        "recorded_by": one.recorder.person,
        "recorded_account": one.recorder.account,
    }
