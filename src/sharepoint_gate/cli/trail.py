"""``trail``: the record, shown, verified and exported."""

from itertools import islice
from pathlib import Path

import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.cli.present import as_json, mark, show, show_json
from sharepoint_gate.errors import SettingsError, TrailBrokenError


@click.group()
def command() -> None:
    """Show, verify or export the record of everything that was done."""


@command.command("verify")
@as_json
@click.pass_obj
def verify_command(door: Door, *, wants_json: bool) -> None:
    """Recompute every record and every sealed root."""
    from sharepoint_gate import wiring
    from sharepoint_gate.reports.plain import count
    from sharepoint_gate.trail.verify import verify

    settings = wiring.read_settings(door.config)
    with wiring.open_record(settings) as trail:
        roots = trail.roots()
        found = verify(trail.records(), roots)
    if wants_json:
        counts = {"records": found.size, "roots": len(roots)}
        rehearsal = settings.is_embedded
        show_json({"rehearsal": rehearsal, "ok": found.ok, **counts, "problems": list(found.problems)})
    if not found.ok:
        raise TrailBrokenError(
            "The audit trail does not verify.",
            why="; ".join(found.problems),
            mend="Keep the database as it is and follow docs/how-to/trail.md.",
        )
    if not wants_json:
        sentence = (
            f"The trail verifies: {count(found.size, 'record')} under {count(len(roots), 'sealed root')}"
        )
        show(f"{mark(rehearsal=settings.is_embedded)}{sentence}, head {found.root_hash[:16]}.")


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
@click.pass_obj
def export_command(door: Door, file: Path) -> None:
    """Write every record and every root to FILE, a line of JSON each; it names people."""
    from sharepoint_gate import wiring
    from sharepoint_gate.trail.export import export_lines

    settings = wiring.read_settings(door.config)
    with wiring.open_record(settings) as trail:
        lines = list(export_lines(trail.records(), trail.roots()))
    write_private(file, "\n".join(lines) + "\n")
    start = mark(rehearsal=settings.is_embedded)
    show(f"{start}The trail is written to {file}: {len(lines)} lines, the format in the first.")
