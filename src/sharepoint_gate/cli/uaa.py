"""``uaa``: the register of the acceptance agreement."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, mark, show, show_json
from sharepoint_gate.cli.uaa_send import send_command
from sharepoint_gate.errors import SettingsError

_EVIDENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,59}")
_SAID = {
    "recorded": "Recorded: {}.",
    "already": "Nothing new: the register says so already: {}.",
    "proposed": "Waiting for a second name: {}.\n"
    "Another of the business unit gives the same command under their own account.",
}


@click.group()
def command() -> None:
    """The acceptance agreement: who accepted, who is asked, and what is recorded on paper."""


command.add_command(send_command)


@command.command("status")
@as_json
@click.pass_obj
def status_command(door: Door, *, wants_json: bool) -> None:
    """Tell who accepted which version when and how, who has until when, and who lapses next."""
    from sharepoint_gate import wiring
    from sharepoint_gate.access.register_status import status_of
    from sharepoint_gate.reports.uaa_text import uaa_json, uaa_text

    with wiring.open_desk(wiring.read_settings(door.config), door.actor, looks=True) as opened:
        status = status_of(opened.world, opened.desk.register.proposals(), opened.conflicts)
    if wants_json:
        show_json(uaa_json(status, rehearsal=opened.is_rehearsal))
    else:
        show(uaa_text(status, rehearsal=opened.is_rehearsal))


@command.command("record")
@click.argument("person", required=False)
@click.option("--version", "version", help="The version of the text that was decided on.")
@click.option("--accepted/--declined", "accepted", default=None, help="What the person decided.")
@click.option("--at", help="When, as 2026-03-30T14:05, in the partnership's time where no zone is written.")
@click.option("--source", type=click.Choice(["paper", "reply"]), help="How the person said it.")
@click.option("--evidence", metavar="REFERENCE", help="Where the paper or the reply is kept.")
@click.option("--second", is_flag=True, help="Confirm only; propose nothing where nothing waits.")
@click.option(
    "--import",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Load the past decisions of a file instead, all or none.",
)
@click.pass_obj
def record_command(door: Door, /, person: str | None, file: Path | None, **said: Any) -> None:
    """Record what PERSON, a roster id, decided on paper or by reply.

    An acceptance counts once a second of the business unit has given the same command under another
    account; a refusal counts at once. State your own roster id with --actor before the command.
    """
    from sharepoint_gate import wiring

    settings = wiring.read_settings(door.config)
    with wiring.open_desk(settings, door.actor) as opened:
        told = _load(settings, opened, file) if file is not None else _record(opened, person, said)
    show(mark(rehearsal=opened.is_rehearsal) + told)


@command.command("withdraw")
@click.argument("number", type=click.IntRange(min=0))
@click.pass_obj
def withdraw_command(door: Door, number: int) -> None:
    """Take back what waits for a second name, by the number that `uaa status` tells."""
    from sharepoint_gate import wiring
    from sharepoint_gate.jobs.agreement import withdraw

    with wiring.open_desk(wiring.read_settings(door.config), door.actor) as opened:
        proposal = withdraw(number, opened.desk, opened.declared.roster)
    told = f"Withdrawn: {proposal.statement.person}, {proposal.statement.evidence}."
    show(mark(rehearsal=opened.is_rehearsal) + told)


def _load(settings: Any, opened: Any, file: Path) -> str:
    from sharepoint_gate import wiring
    from sharepoint_gate.jobs.agreement import check_recorder, load
    from sharepoint_gate.reports.plain import count

    check_recorder(opened.desk.recorder, opened.declared.roster, None)
    past = wiring.past_decisions(settings, opened.declared, file)
    new, whole = load(past, opened.desk), sum(len(each) for each in past.decisions.values())
    return f"{count(new, 'decision')} loaded; {whole - new} of {whole} stood in the register already."


def _record(opened: Any, person: str | None, said: dict[str, Any]) -> str:
    from sharepoint_gate.jobs.agreement import record

    second = said.pop("second")
    missing = ["PERSON"] * (person is None) + [f"--{name}" for name, value in said.items() if value is None]
    if missing:
        words = " and ".join(missing).replace("--accepted", "--accepted or --declined")
        raise SettingsError(f"{words} must be given.", mend="See `sharepoint-gate uaa record --help`.")
    statement = _statement(opened, person, said)
    entry = record(statement, opened.desk, opened.declared, second=second)
    what = (
        f"{person} {statement.decision} version {statement.version}, {statement.source} {statement.evidence}"
    )
    return _SAID[entry.value].format(what)


def _statement(opened: Any, person: str | None, said: dict[str, Any]) -> Any:
    from sharepoint_gate.access.register import Statement
    from sharepoint_gate.roster.agreement import Decision
    from sharepoint_gate.roster.model import PersonId

    register, zone = opened.declared.register, opened.declared.roster.partnership.timezone
    texts = {one.version: one.sha256 for one in register.versions}
    if not _EVIDENCE.fullmatch(said["evidence"]):
        raise SettingsError(
            f"{said['evidence']} is no reference.", mend="Use letters, digits, dots, dashes and slashes."
        )
    return Statement(
        PersonId(person or ""),
        said["version"],
        texts.get(said["version"], ""),
        Decision.ACCEPTED if said["accepted"] else Decision.DECLINED,
        _instant(said["at"], zone),
        said["source"],
        said["evidence"],
    )


def _instant(text: str, zone: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{text} is no time.", mend="Write it as 2026-03-30T14:05.") from error
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
