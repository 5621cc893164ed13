"""The service: the nightly job by itself, and an answer to whoever asks how it is."""

from sharepoint_gate.daemon.bounds import Bounds
from sharepoint_gate.daemon.running import run_service

__all__ = ["Bounds", "run_service"]
