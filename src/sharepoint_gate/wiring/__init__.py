"""Wiring: the only place that builds adapters and joins them to the jobs."""

from sharepoint_gate.wiring.adoptions import Adoption, open_adoption
from sharepoint_gate.wiring.agreements import OpenDesk, load_past, open_desk, past_decisions
from sharepoint_gate.wiring.audits import Audience, Scope, open_audience
from sharepoint_gate.wiring.authors import author_faults, settings_warnings
from sharepoint_gate.wiring.doctors import Surgery, open_surgery
from sharepoint_gate.wiring.freezes import FreezeDesk, lift_freeze, open_freezing
from sharepoint_gate.wiring.inforce import NightGate, first_fault, is_only_broken, open_night, open_schedule
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
    let_the_administrator_mend,
    let_the_weekend_happen,
    serve_rehearsal,
)
from sharepoint_gate.wiring.services import Service, open_service
from sharepoint_gate.wiring.signing import TrailDesk
from sharepoint_gate.wiring.trails import open_trail_desk

__all__ = [
    "Adoption",
    "Audience",
    "FreezeDesk",
    "NightGate",
    "OpenDesk",
    "OpenGate",
    "Scope",
    "Service",
    "Surgery",
    "TrailDesk",
    "author_faults",
    "check_actor",
    "check_files",
    "first_fault",
    "forget_rehearsal",
    "is_only_broken",
    "is_weekend_over",
    "let_the_administrator_mend",
    "let_the_weekend_happen",
    "lift_freeze",
    "load_past",
    "open_adoption",
    "open_audience",
    "open_desk",
    "open_freezing",
    "open_gate",
    "open_night",
    "open_record",
    "open_schedule",
    "open_service",
    "open_surgery",
    "open_trail_desk",
    "past_decisions",
    "read_settings",
    "serve_rehearsal",
    "settings_warnings",
    "with_outbox",
]
