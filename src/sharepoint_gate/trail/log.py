"""Records and roots of the log, as they are kept.

Source: rfc:6962, rfc:8785
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One leaf.

    Attributes:
        index: 0 for the first record of the log.
        body: Canonical JSON (rfc:8785) of the event with its index, UTF-8.
        leaf_hash: SHA-256 of 0x00 and the body, lower-case hex.
    """

    index: int
    body: bytes
    leaf_hash: str


@dataclass(frozen=True, slots=True)
class Root:
    """The head of the log after a run: the hash over its first ``size`` records, lower-case hex."""

    size: int
    root_hash: str
    run_id: str
    at: datetime
