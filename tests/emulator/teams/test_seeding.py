"""Worlds of several teams, shared channels and nested groups that cannot be (ADR-0003)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_emulator.seed.consistency import check_seed
from graph_emulator.seed.document import as_seed
from graph_emulator.seed.faults import SeedError

_SEED = Path(__file__).parent / "shared-tenant.yaml"


def _faults(**changes: Any) -> list[str]:
    document = {**yaml.safe_load(_SEED.read_text()), **changes}
    with pytest.raises(SeedError) as refused:
        check_seed(as_seed(document))
    return [fault.text for fault in refused.value.found]


def test_the_whole_seed_is_possible() -> None:
    """What the other tests stand on passes the check that these cases fail."""
    check_seed(as_seed(yaml.safe_load(_SEED.read_text())))


def test_every_fault_of_channels_is_told_at_once() -> None:
    """A shared channel takes no guest, is shared with other teams only, and others are not shared at all."""
    channels = [
        {
            "key": "a",
            "name": "A",
            "membership": "shared",
            "owners": ["ann"],
            "members": ["gil"],
            "shared_with": ["team", "nowhere"],
        },
        {"key": "a", "name": "a", "membership": "private", "owners": ["dee"], "outsiders": ["pat", "nobody"]},
        {"key": "b", "name": "B", "team": "nowhere"},
    ]
    assert set(_faults(channels=channels)) == {
        "the channel key a comes twice",
        "the channel name team: a comes twice",
        "a: no outsider has the key nobody",
        "channel a: it cannot be shared with team",
        "channel a: it cannot be shared with nowhere",
        "channel a: gil is a guest, whom a shared channel does not take",
        "channel a: dee does not belong to the team",
        "channel a: only a shared channel is shared with teams or outsiders",
        "channel b: it needs a team",
    }


def test_every_fault_of_groups_and_teams_is_told_at_once() -> None:
    """Groups do not lie within themselves, members exist, and each team has an owner who is no guest."""
    groups = [
        {"key": "g", "name": "G", "groups": ["h"]},
        {"key": "h", "name": "H", "groups": ["g", "nowhere"], "owners": ["nobody"]},
    ]
    teams = [{"key": "two", "name": "Two", "owners": ["gil"], "members": ["old", "ben", "ben"]}]
    teams.append({"key": "team", "name": "Three", "owners": []})
    found = set(_faults(groups=groups, teams=teams))
    assert found >= {
        "group h: no group has the key nowhere",
        "group g: it lies within itself",
        "group h: it lies within itself",
        "group h: nobody has the key nobody",
        "team two: gil is a guest and cannot own it",
        "team two: old was deleted and cannot belong to it",
        "team two: ben comes twice",
        "the team key team comes twice",
        "team team: it needs an owner",
    }


def test_deletion_is_dated_for_a_deleted_account_only() -> None:
    """The instant has to be one, and the account deleted."""
    users = yaml.safe_load(_SEED.read_text())["users"]
    users[0]["deleted_at"] = "yesterday"
    assert _faults(users=users) == [
        "ann: deleted_at is for a deleted account",
        "ann: 'yesterday' is not an ISO 8601 instant",
    ]
