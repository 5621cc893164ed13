"""Files that people edit: bytes in, declared values or every fault with line and column out."""

from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.rosterfiles.check_all import CheckReport, check_all
from sharepoint_gate.rosterfiles.process_reader import read_processes
from sharepoint_gate.rosterfiles.register_reader import read_agreement_texts, read_register
from sharepoint_gate.rosterfiles.roster_reader import RosterReading, read_roster

__all__ = [
    "CheckReport",
    "FilePaths",
    "RosterReading",
    "check_all",
    "read_agreement_texts",
    "read_processes",
    "read_register",
    "read_roster",
]
