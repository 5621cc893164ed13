"""The command line's words: what can be asked of the emulator, and how it says no."""

import argparse
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graph_emulator.opening import check_whole
from graph_emulator.seed.source import SeedFile, open_seed

_HIGHEST_PORT = 65_535
_ABOUT = """\
A Microsoft 365 tenant on this machine: sign-in, people, teams, channels, files and sharing over HTTPS on
127.0.0.1. The first line of output is JSON and says where it is; DIR/ready.json says the same."""
_CHECK_ABOUT = "Tell every fault of a seed with line and column, without starting anything."


def parser() -> argparse.ArgumentParser:
    """Return what reads the options of a start."""
    made = argparse.ArgumentParser(
        prog="graph-emulator",
        description=_ABOUT,
        usage="%(prog)s [options] --data DIR [--seed FILE]\n       %(prog)s seed check FILE",
        epilog="Exit codes: 0 ended as asked; 2 refused, with the reason on standard error.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = made.add_argument
    add(
        "--data",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder that holds the tenant; it may be new",
    )
    add("--seed", type=Path, metavar="FILE", help="what an empty folder begins with (YAML or JSON)")
    add("--port", type=_port, default=0, help="where to listen; 0, the default, takes a free port")
    add("--until-stdin-closes", action="store_true", help="end when standard input closes")
    add(
        "--host-name",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name in the server's certificate, for clients that ask for a fixed host; repeatable",
    )
    add("--version", action="version", version=f"%(prog)s {_version()}")
    return made


def check_parser() -> argparse.ArgumentParser:
    """Return what reads the words of `seed check`."""
    made = argparse.ArgumentParser(prog="graph-emulator seed check", description=_CHECK_ABOUT)
    made.add_argument("file", type=Path, metavar="FILE", help="a seed, in YAML or JSON")
    return made


def check_seed_file(arguments: Sequence[str]) -> str:
    """Build the tenant of a seed in a folder that goes away again; return what it holds.

    Raises:
        SeedError: The seed is refused.
    """
    document = open_seed(check_parser().parse_args(arguments).file)
    with tempfile.TemporaryDirectory() as folder:
        check_whole(Path(folder), document)
    return _summary(document)


def _summary(document: SeedFile) -> str:
    seed = document.seed
    counts = (
        ("people", len(seed.users)),
        ("groups", len(seed.groups)),
        ("teams", len(seed.all_teams())),
        ("channels", len(seed.all_channels())),
        ("files and folders", len(seed.files)),
        ("links", len(seed.links)),
        ("acts", len(seed.acts)),
    )
    return f"{document.name} is in order: " + ", ".join(f"{count} {name}" for name, count in counts)


def _version() -> str:
    try:
        return version("sharepoint-gate")
    except PackageNotFoundError:  # run from its sources, without being installed
        return "of the sources"


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port; ports go from 0 to {_HIGHEST_PORT}")
    return port
