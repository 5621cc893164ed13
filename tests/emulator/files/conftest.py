"""A real emulator with one channel and its library, back at its seed before each test."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.files.tenant_client import Process, Tenant

_FULL = [
    "Sites.FullControl.All",
    "Files.ReadWrite.All",
    "User.Read.All",
    "Group.Read.All",
    "ChannelMember.ReadWrite.All",
]
SEED: dict[str, Any] = {
    "tenant": {
        "name": "Marsh",
        "host": "marsh.sharepoint.example",
        "seed": 7,
        "clock": "2026-03-27T22:00:00Z",
    },
    "apps": {
        "reconciler": {"roles": _FULL},
        "writer": {"roles": ["Files.ReadWrite.All"]},
        "auditor": {"roles": ["Files.Read.All", "Sites.Read.All"]},
        "outsider": {"roles": []},
    },
    "users": [
        {
            "key": key,
            "name": f"Person {key}",
            "upn": f"{key}@marsh.example",
            "mail": f"{key}@marsh.example",
            "type": kind,
        }
        for key, kind in (("own", "Member"), ("mem", "Member"), ("staff", "Member"))
    ]
    + [
        {
            "key": key,
            "name": f"Person {key}",
            "upn": f"{key}_marsh.example#EXT#@marsh.example",
            "mail": f"{key}@marsh.example",
            "type": "Guest",
            "external_state": state,
            "external_state_changed_at": "2025-03-03T09:00:00Z",
        }
        for key, state in (("ann", "Accepted"), ("bob", "Accepted"), ("pen", "PendingAcceptance"))
    ],
    "groups": [{"key": "all", "name": "All staff", "members": ["staff", "own"]}],
    "team": {"name": "Marsh", "owners": ["own"], "members": ["mem"]},
    "channel": {"name": "Reviews", "membership": "private", "owners": ["own"], "members": ["mem"]},
    "files": [
        "A/one.docx",
        "A/two.docx",
        "A/sub/three.docx",
        "B/four.pdf",
        "B/pack.zip",
        "B/notes.onepkg",
        "C/",
    ],
    "links": {"A/one.docx": ["ann"]},
}


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One process for all of these tests."""
    with Process(tmp_path_factory.mktemp("files"), SEED) as process:
        yield process


@pytest.fixture
def tenant(emulator: Process) -> Iterator[Tenant]:
    """The tenant at its seed."""
    client = Tenant(emulator.ready)
    client.begin()
    yield client
    client.close()
