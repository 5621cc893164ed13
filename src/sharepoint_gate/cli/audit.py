"""``audit``: who can really see what, against what is declared; read-only."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json
from sharepoint_gate.cli.reporting import write_report

FOUND = 10
INCOMPLETE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood on the command line."""

    output: Path | None
    masked: bool
    exit_code: bool
    no_roster: bool
    team: str | None
    channel: str | None
    wants_json: bool


@click.command()
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Write the reports into a folder."
)
@click.option("--masked", is_flag=True, help="With --output: a second page too, without names of files.")
@click.option("--exit-code", is_flag=True, help="End in 10 when something is wrong that nobody accepted.")
@click.option("--no-roster", is_flag=True, help="Tell what is shared, with no roster to hold it against.")
@click.option("--team", metavar="NAME", help="With --no-roster: the team's name.")
@click.option("--channel", metavar="NAME", help="With --no-roster: the channel's name.")
@as_json
@click.pass_obj
def command(door: Door, /, **options: Any) -> None:
    """Tell who can really see what in the channel, against what is declared. Changes nothing.

    What could not be read is told first; then nothing is called clean, and the command ends in 4 where a
    read failed. What the application's consent hides is told and is no failure.
    """
    asked = Asked(**options)
    if asked.no_roster != bool(asked.team and asked.channel) or bool(asked.team) != bool(asked.channel):
        raise click.UsageError("--no-roster, --team and --channel go together.")
    if asked.masked and asked.output is None:
        raise click.UsageError("--masked goes with --output.")
    raise SystemExit(anyio.run(_audit, door, asked))


async def _audit(door: Door, asked: Asked) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.cli.progress import shown_progress
    from sharepoint_gate.jobs.audit import audit
    from sharepoint_gate.reports.audit_json import audit_json
    from sharepoint_gate.reports.audit_text import audit_text

    settings = wiring.read_settings(door.config)
    scope = wiring.Scope(asked.team, asked.channel) if asked.team and asked.channel else None
    async with wiring.open_audience(settings, door.actor, scope) as audience:
        with shown_progress() as progress:
            report = await audit(
                audience.declared,
                audience.auditor,
                with_roster=audience.with_roster,
                rehearsal=audience.is_rehearsal,
                progress=progress,
            )
    if asked.output is not None:
        write_report(asked.output, report, with_masked=asked.masked)
    if asked.wants_json:
        show_json(audit_json(report))
    else:
        show(audit_text(report))
    return _code(report, asked)


def _code(report: Any, asked: Asked) -> int:
    from sharepoint_gate.access.kinds import Severity

    if report.failed:
        return INCOMPLETE
    wrong = any(one.severity > Severity.WARNING for one in report.findings)
    return FOUND if asked.exit_code and wrong else 0
