"""The shape of a process file: stages, folders and windows of each of a board's processes."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sharepoint_gate.rosterfiles.shapes import Identifier, Shape, Text

FolderName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Count = Annotated[int, Field(ge=1)]
Origin = Literal["S", "C", "P"]


class RoleShape(Shape):
    """A role's title; only the business unit writes."""

    title: Text
    writes: bool = False


class LimitShape(Shape):
    """How long a clock may run."""

    working_days: Count | None = None
    min_working_days: Count | None = None
    days: Count | None = None
    weeks: Count | None = None
    months: Count | None = None


class ClockShape(Shape):
    """A time limit between two dates or stages."""

    id: Identifier
    starts: Identifier
    ends: Identifier
    limit: LimitShape
    src: Origin
    note: Note | None = None


class StageShape(Shape):
    """A stage; ``limit`` and ``docs`` are for readers."""

    id: Identifier
    src: Origin
    limit: Note | None = None
    docs: Note | None = None


class FolderShape(Shape):
    """A folder of a case."""

    id: FolderName
    level: Identifier
    partition: Literal["agency"] | None = None
    docs: Note | None = None


class WindowShape(Shape):
    """A role's reading time in a folder, both stages included."""

    first: Annotated[Identifier, Field(alias="from")]
    last: Annotated[Identifier, Field(alias="to")]
    scope: Literal["all", "named", "own-agency"]


class ProcessShape(Shape):
    """A process."""

    title: Text
    ref_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,9}$")]
    isa: list[Text] = Field(default_factory=list)
    level_cap: Identifier
    clocks: list[ClockShape] = Field(default_factory=list)
    stages: Annotated[list[StageShape], Field(min_length=1)]
    folders: Annotated[list[FolderShape], Field(min_length=1)]
    access: dict[FolderName, dict[Identifier, WindowShape]]


class LevelsShape(Shape):
    """The levels of sensitivity, least sensitive first."""

    levels: Annotated[list[Identifier], Field(min_length=1)]


class ProcessesShape(LevelsShape):
    """A whole process file."""

    version: Count
    roles: dict[Identifier, RoleShape]
    processes: dict[Identifier, ProcessShape]
