"""Every step of the build stage is carried out as it is written, and what it made runs a whole night.

No Docker is needed: the places of the Dockerfile are moved below a temporary folder, and that is all.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.image.dockerfile import ROOT, environment, stages
from tests.image.installed import Installed, a_python, close

BUILD, IMAGE = stages()
PORT = "SHAREPOINT_GATE_SCHEDULE__HEALTH__PORT"
PATIENCE_S = 60
_PLACES = re.compile(r"(?<![\w.])/(?=build|opt)")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def installed(place: Path) -> Installed:
    """The build stage's virtual environment, closed, and settings beside it."""
    (place / "bin").mkdir()
    (place / "bin" / "python").symlink_to(a_python())
    follow_the_build_stage(place)
    folder = place / "opt" / "sharepoint-gate"
    close(folder)
    program = Installed(folder / "bin" / "python", place)
    program.prepare()
    return program


def follow_the_build_stage(place: Path) -> None:
    """Carry out WORKDIR, COPY and RUN in their order, with the stage's variables."""
    surroundings = os.environ | environment(BUILD) | {"PATH": f"{place / 'bin'}:{os.environ['PATH']}"}
    surroundings.pop("PYTHONPATH", None)
    here = place
    for step in BUILD.steps:
        if step.keyword == "WORKDIR":
            here = Path(moved(step.rest, place))
            here.mkdir(parents=True)
        if step.keyword == "COPY":
            copy(step.words, here)
        if step.keyword == "RUN":
            command = ["/bin/sh", "-c", moved(step.rest, place)]
            done = subprocess.run(
                command, cwd=here, env=surroundings, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{step.rest}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def moved(text: str, place: Path) -> str:
    """Return a line with the Dockerfile's folders below another one."""
    return _PLACES.sub(f"{place}/", text)


def copy(words: list[str], here: Path) -> None:
    """Copy as Docker does: files into the folder that is named, a folder as the folder that is named."""
    target = here / words[-1]
    for source in [ROOT / word for word in words[:-1]]:
        if source.is_dir():
            shutil.copytree(
                source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")
            )
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def test_a_whole_night_runs_from_the_installation(installed: Installed) -> None:
    """The program tells its commands, finds the files in order, and puts the demo's channel right."""
    assert "reconcile" in installed.run("--help")
    assert installed.run("check")
    assert "The trail verifies" in installed.run("demo")
    assert (
        "sharepoint-gate"
        in installed.call([str(installed.python.parent / "sharepoint-gate"), "--version"]).stdout
    )


def test_nothing_is_left_that_installs(installed: Installed) -> None:
    """Neither pip nor a build tool is in the image, so nothing can be added to what was reviewed."""
    done = installed.call([str(installed.python), "-c", "import pip"])
    assert "No module named 'pip'" in done.stderr
    names = {
        path.name.partition("-")[0] for path in (installed.python.parents[1] / "lib").rglob("*.dist-info")
    }
    assert not names & {"pip", "setuptools", "hatchling", "pytest", "ruff", "mypy"}
    assert "sharepoint_gate" in names


def test_what_the_image_does_by_itself_is_healthy_and_stops_when_told(installed: Installed) -> None:
    """CMD runs, HEALTHCHECK calls it healthy, and SIGTERM ends it in good order."""
    port = str(a_free_port())
    service = Installed(installed.python, installed.folder, {**installed.env, PORT: port})
    check = json.loads(IMAGE.of("HEALTHCHECK")[0].rest.partition(" CMD ")[2])
    running = service.begin(*IMAGE.of("CMD")[0].words)
    try:
        ends = time.monotonic() + PATIENCE_S
        while service.call(check).returncode and time.monotonic() < ends:
            assert running.poll() is None, "it ended by itself"
        assert service.call(check).returncode == 0
    finally:
        running.terminate()
        code = running.wait(PATIENCE_S)
    assert code == 0
    assert service.call(check).returncode == 1


def a_free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
