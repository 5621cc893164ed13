"""What happens by hand in the rehearsal tenant between a quiet night and the night that mends.

A weekend file holds the weekend's acts, and under ``repair`` what an administrator puts right once the
findings are read. Each may come with ``statements``: what the administrator says of settings that no
program can read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.rehearsal.embedded import EmbeddedTenant


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of what happens.

    Attributes:
        acts: What people do, in order, as in a seed document.
        statements: What is stated of settings from then on, as under ``[posture] statements``.
    """

    acts: Sequence[Any] = ()
    statements: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Weekend:
    """What goes wrong, and what an administrator puts right of it."""

    drift: Chapter
    repair: Chapter


def read_weekend(path: Path) -> Weekend:
    """Return what a weekend file tells.

    Raises:
        SettingsError: The file cannot be read, or holds no acts.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"The weekend {path} cannot be read.", why=str(error)) from error
    drift = _chapter(document)
    if drift is None or not drift.acts:
        raise SettingsError(
            f"The weekend {path} holds no acts.", mend="Name the shipped file in demo_weekend."
        )
    repair = _chapter(document.get("repair", {"acts": []}))
    if repair is None:
        raise SettingsError(
            f"The weekend {path} holds a repair without acts.", mend="Name the shipped file in demo_weekend."
        )
    return Weekend(drift, repair)


def _chapter(part: Any) -> Chapter | None:
    acts = part.get("acts") if isinstance(part, dict) else None
    if not isinstance(acts, list) or not all(isinstance(act, dict) for act in acts):
        return None
    statements = part.get("statements")
    return Chapter(acts, statements if isinstance(statements, dict) else None)


def is_over(acts: Sequence[Any], now: datetime) -> bool:
    """Tell whether the tenant's clock has passed the last instant that the acts set."""
    instants = [datetime.fromisoformat(str(act["clock"])) for act in acts if "clock" in act]
    return bool(instants) and now >= max(instants)


def let_happen(tenant: EmbeddedTenant, acts: Sequence[Any]) -> int:
    """Let the acts happen; return how many of them are deeds and not the passing of time."""
    tenant.plant(acts)
    return sum("clock" not in act for act in acts)
