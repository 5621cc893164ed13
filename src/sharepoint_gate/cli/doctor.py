"""``doctor``: look at a tenant before anything is enforced in it."""

from functools import partial

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json

NOT_READY = 10


@click.command()
@click.option(
    "--for",
    "part",
    type=click.Choice(["reconciler", "auditor"]),
    default="reconciler",
    show_default=True,
    help="What the application is meant to be: its consent is compared with that.",
)
@click.option("--exit-code", is_flag=True, help="End in 10 when the tenant is not ready to enforce in.")
@as_json
@click.pass_obj
def command(door: Door, part: str, *, exit_code: bool, wants_json: bool) -> None:
    """Look at the tenant: sign-in, consent, settings, and the questions that Microsoft leaves open."""
    raise SystemExit(anyio.run(partial(_doctor, door, part, exit_code=exit_code, wants_json=wants_json)))


async def _doctor(door: Door, part: str, *, exit_code: bool, wants_json: bool) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.access.consent import Part
    from sharepoint_gate.jobs.doctor import examine
    from sharepoint_gate.reports.doctor_json import doctor_json
    from sharepoint_gate.reports.doctor_text import doctor_text

    settings = wiring.read_settings(door.config)
    async with wiring.open_surgery(settings, door.actor, Part(part)) as surgery:
        found, _ = await examine(surgery.patient)
    if wants_json:
        show_json(doctor_json(found, rehearsal=surgery.gate.is_rehearsal))
    else:
        show(doctor_text(found, rehearsal=surgery.gate.is_rehearsal))
    if found.exit_code:
        return found.exit_code
    return NOT_READY if exit_code and not found.ready else 0
