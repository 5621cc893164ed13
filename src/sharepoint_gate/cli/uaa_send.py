"""``uaa send``: the letters of the acceptance agreement, now."""

from functools import partial
from pathlib import Path
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, mark, show, show_json
from sharepoint_gate.errors import SettingsError

IN_ORDER, MAIL_TROUBLE = 0, 6


@click.command("send")
@click.option("--dry-run", is_flag=True, help="Tell what would go; write and send nothing.")
@click.option("--again", metavar="KEY", help="A mail in doubt did not come: let it be sent again.")
@click.option("--settled", metavar="KEY", help="A mail in doubt is settled: never send it again.")
@click.option(
    "--outbox",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put letters into this folder as .eml files instead of sending them.",
)
@as_json
@click.pass_obj
def send_command(door: Door, /, **wishes: Any) -> None:
    """Send the letters about the acceptance agreement that are due now; nobody's access changes.

    The nightly job sends them by itself. A letter goes once: one of unknown fate is looked for, and only a
    person can let it go again, with --again.
    """
    raise SystemExit(anyio.run(partial(_send, door, wishes)))


async def _send(door: Door, wishes: dict[str, Any]) -> int:
    from sharepoint_gate import wiring

    settings = wiring.with_outbox(wiring.read_settings(door.config), wishes["outbox"])
    if settings.mail.mode == "off":
        raise SettingsError(
            "The settings send no letters.",
            why='mode under [mail] is "off"',
            mend='Set it to "graph", or name a folder with --outbox.',
        )
    async with wiring.open_gate(settings, door.actor) as gate:
        if wishes["again"] or wishes["settled"]:
            return _decide(gate, wishes)
        work = _tell if wishes["dry_run"] else _deliver
        return await work(gate, wants_json=wishes["wants_json"])


def _decide(gate: Any, wishes: dict[str, Any]) -> int:
    from sharepoint_gate.jobs.send_agreement import decide

    again = bool(wishes["again"])
    found = decide(wishes["again"] or wishes["settled"], gate.bench, gate.post, again=again)
    told = "may be sent again by the next run" if again else "counts as sent"
    show(mark(rehearsal=gate.is_rehearsal) + f"The mail {found.key} {told}.")
    return IN_ORDER


async def _tell(gate: Any, *, wants_json: bool) -> int:
    from sharepoint_gate.jobs.correspond import agreement_letters_due
    from sharepoint_gate.jobs.think import think
    from sharepoint_gate.reports.mail_text import Trouble, mail_json, would_go

    bench = gate.bench
    thought = await think(gate.declared, bench.reader, bench.memory, bench.clock)
    due = agreement_letters_due(thought.world, gate.post)
    if wants_json:
        show_json({"rehearsal": gate.is_rehearsal, **mail_json((), due, Trouble((), ()))})
    else:
        show(mark(rehearsal=gate.is_rehearsal) + would_go(due, thought.world.names))
    return IN_ORDER


async def _deliver(gate: Any, *, wants_json: bool) -> int:
    from sharepoint_gate.jobs.send_agreement import send_agreement_letters
    from sharepoint_gate.reports.mail_text import Trouble, mail_json, mail_text

    done = await send_agreement_letters(gate.declared, gate.bench, gate.post)
    made, trouble = done.delivered, Trouble(done.delivered.why, done.findings)
    if wants_json:
        show_json({"rehearsal": gate.is_rehearsal, **mail_json(made.sent, made.later, trouble)})
    else:
        show(mark(rehearsal=gate.is_rehearsal) + mail_text(made.sent, made.later, trouble))
    return IN_ORDER if made.well else MAIL_TROUBLE
