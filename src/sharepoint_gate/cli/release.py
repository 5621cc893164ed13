"""``release``: let one plan past one rail, by name, for a time."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, mark, show, show_json
from sharepoint_gate.errors import SettingsError


@click.command()
@click.argument("rail", required=False)
@click.option(
    "--plan", "digest", metavar="DIGEST", help="The plan that may pass, by the digest that `plan` tells."
)
@click.option("--reason", metavar="TEXT", help="Why the change is meant: one sentence, for the record.")
@click.option(
    "--until",
    metavar="WHEN",
    help="When the release ends, seven days ahead at most: 2026-03-31, or 2026-03-31T09:00 in the "
    "partnership's time.",
)
@click.option("--list", "wants_list", is_flag=True, help="List every release ever given instead.")
@as_json
@click.pass_obj
def command(door: Door, /, rail: str | None, *, wants_list: bool, wants_json: bool, **said: Any) -> None:
    """Let one plan past RAIL, which `plan` names, and nothing else.

    A release is bound to the plan's digest: when roster or tenant change so that the plan does, it counts no
    more. There is no way to switch rails off. State your own roster id with --actor before the command.
    """
    work = _list if wants_list else partial(_release, rail=rail, said=said)
    raise SystemExit(anyio.run(partial(work, door, wants_json=wants_json)))


async def _list(door: Door, *, wants_json: bool) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.reports.rails_text import release_json, releases_text

    async with wiring.open_gate(wiring.read_settings(door.config), door.actor, looks=True) as gate:
        known, now = gate.bench.memory.releases(), gate.bench.clock.now()
    zone = gate.declared.roster.partnership.timezone
    if wants_json:
        show_json({"rehearsal": gate.is_rehearsal, "releases": [release_json(one) for one in known]})
    else:
        show(releases_text(known, now, zone, rehearsal=gate.is_rehearsal))
    return 0


async def _release(door: Door, *, rail: str | None, said: dict[str, Any], wants_json: bool) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.jobs.rails_release import Wish, let_pass
    from sharepoint_gate.reports.rails_text import release_json

    _check_said(rail, said)
    async with wiring.open_gate(wiring.read_settings(door.config), door.actor) as gate:
        zone = gate.declared.roster.partnership.timezone
        wish = Wish(str(rail), said["digest"], said["reason"], _instant(said["until"], zone))
        made = await let_pass(wish, gate.declared, gate.bench)
    until = made.until.astimezone(ZoneInfo(zone))
    if wants_json:
        show_json({"rehearsal": gate.is_rehearsal, **release_json(made)})
    else:
        told = f"Plan {made.digest[:12]} may pass rail {made.rail.value} until {until:%d %B %Y %H:%M}."
        show(f"{mark(rehearsal=gate.is_rehearsal)}{told}")
    return 0


def _check_said(rail: str | None, said: dict[str, Any]) -> None:
    names = {"digest": "--plan", "reason": "--reason", "until": "--until"}
    missing = ["RAIL"] * (rail is None) + [names[name] for name, value in said.items() if value is None]
    if missing:
        words = " and ".join(missing)
        raise SettingsError(f"{words} must be given.", mend="See `sharepoint-gate release --help`.")


def _instant(text: str, zone: str) -> datetime:
    """Read a moment, or a day, which counts to its end."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _moment(text, zone)
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def _moment(text: str, zone: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        mend = "Write it as 2026-03-31, or as 2026-03-31T09:00."
        raise SettingsError(f"{text} is no time.", mend=mend) from error
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
