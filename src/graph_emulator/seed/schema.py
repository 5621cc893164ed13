"""The JSON Schema with which editors complete and check a seed while it is typed.

It comes from the form that reads seeds, so the two cannot disagree. After a change of the form run
``python -m graph_emulator.seed.schema config/schema``; a test tells when that was forgotten.
"""

import inspect
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from graph_emulator.seed.document import Seed

NAME = "emulator-seed.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """Return the schema as text, ending in a line break."""
    schema: dict[str, Any] = {"$schema": _DIALECT, **msgspec.json.schema(Seed)}
    for part in schema["$defs"].values():
        _describe(part)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def described(text: str) -> tuple[str, dict[str, str]]:
    """Return the first paragraph of a docstring, and what it says of each attribute."""
    about, _, attributes = inspect.cleandoc(text).partition("\n\nAttributes:\n")
    told: dict[str, str] = {}
    name = ""
    for line in attributes.partition("\n\n")[0].splitlines():
        if line.startswith("     "):
            told[name] += " " + line.strip()
        else:
            name, _, said = line.strip().partition(": ")
            told[name] = said
    return " ".join(about.partition("\n\n")[0].split()), told


def _describe(part: dict[str, Any]) -> None:
    """Give a part of the schema the words of its docstring, and each property its own."""
    part["description"], told = described(part["description"])
    for name, said in told.items():
        part["properties"][name.rstrip("_")]["description"] = said


if __name__ == "__main__":
    (Path(sys.argv[1]) / NAME).write_text(schema_text(), encoding="utf-8")
