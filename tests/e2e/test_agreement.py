"""The acceptance agreement on the small rehearsal: recorded in two names, and read from the tenant's log.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.e2e.harness import Rehearsal

READER = "s05"
ACTORS = {"SHAREPOINT_GATE_AGREEMENT__SECOND_NAME": "actor"}
RECORD = ("--version", "2", "--at", "2026-03-26T10:00", "--source", "paper", "--evidence", "P-1")


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[Rehearsal]:
    """The small partnership, its emulator running."""
    made = Rehearsal(tmp_path, "small", in_process=True)
    made.prepare()
    seed = made.files / "saltmere-tenant.yaml"
    seed.write_text(
        seed.read_text().replace("roles: [Sites.F", "roles: [AuditLog.Read.All, Directory.Read.All, Sites.F")
    )
    made.start()
    yield made
    made.stop()


def _forget(rehearsal: Rehearsal, person: str) -> None:
    """Take a person's decisions out of the file, as if they were new."""
    path = rehearsal.files / "acceptances.yaml"
    document = yaml.safe_load(path.read_text())
    document["acceptances"] = [one for one in document["acceptances"] if one["person"] != person]
    path.write_text(yaml.safe_dump(document))


def _readers(rehearsal: Rehearsal) -> dict[str, str]:
    status = rehearsal.gate("uaa", "status", "--json").data
    return {one["person"]: one["standing"] for one in status["people"]}


def _business_unit(rehearsal: Rehearsal) -> list[str]:
    channel = yaml.safe_load((rehearsal.files / "roster.yaml").read_text())["channel"]
    return [*channel["owners"], *channel.get("members", [])]


def test_law_1_two_names_give_access_back_and_one_takes_it(rehearsal: Rehearsal) -> None:
    """Somebody new reads nothing, is recorded by two of the business unit, reads, and declines."""
    first, second, *_ = _business_unit(rehearsal)
    rehearsal.gate("reconcile")
    _forget(rehearsal, READER)
    assert _readers(rehearsal)[READER] in {"missing", "overdue"}
    rehearsal.gate("reconcile")
    held = _links_of(rehearsal, READER)
    assert held == 0

    said = ("uaa", "record", READER, "--accepted", *RECORD)
    rehearsal.gate("--actor", first, *said, env=ACTORS)
    assert "second person" in rehearsal.gate("--actor", first, *said, env=ACTORS, wanted=3).err
    assert "second person" in rehearsal.gate("--actor", second, *said, wanted=3).err
    assert _readers(rehearsal)[READER] in {"missing", "overdue"}
    rehearsal.gate("--actor", second, *said, "--second", env=ACTORS)
    assert _readers(rehearsal)[READER] == "accepted"
    rehearsal.gate("reconcile")
    assert _links_of(rehearsal, READER) > 0

    no = ("--version", "2", "--at", "2026-03-27T10:00", "--source", "reply", "--evidence", "R-1")
    rehearsal.gate("--actor", first, "uaa", "record", READER, "--declined", *no)
    rehearsal.gate("reconcile")
    assert _links_of(rehearsal, READER) == 0
    rehearsal.gate("trail", "verify")


def _links_of(rehearsal: Rehearsal, person: str) -> int:
    """Count the files that a person can open by the emulator's own reckoning."""
    user = next(one for one in rehearsal.admin("GET", "/state").body["users"] if one["key"] == person)
    count = 0
    for drive in rehearsal.admin("GET", "/state").body["drives"]:
        for item in drive["items"]:
            count += sum(
                user["id"] in str(permission) and "link" in permission for permission in item["permissions"]
            )
    return count


def test_past_decisions_are_loaded_once_and_whole_or_not_at_all(rehearsal: Rehearsal) -> None:
    """A fault anywhere loads nothing and is told at its line; a second loading adds nothing."""
    first = _business_unit(rehearsal)[-1]  # the others recorded decisions of the file
    good, bad = rehearsal.files / "acceptances.yaml", rehearsal.folder / "bad.yaml"
    load = ("--actor", first, "uaa", "record", "--import", str(good))
    bad.write_text(good.read_text().replace("decision: accepted", "decision: maybe", 1))
    spoken = rehearsal.gate("--actor", first, "uaa", "record", "--import", str(bad), wanted=2)
    assert "bad.yaml:" in spoken.err
    assert "decisions loaded; 0 of" in rehearsal.gate(*load).out
    assert "0 decisions loaded" in rehearsal.gate(*load).out
    rehearsal.gate("uaa", "record", "--import", str(good), wanted=3)
    rehearsal.gate("--actor", first, "uaa", "record", "s05", "--accepted", wanted=2)


def test_law_12_decisions_on_the_tenants_terms_reach_the_register_once(rehearsal: Rehearsal) -> None:
    """Accepting in the tenant gives access at the next run, declining takes it, no night says it twice."""
    rehearsal.gate("reconcile")
    _forget(rehearsal, READER)
    terms = {"SHAREPOINT_GATE_AGREEMENT__TERMS_OF_USE": '{"Saltmere terms": "2"}'}
    rehearsal.admin("POST", "/terms", {"key": "uaa", "name": "Saltmere terms", "text": "Be careful."})
    rehearsal.gate("reconcile", env=terms)
    assert _links_of(rehearsal, READER) == 0
    decision = {"person": READER, "agreement": "uaa"}
    rehearsal.admin("POST", "/terms/accept", {**decision, "state": "accepted"})
    assert "1 decision taken from the tenant's log" in rehearsal.gate("reconcile", env=terms).out
    assert _links_of(rehearsal, READER) > 0
    assert "taken from the tenant's log" not in rehearsal.gate("reconcile", env=terms).out
    rehearsal.admin("POST", "/clock", {"advance": "PT1H"})
    rehearsal.admin("POST", "/terms/accept", {**decision, "state": "declined"})
    rehearsal.gate("reconcile", env=terms)
    assert (_links_of(rehearsal, READER), _readers(rehearsal)[READER]) == (0, "declined")
