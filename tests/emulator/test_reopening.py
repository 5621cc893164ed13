"""Nothing is remembered but what is on disk, and nothing is left to chance.

Source: ADR-0003
"""

import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from graph_emulator.tenant import Tenant
from tests.emulator.in_process import InProcess, small_tenant, told
from tests.emulator.test_bodies import BODIES
from tests.emulator.test_fuzz import ROUTES, known_in

HEADERS = {"request-id", "location", "retry-after", "ratelimit-remaining", "x-ms-resource-unit"}
OFTEN = 8  # opening a tenant takes a fifth of a second
QUIRKS = {"throttling": "tariff", "mail.sent_items_delay": "PT1H", "audit.query_duration": "PT1M"}
Answers = list[tuple[str, int, bytes, dict[str, str]]]


def filled(text: str, places: dict[str, str]) -> str:
    """Return a text with the names of places in it replaced."""
    for name, value in places.items():
        text = text.replace(name, value)
    return text


def places_in(inside: InProcess) -> dict[str, str]:
    """Return what the small tenant holds, by the words that stand for it here."""
    known = {name: values[0] for name, values in known_in(inside).items()}
    apps = inside.admin("GET", "state")["apps"]
    own = next(one["client_id"] for one in apps if one["name"] == "auditor")
    return {
        **{f"{{{name}}}": quote(value) for name, value in known.items()},
        "USER": known["user"],
        "DRIVE": known["drive"],
        "ITEM": known["item"],
        "APP": own,
    }


def answers_of(folder: Path, *, reopening: bool) -> Answers:
    """Play one story in a new tenant, and return what was answered.

    Args:
        folder: Where the tenant lives.
        reopening: Whether the tenant is let go of without a word now and then, and opened again.
    """
    inside = small_tenant(folder)
    roles = sorted({role for route in ROUTES for role in route.roles})
    inside.admin("POST", "apps", {"name": "everything", "roles": roles})
    inside.admin("PUT", "quirks", QUIRKS)
    places = places_in(inside)
    found: Answers = []
    for number, route in enumerate(sorted(ROUTES, key=lambda one: one.method, reverse=True)):
        for caller in ("everything", "person:ann"):
            body = json.loads(filled(json.dumps(BODIES.get(route.name)), places))
            path = f"/{route.versions[0]}{filled(route.template, places)}"
            reply = inside.ask(caller, route.method, path, body)
            shown = {name: value for name, value in told(reply).items() if name in HEADERS}
            found.append((f"{caller} {route.name}", reply.status, reply.body, shown))
        if reopening and number % OFTEN == 0:
            inside = reopened(inside)
    found.append(("journal", 200, json.dumps(inside.admin("GET", "journal")).encode(), {}))
    found.append(("meter", 200, json.dumps(inside.admin("GET", "meter")).encode(), {}))
    inside.tenant.close()
    return found


def reopened(inside: InProcess) -> InProcess:
    """Return the tenant as its folder has it after an answer, as after a kill: only a copy goes on."""
    folder = inside.tenant.folder
    copied = folder.with_name(str(int(folder.name) + 1))
    shutil.copytree(folder, copied)
    inside.tenant.close()
    return InProcess(Tenant(copied))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What a tenant answers that is never closed."""
    return answers_of(tmp_path_factory.mktemp("whole") / "0", reopening=False)


def test_the_same_seed_and_requests_give_the_same_bytes(tmp_path: Path, story: Answers) -> None:
    """Two tenants of one seed cannot be told apart by what they answer, down to every id."""
    assert answers_of(tmp_path / "0", reopening=False) == story
    assert len({status for _, status, _, _ in story}) > 5


def test_a_tenant_that_is_killed_on_the_way_answers_the_same(tmp_path: Path, story: Answers) -> None:
    """Whatever an answer depends on is on disk: throttling, journal, counters and all records."""
    for mine, theirs in zip(answers_of(tmp_path / "0", reopening=True), story, strict=True):
        assert mine == theirs
