"""The embedded tenant: starts or joins the emulator process and keeps its clock."""

from sharepoint_gate.rehearsal.clock import EmbeddedClock
from sharepoint_gate.rehearsal.embedded import EmbeddedTenant, attach_or_start

__all__ = ["EmbeddedClock", "EmbeddedTenant", "attach_or_start"]
