"""Scenes for the tests at the door; the emulator of a module is stopped by its own process id."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.scene import Scene, prepare
from tests.e2e.harness import Rehearsal


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The small partnership in a folder of its own, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SHAREPOINT_GATE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return prepare(tmp_path)


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The small partnership's tenant, shared by a module; no test of those that share it writes to it."""
    running = Rehearsal(tmp_path_factory.mktemp("tenant"), "small")
    running.prepare()
    running.start()
    try:
        yield running
    finally:
        running.stop()
