"""The versions of the declared files that were taken: one suite for every implementation."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharepoint_gate.ports.authors import RosterVersion, VersionStore
from sharepoint_gate.store import open_store

AT = datetime(2026, 3, 30, 2, 15, tzinfo=UTC)
FIRST = RosterVersion("a" * 64, "b" * 64, 14, "office", "owner", AT)
SECOND = RosterVersion("c" * 64, "d" * 64, 15, "anna@wscp.example", "git", AT)


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[VersionStore]:
    """An empty store."""
    store = open_store(tmp_path / "gate.sqlite")
    try:
        yield store.versions
    finally:
        store.close()


def test_before_the_first_version_there_is_none(versions: VersionStore) -> None:
    """An empty store says so, and has nothing to tell."""
    assert versions.latest() is None
    assert list(versions.untold()) == []


def test_the_latest_version_is_the_one_taken_last(versions: VersionStore) -> None:
    """Every part of a version comes back as it was taken."""
    versions.take(FIRST)
    assert versions.latest() == FIRST
    versions.take(SECOND)
    assert versions.latest() == SECOND


def test_a_version_is_told_once(versions: VersionStore) -> None:
    """What was told is told no more, also when the same version is taken night after night."""
    versions.take(FIRST)
    assert list(versions.untold()) == [FIRST]
    versions.mark_told(versions.untold())
    versions.take(FIRST)
    assert list(versions.untold()) == []
    versions.take(SECOND)
    assert list(versions.untold()) == [SECOND]
