"""The carried-over answers of Graph: each is listed, has a source, and uses published names only."""

import json
from typing import Any

import pytest

from tests.emulator.files.shapes import VECTORS, faults

INDEX: list[dict[str, Any]] = json.loads((VECTORS / "index.json").read_text())["vectors"]


def _answer(vector: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((VECTORS / vector["file"]).read_text())
    error: dict[str, Any] = answer.get("error", answer)
    return error


def test_the_index_lists_every_file_once() -> None:
    """No vector is forgotten, and none is listed that is not there."""
    listed = [vector["file"] for vector in INDEX]
    there = {path.name for path in VECTORS.glob("*.json")} - {"index.json", "types.json"}
    assert len(listed) == len(set(listed)) >= 30
    assert set(listed) == there


@pytest.mark.parametrize("vector", INDEX, ids=lambda vector: str(vector["name"]))
def test_a_vector_has_a_source_and_a_published_shape(vector: dict[str, Any]) -> None:
    """Each vector names where the shape was seen, says what it shows, and uses published names."""
    assert vector["source"]
    assert vector["shows"]
    if vector["type"] == "publicError":
        inner = _answer(vector).get("innerError", {})
        assert set(inner) <= {"code", "date", "request-id", "client-request-id"}
        assert set(_answer(vector)) <= {"code", "message", "innerError"}
    else:
        assert faults(_answer(vector), vector["type"], many=vector["collection"]) == []


@pytest.mark.parametrize("vector", INDEX, ids=lambda vector: str(vector["name"]))
def test_a_vectors_hosts_are_made_up(vector: dict[str, Any]) -> None:
    """People and hosts in the vectors are fictional."""
    text = (VECTORS / vector["file"]).read_text()
    assert ".com" not in text.replace(".community", "")
    assert (
        "@" not in text.replace("@odata", "").replace("@deprecated", "").replace("@microsoft", "")
        or ".example" in text
    )


def test_a_name_that_nobody_published_is_a_fault() -> None:
    """The check does find what it looks for: an unknown name, a wrong type, a stray sibling."""
    assert faults({"id": "1", "grantee": "x"}, "permission", many=False) == [
        "permission.grantee is not published"
    ]
    assert faults({"id": "1", "roles": "read"}, "permission", many=False) == [
        "permission.roles is no collection"
    ]
    assert faults({"value": [], "count": 1}, "permission", many=True) == ["beside value: count"]
    assert faults({"link": {"preventsDownload": 1}}, "permission", many=False) == [
        "permission.link.preventsDownload is no Edm.Boolean"
    ]
