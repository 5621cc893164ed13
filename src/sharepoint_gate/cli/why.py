"""``why``: why a person can or cannot see a case."""

from functools import partial

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json


@click.command()
@click.argument("person")
@click.argument("case")
@as_json
@click.pass_obj
def command(door: Door, person: str, case: str, *, wants_json: bool) -> None:
    """Tell why PERSON can or cannot see CASE, condition by condition.

    PERSON is a roster id, an address or a name; CASE a reference, or a reference with a path below it.
    """
    anyio.run(partial(_why, door, person, case, wants_json=wants_json))


async def _why(door: Door, person: str, case: str, *, wants_json: bool) -> None:
    from sharepoint_gate import wiring
    from sharepoint_gate.access.explain import why
    from sharepoint_gate.jobs.think import think
    from sharepoint_gate.reports.as_json import answer_json
    from sharepoint_gate.reports.why_text import why_text

    async with wiring.open_gate(wiring.read_settings(door.config), door.actor, looks=True) as gate:
        thought = await think(gate.declared, gate.bench.reader, gate.bench.memory, gate.bench.clock)
    answer = why(thought.world, thought.desired, person, case)
    if wants_json:
        show_json(answer_json(answer, rehearsal=gate.is_rehearsal))
    else:
        show(why_text(answer, rehearsal=gate.is_rehearsal))
