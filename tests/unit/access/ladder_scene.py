"""A person on the ladder: what a test of it changes, and nights that send what is due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sharepoint_gate.access.ladder import DueMail, due_mails
from tests.world import Scene

EXISTING = date(2025, 3, 3)
BEGIN = date(2026, 3, 2)
"""The day of version 2: a Monday; grace ends on Monday 16 March."""


def asked(today: date = BEGIN, hour: int = 10, existing_since: date | None = EXISTING) -> Scene:
    """Return a scene in which u12 has a part in a running case and said nothing to version 2."""
    scene = at(Scene(today), today, hour).case("RR-2026-001", "panel-meeting", u12="panel-member")
    scene.person("u12", existing_since=existing_since).undecided("u12")
    scene.decide("u12", version="1", at=datetime(2025, 3, 5, 10, 0, tzinfo=UTC))
    return ordinary(scene)


def ordinary(scene: Scene) -> Scene:
    """Let no process be urgent."""
    rules = replace(scene.rules.agreement, urgent_processes=frozenset())
    scene.rules = replace(scene.rules, agreement=rules)
    return scene


def at(scene: Scene, today: date, hour: int = 10) -> Scene:
    """Move a scene to an hour of a day; the hour is UTC."""
    scene.today = today
    scene.now = datetime(today.year, today.month, today.day, hour, 0, tzinfo=UTC)
    return scene


def of_u12(scene: Scene, sent: dict[str, datetime]) -> list[DueMail]:
    """Return what is due about u12."""
    return [mail for mail in due_mails(scene.world(), sent) if mail.person == "u12"]


def nights(scene: Scene, days: Iterable[int], hour: int = 10) -> dict[str, datetime]:
    """Send what is due on each of some days after the begin; return all keys with their instants."""
    sent: dict[str, datetime] = {}
    for day in days:
        at(scene, BEGIN + timedelta(days=day), hour)
        for mail in of_u12(scene, sent):
            assert mail.key not in sent
            sent[mail.key] = scene.now
    return sent


def steps(sent: dict[str, datetime]) -> dict[str, int]:
    """Return the steps that were sent, and how many days after the begin each was."""
    return {key.split("/")[1]: (instant.date() - BEGIN).days for key, instant in sent.items()}
