"""Every check and test of the project, one after the other; the first failure ends the run.

Pure rooms come first, with branch coverage of 100 %; then everything that starts processes. All emulators of
these tests record into one folder, and the last step holds every distinct shape of the whole run to what is
published. Its closing line is the last line of a good run.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PURE = ("sharepoint_gate.access", "sharepoint_gate.roster", "sharepoint_gate.trail")
# Tests that reach every branch of the pure rooms; tracing costs half as much again, so all others, properties
# and small worlds among them, run without.
TRACED = (
    "tests/unit/access",
    "tests/unit/roster",
    "tests/unit/rosterfiles",
    "tests/unit/trail",
)
WITNESS = "tests/contract/witness"
WALK = f"{WITNESS}/test_walk.py"
# Whole files to each worker, in the order that tests/conftest.py gives.
SHARED = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
WHOLE_RUN = "the witness over the whole run"
MAX_LINES = 400
# One file on purpose: an inspector takes it away.
WHOLE = {"tools/verify_trail.py"}
# A change is judged in one order of tests, the same everywhere; the long runs shuffle anew each time.
ORDER = 20260401
PROSE = ["src", "docs", "tests", "tools", "config", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"]


def steps(*, long: bool) -> list[tuple[str, list[str]]]:
    """Return each check's name and command line."""
    pytest = [str(BIN / "python"), "-m", "pytest", "-q"]
    chosen = [] if long else ["-m", "not long", f"--randomly-seed={ORDER}"]
    coverage = [f"--cov={room}" for room in PURE]
    pure = [
        *SHARED,
        *TRACED,
        *coverage,
        "--cov-branch",
        "--cov-fail-under=100",
        "--cov-report=term-missing:skip-covered",
    ]
    # A sample of each room; whoever wants to see them all runs it by itself.
    sample = [str(BIN / "python"), "-m", "tests.mutants", "--most", "100", "--seed", "1", "--least", "0.8"]
    return [
        # The environment may forbid programs to keep what they compile; each start would compile it all anew.
        ("compiled modules", [str(BIN / "python"), "-m", "compileall", "-q", "src", "tests", "tools"]),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("spelling", [str(BIN / "codespell"), *PROSE]),
        ("types", [str(BIN / "mypy"), "--no-error-summary", "--num-workers=2", "src", "tests", "tools"]),
        ("import contracts", [str(BIN / "lint-imports"), "--no-logo"]),
        ("dependencies", [str(BIN / "deptry"), "src", "--no-ansi"]),
        ("tests of the pure rooms, with coverage", [*pytest, *pure, *chosen]),
        ("all other tests", [*pytest, *SHARED, *rest(), *chosen]),
        (WHOLE_RUN, [*pytest, WITNESS, f"--ignore={WALK}", *chosen]),
        *([("mutants", sample)] if long else []),
    ]


def surroundings(name: str, folder: str, *, long: bool = False) -> dict[str, str]:
    """Return a step's environment: where emulators record, or, in the last step, where to read it."""
    place = "WITNESS_OF_THE_RUN" if name == WHOLE_RUN else "GRAPH_EMULATOR_RECORD"
    return {**os.environ, place: folder} | ({"TESTS_WHOLE": "1"} if long else {})


def rest() -> list[str]:
    """Return every file of tests that is in no other step, in order; the walk is recorded as all others."""
    files = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py"))
    elsewhere = tuple(f"{room}/" for room in (*TRACED, WITNESS))
    return [path for path in files if path == WALK or not path.startswith(elsewhere)]


def oversized() -> list[str]:
    """Return source and test files that have outgrown their room."""
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("tools/*.py")]
    counts = {path: len(path.read_text().splitlines()) for path in files}
    grown = {str(path.relative_to(ROOT)): count for path, count in counts.items() if count > MAX_LINES}
    return [f"{name}: {count} lines" for name, count in grown.items() if name not in WHOLE]


def main() -> int:
    """Run all checks; return the first exit code that is not 0."""
    # A shell lets what it starts in the background ignore Ctrl-C, and so would every program under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if rooms := oversized():
        print("file sizes: more than", MAX_LINES, "lines in", *rooms, sep="\n  ")
        return 1
    with tempfile.TemporaryDirectory(prefix="witness-") as folder:
        long = "--long" in sys.argv
        for name, command in steps(long=long):
            if code := run(name, command, surroundings(name, folder, long=long)):
                return code
    return 0


def run(name: str, command: list[str], environment: dict[str, str]) -> int:
    """Run one check; return its exit code."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode  # noqa: S603
    if code:
        print(f"== {name}: failed ({code})", flush=True)
        return code
    print(f"== {name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
