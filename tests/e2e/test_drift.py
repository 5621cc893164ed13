"""Drift by hand of every kind: named in plain words, mended in one night, and gone after it.

Source: ISA §8.3, ISA §8.4, ISA §8.5, ISA §8.6
"""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.drift_catalogue import SCENES
from tests.e2e.drift_night import Drift, Night, gained_beside, paths, readers, spend
from tests.e2e.harness import Rehearsal
from tests.e2e.test_westmarsh import BUSINESS_UNIT, is_reader_link

Nights = Callable[[str], Night]
EVERY = [
    pytest.param(name, drift, id=f"{name}-{number}-{drift.name.replace(' ', '-')}")
    for name, (drifts, _changed) in SCENES.items()
    for number, drift in enumerate(drifts)
]
each_scene = pytest.mark.parametrize("name", list(SCENES))


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """Westmarsh in sync, then the drift of a scene by hand and the night that mends it; each scene once."""
    spent: dict[str, Night] = {}
    scenes: list[Rehearsal] = []

    def night(name: str) -> Night:
        if name not in spent:
            scene = Rehearsal(tmp_path_factory.mktemp(name), in_process=True)
            scene.prepare()
            scene.start()
            scenes.append(scene)
            scene.gate("reconcile")
            spent[name] = spend(scene, *SCENES[name])
        return spent[name]

    yield night
    for scene in scenes:
        scene.stop()


@pytest.mark.parametrize(("name", "drift"), EVERY)
def test_each_drift_is_told_in_plain_words_before_it_is_mended(
    nights: Nights, name: str, drift: Drift
) -> None:
    """The plan names the kind, and the person or the place, of everything that somebody did by hand."""
    night = nights(name)
    text = " ".join(night.plan.out.split())
    wanted = night.wanted([drift])
    assert wanted <= night.told()
    for kind, where, who in wanted:
        assert kind in text
        assert who in text
        assert where.rpartition("/")[2] in text, "alike findings of one folder share its name"


@each_scene
def test_nothing_else_is_told(nights: Nights, name: str) -> None:
    """The findings are those of the drift, one for each entry and person, and no others."""
    night = nights(name)
    assert night.told() == night.wanted(SCENES[name][0])


@each_scene
def test_law_1_after_the_night_each_file_has_exactly_its_expected_readers(nights: Nights, name: str) -> None:
    """Besides the business unit nobody else can open a file, and nobody who should is missing."""
    night = nights(name)
    able = {path: readers(night.scene, item) - BUSINESS_UNIT for path, item in paths(night).items()}
    assert able == {path: night.expected(path) for path in able}


@each_scene
def test_law_1_at_no_instant_did_the_night_give_anybody_more(nights: Nights, name: str) -> None:
    """Each request of the night gave access to its expected readers only, and to read."""
    assert gained_beside(nights(name), BUSINESS_UNIT) == []


@each_scene
def test_law_2_one_link_a_file_and_none_on_folders(nights: Nights, name: str) -> None:
    """What stands after the night is at most one reader link on a file, and no link above it."""
    state = nights(name).after
    for drive in state["drives"]:
        for item in drive["items"]:
            links = [one for one in item["permissions"] if "link" in one]
            assert len(links) <= (0 if item["folder"] else 1), item["path"]
            assert all(is_reader_link(link) for link in links), item["path"]


@each_scene
def test_the_next_plan_has_no_change(nights: Nights, name: str) -> None:
    """The second plan is empty; what is left to say is for a person."""
    last = nights(name).last
    assert last.code == 0, last.out
    assert "There is nothing to do" in last.out
    assert "put right:" not in last.out


@each_scene
def test_law_11_the_trail_verifies(nights: Nights, name: str) -> None:
    """What was done by hand and mended is on a record that holds."""
    nights(name).scene.gate("trail", "verify")
