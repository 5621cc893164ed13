"""``unfreeze``: lift a freeze; the next run gives back what the roster says."""

import click

from sharepoint_gate.cli.freeze import check_reason, needs_reason
from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.present import as_json, show, show_json


@click.command()
@click.argument("person_or_case", metavar="PERSON-OR-CASE")
@needs_reason
@as_json
@click.pass_obj
def command(door: Door, person_or_case: str, reason: str, *, wants_json: bool) -> None:
    """Lift the freeze of a person or a case.

    It gives nothing by itself: the next night, or the next `reconcile`, does as the roster says by then.
    """
    from sharepoint_gate import wiring
    from sharepoint_gate.reports.freeze_text import unfreeze_json, unfreeze_text

    check_reason(reason)
    done, rehearsal = wiring.lift_freeze(
        wiring.read_settings(door.config), door.actor, person_or_case, reason
    )
    if wants_json:
        show_json(unfreeze_json(done, rehearsal=rehearsal))
    else:
        show(unfreeze_text(done, rehearsal=rehearsal))
