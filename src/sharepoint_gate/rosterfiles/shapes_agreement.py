"""The shapes of the two files of the acceptance agreement: its versions, and who decided what.

Source: ISA §8.8
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from sharepoint_gate.rosterfiles.shapes import Identifier, Shape, Text

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
Evidence = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=60)]


class VersionShape(Shape):
    """One version of the text; ``text`` is a file beside this one."""

    version: Text
    text: FileName
    sha256: Digest
    effective_on: date
    change: Literal["major", "minor"]
    grace_days: Annotated[int, Field(ge=0, le=30)]


class VersionsShape(Shape):
    """The file of versions."""

    versions: Annotated[list[VersionShape], Field(min_length=1)]


class AcceptanceShape(Shape):
    """One decision of one person, with its evidence."""

    person: Identifier
    version: Text
    sha256: Digest
    decision: Literal["accepted", "declined"]
    at: AwareDatetime
    source: Literal["link", "reply", "paper", "entra-audit", "import"]
    evidence: Evidence
    recorded_by: Identifier


class AcceptancesShape(Shape):
    """The file of decisions."""

    acceptances: list[AcceptanceShape]
