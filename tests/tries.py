"""How often a property is tried: as often as written in the long runs, a third of that with every change."""

import os

WHOLE = "TESTS_WHOLE"


def tries(whole: int) -> int:
    """Return how many examples to try of a property that is tried ``whole`` times in the long runs."""
    return whole if os.environ.get(WHOLE) else max(20, whole // 3)
