"""Puts small faults into what decides and prints, for each room, how many of them some test noticed.

    python -m tests.mutants [--room door] [--most 100] [--seed 1]

Tests of single rooms and of properties judge; whoever survives is printed with file and line.
"""

import argparse
import sys
from pathlib import Path

import pytest

from tests.mutants.runner import ROOT, MutantRun

SOURCE = ROOT / "src" / "sharepoint_gate"


def _files(pattern: str) -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))


ROOMS = {
    "door": (
        ["graph/door*.py", "graph/routes.py", "graph/created.py", "graph/wire.py"],
        ["tests/unit/graph"],
    ),
    "permits": (
        ["access/permit*.py", "access/freezes_permit.py"],
        [*_files("tests/unit/access/test_permits*.py"), *_files("tests/unit/access/test_freezes_*.py")],
    ),
    "trail": (
        ["trail/*.py"],
        ["tests/unit/trail", *_files("tests/property/test_trail_*.py")],
    ),
    "access": (
        ["access/*.py"],
        ["tests/unit/access"],
    ),
}
"""Files of each room, and where its tests are: properties would cost minutes and add little."""
# These start processes, or enumerate for minutes: a mutant that only they notice is told as a survivor.
LEFT_OUT = ["tests/unit/rehearsal", "tests/unit/daemon", "tests/property/worlds"]


def main() -> int:
    """Try the mutants; return 1 where more survived than were allowed."""
    asked = _arguments()
    code = 0
    for room in asked.room or list(ROOMS):
        code = max(code, _run(room, asked))
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--room", action="append", choices=list(ROOMS), help="only this room")
    parser.add_argument("--file", default="", help="only files whose name begins so")
    parser.add_argument("--most", type=int, default=0, help="so many mutants of a room; 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--again", type=Path, help="only those that an earlier run, kept in this file, tells")
    parser.add_argument("--longest", type=float, default=6.0, help="seconds of tests for one mutant")
    parser.add_argument("--least", type=float, default=0.0, help="share of mutants that has to be noticed")
    return parser.parse_args()


def _survivors(kept: Path | None) -> frozenset[str]:
    """Return the names of survivors without file and line, which move with every change."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept else []
    return frozenset(
        line.strip().removeprefix("survived: ").partition(" ")[2] for line in lines if " " in line
    )


def _run(room: str, asked: argparse.Namespace) -> int:
    patterns, tests = ROOMS[room]
    files = sorted({path for pattern in patterns for path in SOURCE.glob(pattern)})
    files = [path for path in files if path.name.startswith(asked.file)]
    run = MutantRun({room: files}, asked.most, asked.seed, asked.longest, _survivors(asked.again))
    pytest.main(
        ["-q", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider", *tests]
        + [f"--ignore={one}" for one in LEFT_OUT]
        + ["-m", "not long", "--no-header", "--no-summary"],
        plugins=[run],
    )
    if run.failed:
        print(f"{room}: these tests fail without a mutant: {', '.join(run.failed)}")
        return 1
    score = run.scores[room]
    share = score.killed / score.total if score.total else 1.0
    print(
        f"{room}: {score.total} mutants, {score.killed} noticed, {len(score.survivors)} survived: {share:.1%}"
    )
    for one in score.survivors:
        print("  " + one.name.removeprefix(f"{ROOT}{'/'}"))
    sys.stdout.flush()
    return int(share < asked.least)


if __name__ == "__main__":
    raise SystemExit(main())
