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
    return f"A run began{revision}."


def _run_interrupted(data: Json) -> str:
    changes = _counted(_length(data, "open"), "change was", "changes were")
    tail = f"; {changes} without a known outcome and looked at again" if _length(data, "open") else ""
    how = "had left changes in doubt" if data.get("finished") else "was found cut off before its end"
    return f"Run {data.get('interrupted', 'without a name')} {how}{tail}."


def _observed(data: Json) -> str:
    read = _counted(data.get("items", "an unknown number of"), "item", "items")
    unread = _counted(_length(data, "unread"), "thing", "things")
    tail = f"; {unread} could not be read" if _length(data, "unread") else ""
    return f"The tenant was read: {read}{tail}."


def _finding(data: Json) -> str:
    place = f" on {data['object']}" if data.get("object") else ""
    person = f" for {data['principal']}" if data.get("principal") else ""
    return f"Found {data.get('kind', 'something')}{place}{person}: {_told(data, 'sentence')}"


def _planned(data: Json) -> str:
    changes = _counted(data.get("changes", "an unknown number of"), "change", "changes")
    held = f", {_counted(data['held'], 'grant', 'grants')} held back" if data.get("held") else ""
    partial = ", from a picture that is not whole" if data.get("partial") else ""
    return f"A plan was made: {changes}{held}{partial}{_digest(data)}."


def _digest(data: Json) -> str:
    return f" (digest {str(data['digest'])[:12]})" if data.get("digest") else ""


def _intent(data: Json) -> str:
    change = str(data.get("change", "change something"))
    act = _ACTS.get(change, change.replace("-", " "))
    place = f" on {data['path']}" if data.get("path") else ""
    return f"About to {act}{place} ({_change(data)}): {_told(data, 'reason')}"


def _outcome(data: Json) -> str:
    state = str(data.get("state", "unknown"))
    why = f" ({data['why']})" if data.get("why") else ""
    return f"Change {_change(data)} {_STATES.get(state, f'ended as {state}')}{why}."


def _run_finished(data: Json) -> str:
    if data.get("error"):
        return f"The run stopped with {data['error']}: {_told(data, 'what')}"
    outcomes = data.get("outcomes")
    counts = [f"{count} {state}" for state, count in outcomes.items()] if isinstance(outcomes, dict) else []
    partial = "; it had not read everything" if data.get("partial") else ""
    return f"The run ended: {', '.join(counts) or 'nothing was changed'}{partial}."


def _uaa_proposed(data: Json) -> str:
    return f"Waiting for a second name ({data.get('proposal', 'no number')}): {_uaa(data)}"


def _uaa_recorded(data: Json) -> str:
    second = f", confirmed by {data['confirmed_by']}" if data.get("confirmed_by") else ""
    return f"Recorded by {data.get('recorded_by', 'somebody')}{second}: {_uaa(data)}"


def _uaa_withdrawn(data: Json) -> str:
    return f"Withdrawn before a second name came ({data.get('proposal', 'no number')}): {_uaa(data)}"


def _uaa(data: Json) -> str:
    who, what = data.get("person", "somebody"), data.get("decision", "decided on")
    version = f"version {data.get('version', 'without a name')} of the acceptance agreement"
    when = f" on {str(data['decided_at'])[:10]}" if data.get("decided_at") else ""
    evidence = f" ({data.get('source', 'source unknown')}, {data.get('evidence', 'no evidence named')})"
    return f"{who} {what} {version}{when}{evidence}."


def _mail(data: Json) -> str:
    to = f" to {data['person']}" if data.get("person") else ""
    state = str(data.get("state", "unknown"))
    kind, key = data.get("letter", "of an unknown kind"), data.get("key", "without a key")
    return f"Letter {kind}{to} ({key}) {_MAIL_STATES.get(state, f'ended as {state}')}."


def _rail_tripped(data: Json) -> str:
    then = "so the plan was held back" if data.get("held", True) else "and the plan was released past it"
    return f"Rail {data.get('rail', 'without a name')} tripped, {then}{_digest(data)}: {_told(data, 'what')}"


def _rail_released(data: Json) -> str:
    until = f" until {data['until']}" if data.get("until") else ""
    rail = data.get("rail", "without a name")
    return f"One plan was released past rail {rail}{until}{_digest(data)}: {_told(data, 'reason')}"


def _frozen(data: Json) -> str:
    leaver = f", who leaves on {data['leaves_on']}" if data.get("leaves_on") else ""
    late = "; written down in an emergency, when the record took nothing" if data.get("emergency") else ""
    return f"{data.get('subject', 'Somebody')} was frozen{leaver}{late}: {_told(data, 'reason')}"


def _freeze_ended(data: Json) -> str:
    left = _length(data, "left")
    seen = f"{_counted(left, 'thing is', 'things are')} left" if left else "a fresh read finds nothing left"
    return f"The freeze of {data.get('subject', 'somebody')} was carried out: {seen}."


def _unfrozen(data: Json) -> str:
    return f"The freeze of {data.get('subject', 'somebody')} was lifted: {_told(data, 'reason')}"


def _exposure_begun(data: Json) -> str:
    place = f" on {data['object']}" if data.get("object") else ""
    who = data.get("principal") or "nobody by name"
    since = str(data.get("earliest") or "an unknown time")[:16].replace("T", " ")
    name = data.get("exposure", "without a number")
    return f"Exposure {name}{place}: open to {who}, begun after {since}: {_told(data, 'how')}"


def _exposure_ended(data: Json) -> str:
    ending = str(data.get("ending", ""))
    how = _ENDINGS.get(ending, f"ended as {ending or 'unknown'}")
    place = f" on {data['object']}" if data.get("object") else ""
    return f"Exposure {data.get('exposure', 'without a number')}{place} is over: {how}."


