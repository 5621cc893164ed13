"""The register of decisions on the acceptance agreement: recorded with evidence, and by two people.

Access is given by two names and taken away by one: an acceptance on somebody's behalf waits for a second
person, a refusal counts at once.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sharepoint_gate.access.register import Proposal, Recorded, Recorder, Statement, merge, statement_of
from sharepoint_gate.errors import RosterError, SecondNameError, SettingsError
from sharepoint_gate.faults import Fault
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.jobs.trailguard import size_of_sound
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.register import RegisterStore
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.roster.agreement import AgreementRegister, Decision
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.roster.suggest import did_you_mean, listed
from sharepoint_gate.trail.canonical import instant
from sharepoint_gate.trail.events import Event, EventKind


class Entry(StrEnum):
    """What came of recording."""

    RECORDED = "recorded"
    PROPOSED = "proposed"
    ALREADY = "already"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where decisions are recorded, and who sits at it.

    Attributes:
        accounts_differ: Two names must come from two accounts of the operating system.
    """

    register: RegisterStore
    trail: TrailStore
    clock: Clock
    recorder: Recorder
    accounts_differ: bool = True


def with_register(declared: Declared, register: RegisterStore) -> Declared:
    """Return what is declared with the decisions of the register among it; doing so twice changes nothing."""
    return replace(declared, register=merge(declared.register, register.decisions()).register)


def record(statement: Statement, desk: Desk, declared: Declared, *, second: bool = False) -> Entry:
    """Record a decision that was made on paper or by reply, or propose it to a second person.

    Args:
        statement: What the person decided, with its evidence.
        desk: The register, and who records.
        declared: The roster and the texts; the decisions known so far among it.
        second: The caller means to confirm: where nothing waits, nothing is proposed.

    Raises:
        SettingsError: The roster has no such person, or there is no such text, instant or free evidence.
        SecondNameError: The caller may not record this, or said it already.
    """
    _check_statement(statement, desk, declared)
    check_recorder(desk.recorder, declared.roster, statement)
    known = [statement_of(one) for one in declared.register.decisions.get(statement.person, ())]
    if statement in known:
        return Entry.ALREADY
    if statement.decision is Decision.DECLINED:
        write_down(desk, [Recorded(statement, desk.recorder, None, desk.clock.now())])
        return Entry.RECORDED
    waiting = next((one for one in desk.register.proposals() if one.statement == statement), None)
    if waiting is None:
        return _propose(statement, desk, second=second)
    _check_first(waiting, declared.roster)
    _check_second(waiting, desk)
    made = Recorded(statement, waiting.recorder, desk.recorder, desk.clock.now())
    write_down(desk, [made], settles=waiting.number)
    return Entry.RECORDED


def load(past: AgreementRegister, desk: Desk) -> int:
    """Load the decisions of a file into the register, all or none; return how many were new.

    Raises:
        RosterError: Evidence already proves another decision, or whoever loads would be both names.
    """
    known = [one.statement for one in desk.register.decisions()]
    evidence = {one.evidence.casefold(): one for one in known}
    declared = sorted((one for each in past.decisions.values() for one in each), key=lambda one: one.place)
    new = [one for one in declared if statement_of(one) not in known]
    faults = [
        Fault(one.place, f"{one.evidence} already proves a decision of {evidence[key].person}", _ONCE, _OWN)
        for one in new
        if (key := one.evidence.casefold()) in evidence
    ]
    faults += [
        Fault(one.place, f"{one.recorded_by} recorded this acceptance and would confirm it too", _TWO, _OTHER)
        for one in new
        if one.decision is Decision.ACCEPTED and one.recorded_by == desk.recorder.person
    ]
    if faults:
        raise RosterError("nothing was loaded: the file and the register disagree", faults=faults)
    second = desk.recorder if desk.recorder.person else None
    now, account = desk.clock.now(), desk.recorder.account
    write_down(
        desk, [Recorded(statement_of(one), Recorder(account, one.recorded_by), second, now) for one in new]
    )
    return len(new)


def withdraw(number: int, desk: Desk, roster: Roster) -> Proposal:
    """Take back a proposal before the second name comes.

    Raises:
        SettingsError: Nothing waits under that number.
        SecondNameError: The caller is not of the business unit.
    """
    proposals = {one.number: one for one in desk.register.proposals()}
    if number not in proposals:
        numbers = [str(one) for one in proposals]
        raise SettingsError(
            f"Nothing waits under the number {number}.",
            mend=f"These wait: {listed(numbers)}." if numbers else "Nothing waits for a second name.",
        )
    check_recorder(desk.recorder, roster, None)
    data = {"proposal": number, **_told(proposals[number].statement, desk.recorder)}
    desk.register.withdraw(number, [_event(desk, EventKind.UAA_WITHDRAWN, data)])
    _seal(desk)
    return proposals[number]


