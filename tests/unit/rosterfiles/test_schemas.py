"""The schemas for editors are those of the shapes that read the files."""

import json
import runpy
import sys
from pathlib import Path

import pytest

from sharepoint_gate.rosterfiles import schemas
from sharepoint_gate.rosterfiles.schemas import SHAPES, schema_text

# The emulator's own and the report's: each is held to its form beside what it describes.
_ELSEWHERE = {"audit-report.schema.json", "emulator-seed.schema.json"}
_FOLDER = Path(__file__).parents[3] / "config" / "schema"


@pytest.mark.parametrize("name", SHAPES)
def test_the_shipped_schema_is_current(name: str) -> None:
    """After a change of a shape: python -m sharepoint_gate.rosterfiles.schemas config/schema."""
    assert (_FOLDER / name).read_text(encoding="utf-8") == schema_text(SHAPES[name])


def test_no_other_schema_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema that no shape makes would mislead an editor."""
    monkeypatch.setattr(sys, "argv", ["schemas", str(tmp_path)])
    runpy.run_path(str(Path(schemas.__file__)), run_name="__main__")
    made = {path.name for path in tmp_path.iterdir()}
    assert {path.name for path in _FOLDER.glob("*.json")} == made | _ELSEWHERE


def test_a_schema_refuses_unknown_keys_and_uses_the_names_of_the_file() -> None:
    """Editors see a slip as it is typed; a window is written with from and to."""
    schema = json.loads(schema_text(SHAPES["processes.schema.json"]))
    window = schema["$defs"]["WindowShape"]
    assert window["additionalProperties"] is False
    assert window["required"] == ["from", "to", "scope"]
