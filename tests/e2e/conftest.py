"""Rehearsals for the end-to-end tests; each is stopped by its own process id."""

from collections.abc import Iterator

import pytest

from tests.e2e import doctor_scene
from tests.e2e.harness import Rehearsal
from tests.e2e.journey import Journey, travel


@pytest.fixture
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Westmarsh after its quiet night, in sync."""
    scene = Rehearsal(tmp_path_factory.mktemp("westmarsh"), in_process=True)
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        yield scene
    finally:
        scene.stop()


@pytest.fixture(scope="package")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """Westmarsh through its quiet night, the weekend, the mending night and one more; travelled once."""
    scene = Rehearsal(tmp_path_factory.mktemp("journey"), in_process=True)
    scene.prepare()
    scene.start()
    try:
        yield travel(scene)
    finally:
        scene.stop()


@pytest.fixture(scope="package")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The small partnership for the doctor's visits; each puts the tenant back to its seed."""
    scene = Rehearsal(tmp_path_factory.mktemp("ward"), "small", in_process=True)
    doctor_scene.prepare(scene)
    scene.start()
    try:
        yield scene
    finally:
        scene.stop()
