"""The command group: options that every command shares, and the one place where errors become exit codes.

Commands import what they need when they run, so that ``--help`` answers at once.
"""

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "demo": "the whole nightly job on the embedded tenant: look, mend, look again, verify the trail",
    "check": "read roster and settings: every fault with file, line and column",
    "adopt": "write what stands in the channel into a starter roster; read-only",
    "plan": "what would change and why; writes nothing",
    "reconcile": "make the channel agree with the roster, once: the nightly job",
    "release": "let one plan past one rail, by name, for a time",
    "audit": "who can really see what, against what is declared; read-only",
    "why": "why a person can or cannot see a case",
    "freeze": "take all access away now, from a person or a whole case",
    "unfreeze": "lift a freeze; the next night gives back what the roster says",
    "leaver": "take all access away now from somebody who leaves, and say what the roster needs",
    "uaa": "the acceptance agreement: who accepted, who is asked, what is recorded",
    "exposures": "what was open to whom, how, and between which looks",
    "trail": "the record: show, verify, export",
    "serve": "the nightly job by itself, every night; tells how it is on /healthz",
    "doctor": "look at a tenant: sign-in, consent, settings, and the questions that are open",
    "emulator": "the rehearsal tenant in the foreground",
}


@dataclass(frozen=True, slots=True)
class Door:
    """What was said before the command's name.

    Attributes:
        config: The settings file that was named, or None.
        actor: The roster id that the caller states, or "".
    """

    config: Path | None
    actor: str


class Commands(click.Group):
    """Finds commands by name without importing the others, and ends errors with their exit code."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"sharepoint_gate.cli.{cmd_name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; tell whatever ends it badly in plain words and end with its code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place where anything can be told
            # A run that ends well never needs this room.
            from sharepoint_gate.cli.ending import end_of

            sys.exit(end_of(error, lambda: _state_folders(ctx)))


def _state_folders(ctx: click.Context) -> list[Path]:
    """Return where the state lies, as far as the settings can still be read."""
    from sharepoint_gate import wiring

    try:
        settings = wiring.read_settings(ctx.obj.config if isinstance(ctx.obj, Door) else None)
    except Exception:  # noqa: BLE001 - whatever is wrong with the settings must not hide what went wrong before
        return []
    return [settings.state_dir]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Settings file; default: $SHAREPOINT_GATE_CONFIG, ./gate.toml or ./config/gate.toml.",
)
@click.option("--actor", default="", metavar="PERSON", help="Your roster id, written into the trail.")
@click.option(
    "--verbose", is_flag=True, help="Tell each step on standard error, as JSON lines without names."
)
@click.version_option(package_name="sharepoint-gate")
@click.pass_context
def gate(ctx: click.Context, config: Path | None, actor: str, *, verbose: bool) -> None:
    """Keep a locked-down SharePoint channel locked down.

    The roster file says who is approved and at which stage each case is; this program makes SharePoint
    agree, proves it, and writes down what it did.

    Exit codes: 0 done or in sync; 2 settings or roster; 3 refused; 4 Microsoft Graph; 5 database, trail or
    another run; 6 letters; 7 a law would have been broken; 10 with --exit-code, something would
    change or is wrong; 1 a bug.
    """
    from sharepoint_gate.cli.present import window_columns
    from sharepoint_gate.reports.plain import fit_to
    from sharepoint_gate.telemetry import configure

    configure(verbose=verbose)
    fit_to(window_columns())
    ctx.obj = Door(config, actor)