def _night_missed(data: Json) -> str:
    why = _told(data, "why")
    return f"The night of {data.get('night', 'an unknown day')} did not run in its time: {why}"


def _roster_broken(data: Json) -> str:
    revision = f"revision {data['revision']}" if "revision" in data else "the last valid one"
    force = f"so {revision} of the roster stays in force"
    return f"The declared files have a fault, {force}: {_told(data, 'what')}"


def _stopped_at_door(data: Json) -> str:
    what = str(data.get("what") or "No more was written down").rstrip(".")
    why = f", because {data['why']}" if data.get("why") else ""
    return f"A law would have been broken, so it did not leave. {what}{why}."


def _trail_key(data: Json) -> str:
    reason = f": {_told(data, 'reason')}" if data.get("reason") else "."
    key = data.get("key", "without a name")
    return f"The trail is signed from here on with the key {key} ({data.get('because', 'no reason')}){reason}"


def _trail_broken(data: Json) -> str:
    found = data.get("found")
    first = str(found[0]) if isinstance(found, list) and found else "no more was written down."
    return (
        f"Log {data.get('log', 'without a number')} of the trail does not verify and is left as it is; "
        f"this one begins, and nothing is granted until a person signs it off: {first}"
    )


def _trail_signed_off(data: Json) -> str:
    who, why = data.get("by", "Somebody"), _told(data, "reason")
    return f"{who} signed off that the trail goes on after its break: {why}"


def _roster_version(data: Json) -> str:
    revision = f"Revision {data['revision']}" if "revision" in data else "A version"
    known = f" (known by {data['source']})" if data.get("source") else ""
    return f"{revision} of the roster was taken; its author is {data.get('author', 'unknown')}{known}."


def _change(data: Json) -> str:
    return str(data.get("change_id", "without an id"))


def _told(data: Json, key: str) -> str:
    told = str(data.get(key) or "no more was written down").rstrip()
    return told if told.endswith((".", "!", "?")) else f"{told}."


def _length(data: Json, key: str) -> int:
    listed = data.get(key)
    return len(listed) if isinstance(listed, list | tuple) else 0


def _counted(count: object, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


_SENTENCES: Mapping[EventKind, Callable[[Json], str]] = {
    EventKind.RUN_STARTED: _run_started,
    EventKind.RUN_INTERRUPTED: _run_interrupted,
    EventKind.OBSERVED: _observed,
    EventKind.FINDING: _finding,
    EventKind.PLANNED: _planned,
    EventKind.INTENT: _intent,
    EventKind.OUTCOME: _outcome,
    EventKind.RUN_FINISHED: _run_finished,
    EventKind.NIGHT_MISSED: _night_missed,
    EventKind.ROSTER_BROKEN: _roster_broken,
    EventKind.ROSTER_VERSION: _roster_version,
    EventKind.EXPOSURE_BEGUN: _exposure_begun,
    EventKind.EXPOSURE_ENDED: _exposure_ended,
    EventKind.MAIL: _mail,
    EventKind.RAIL_TRIPPED: _rail_tripped,
    EventKind.RAIL_RELEASED: _rail_released,
    EventKind.FROZEN: _frozen,
    EventKind.FREEZE_ENDED: _freeze_ended,
    EventKind.UNFROZEN: _unfrozen,
    EventKind.STOPPED_AT_DOOR: _stopped_at_door,
    EventKind.TRAIL_KEY: _trail_key,
    EventKind.TRAIL_BROKEN: _trail_broken,
    EventKind.TRAIL_SIGNED_OFF: _trail_signed_off,
    EventKind.UAA_PROPOSED: _uaa_proposed,
    EventKind.UAA_RECORDED: _uaa_recorded,
    EventKind.UAA_WITHDRAWN: _uaa_withdrawn,
}

_ACTS: Mapping[str, str] = {
    "delete-permission": "take away an access",
    "revoke-people": "take people off the gate's link",
    "grant-readers": "let people read by the gate's link",
    "remove-member": "take somebody out of the channel",
    "add-member": "put somebody into the channel",
    "set-member-role": "change somebody's role in the channel",
    "invite-guest": "invite somebody as a guest",
    "revoke-sessions": "end somebody's sign-ins",
    "make-probe-item": "make an item of the gate's own to try on",
    "make-inner-item": "make an item of the gate's own to try on",
    "try-on-probe-item": "try how sharing behaves",
    "remove-probe-item": "remove an item that was made to try on",
    "reset-inheritance": "let an item take its permissions from its folder again",
}

_STATES: Mapping[str, str] = {
    OutcomeState.APPLIED: "was applied, and a fresh read shows it",
    OutcomeState.ALREADY: "was not needed: it was so already",
    OutcomeState.FAILED: "failed",
    OutcomeState.SKIPPED: "was not tried",
    OutcomeState.UNCERTAIN: "was sent and not answered: it will be looked at again, never sent again blindly",
}

_ENDINGS: Mapping[str, str] = {
    "cured": "the access was taken away, and a fresh read shows it",
    "gone": "a later look does not show the access any more",
    "permitted": "the access stands, and the roster permits it by now",
}

_MAIL_STATES: Mapping[str, str] = {
    "intended": "is about to be sent",
    "sent": "was sent",
    "uncertain": "was sent and not answered: it is looked for, never sent again by itself",
    "not-found": "was sent without an answer and is not in the Sent Items: a person decides",
    "refused": "was refused, and surely not sent",
    "returned": "came back as undeliverable",
    "released": "may be sent again, as a person decided",
}
