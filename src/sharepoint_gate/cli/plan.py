"""``plan``: what would change and why; writes nothing to the tenant."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.cli.present import as_json, show, show_json

CHANGES = 10
INCOMPLETE = 4
TRAIL_TROUBLE = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood on the command line."""

    enforced: bool
    exit_code: bool
    wants_json: bool


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Keep the plan in a file, as JSON."
)
@click.option(
    "--enforced", is_flag=True, help="Plan as if everything were enforced, whatever is only observed."
)
@click.option("--exit-code", is_flag=True, help="End in 10 when something would change.")
@as_json
@click.pass_obj
def command(door: Door, /, out: Path | None, **wishes: bool) -> None:
    """Tell what would change and why: who loses, who gains, and the roster line that says so."""
    raise SystemExit(anyio.run(partial(_plan, door, out, Asked(**wishes))))


async def _plan(door: Door, out: Path | None, asked: Asked) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.access.budget import bill_for
    from sharepoint_gate.access.register_status import forecast
    from sharepoint_gate.cli.texts import plan_report, rails_data
    from sharepoint_gate.jobs.budget import bill_data
    from sharepoint_gate.jobs.rails import weigh
    from sharepoint_gate.jobs.think import as_enforced, think
    from sharepoint_gate.jobs.trailguard import as_recorded
    from sharepoint_gate.reports.as_json import as_text, plan_json
    from sharepoint_gate.reports.plain import document, paragraph
    from sharepoint_gate.reports.uaa_text import lapses_json

    settings = wiring.read_settings(door.config)
    # A plan may be looked at before anybody answers for the files; a run would not use them.
    unanswered = wiring.author_faults(settings)
    async with wiring.open_gate(settings, door.actor, looks=True) as gate:
        declared = as_enforced(gate.declared) if asked.enforced else gate.declared
        declared = as_recorded(declared, gate.bench.trail)
        thought = await think(declared, gate.bench.reader, gate.bench.memory, gate.bench.clock)
        bill = bill_for(gate.meter.cost, thought.plan.changes, gate.bench.till.quota)
    ahead, cost = lapses_json(forecast(thought.world)), document(paragraph(bill.sentence), rehearsal=False)
    weighed = weigh(thought, None)
    data = {
        **plan_json(thought.plan, rehearsal=gate.is_rehearsal),
        **rails_data(weighed),
        "lapses": ahead,
        "cost": bill_data(bill),
    }
    if out is not None:
        write_private(out, as_text(data))
    if asked.wants_json:
        show_json(data)
    else:
        odd = (*unanswered, *gate.warnings)
        show(plan_report(thought, odd, rehearsal=gate.is_rehearsal, weighed=weighed) + cost)
    if declared.trail:
        return TRAIL_TROUBLE
    if thought.plan.partial:
        return INCOMPLETE
    return CHANGES if asked.exit_code and (thought.plan.changes or thought.plan.observed) else 0
