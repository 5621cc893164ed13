"""A freeze never waits for an ordinary run: it opens its tenant with the whole of the published limits."""

from pathlib import Path

import anyio
import pytest

from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.settings import load_settings
from sharepoint_gate.wiring import freezes

ROOT = Path(__file__).resolve().parents[3]


class OpenedError(Exception):
    """The tenant would be opened now."""


def test_a_freeze_may_use_the_reserve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an ordinary run leaves untouched is the freeze's own."""
    told: list[TenantConfig] = []

    def opening(config: TenantConfig, *_rest: object, **_options: object) -> None:
        told.append(config)
        raise OpenedError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(freezes, "open_tenant", opening)
    settings = load_settings(ROOT / "config" / "gate.toml")

    async def freeze() -> None:
        async with freezes.open_freezing(settings, "", lambda _what: None):
            pass

    with pytest.raises(OpenedError):
        anyio.run(freeze)
    (config,) = told
    assert config.minute == settings.budget.quota.urgent_minute > settings.budget.quota.minute