def check_recorder(recorder: Recorder, roster: Roster, statement: Statement | None) -> None:
    """Refuse a recorder who is not of the business unit, or who would record an own acceptance.

    Raises:
        SecondNameError: The caller may not record this.
    """
    if recorder.person not in roster.channel.business_unit:
        raise SecondNameError(
            "Only the business unit records decisions for others.",
            why=f"{recorder.person or 'nobody'} was stated with --actor",
            mend=f"State one of {listed(sorted(roster.channel.business_unit))} with --actor.",
        )
    if statement is not None and recorder.person == statement.person:
        raise SecondNameError(
            "Nobody records a decision of their own.",
            why="a second person must have seen the evidence",
            mend="Let a colleague of the business unit record it.",
        )


_ONCE = "one piece of evidence proves one decision"
_TWO = "whoever loads a file is the second name, and two names are two people"
_OTHER = "let another of the business unit, who has seen the evidence, load the file"
_OWN = "write the reference of this decision's own evidence"


def _check_statement(statement: Statement, desk: Desk, declared: Declared) -> None:
    people, texts = declared.roster.people, {one.version: one.sha256 for one in declared.register.versions}
    if statement.person not in people:
        mend = did_you_mean(statement.person, people, "give the id that the section people shows")
        raise SettingsError(f"The roster has nobody of the id {statement.person}.", mend=mend)
    if texts.get(statement.version) != statement.sha256:
        raise SettingsError(f"There is no version {statement.version}.", mend=f"There are: {listed(texts)}.")
    if statement.at > desk.clock.now():
        raise SettingsError("That instant has not come yet.", mend="Give the time at which it was decided.")
    known = [one for each in declared.register.decisions.values() for one in each]
    used = [statement_of(one) for one in known if one.evidence.casefold() == statement.evidence.casefold()]
    if used and statement not in used:
        raise SettingsError(
            f"{statement.evidence} already proves a decision of {used[0].person}.", why=_ONCE, mend=_OWN
        )


def _propose(statement: Statement, desk: Desk, *, second: bool) -> Entry:
    if second:
        raise SecondNameError(
            "Nothing waits that says exactly this.",
            why="a second name confirms the same person, version, time, source and evidence",
            mend="Compare with `sharepoint-gate uaa status`, which lists what waits.",
        )
    number = desk.trail.before() + size_of_sound(desk.trail)
    proposal = Proposal(number, statement, desk.recorder, desk.clock.now())
    data = {"proposal": number, **_told(statement, desk.recorder)}
    desk.register.propose(proposal, [_event(desk, EventKind.UAA_PROPOSED, data)])
    _seal(desk)
    return Entry.PROPOSED


def _check_first(waiting: Proposal, roster: Roster) -> None:
    """Refuse a proposal whose first name has left the business unit meanwhile: then it is one name."""
    first = waiting.recorder.person
    if first not in roster.channel.business_unit:
        raise SecondNameError(
            f"{first}, who proposed this, is not of the business unit any more.",
            why="two of the business unit must have seen the evidence",
            mend=f"Take it back with `sharepoint-gate uaa withdraw {waiting.number}`, and propose it anew.",
        )


def _check_second(waiting: Proposal, desk: Desk) -> None:
    first, second = waiting.recorder, desk.recorder
    same_account = desk.accounts_differ and first.account == second.account
    if first.person == second.person or same_account:
        raise SecondNameError(
            "A second person must confirm this.",
            why=f"{first.person} proposed it under the account {first.account}",
            mend="Let another of the business unit give the same command under their own account.",
        )


def write_down(desk: Desk, new: Sequence[Recorded], *, settles: int | None = None) -> None:
    """Enter decisions in the register, with their events and a seal; nothing for none."""
    if new:
        size_of_sound(desk.trail)
        events = [_event(desk, EventKind.UAA_RECORDED, _recorded(one)) for one in new]
        desk.register.record(new, events, settles)
        _seal(desk)


def _recorded(one: Recorded) -> Mapping[str, object]:
    told = _told(one.statement, one.recorder)
    if one.second is None:
        return told
    return {**told, "confirmed_by": one.second.person, "confirmed_account": one.second.account}


def _told(statement: Statement, recorder: Recorder) -> Mapping[str, object]:
    return {
        "person": statement.person,
        "version": statement.version,
        "sha256": statement.sha256,
        "decision": statement.decision.value,
        "decided_at": instant(statement.at),
        "source": statement.source,
        "evidence": statement.evidence,
        "recorded_by": recorder.person,
        "recorded_account": recorder.account,
    }


def _event(desk: Desk, kind: EventKind, data: Mapping[str, object]) -> Event:
    who = desk.recorder
    actor = who.account + (f" as {who.person}" if who.person else "")
    return Event(kind, _run_id(desk), desk.clock.now(), actor, data)


def _run_id(desk: Desk) -> str:
    return f"uaa-{desk.clock.now():%Y%m%dT%H%M%SZ}"


def _seal(desk: Desk) -> None:
    desk.trail.seal(_run_id(desk), desk.clock.now())
