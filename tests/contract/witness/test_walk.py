"""The walk through everything: it is recorded as all of the run is, and the last step checks the record."""

from pathlib import Path

from tests.contract.witness.recorded import OF_GRAPH, Recording


def test_the_walk_comes_through(walked: Path) -> None:
    """Two nights of the gate and a walk through all routes leave their shapes behind."""
    recording = Recording.in_folder(walked)
    assert len(recording.good(*OF_GRAPH)) > 200
    assert len(recording.good("rest")) > 60
    assert len(recording.good("openid")) > 6
