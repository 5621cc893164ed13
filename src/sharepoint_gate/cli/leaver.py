"""``leaver``: take all access away now from somebody who leaves, and say what the roster needs."""

from datetime import datetime
from functools import partial

import anyio
import click

from sharepoint_gate.cli.freeze import frozen, needs_reason
from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json


@click.command()
@click.argument("person")
@needs_reason
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The last day, as the roster is to show it; not one to come.  [default: today]",
)
@as_json
@click.pass_obj
def command(door: Door, person: str, reason: str, day: datetime | None, *, wants_json: bool) -> None:
    """Take all access away from PERSON now, and say which edit of the roster makes it permanent.

    PERSON is a roster id, a username or a name. The freeze holds until the roster itself says that the
    person's access has ended. For a day to come write ends_on into the roster instead.
    """
    on = day.date() if day is not None else None
    raise SystemExit(
        anyio.run(partial(frozen, door, person, reason, wants_json=wants_json, leaves=True, on=on))
    )
