"""A network of its own for clients with fixed host names: nothing of this machine is changed.

The process that is started sees its own loopback and its own hosts file; both are gone when it ends.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TENANT = Path(__file__).parent / "tenant.yaml"
SITE_PATH = "/sites/SmallbridgeSafeguarding-Casereview"
_SHAREPOINT = "smallbridge.sharepoint.example"
SITE = f"https://{_SHAREPOINT}{SITE_PATH}"
HOSTS = ("graph.microsoft.com", "login.microsoftonline.com", _SHAREPOINT)
_ENTER = 'ip link set lo up && mount --bind "$0" /etc/hosts && exec "$@"'
FORMS = (
    ["unshare", "--mount", "--net"],
    ["unshare", "--map-root-user", "--mount", "--net"],
)
_WITHIN_S = 120


def run_inside(folder: Path, names: Sequence[str], walk: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Run a walk in a network where the names mean this machine.

    Args:
        folder: For the tenant and the hosts file.
        names: The host names.
        walk: The module whose `walk` is called there.
        asked: What it is told; `seed` names the tenant's beginning.

    Returns:
        `seen`, `state` and `journal`.
    """
    told = json.dumps({**asked, "folder": str(folder / "tenant"), "names": list(names)})
    done = subprocess.run(
        [*enter(folder, names), sys.executable, "-m", "tests.clients.inside", walk],
        input=told,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=_WITHIN_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def enter(folder: Path, names: Sequence[str]) -> list[str]:
    """Return the beginning of a command that runs in a network of its own, with these names.

    Args:
        folder: For the hosts file.
        names: The host names that mean this machine there.
    """
    hosts = folder / "hosts"
    hosts.write_text("".join(f"127.0.0.1 {name}\n" for name in ("localhost", *names)), encoding="utf-8")
    return [*entering(FORMS), "sh", "-c", _ENTER, str(hosts)]


def entering(forms: Sequence[list[str]]) -> list[str]:
    """Return the first form of entering that this machine allows.

    Raises:
        AssertionError: It allows none, with what a person has to do.
    """
    for form in forms:
        if shutil.which(form[0]) and subprocess.run([*form, "true"], check=False).returncode == 0:
            return form
    raise AssertionError(
        "Clients with fixed host names need a network namespace of their own, and this machine allows none: "
        "run the tests as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)."
    )
