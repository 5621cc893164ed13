"""``serve``: the nightly job by itself, night after night."""

from datetime import datetime
from functools import partial
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import mark, show


@click.command()
@click.option("--nights", type=click.IntRange(min=1), help="Rehearsal only: end after so many nights.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Rehearsal only: end after the night of DATE.",
)
@click.pass_obj
def command(door: Door, nights: int | None, until: datetime | None) -> None:
    """Run the nightly job each night, until told to stop; tell how it is on /healthz.

    Nights that were missed are made up for and named. SIGTERM or Ctrl-C stops it after the change in hand.
    On the rehearsal tenant nights pass in a moment with --nights or --until; without them its clock is
    waited for. Each step is told on standard error, as JSON lines without names.
    """
    from sharepoint_gate import wiring
    from sharepoint_gate.cli.ending import keep_traceback
    from sharepoint_gate.daemon import Bounds, run_service
    from sharepoint_gate.telemetry import configure

    configure(verbose=True)
    settings = wiring.read_settings(door.config)
    bounds = Bounds(nights, until.date() if until is not None else None)
    show(mark(rehearsal=settings.is_embedded))

    def keep(error: BaseException) -> Any:
        return keep_traceback(error, [settings.state_dir])

    raise SystemExit(anyio.run(partial(run_service, settings, door.actor, bounds, show, keep)))
