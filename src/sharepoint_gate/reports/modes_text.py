"""What a report says of the mode it was made in, and of the exceptions that stand."""

from collections.abc import Sequence

from sharepoint_gate.access.exceptions_standing import StandingException
from sharepoint_gate.reports.plain import count, heading, labelled, listed
from sharepoint_gate.roster.model import CaseRef, Mode

OBSERVING = "OBSERVE: everything is looked at and told; nothing is changed, and readers get no letters."
ENFORCING = "ENFORCE: what is wrong is put right."


def mode_sentence(mode: Mode, observed_cases: Sequence[CaseRef]) -> str:
    """Return one line on whether anything is changed, and where nothing is."""
    if mode is Mode.OBSERVE:
        return OBSERVING
    if not observed_cases:
        return ENFORCING
    cases = f"{count(len(observed_cases), 'case')} only observed: {listed(list(observed_cases), 10)}"
    return f"{ENFORCING[:-1]}, except in {cases}."


def exception_lines(exceptions: Sequence[StandingException]) -> list[str]:
    """Return the recorded exceptions under a heading; nothing when there are none."""
    if not exceptions:
        return []
    told = [line for one in exceptions for line in labelled("†", exception_sentence(one), 2)]
    return [*heading("Recorded exceptions: no findings, each ends by itself"), *told]


def exception_sentence(one: StandingException) -> str:
    """Return who holds what until when, who approved it and why."""
    use = f"covers {count(one.in_use, 'item')}" if one.in_use else "not in use"
    return (
        f"{one.id}: {one.person} may {one.access} {one.folder} until {one.until} ({ending(one)}); "
        f"approved by {one.approved_by}: {one.reason}; {use}"
    )


def ending(one: StandingException) -> str:
    """Return how long an exception has to run, in words."""
    if not one.days_left:
        return "ENDS TODAY"
    days = f"{count(one.days_left, 'day')} left"
    return f"ENDS SOON, {days}" if one.ends_soon else days
