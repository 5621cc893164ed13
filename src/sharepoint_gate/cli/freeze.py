"""``freeze``: take all access away now, from a person or a whole case."""

from datetime import date
from functools import partial

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, said_before, show, show_json

needs_reason = click.option(
    "--reason", required=True, help="Why, in a few words without names; written into the record."
)


@click.command()
@click.argument("person_or_case", metavar="PERSON-OR-CASE")
@needs_reason
@as_json
@click.pass_obj
def command(door: Door, person_or_case: str, reason: str, *, wants_json: bool) -> None:
    """Take all access away from a person, or from a whole case, now.

    PERSON-OR-CASE is a roster id, an address, a name, or a case reference. It does not wait for a run and
    goes ahead when the record or the roster is broken. It ends in 4 when something is left, and says what.
    """
    raise SystemExit(anyio.run(partial(frozen, door, person_or_case, reason, wants_json=wants_json)))


async def frozen(
    door: Door, text: str, reason: str, *, wants_json: bool, leaves: bool = False, on: date | None = None
) -> int:
    """Freeze what a text names, tell it, and return the exit code."""
    from sharepoint_gate import wiring
    from sharepoint_gate.access.freezes_who import person_only, refuse_a_day_to_come, subject_named
    from sharepoint_gate.jobs.freeze import freeze
    from sharepoint_gate.reports.freeze_text import freeze_json, freeze_text, leaver_text

    check_reason(reason)
    settings = wiring.read_settings(door.config)
    async with wiring.open_freezing(settings, door.actor, _cry) as desk:
        roster = desk.bench.declared.roster
        subject = subject_named(roster, text)
        day = None
        if leaves:
            person_only(subject)
            day = on or desk.today
            refuse_a_day_to_come(day, desk.today)
        report = await freeze(desk.bench, subject, desk.new_freeze(subject, reason, day))
    if wants_json:
        show_json(freeze_json(report, rehearsal=desk.is_rehearsal, said=said_before(door.config)))
    else:
        zone = roster.partnership.timezone
        told = freeze_text(report, zone, rehearsal=desk.is_rehearsal, said=said_before(door.config))
        show(told + leaver_text(report))
    if desk.broken:
        _cry(f"The files of today have a fault ({desk.broken}); the last valid ones were used.")
    return report.exit_code


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing.

    Raises:
        SettingsError: It is blank.
    """
    from sharepoint_gate.errors import SettingsError

    if not reason.strip():
        raise SettingsError("--reason is empty.", mend="Say in a few words why; it stands in the record.")


def _cry(text: str) -> None:
    click.echo(text, err=True)
