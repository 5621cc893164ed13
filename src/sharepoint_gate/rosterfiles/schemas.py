"""The JSON Schemas that editors use to complete and to check a file while it is typed.

They come from the same shapes that read the files, so the two cannot disagree. After a change of a shape run
``python -m sharepoint_gate.rosterfiles.schemas config/schema``; a test tells when that was forgotten.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sharepoint_gate.rosterfiles.shapes import RosterShape, Shape
from sharepoint_gate.rosterfiles.shapes_agreement import AcceptancesShape, VersionsShape
from sharepoint_gate.rosterfiles.shapes_processes import ProcessesShape

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES: Mapping[str, type[Shape]] = MappingProxyType(
    {
        "roster.schema.json": RosterShape,
        "processes.schema.json": ProcessesShape,
        "agreement-versions.schema.json": VersionsShape,
        "acceptances.schema.json": AcceptancesShape,
    }
)


def schema_text(shape: type[Shape]) -> str:
    """Return the schema of a file as text, ending in a line break."""
    schema: dict[str, Any] = {"$schema": _DIALECT, **shape.model_json_schema(by_alias=True)}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas into a folder."""
    for name, shape in SHAPES.items():
        (folder / name).write_text(schema_text(shape), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
