"""What is written down, before it is done and after.

The values are a contract with every trail that was ever written: they never change.

Source: ISA §8.3, ADR-0005
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Json = Mapping[str, object]


class EventKind(StrEnum):
    """What happened."""

    RUN_STARTED = "run-started"
    RUN_INTERRUPTED = "run-interrupted"
    OBSERVED = "observed"
    FINDING = "finding"
    PLANNED = "planned"
    INTENT = "intent"
    OUTCOME = "outcome"
    RUN_FINISHED = "run-finished"
    NIGHT_MISSED = "night-missed"
    ROSTER_BROKEN = "roster-broken"
    ROSTER_VERSION = "roster-version"
    EXPOSURE_BEGUN = "exposure-begun"
    EXPOSURE_ENDED = "exposure-ended"
    MAIL = "mail"
    RAIL_TRIPPED = "rail-tripped"
    RAIL_RELEASED = "rail-released"
    FROZEN = "frozen"
    FREEZE_ENDED = "freeze-ended"
    UNFROZEN = "unfrozen"
    STOPPED_AT_DOOR = "stopped-at-door"
    TRAIL_KEY = "trail-key"
    TRAIL_BROKEN = "trail-broken"
    TRAIL_SIGNED_OFF = "trail-signed-off"
    UAA_PROPOSED = "uaa-proposed"
    UAA_RECORDED = "uaa-recorded"
    UAA_WITHDRAWN = "uaa-withdrawn"


class OutcomeState(StrEnum):
    """How one change ended."""

    APPLIED = "applied"
    ALREADY = "already"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the trail before it has a place in it.

    Attributes:
        run_id: The run it belongs to.
        at: Aware UTC time by the gate's clock.
        actor: Operating-system account, and the stated roster id when there is one.
        data: JSON values only; no token, no link URL, no file content; file paths are kept, since the trail
            is the restricted record.
    """

    kind: EventKind
    run_id: str
    at: datetime
    actor: str
    data: Json
