"""Every fault of every file at once, for the command that only checks."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sharepoint_gate.errors import RosterError
from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.draft import Context, Findings
from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.rosterfiles.process_reader import read_processes
from sharepoint_gate.rosterfiles.register_reader import judge_acceptances, judge_versions
from sharepoint_gate.rosterfiles.roster_reader import judge_roster


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What is wrong in all files together, in the order of the files; warnings stop nothing."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def check_all(paths: FilePaths, today: date, generic_words: frozenset[str] = frozenset()) -> CheckReport:
    """Judge every file, each as far as the others allow; never raises for a fault.

    Args:
        paths: The files.
        today: The day in the partnership's zone.
        generic_words: Words that mark an address as a shared mailbox.
    """
    book, faults = _processes(paths.processes)
    findings, people = _roster(paths.roster, Context(book, today, generic_words))
    register = _register(paths, people)
    return CheckReport((*faults, *findings.faults, *register), tuple(findings.warnings))


def _processes(path: Path) -> tuple[ProcessBook | None, tuple[Fault, ...]]:
    try:
        return read_processes(path), ()
    except RosterError as error:
        return None, error.faults


def _roster(path: Path, context: Context) -> tuple[Findings, frozenset[str] | None]:
    try:
        judged = judge_roster(path, context.book, context.today, context.generic_words)
    except RosterError as error:
        return Findings(list(error.faults)), None
    return judged.findings, judged.draft.written.people or None


def _register(paths: FilePaths, people: frozenset[str] | None) -> tuple[Fault, ...]:
    try:
        versions, faults = judge_versions(paths.agreement_versions)
    except RosterError as error:
        versions, faults = (), error.faults
    if paths.acceptances is None:
        return faults
    try:
        return faults + judge_acceptances(paths.acceptances, versions, people)[1]
    except RosterError as error:
        return faults + error.faults
