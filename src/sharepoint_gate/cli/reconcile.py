"""``reconcile``: the nightly job, once."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json
from sharepoint_gate.cli.reporting import write_night
from sharepoint_gate.errors import SettingsError

IN_FORCE = "The last valid files stay in force meanwhile: access ends as they say, and nothing new is given."
NOTHING_NEW = (
    "Access is only taken away meanwhile. Keep the database as it is, tell the data protection officer, and "
    "follow docs/how-to/trail.md."
)
_DIGEST = re.compile("[0-9a-f]{64}")


@click.command()
@click.option(
    "--plan",
    "reviewed",
    type=click.Path(path_type=Path),
    help="Apply the plan kept by `plan --out`, and only if it is still the plan of now.",
)
@click.option(
    "--outbox",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put letters into this folder as .eml files instead of sending them.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write what stands afterwards into this folder: a page, a workbook, CSV and JSON.",
)
@as_json
@click.pass_obj
def command(
    door: Door, reviewed: Path | None, outbox: Path | None, report: Path | None, *, wants_json: bool
) -> None:
    """Make the channel agree with the roster, once: revocations first, each change read back.

    Letters that follow from it go last, and nothing waits for them. When the files have a fault, the last
    valid ones stay in force, access only ends, and the command ends in 2.
    """
    raise SystemExit(anyio.run(partial(_reconcile, door, reviewed, outbox, report, wants_json=wants_json)))


async def _reconcile(
    door: Door, reviewed: Path | None, outbox: Path | None, report: Path | None, *, wants_json: bool
) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.cli.texts import night_mail_json, night_mail_text, run_report
    from sharepoint_gate.jobs.night import spend_night

    digest = digest_in(reviewed) if reviewed is not None else None
    settings = wiring.with_outbox(wiring.read_settings(door.config), outbox)
    async with wiring.open_night(settings, door.actor) as opened:
        gate = opened.gate
        night = await spend_night(gate.declared, gate.bench, gate.post, reviewed=digest)
        if wants_json:
            show_json({**_as_data(night.run, rehearsal=gate.is_rehearsal), "mail": night_mail_json(night)})
        else:
            show(run_report(night.run, gate.warnings, rehearsal=gate.is_rehearsal) + night_mail_text(night))
        if report is not None:
            await write_night(report, gate, night.run)
    if night.run.trail:
        click.echo(f"The audit trail is not in order: {night.run.trail}.\n{NOTHING_NEW}", err=True)
    if night.run.refused is not None:
        click.echo(night.run.refused.diagnostics(), err=True)
    if opened.broken is None:
        return night.exit_code
    click.echo(f"{opened.broken.diagnostics()}\n{IN_FORCE}", err=True)
    return opened.broken.exit_code if wiring.is_only_broken(night.run) else night.exit_code


def digest_in(path: Path) -> str:
    """Return the digest of a plan that was kept in a file.

    Raises:
        SettingsError: The file is missing, or is no plan.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _no_plan(path, _why_unreadable(error)) from error
    digest = kept.get("digest") if isinstance(kept, dict) else None
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or "changes" not in kept:
        raise _no_plan(path, "it is JSON, but it has no digest and changes as a plan has")
    return digest


def _why_unreadable(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return "it is not JSON, or not all of it"


def _no_plan(path: Path, why: str) -> SettingsError:
    return SettingsError(
        f"{path} holds no plan.", why=why, mend="Make one with `sharepoint-gate plan --out FILE`."
    )


def _as_data(run: Any, *, rehearsal: bool) -> dict[str, Any]:
    from sharepoint_gate.access.register_status import forecast
    from sharepoint_gate.cli.texts import aftermath_data, rails_data
    from sharepoint_gate.jobs.budget import bill_data
    from sharepoint_gate.reports.as_json import plan_json
    from sharepoint_gate.reports.uaa_text import lapses_json

    outcomes = [{"change_id": one.change_id, "state": one.state.value, "why": one.why} for one in run.applied]
    cuts = [cut.run_id for cut in run.cuts]
    plan = plan_json(run.thought.plan, rehearsal=rehearsal)
    plan = {**plan, **rails_data(run.weighed), "lapses": lapses_json(forecast(run.thought.world))}
    plan = {**plan, "refused": run.refused.what if run.refused is not None else None}
    plan |= {"cost": bill_data(run.bill)} if run.bill is not None else {}
    plan = {**plan, **aftermath_data(run)}
    plan["terms_unread"] = run.gathered.unread if run.gathered is not None else ""
    return {**plan, "run_id": run.run_id, "outcomes": outcomes, "interrupted": cuts, "root": run.root}
