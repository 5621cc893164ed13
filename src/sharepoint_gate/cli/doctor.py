"""``doctor``: look at a tenant before anything is enforced in it."""

from dataclasses import dataclass
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json

NOT_READY = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood on the command line."""

    part: str
    write_probes: bool
    folder: str | None
    account: str | None
    exit_code: bool
    wants_json: bool


@click.command()
@click.option(
    "--for",
    "part",
    type=click.Choice(["reconciler", "auditor"]),
    default="reconciler",
    show_default=True,
    help="What the application is meant to be: its consent is compared with that.",
)
@click.option("--write-probes", is_flag=True, help="Try what looking cannot tell, on a file of its own.")
@click.option("--folder", metavar="PATH", help="Where to try: a folder of the channel that is no case's.")
@click.option("--account", metavar="ADDRESS", help="With whom to try: a test account, not of the roster.")
@click.option("--exit-code", is_flag=True, help="End in 10 when the tenant is not ready to enforce in.")
@as_json
@click.pass_obj
def command(door: Door, /, **options: Any) -> None:
    """Look at the tenant: sign-in, consent, settings, and the questions that Microsoft leaves open.

    Without --write-probes nothing is written. With it a small text file, and a folder with two more, are
    made in --folder, shared with --account alone, and removed again.
    """
    asked = Asked(**options)
    if asked.write_probes != bool(asked.folder and asked.account) or bool(asked.folder) != bool(
        asked.account
    ):
        raise click.UsageError("--write-probes, --folder and --account go together.")
    if asked.write_probes and asked.part != "reconciler":
        raise click.UsageError("--write-probes is for the reconciler: an auditor writes nothing.")
    raise SystemExit(anyio.run(_doctor, door, asked))


async def _doctor(door: Door, asked: Asked) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.access.consent import Part
    from sharepoint_gate.jobs.consultation import Wish, consult
    from sharepoint_gate.reports.doctor_json import doctor_json
    from sharepoint_gate.reports.doctor_text import doctor_text

    settings = wiring.read_settings(door.config)
    wish = Wish(asked.folder or "", asked.account or "") if asked.write_probes else None
    async with wiring.open_surgery(settings, door.actor, Part(asked.part)) as surgery:
        found = await consult(surgery.patient, surgery.gate.bench, surgery.open_probes, wish)
    if asked.wants_json:
        show_json(doctor_json(found, rehearsal=surgery.gate.is_rehearsal))
    else:
        show(doctor_text(found, rehearsal=surgery.gate.is_rehearsal))
    for warning in wiring.settings_warnings(settings):
        click.echo(f"warning: {warning}", err=True)
    if found.exit_code:
        return found.exit_code
    return NOT_READY if asked.exit_code and not found.ready else 0
