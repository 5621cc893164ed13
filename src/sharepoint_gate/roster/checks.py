"""All rules of a roster together: every finding at once, in the file's order."""

from collections.abc import Callable, Iterator

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.draft import Context, Findings, RosterDraft

Check = Callable[[RosterDraft, Context], Iterator[Fault]]

_FAULTS: tuple[Check, ...] = ()
_WARNINGS: tuple[Check, ...] = ()


def check_roster(draft: RosterDraft, context: Context) -> Findings:
    """Judge a roster by every rule.

    Args:
        draft: The roster as far as it could be read.
        context: The processes and the day.
    """
    faults = sorted({fault for check in _FAULTS for fault in check(draft, context)})
    warnings = sorted({fault for check in _WARNINGS for fault in check(draft, context)})
    return Findings(faults, warnings)
