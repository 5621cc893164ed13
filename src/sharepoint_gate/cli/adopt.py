"""``adopt``: write what stands in the channel into a starter roster; read-only."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.cli.present import mark, show

INCOMPLETE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood on the command line."""

    out: Path | None
    team: str | None
    channel: str | None


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the roster into this file."
)
@click.option("--team", metavar="NAME", help="The team's name; without it, as the roster has it.")
@click.option("--channel", metavar="NAME", help="The channel's name; with --team.")
@click.pass_obj
def command(door: Door, /, **options: Any) -> None:
    """Write what stands in the channel into a starter roster. Changes nothing in the tenant.

    People, organisations by mail domain, the channel's members and the case folders are taken over, with who
    reads in them. What only a person can say is left open: `check` tells each such place until it is decided.
    """
    asked = Asked(**options)
    if bool(asked.team) != bool(asked.channel):
        raise click.UsageError("--team and --channel go together.")
    raise SystemExit(anyio.run(_adopt, door, asked))


async def _adopt(door: Door, asked: Asked) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.jobs.adopt import adopt
    from sharepoint_gate.reports.plain import count

    settings = wiring.read_settings(door.config)
    scope = wiring.Scope(asked.team, asked.channel) if asked.team and asked.channel else None
    async with wiring.open_adoption(settings, scope) as adoption:
        found = await adopt(adoption.declared, adoption.reader, adoption.clock)
    starter = adoption.starter(found)
    text = starter.text()
    if asked.out is None:
        # The mark is a comment, so that what is printed can be kept as a file.
        show(("# REHEARSAL\n" if adoption.is_rehearsal else "") + text)
    else:
        write_private(asked.out, text)
        told = f"{count(len(found.people), 'person', 'people')}, {count(len(found.cases), 'case')}"
        show(
            mark(rehearsal=adoption.is_rehearsal)
            + f"{asked.out}: {told}; {count(len(starter.decisions), 'decision')} left to people.\n"
            + "Name it in the settings, and `sharepoint-gate check` tells each of them.\n"
        )
    if found.unread:
        click.echo(f"{count(len(found.unread), 'thing')} could not be read: more may stand.", err=True)
    return INCOMPLETE if found.unread else 0
