"""``emulator``: the rehearsal tenant in the foreground."""

import click

from sharepoint_gate.cli.group import Door


@click.command()
@click.pass_obj
def command(door: Door) -> None:
    """Serve the rehearsal tenant until Ctrl-C, for other commands to join."""
    from sharepoint_gate import wiring

    settings = wiring.read_settings(door.config, rehearsal=True)
    raise SystemExit(wiring.serve_rehearsal(settings))
