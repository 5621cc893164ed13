"""The compose file takes everything away that the program does not need, and brings what it does.

Source: docs/how-to/run-in-a-container.md
"""

import re
from typing import Any

import yaml

from tests.image.dockerfile import ROOT, environment, stages

TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
WHOLE: dict[str, Any] = yaml.safe_load(TEXT)
GATE: dict[str, Any] = WHOLE["services"]["gate"]
IMAGE = stages()[-1]
SCRATCH = ("/tmp", "size=64m,mode=1777,noexec,nosuid,nodev")  # noqa: S108 - a place in the container
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")


def test_nothing_can_be_written_but_state_and_scratch() -> None:
    """The root is read-only, scratch lies in memory, settings come read-only, and state is a volume."""
    assert GATE["read_only"] is True
    assert [place.partition(":")[::2] for place in GATE["tmpfs"]] == [SCRATCH]
    targets = {one.rpartition("}:")[2] if "}" in one else one.partition(":")[2] for one in GATE["volumes"]}
    assert targets == {"/etc/sharepoint-gate:ro", "/var/lib/sharepoint-gate"}
    assert "state" in WHOLE["volumes"]


def test_no_rights_beyond_those_of_an_ordinary_account() -> None:
    """No capability, no way to gain one, no more processes than it needs, and the image's own number."""
    assert GATE["cap_drop"] == ["ALL"]
    assert GATE["security_opt"] == ["no-new-privileges:true"]
    assert GATE["user"] == IMAGE.of("USER")[0].rest
    assert GATE["pids_limit"] > 0
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid", "ports"} & set(GATE)


def test_places_are_those_of_the_image() -> None:
    """What is mounted lies where the image looks for it."""
    named = environment(IMAGE)
    mounted = " ".join(GATE["volumes"])
    assert named["SHAREPOINT_GATE_CONFIG"].rpartition("/")[0] in mounted
    assert named["SHAREPOINT_GATE_STATE_DIR"] in mounted


def test_the_credential_is_a_file_and_never_a_variable() -> None:
    """A secret comes as a file; no variable of the environment carries one."""
    (name,) = GATE["secrets"]
    assert list(WHOLE["secrets"][name]) == ["file"]
    assert "environment" not in GATE
    assert "env_file" not in GATE


def test_without_settings_nothing_starts() -> None:
    """Each variable has to be given: with a default, a lost one would start a rehearsal unseen."""
    read = [line for line in TEXT.splitlines() if not line.lstrip().startswith("#")]
    found = list(_VARIABLE.finditer("\n".join(read)))
    assert {one["name"] for one in found} == {"GATE_CONFIG", "GATE_CREDENTIAL"}
    assert all(one["rest"].startswith(":?") and len(one["rest"]) > 10 for one in found)
