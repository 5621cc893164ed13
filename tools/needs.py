"""Programs of the system that tests need: each is looked for, installed where that is allowed, or asked for.

Allowed means: this is root on a machine with apt-get. Anywhere else the page says what a person installs.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

_APT = ("apt-get", "install", "--yes", "--no-install-recommends")


@dataclass(frozen=True, kw_only=True)
class Need:
    """One program.

    Attributes:
        program: As it is called.
        package: Debian's package that brings it.
        reason: What stands still without it.
    """

    program: str
    package: str
    reason: str


NEEDS = (
    Need(program="node", package="nodejs", reason="Microsoft's and PnP's own clients are run by it"),
    Need(program="npm", package="npm", reason="it installs those clients"),
    Need(program="chromium", package="chromium", reason="the reports' pages are looked at in it"),
    Need(program="pdftotext", package="poppler-utils", reason="the reports' printed pages are read with it"),
    Need(program="soffice", package="libreoffice-calc", reason="workbooks and CSV files are opened in it"),
    Need(
        program="unshare", package="util-linux", reason="clients with fixed host names get their own network"
    ),
    Need(program="ip", package="iproute2", reason="the loopback of that network is switched on with it"),
)


def missing() -> list[Need]:
    """Return what is not there."""
    return [need for need in NEEDS if shutil.which(need.program) is None]


def install(needs: list[Need]) -> None:
    """Install Debian's packages, quietly; what fails is told by what is still missing afterwards."""
    packages = [need.package for need in needs]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("apt-get", "update"), (*_APT, *packages)):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603


def main() -> int:
    """Return 0 when everything is there at the end."""
    if (lacking := missing()) and os.geteuid() == 0 and shutil.which("apt-get"):
        install(lacking)
    for need in (lacking := missing()):
        print(f"{need.program} is needed: {need.reason}. On Debian it comes with {need.package}.")
    if lacking:
        print("Install it and start again, for example:", *_APT, *(need.package for need in lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
