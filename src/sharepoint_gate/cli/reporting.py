"""Reports that commands write into a folder: of an audit, and of a night."""

from pathlib import Path
from typing import Any

PAGE = "report.html"


def write_report(folder: Path, report: Any, *, title: str = "", with_masked: bool = False) -> None:
    """Write a report in every form; only its owner can read the files.

    Args:
        folder: Where they go; it is made when it is not there.
        report: What was found.
        title: How the page is headed; as an audit when empty.
        with_masked: Whether there is a page without names of files too.
    """
    from sharepoint_gate.cli.keeping import private_folder, write_private
    from sharepoint_gate.reports.audit_text import audit_text
    from sharepoint_gate.reports.bundle import report_files
    from sharepoint_gate.reports.page import PERMISSIONS_AUDIT

    private_folder(folder)
    write_private(folder / "report.txt", audit_text(report))
    for name, content in report_files(
        report, title=title or PERMISSIONS_AUDIT, with_masked=with_masked
    ).items():
        write_private(folder / name, content)


def write_thought(folder: Path, gate: Any, thought: Any, title: str, *, done: str = "") -> None:
    """Write what one look of the nightly job tells, and the record of exposures with it.

    Args:
        folder: Where the files go.
        gate: Whose look it is.
        thought: The look.
        title: How the page is headed.
        done: What the night did, in one line; empty before it.
    """
    from sharepoint_gate.reports.night_report import Beside, night_report

    beside = Beside(gate.is_rehearsal, (done,) if done else (), gate.bench.memory.exposures())
    report = night_report(thought.world, thought.desired, thought.plan, beside)
    write_report(folder, report, title=title)


async def write_night(folder: Path, gate: Any, run: Any) -> None:
    """Write what stands after a night; where the night changed something, the gate looks once more."""
    from sharepoint_gate.jobs.think import think

    bench = gate.bench
    changed = bool(run.applied)
    thought = await think(gate.declared, bench.reader, bench.memory, bench.clock) if changed else run.thought
    title = after_night(bench.clock)
    write_thought(folder, gate, thought, title, done=what_was_done(run.applied))


def before_night(clock: Any) -> str:
    """Return the heading of a report on what a night is going to find."""
    return f"Who can see what, before the night of {_day(clock)}"


def after_night(clock: Any) -> str:
    """Return the heading of a report on what a night has left."""
    return f"Who can see what, after the night of {_day(clock)}"


def _day(clock: Any) -> str:
    now = clock.now()
    return f"{now.day} {now:%B %Y}"


def what_was_done(applied: Any) -> str:
    """Return the outcome of a night in one line."""
    from sharepoint_gate.jobs.remember import WELL
    from sharepoint_gate.reports.plain import count

    if not applied:
        return "The night had nothing to change."
    well = sum(one.state in WELL for one in applied)
    return f"The night made {count(len(applied), 'change')}; {well} of them were seen to work."
