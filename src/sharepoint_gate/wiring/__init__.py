"""Wiring: the only place that builds adapters and joins them to the jobs."""

from sharepoint_gate.wiring.agreements import OpenDesk, desk_of, open_desk, past_decisions
from sharepoint_gate.wiring.audits import Audience, Scope, open_audience
from sharepoint_gate.wiring.doctors import Surgery, open_surgery
from sharepoint_gate.wiring.opening import (
    OpenGate,
    check_actor,
    check_files,
    open_gate,
    open_record,
    read_settings,
)
from sharepoint_gate.wiring.posts import with_outbox
from sharepoint_gate.wiring.rehearsals import (
    forget_rehearsal,
    is_weekend_over,
    let_the_weekend_happen,
    serve_rehearsal,
)

__all__ = [
    "Audience",
    "OpenDesk",
    "OpenGate",
    "Scope",
    "Surgery",
    "check_actor",
    "check_files",
    "desk_of",
    "forget_rehearsal",
    "is_weekend_over",
    "let_the_weekend_happen",
    "open_audience",
    "open_desk",
    "open_gate",
    "open_record",
    "open_surgery",
    "past_decisions",
    "read_settings",
    "serve_rehearsal",
    "with_outbox",
]
