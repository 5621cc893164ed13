"""What happens by hand in the rehearsal tenant between a quiet night and the night that mends."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.rehearsal.embedded import EmbeddedTenant


def read_acts(path: Path) -> Sequence[Any]:
    """Return the acts of a weekend file, in order.

    Raises:
        SettingsError: The file cannot be read, or holds no acts.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"The weekend {path} cannot be read.", why=str(error)) from error
    acts = document.get("acts") if isinstance(document, dict) else None
    if not isinstance(acts, list) or not acts or not all(isinstance(act, dict) for act in acts):
        raise SettingsError(
            f"The weekend {path} holds no acts.", mend="Name the shipped file in demo_weekend."
        )
    return acts


def is_over(acts: Sequence[Any], now: datetime) -> bool:
    """Tell whether the tenant's clock has passed the last instant that the acts set."""
    instants = [datetime.fromisoformat(str(act["clock"])) for act in acts if "clock" in act]
    return bool(instants) and now >= max(instants)


def let_happen(tenant: EmbeddedTenant, acts: Sequence[Any]) -> int:
    """Let the acts happen; return how many of them are deeds and not the passing of time."""
    tenant.plant(acts)
    return sum("clock" not in act for act in acts)
