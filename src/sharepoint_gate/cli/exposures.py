"""``exposures``: what was open to whom, for the data protection officer."""

from typing import Literal

import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json


@click.command()
@click.option(
    "--open", "which", flag_value="open", default=True, help="Those that nobody saw the end of [default]."
)
@click.option("--all", "which", flag_value="all", help="Every exposure ever recorded.")
@as_json
@click.option("--csv", "wants_csv", is_flag=True, help="Print a table that a spreadsheet opens.")
@click.pass_obj
def command(door: Door, which: Literal["open", "all"], *, wants_json: bool, wants_csv: bool) -> None:
    """Tell what was open to whom, how, and between which looks (ISA 11); names people and files."""
    from sharepoint_gate import wiring
    from sharepoint_gate.reports.csv_files import csv_lines
    from sharepoint_gate.reports.exposures_text import HEADS, exposure_rows, exposures_json, exposures_text
    from sharepoint_gate.wiring.exposures import recorded_exposures

    settings = wiring.read_settings(door.config)
    told = [one for one in recorded_exposures(settings) if one.open or which == "all"]
    if wants_json:
        show_json(exposures_json(told, rehearsal=settings.is_embedded))
    elif wants_csv:
        show(csv_lines(HEADS, exposure_rows(told)))
    else:
        show(exposures_text(told, rehearsal=settings.is_embedded))
