"""What commands share when they present: text or JSON, and the first line of a rehearsal."""

import json
from collections.abc import Mapping
from typing import Any

import click

as_json = click.option("--json", "wants_json", is_flag=True, help="Print JSON for programs.")


def show(text: str) -> None:
    """Print a finished text."""
    click.echo(text, nl=not text.endswith("\n"))


def show_json(data: Mapping[str, Any]) -> None:
    """Print JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
