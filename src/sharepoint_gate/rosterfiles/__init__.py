"""How the files that people keep become declared values: YAML with places, shapes, and every fault at once."""

from sharepoint_gate.rosterfiles.check_all import CheckReport, FilePaths, check_all
from sharepoint_gate.rosterfiles.process_reader import read_processes
from sharepoint_gate.rosterfiles.register_reader import read_register
from sharepoint_gate.rosterfiles.roster_reader import RosterReading, read_roster

__all__ = [
    "CheckReport",
    "FilePaths",
    "RosterReading",
    "check_all",
    "read_processes",
    "read_register",
    "read_roster",
]
