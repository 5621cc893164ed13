"""An audit as JSON holds to its published schema, and can be read back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sharepoint_gate.faults import Place
from sharepoint_gate.reports.audit_document import SCHEMA_FILE, schema_text
from sharepoint_gate.reports.audit_json import audit_json, audit_json_text, read_audit_json
from tests.browser.partnership import partnership

REPORT = partnership(people=6, cases=3)
SCHEMA = Path(__file__).resolve().parents[3] / "config" / "schema" / SCHEMA_FILE


def test_the_published_schema_is_current() -> None:
    """The schema in the project is what the code writes."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_what_is_written_is_read_back() -> None:
    """Nothing is lost on the way but the folder of the roster's file."""
    findings = tuple(
        replace(one, place=Place("roster.yaml", one.place.line, one.place.column) if one.place else None)
        for one in REPORT.findings
    )
    assert read_audit_json(audit_json_text(REPORT)) == replace(REPORT, findings=findings)


def test_every_key_of_the_schema_is_written_and_no_other() -> None:
    """Programs find each documented key in every entry, also where its value is nothing."""
    schema = json.loads(schema_text())
    name = schema["$ref"].rpartition("/")[2]
    _compare(audit_json(REPORT), schema["$defs"][name], schema["$defs"])


def _compare(value: Any, shape: dict[str, Any], parts: dict[str, Any]) -> None:
    if "$ref" in shape:
        shape = parts[shape["$ref"].rpartition("/")[2]]
    if "properties" in shape:
        assert set(value) == set(shape["properties"]) == set(shape["required"])
        assert shape["additionalProperties"] is False
        for key, below in shape["properties"].items():
            _compare(value[key], below, parts)
    if "items" in shape and isinstance(shape["items"], dict):
        for one in value:
            _compare(one, shape["items"], parts)


def test_a_document_of_another_shape_is_refused() -> None:
    """A key that nobody knows, or one that is missing, is no report."""
    data = dict(audit_json(REPORT))
    for other in ({**data, "more": 1}, {key: value for key, value in data.items() if key != "complete"}):
        with pytest.raises(msgspec.ValidationError):
            read_audit_json(json.dumps(other))
