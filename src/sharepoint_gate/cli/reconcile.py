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
from sharepoint_gate.errors import SettingsError

INCOMPLETE = 4
_DIGEST = re.compile("[0-9a-f]{64}")


@click.command()
@click.option(
    "--plan",
    "reviewed",
    type=click.Path(path_type=Path),
    help="Apply the plan kept by `plan --out`, and only if it is still the plan of now.",
)
@as_json
@click.pass_obj
def command(door: Door, reviewed: Path | None, *, wants_json: bool) -> None:
    """Make the channel agree with the roster, once: revocations first, each change read back."""
    raise SystemExit(anyio.run(partial(_reconcile, door, reviewed, wants_json=wants_json)))


async def _reconcile(door: Door, reviewed: Path | None, *, wants_json: bool) -> int:
    from sharepoint_gate import wiring
    from sharepoint_gate.cli.texts import run_report
    from sharepoint_gate.jobs.reconcile import reconcile

    digest = digest_in(reviewed) if reviewed is not None else None
    async with wiring.open_gate(wiring.read_settings(door.config), door.actor) as gate:
        run = await reconcile(gate.declared, gate.bench, reviewed=digest)
    if wants_json:
        show_json(_as_data(run, rehearsal=gate.is_rehearsal))
    else:
        show(run_report(run, gate.warnings, rehearsal=gate.is_rehearsal))
    return 0 if run.complete else INCOMPLETE


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
    from sharepoint_gate.reports.as_json import plan_json

    outcomes = [{"change_id": one.change_id, "state": one.state.value, "why": one.why} for one in run.applied]
    cuts = [cut.run_id for cut in run.cuts]
    plan = plan_json(run.thought.plan, rehearsal=rehearsal)
    return {**plan, "run_id": run.run_id, "outcomes": outcomes, "interrupted": cuts, "root": run.root}
