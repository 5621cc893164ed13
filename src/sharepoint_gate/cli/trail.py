"""``trail``: the record, shown, verified and exported; its checkpoints and its key."""

from itertools import islice
from pathlib import Path
from typing import Any

import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.cli.present import as_json, mark, said_before, show, show_json
from sharepoint_gate.errors import SettingsError, TrailBrokenError

LONGEST_NOTE = 100_000


@click.group()
def command() -> None:
    """Show, verify or export the record of everything that was done."""


@command.command("verify")
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A signed checkpoint that somebody kept; any number of them.",
)
@click.option("--key", "keys", multiple=True, help="A verifier key that somebody keeps for this record.")
@as_json
@click.pass_obj
def verify_command(door: Door, files: tuple[Path, ...], keys: tuple[str, ...], *, wants_json: bool) -> None:
    """Recompute every record, every sealed root and every checkpoint."""
    from sharepoint_gate import wiring
    from sharepoint_gate.jobs.trailguard import look_at_all

    notes, known = [_read_note(path) for path in files], [_read_key(key) for key in keys]
    settings = wiring.read_settings(door.config)
    with wiring.open_record(settings) as trail:
        found = look_at_all(trail, notes, known)
        roots = len(trail.evidence().roots)
    told = found.verification
    if wants_json:
        data = {"ok": not found.why, "log": found.number, "records": told.size, "roots": roots}
        signed = {"origin": found.origin, "key": str(found.key) if found.key else None}
        problems = list(told.problems) or ([found.why] if found.why else [])
        show_json({"rehearsal": settings.is_embedded, **data, **signed, "problems": problems})
    _refuse(found)
    if not wants_json:
        show(f"{mark(rehearsal=settings.is_embedded)}{_sound(found, roots)}")
        for line in _also(found, len(notes)):
            show(line)


def in_order(trail: Any) -> tuple[Any, int]:
    """Return what was found of a record that is in order, and the number of its roots.

    Raises:
        TrailBrokenError: It is not.
    """
    from sharepoint_gate.jobs.trailguard import look_at

    found = look_at(trail)
    _refuse(found)
    return found, len(trail.roots())


def _refuse(found: Any) -> None:
    if not found.ok:
        raise TrailBrokenError(
            "The audit trail does not verify.",
            why="; ".join(found.verification.problems),
            mend="Keep the database as it is and follow docs/how-to/trail.md.",
        )
    if found.why:
        raise TrailBrokenError(
            "The audit trail verifies, and is not in order all the same.",
            why=found.why,
            mend="Follow docs/how-to/trail.md; until then access is only taken away. A database that was "
            "restored has forgotten freezes, approvals, invitations: `trail sign-off` tells what it holds.",
        )


def _sound(found: Any, roots: int) -> str:
    from sharepoint_gate.reports.plain import count

    told = found.verification
    size, sealed = count(told.size, "record"), count(roots, "sealed root")
    return f"The trail verifies: {size} under {sealed}, head {told.root_hash[:16]}."


def _also(found: Any, kept: int) -> list[str]:
    """Return what else a person should know of a record that verifies."""
    from sharepoint_gate.reports.plain import count

    lines = [
        f"{count(kept, 'kept checkpoint')} agree with it." if kept > 1 else "The kept checkpoint agrees."
    ]
    lines = lines if kept else []
    if found.key:
        lines.append(f"Its checkpoints are signed with {found.key}.")
    for link in found.chain.links:
        if not link.vouched:
            lines.append(f"The key from record {link.index} on is not vouched for by the one before it.")
    if found.broken is not None:
        lines.append(f"It follows a broken log; signed off by {found.broken.signed_off}")
    return lines


def _read_note(path: Path) -> str:
    from sharepoint_gate.trail.checkpoint import parse_checkpoint
    from sharepoint_gate.trail.note import NoteError

    try:
        # Out of a mail the line ends may be others, and the last one missing.
        text = path.read_text(encoding="utf-8")[:LONGEST_NOTE].strip() + "\n"
        parse_checkpoint(text)
    except (OSError, UnicodeDecodeError, NoteError) as error:
        why = getattr(error, "strerror", None) or str(error)
        mend = "Keep the lines of the checkpoint in a file of their own, the blank line and the last one too."
        raise SettingsError(f"{path} holds no checkpoint.", why=why, mend=mend) from error
    return text


def _read_key(text: str) -> Any:
    from sharepoint_gate.trail.note import NoteError, parse_verifier_key

    try:
        return parse_verifier_key(text)
    except NoteError as error:
        mend = "Give it as `sharepoint-gate trail key` shows it."
        raise SettingsError(f"--key {text}: this is no key.", why=str(error), mend=mend) from error


@command.command("checkpoint")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it into this file.")
@click.pass_obj
def checkpoint_command(door: Door, out: Path | None) -> None:
    """Print the last signed checkpoint, to be kept where nobody can change it."""
    from sharepoint_gate import wiring

    with wiring.open_record(wiring.read_settings(door.config)) as trail:
        notes = trail.evidence().checkpoints
    if not notes:
        raise SettingsError(
            "There is no signed checkpoint yet.", mend="The next run that is sealed signs the first one."
        )
    if out is not None:
        write_private(out, notes[-1])
        show(f"The checkpoint is written to {out}.")
    else:
        click.echo(notes[-1], nl=False)


