"""A fresh tenant for each client of others, what the client is told of it, and how the client is run."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.emulator.raw import Emulator

HERE = Path(__file__).parent
NODE = HERE / "node"
_WITHIN_S = 60


def people(emulator: Emulator) -> dict[str, str]:
    """Return everybody's object id by the first letters of their address."""
    rows = emulator.app("reconciler").pages("/v1.0/users")
    return {row["userPrincipalName"].partition("@")[0].partition("_")[0]: row["id"] for row in rows}


def run_node(
    script: str, asked: Mapping[str, Any], emulator: Emulator, environment: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Run a script of ours that drives a client, and return the JSON document that it prints."""
    certificates = {"NODE_EXTRA_CA_CERTS": emulator.ready["ca_file"]}
    return run(["node", str(NODE / script)], asked, {**certificates, **(environment or {})})


def run(command: Sequence[str], asked: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """Run a program with a JSON document as its standard input, and return the one that it prints last."""
    done = subprocess.run(
        command,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=_WITHIN_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def granted(emulator: Emulator, path_end: str) -> list[dict[str, Any]]:
    """Return the permissions of the item whose path ends so, as the tenant itself remembers them."""
    for drive in emulator.admin("GET", "state")["drives"]:
        for item in drive["items"]:
            if item["path"].endswith(path_end):
                held: list[dict[str, Any]] = item["permissions"]
                return held
    raise AssertionError(f"no item ends in {path_end}")
