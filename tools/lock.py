"""Write requirements/NAME.lock: universal pins with hashes and without any index address.

Run as ``python tools/lock.py build|run|dev``.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def wanted(name: str) -> list[str]:
    """Return the requirements of one lock: what builds the package, what runs it, or what checks it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = project["project"]["dependencies"]
    lists = {
        "build": [*project["build-system"]["requires"], "editables"],
        "run": run,
        "dev": [*run, *project["dependency-groups"]["dev"]],
    }
    return list(lists[name])


def main() -> int:
    """Compile one lock from pyproject.toml."""
    name = sys.argv[1]
    target = ROOT / "requirements" / f"{name}.lock"
    # fmt: off
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "-", "--universal", "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--python-version", "3.11",
        "--custom-compile-command", "make lock", "--upgrade", "--quiet", "--output-file", str(target),
    ]
    # fmt: on
    if name != "run":
        # one version of each package in the whole environment
        command += ["--constraints", str(ROOT / "requirements" / "run.lock")]
    text = "\n".join(wanted(name))
    return subprocess.run(command, input=text, text=True, check=False, cwd=ROOT).returncode  # noqa: S603


if __name__ == "__main__":
    raise SystemExit(main())
