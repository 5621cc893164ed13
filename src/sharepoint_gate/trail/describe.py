"""One plain sentence for each event, for people who read the trail."""

from collections.abc import Callable, Mapping

from sharepoint_gate.trail.events import Event, EventKind, Json, OutcomeState


def describe(event: Event) -> str:
    """Return what an event says, as one sentence.

    Data that an event does not carry is left out of the sentence, so that old trails stay readable.
    """
    return _SENTENCES[event.kind](event.data)


def _run_started(data: Json) -> str:
    revision = f" with revision {data['roster_revision']} of the roster" if "roster_revision" in data else ""
    mode = f" in {data['mode']} mode" if "mode" in data else ""
    return f"The run {_named(data, 'job')}began{mode}{revision}."


def _run_interrupted(data: Json) -> str:
    left = _count(data, "open_intents", "change", "changes")
    tail = f"; {left} had no known outcome and must be looked at again" if left else ""
    return f"The run was found cut off before its end{tail}."


def _observed(data: Json) -> str:
    parts = (
        _count(data, "items", "item", "items"),
        _count(data, "permissions", "permission", "permissions"),
        _count(data, "members", "channel member", "channel members"),
    )
    unread = f"; {data['unread']} could not be read" if data.get("unread") else ""
    return f"The tenant was read: {_listed(parts) or 'nothing was counted'}{unread}."


def _finding(data: Json) -> str:
    place = f" on {data['object']}" if data.get("object") else ""
    person = f" for {data['principal']}" if data.get("principal") else ""
    return f"Found {data.get('kind', 'something not as declared')}{place}{person}: {_told(data)}"


def _planned(data: Json) -> str:
    parts = (
        _count(data, "revocations", "revocation", "revocations"),
        _count(data, "grants", "grant", "grants"),
        _count(data, "held", "grant held back", "grants held back"),
    )
    partial = ", from a partial picture" if data.get("partial") else ""
    digest = f" (digest {str(data['digest'])[:12]})" if data.get("digest") else ""
    return f"A plan was made: {_listed(parts) or 'nothing to change'}{partial}{digest}."


def _intent(data: Json) -> str:
    return f"About to make change {_change(data)}: {_told(data)}"


def _outcome(data: Json) -> str:
    state = str(data.get("state", ""))
    why = f" ({data['why']})" if data.get("why") else ""
    return f"Change {_change(data)} {_STATES.get(state, f'ended as {state!r}')}{why}."


def _run_finished(data: Json) -> str:
    parts = (
        _count(data, "applied", "change applied", "changes applied"),
        _count(data, "failed", "failed", "failed"),
        _count(data, "uncertain", "uncertain", "uncertain"),
    )
    code = f" with exit code {data['exit_code']}" if "exit_code" in data else ""
    counts = _listed(parts)
    return f"The run ended{code}{f': {counts}' if counts else ''}."


def _named(data: Json, key: str) -> str:
    return f"{data[key]!s} " if data.get(key) else ""


def _change(data: Json) -> str:
    return str(data.get("change_id", "without an id"))


def _told(data: Json) -> str:
    told = str(data.get("sentence") or "no more was written down").rstrip()
    return told if told.endswith((".", "!", "?")) else f"{told}."


def _count(data: Json, key: str, one: str, many: str) -> str:
    if key not in data:
        return ""
    return f"{data[key]} {one if data[key] == 1 else many}"


def _listed(parts: tuple[str, ...]) -> str:
    return ", ".join(part for part in parts if part)


_SENTENCES: Mapping[EventKind, Callable[[Json], str]] = {
    EventKind.RUN_STARTED: _run_started,
    EventKind.RUN_INTERRUPTED: _run_interrupted,
    EventKind.OBSERVED: _observed,
    EventKind.FINDING: _finding,
    EventKind.PLANNED: _planned,
    EventKind.INTENT: _intent,
    EventKind.OUTCOME: _outcome,
    EventKind.RUN_FINISHED: _run_finished,
}

_STATES: Mapping[str, str] = {
    OutcomeState.APPLIED: "was applied, and a fresh read shows it",
    OutcomeState.ALREADY: "was not needed: it was so already",
    OutcomeState.FAILED: "failed",
    OutcomeState.SKIPPED: "was not tried",
    OutcomeState.UNCERTAIN: "was sent and not answered: it will be looked at again, never sent again blindly",
}
