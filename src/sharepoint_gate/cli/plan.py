"""``plan``: what would change and why; writes nothing to the tenant."""

from functools import partial
from pathlib import Path

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.cli.present import as_json, show, show_json

CHANGES = 10
INCOMPLETE = 4


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Keep the plan in a file, as JSON."
)
@click.option("--exit-code", is_flag=True, help="End in 10 when something would change.")
@as_json
@click.pass_obj
def command(door: Door, out: Path | None, *, exit_code: bool, wants_json: bool) -> None:
    """Tell what would change and why: who loses, who gains, and the roster line that says so."""
    raise SystemExit(anyio.run(partial(_plan, door, out, exit_code=exit_code, wants_json=wants_json)))


async def _plan(door: Door, out: Path | None, *, exit_code: bool, wants_json: bool) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.access.register_status import forecast
    from sharepoint_gate.cli.texts import plan_report
    from sharepoint_gate.jobs.think import think
    from sharepoint_gate.reports.as_json import as_text, plan_json
    from sharepoint_gate.reports.uaa_text import lapses_json

    async with wiring.open_gate(wiring.read_settings(door.config), door.actor) as gate:
        thought = await think(gate.declared, gate.bench.reader, gate.bench.memory, gate.bench.clock)
    ahead = lapses_json(forecast(thought.world))
    data = {**plan_json(thought.plan, rehearsal=gate.is_rehearsal), "lapses": ahead}
    if out is not None:
        write_private(out, as_text(data))
    if wants_json:
        show_json(data)
    else:
        show(plan_report(thought, gate.warnings, rehearsal=gate.is_rehearsal))
    if thought.plan.partial:
        return INCOMPLETE
    return CHANGES if exit_code and thought.plan.changes else 0
