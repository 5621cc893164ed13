"""``check``: read every declared file, and tell every fault at once."""

import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, mark, show, show_json

FAULTS = 2


@click.command()
@as_json
@click.pass_obj
def command(door: Door, *, wants_json: bool) -> None:
    """Read settings, roster, processes and agreements: every fault with file, line and column."""
    from sharepoint_gate import wiring

    settings = wiring.read_settings(door.config)
    report = wiring.check_files(settings)
    faults = [str(one) for one in (*report.faults, *wiring.author_faults(settings))]
    warnings = [str(one) for one in (*report.warnings, *wiring.settings_warnings(settings))]
    if wants_json:
        show_json({"rehearsal": settings.is_embedded, "faults": faults, "warnings": warnings})
    else:
        lines = [*faults, *(f"warning: {one}" for one in warnings), _summary(len(faults), len(warnings))]
        show(mark(rehearsal=settings.is_embedded) + "\n".join(lines))
    raise SystemExit(FAULTS if faults else 0)


def _summary(faults: int, warnings: int) -> str:
    told = f"{faults} fault{'s' * (faults != 1)}, {warnings} warning{'s' * (warnings != 1)}."
    return told if faults else f"The files are in order: {told}"
