"""Settings that others may write: who can change them can change whose roster counts."""

import pytest

from tests.cli.scene import SETTINGS, Scene, as_closed_tenant, as_real_tenant
from tests.e2e.harness import Rehearsal

OPEN = "may be written by others than its owner"


@pytest.mark.parametrize("which", ["file", "folder"])
def test_law_13_check_warns_of_settings_that_others_may_write(scene: Scene, which: str) -> None:
    """The file itself, or its folder, where another one could be put in its place; a warning and no fault."""
    as_closed_tenant(scene)
    settings = scene.folder / SETTINGS
    assert OPEN not in scene.say("check").out
    before = scene.say("check", "--json").data
    path = settings if which == "file" else settings.parent
    path.chmod(path.stat().st_mode | 0o020)
    told = scene.say("check", "--json").data
    assert not [one for one in told["faults"] if "gate.toml" in one]
    (warning,) = [one for one in told["warnings"] if one not in before["warnings"]]
    assert f"{path} {OPEN}" in warning
    assert f"chmod go-w {path}" in warning


def test_a_rehearsal_warns_of_nothing(scene: Scene) -> None:
    """A clone is as open as its maker likes: nothing real depends on it."""
    path = scene.folder / SETTINGS
    path.chmod(0o666)
    assert OPEN not in scene.say("check").out


def test_law_13_the_doctor_warns_of_it_too(scene: Scene, tenant: Rehearsal) -> None:
    """Beside the examination, whatever that comes to."""
    as_real_tenant(scene, tenant)
    assert OPEN not in scene.say("doctor").err
    (scene.folder / SETTINGS).chmod(0o622)
    assert OPEN in scene.say("doctor").err
