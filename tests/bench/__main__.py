"""Every figure in one JSON document: ``make bench``, or one part of it by name.

Usage: ``python -m tests.bench [startup] [nights] [trail] [planner] [emulator] [audit]``
"""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import audits, bench_trail, large, nights, startup
from tests.bench.planner import GRANTS

COUNTED = "units: counted by the emulator's meter by the documented tariff, not measured on a tenant"
_RECORDS = 8_000


def _planner() -> dict[str, Any]:
    """Plan at full and at half size, each in a fresh process, so that its peak of memory is its own."""
    whole, half = (_planned(grants) for grants in (GRANTS, GRANTS // 2))
    plans = ("first_plan", "quiet_plan", "last_plan")
    growth = {plan: round(whole[plan]["cpu_seconds"] / half[plan]["cpu_seconds"], 2) for plan in plans}
    return {"whole": whole, "half": half, "cpu_whole_by_half": growth}


def _planned(grants: int) -> Any:
    command = [sys.executable, "-m", "tests.bench.planner", str(grants)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


PARTS: dict[str, Callable[[], Any]] = {
    "startup": startup.measure,
    "nights": nights.measure,
    "trail": lambda: bench_trail.measure(_RECORDS),
    "planner": _planner,
    "emulator": large.measure,
    "audit": audits.measure,
}


def main(names: list[str]) -> None:
    """Measure the named parts, or all of them, and print one JSON object."""
    print(json.dumps({"counted": COUNTED, **{name: PARTS[name]() for name in names or PARTS}}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
