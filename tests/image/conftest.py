"""A folder that other accounts can reach, and the wheel."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image.dockerfile import ROOT
from tests.image.installed import opened


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder of this module's own; pytest's lie below one that only their owner can enter."""
    with tempfile.TemporaryDirectory(prefix="gate-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        opened(folder)


@pytest.fixture(scope="module")
def wheel(place: Path) -> Path:
    """The wheel, built from copies of the files that the Dockerfile builds it from."""
    source = place / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
    ]
    subprocess.run([*command, "--wheel-dir", str(place / "wheels"), "."], cwd=source, check=True)
    (built,) = (place / "wheels").glob("*.whl")
    return built
