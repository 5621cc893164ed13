"""Which files a partnership keeps."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FilePaths:
    """The files that people keep.

    Attributes:
        acceptances: None where no decisions were recorded before the gate came.
    """

    roster: Path
    processes: Path
    agreement_versions: Path
    acceptances: Path | None = None
