"""Rails in plain English and as JSON: what tripped, what holds the plan, what the move of a case means."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sharepoint_gate.access.rails_model import Rail, Release, release_of
from sharepoint_gate.access.rails_moves import Move
from sharepoint_gate.reports.plain import count, document, heading, labelled, listed, paragraph

HELD = "would be held back"
PASSES = "is released"
LANE = (
    "A run carries out only what never waits: undeclared or wider access goes, and what ended by itself. "
    "All grants and the other removals wait, and the run ends in 3."
)


@dataclass(frozen=True, slots=True)
class RailsView:
    """What a report tells of rails.

    Attributes:
        rails: Every rail that tripped.
        holding: Those that hold the plan.
        releases: Every release ever given.
        digest: Of the whole plan.
        zone: The partnership's.
    """

    rails: Sequence[Rail]
    holding: Collection[Rail]
    releases: tuple[Release, ...]
    digest: str
    now: datetime
    zone: str


def moves_lines(moves: Sequence[Move]) -> list[str]:
    """Return a line for each case that goes from one stage to another; nothing without any."""
    lines = [line for one in moves for line in paragraph(f"{tell_move(one)}.", 2, 4)]
    return [*heading("Cases that move"), *lines] if lines else []


def tell_move(move: Move) -> str:
    """Return what a move means, without a full stop."""
    losing, gaining = len(move.losing), len(move.gaining)
    lose = f"{count(losing, 'person loses', 'people lose')} something" if losing else "nobody loses anything"
    gain = f"{count(gaining, 'gains', 'gain')} something" if gaining else "nobody gains anything"
    return f"{move.case} moves from {move.old} to {move.new}: {lose}, {gain}"


def rails_lines(view: RailsView) -> list[str]:
    """Return every rail that tripped, with numbers, names and what to do; nothing without any."""
    if not view.rails:
        return []
    lines = heading("Rails")
    lines += paragraph(LANE) if view.holding else []
    for rail in view.rails:
        lines += _rail_lines(view, rail)
    if view.holding:
        rails = " or ".join(dict.fromkeys(one.name.value for one in view.holding))
        lines += labelled("to release:", f"sharepoint-gate release RAIL --plan {view.digest}", 2)
        lines += labelled("", f"--reason TEXT --until WHEN, for RAIL {rails}", 4)
    return lines


def _rail_lines(view: RailsView, rail: Rail) -> list[str]:
    release = release_of(rail, view.releases, view.digest, view.now)
    state = HELD if rail in view.holding else PASSES
    lines = labelled("-", f"{rail.name.value}: the plan {state}. {rail.what}", 2)
    lines += labelled("who:", listed(rail.names, 12), 4) if rail.names else []
    lines += labelled("do:", rail.mend, 4) if rail in view.holding else []
    if release is not None:
        until = release.until.astimezone(ZoneInfo(view.zone))
        said = f"by {release.by} until {until:%d %B %Y %H:%M}: {release.reason}"
        lines += labelled("released:", said, 4)
    return lines


def rails_text(view: RailsView, moves: Sequence[Move]) -> str:
    """Return both as one text; "" when there is nothing to tell."""
    lines = [*moves_lines(moves), *rails_lines(view)]
    return document(lines[1:], rehearsal=False) if lines else ""


def rails_json(view: RailsView, moves: Sequence[Move]) -> Mapping[str, Any]:
    """Return both as JSON values: ``rails`` and ``moves``."""
    return {
        "rails": [_rail_json(view, one) for one in view.rails],
        "moves": [_move_json(one) for one in moves],
    }


def _rail_json(view: RailsView, rail: Rail) -> Mapping[str, Any]:
    release = release_of(rail, view.releases, view.digest, view.now)
    return {
        "rail": rail.name.value,
        "what": rail.what,
        "names": list(rail.names),
        "mend": rail.mend,
        "count": rail.count,
        "of": rail.of,
        "holds": rail in view.holding,
        "release": release_json(release) if release is not None else None,
    }


def release_json(release: Release) -> Mapping[str, Any]:
    """Return a release as JSON values."""
    return {
        "rail": release.rail.value,
        "plan": release.digest,
        "reason": release.reason,
        "until": release.until.isoformat(),
        "by": release.by,
        "at": release.at.isoformat(),
    }


def _move_json(move: Move) -> Mapping[str, Any]:
    return {
        "case": move.case,
        "from": move.old,
        "to": move.new,
        "losing": list(move.losing),
        "gaining": list(move.gaining),
    }


def releases_text(releases: Sequence[Release], now: datetime, zone: str, *, rehearsal: bool) -> str:
    """Return every release ever given, the newest first."""
    lines: list[str] = []
    for one in reversed(releases):
        until = one.until.astimezone(ZoneInfo(zone))
        state = "expired" if one.until <= now else "stands"
        lines += labelled("-", f"{one.rail.value} for plan {one.digest[:12]}: {state}", 2)
        lines += labelled("until:", f"{until:%d %B %Y %H:%M}", 4)
        lines += labelled("by:", one.by, 4) + labelled("why:", one.reason, 4)
    return document(lines or ["No release was ever given."], rehearsal=rehearsal)
