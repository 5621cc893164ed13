"""How a condition is ticked or crossed, and which crossed one is told first."""

from collections.abc import Iterable

from sharepoint_gate.access.desired import Check, Condition
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.faults import Place

PRECEDENCE = {kind: rank for rank, kind in enumerate(FindingKind)}


def ticked(condition: Condition, sentence: str, place: Place | None) -> Check:
    """Return a condition that holds."""
    return Check(condition, holds=True, sentence=sentence, place=place)


def crossed(condition: Condition, sentence: str, place: Place | None, kind: FindingKind) -> Check:
    """Return a condition that does not hold, with the name of a grant that ignores it."""
    return Check(condition, holds=False, sentence=sentence, place=place, kind=kind)


def all_hold(checks: Iterable[Check]) -> bool:
    """Tell whether every condition is ticked."""
    return all(check.holds for check in checks)


def crossed_kinds(checks: Iterable[Check]) -> tuple[FindingKind, ...]:
    """Return the kinds of the crossed conditions without repetition, in order of precedence."""
    return tuple(
        sorted({check.kind for check in checks if check.kind is not None}, key=PRECEDENCE.__getitem__)
    )


def first_failure(checks: Iterable[Check]) -> Check | None:
    """Return the crossed condition whose kind comes first by precedence, or None when all hold."""
    failed = [(PRECEDENCE[check.kind], check) for check in checks if check.kind is not None]
    return min(failed, key=lambda pair: pair[0])[1] if failed else None


def is_only_unread(checks: Iterable[Check]) -> bool:
    """Tell whether nothing is known against a person but that the account could not be looked up (law 7)."""
    return set(crossed_kinds(checks)) == {FindingKind.UNREAD}