@command.command("key")
@click.option("--rotate", is_flag=True, help="Let a new key follow; the one of now vouches for it.")
@click.option("--replace", is_flag=True, help="Let a new key follow one that is lost; nobody vouches for it.")
@click.option("--reason", default="", help="Why, for the record.")
@click.pass_obj
def key_command(door: Door, reason: str, *, rotate: bool, replace: bool) -> None:
    """Print the key by which others verify checkpoints, or let a new one follow."""
    from sharepoint_gate import wiring
    from sharepoint_gate.jobs.trailguard import look_at

    if rotate and replace:
        raise click.UsageError("Either --rotate or --replace.")
    if replace and not reason.strip():
        raise click.UsageError("--replace needs a --reason.")
    settings = wiring.read_settings(door.config)
    if rotate or replace:
        with wiring.open_trail_desk(settings, door.actor) as desk:
            key = desk.replace(_one_line(reason)) if replace else desk.rotate(_one_line(reason))
        show(f"{mark(rehearsal=settings.is_embedded)}From now on the record is signed with {key}")
        show("Tell the witnesses: they keep this key beside the one that they have.")
        return
    with wiring.open_record(settings) as trail:
        found = look_at(trail)
    if not found.key:
        raise SettingsError(
            "The record is not signed yet.", mend="The next run that is sealed makes the key and signs."
        )
    show(str(found.key))


@command.command("sign-off")
@click.option("--reason", required=True, help="What was found, and why the record may go on.")
@click.option(
    "--export",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="An export that somebody kept, to compare the database with; any number of them.",
)
@click.pass_obj
def sign_off_command(door: Door, reason: str, files: tuple[Path, ...]) -> None:
    """Let the record go on after a break; access is given again from the next run on.

    Say who you are with --actor before the command. It tells what the database holds, and which freezes the
    record tells of that it does not hold: freeze those again before the next run.
    """
    from sharepoint_gate import wiring
    from sharepoint_gate.cli.trail_loss import loss_text, read_kept

    if not door.actor or not reason.strip():
        raise click.UsageError("A person signs off: --actor PERSON before the command, and a --reason.")
    settings = wiring.read_settings(door.config)
    kept = [record for path in files for record in read_kept(path)]
    with wiring.open_trail_desk(settings, door.actor) as desk:
        # Looked for first: nobody signs off before the gate could say what is lost.
        loss = desk.forgotten(kept)
        desk.sign_off(_one_line(reason))
    show(
        f"{mark(rehearsal=settings.is_embedded)}Signed off and written down. The next run gives access again."
    )
    show(loss_text(loss, said_before(door.config)))


def _one_line(reason: str) -> str:
    return " ".join(reason.split())


@command.command("show")
@click.option(
    "--last",
    default=40,
    type=click.IntRange(min=1),
    show_default=True,
    help="How many events, counted from the end.",
)
@click.option("--run", "run_id", default="", help="Only this run.")
@click.pass_obj
def show_command(door: Door, last: int, run_id: str) -> None:
    """Print the latest events in plain words."""
    from sharepoint_gate import wiring
    from sharepoint_gate.trail.describe import describe
    from sharepoint_gate.trail.record import event_of

    settings = wiring.read_settings(door.config)
    with wiring.open_record(settings) as trail:
        events = [event_of(record) for record in trail.records()]
    chosen = [event for event in events if not run_id or event.run_id == run_id]
    if run_id and not chosen:
        raise SettingsError(
            f"The record has no run {run_id}.",
            mend="Take a run's id from `sharepoint-gate trail show`, where it stands after the time.",
        )
    show(mark(rehearsal=settings.is_embedded))
    for event in islice(chosen, max(0, len(chosen) - last), None):
        show(f"{event.at:%Y-%m-%d %H:%M:%S}Z  {event.run_id}  {describe(event)}")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--log", type=click.IntRange(min=1), help="An earlier log, which was left behind broken.")
@click.pass_obj
def export_command(door: Door, file: Path, log: int | None) -> None:
    """Write every record, root and checkpoint to FILE, a line of JSON each; it names people."""
    from sharepoint_gate import wiring
    from sharepoint_gate.trail.export import export_lines

    settings = wiring.read_settings(door.config)
    with wiring.open_record(settings) as trail:
        evidence = trail.evidence(log=log)
        records = trail.records(log=evidence.number)
        lines = list(export_lines(records, evidence.roots, evidence.checkpoints, log=evidence.number))
        if log is not None and len(lines) == 1:
            raise SettingsError(f"The record has no log {log}.", mend="Leave --log out for the log of now.")
    write_private(file, "\n".join(lines) + "\n")
    start = mark(rehearsal=settings.is_embedded)
    show(f"{start}The trail is written to {file}: {len(lines)} lines, the format in the first.")
