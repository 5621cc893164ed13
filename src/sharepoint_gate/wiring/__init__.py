"""Wiring: the only place that builds adapters and joins them to the jobs."""

from sharepoint_gate.wiring.doctors import Surgery, open_surgery
from sharepoint_gate.wiring.opening import (
    OpenGate,
    check_actor,
    check_files,
    open_gate,
    open_record,
    read_settings,
)
from sharepoint_gate.wiring.rehearsals import (
    forget_rehearsal,
    is_weekend_over,
    let_the_weekend_happen,
    serve_rehearsal,
)

__all__ = [
    "OpenGate",
    "Surgery",
    "check_actor",
    "check_files",
    "forget_rehearsal",
    "is_weekend_over",
    "let_the_weekend_happen",
    "open_gate",
    "open_record",
    "open_surgery",
    "read_settings",
    "serve_rehearsal",
]
