"""Twenty days of `serve` with letters, over Easter and the change of the clocks: each thing on its day, once.

The tables below were written by hand from the partnership's files and the rules of the agreement, and are
compared with what the tenant saw: its journal of access, and its mails.
"""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog

from tests.e2e.harness import CLEAN, ROOT, Rehearsal
from tests.e2e.service import events, nights

RR, CFC = "RR-2026-001", "CFC-2026-001"
MERGED = f"{RR}/30-merged-chronology/merged-chronology.xlsx"
PACK = [f"{RR}/40-panel-pack/{name}" for name in ("agenda.docx", "pack.docx", "reference-list.xlsx")]
RETURNS = [f"{RR}/20-agency-returns/{agency}/summary.docx" for agency in ("nhs", "spf")]
REQUEST = f"{CFC}/15-agency-request/request-letter.docx"
SUMMARIES = {agency: f"{CFC}/20-agency-information/{agency}/summary.docx" for agency in ("nhs", "spf")}
CONTACT = "records@saltmere-police.example"
DAYS = [date(2026, 3, 28) + timedelta(days=offset) for offset in range(20)]
TWO_NAMES = {"SHAREPOINT_GATE_AGREEMENT__SECOND_NAME": "actor"}

LOST: dict[str, list[tuple[str, list[str]]]] = {
    "2026-03-29": [("s08", [f"{MERGED} (write)"])],  # the last day of the exception was the 28th
    "2026-04-01": [("s05", [f"{RR}/10-notification/notification-copy.pdf"]), ("s06", RETURNS[:1])],
    "2026-04-02": [("s08", [MERGED, *PACK])],  # five days for the rapid review, the last on 1 April
    "2026-04-03": [("s05", [MERGED, *PACK])],  # declined, though it is Good Friday
    "2026-04-05": [("s06", [REQUEST, SUMMARIES["nhs"]])],  # ended on the 4th
    "2026-04-11": [("s07", [REQUEST, SUMMARIES["spf"]])],  # fourteen days, the last on 10 April
    "2026-04-15": [("s04", RETURNS), ("s08", [MERGED, *PACK])],  # the review went on to be signed off
}
GAINED: dict[str, list[tuple[str, list[str]]]] = {
    "2026-03-29": [("s08", [MERGED])],
    "2026-04-07": [("s08", [MERGED, *PACK])],
    "2026-04-13": [("s07", [REQUEST, SUMMARIES["spf"]])],
}
LETTERS = {
    # both are asked from 27 March; the 28th and 29th are a weekend, 3 to 6 April is Easter, and a night is
    # before working hours, so that a reminder leaves in the night after its working day
    "2026-03-28": ["uaa/ask/s07", "uaa/ask/s08"],
    # the business unit hears of what was open in the night in which it is shut
    "2026-03-29": ["exposure/s01/1", "exposure/s02/1", "exposure/s03/1", f"ready/s08/{RR}"],
    "2026-03-31": ["uaa/lead-copy/s08", "uaa/reminder-3/s07", "uaa/reminder-3/s08"],
    "2026-04-01": [f"ended/s06/{RR}"],
    "2026-04-02": ["uaa/suspended/s08"],
    "2026-04-03": ["uaa/declined-20260401T090000Z/s05"],
    "2026-04-05": [f"ended/s06/{CFC}", "exposure/s01/2", "exposure/s02/2", "exposure/s03/2"],
    "2026-04-07": [f"ready/s08/{RR}", "uaa/restored-20260404T090000Z/s08"],
    # days 7 and 10 were both over Easter: only the later reminder goes
    "2026-04-08": ["uaa/lead-copy/s07", "uaa/reminder-10/s07"],
    "2026-04-11": ["uaa/suspended/s07"],
    "2026-04-13": [f"ready/s07/{CFC}", "uaa/restored-20260411T110000Z/s07"],
    "2026-04-15": [f"ended/s08/{RR}"],
}
MISSED = {
    "2026-04-05": "its run was cut before its end",
    "2026-04-09": "the service was not running",
}


def change(scene: Rehearsal, name: str, *edits: tuple[str, str]) -> None:
    """Edit one of the partnership's files."""
    path = scene.files / name
    text = path.read_text()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text)


def begin(scene: Rehearsal) -> None:
    """Let two of the police be asked from 27 March, one of them with little time."""
    scene.prepare()
    settings = scene.config / "gate.toml"
    settings.write_text(settings.read_text().replace("port = 8765", "port = 0"))
    asked = "saltmere-police.example, organisation: spf, existing_since: "
    change(
        scene,
        "roster.yaml",
        (f"{asked}2025-10-06", f"{asked}2026-03-27"),
        ("      s07: [agency-author]\n      s08", "      s08"),
        (
            "domains: [saltmere-police.example]\n",
            f"domains: [saltmere-police.example]\n    breach_contact: {CONTACT}\n",
        ),
    )
    acceptances = scene.files / "acceptances.yaml"
    kept = [
        one
        for one in acceptances.read_text().splitlines(keepends=True)
        if "s07," not in one and "s08," not in one
    ]
    acceptances.write_text("".join(kept))


def record(scene: Rehearsal, actor: str, person: str, decision: str, at: str) -> None:
    """Record a decision in one name of the business unit."""
    said = ("--version", "2", "--at", at, "--source", "paper", "--evidence", f"P-{person}")
    scene.gate("--actor", actor, "uaa", "record", person, decision, *said, env=TWO_NAMES)


def kill_after_a_write(scene: Rehearsal) -> None:
    """Begin the next night, and kill the service outright when its first write was answered."""
    command = [sys.executable, "-m", "tests.faults.cut_after_write", "1", "serve", "--nights", "1"]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, cwd=scene.folder, env=environment, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def live(scene: Rehearsal) -> None:
    """Let the twenty days pass, with what people do in between."""

    def serve(day: str) -> None:
        scene.gate("serve", "--until", day)

    serve("2026-03-31")
    change(scene, "roster.yaml", ("stage: panel-meeting", "stage: report-drafting"))
    serve("2026-04-02")
    record(scene, "s01", "s05", "--declined", "2026-04-01T10:00")
    serve("2026-04-03")
    nurse = "f.aziz@saltmere-health.example, "
    change(scene, "roster.yaml", (nurse, f"{nurse}ends_on: 2026-04-04, "))
    serve("2026-04-04")
    kill_after_a_write(scene)
    serve("2026-04-05")
    record(scene, "s01", "s08", "--accepted", "2026-04-04T10:00")
    serve("2026-04-06")
    record(scene, "s02", "s08", "--accepted", "2026-04-04T10:00")
    serve("2026-04-08")
    scene.admin("POST", "/clock", {"advance": "PT46H"})
    serve("2026-04-12")
    for actor in ("s01", "s02"):
        record(scene, actor, "s07", "--accepted", "2026-04-11T12:00")
    serve("2026-04-14")
    change(scene, "roster.yaml", ("stage: report-drafting", "stage: executive-sign-off"))
    serve("2026-04-16")


def day_of(instant: str) -> str:
    """Return the partnership's day of an instant."""
    return str(datetime.fromisoformat(instant).astimezone(ZoneInfo("Europe/London")).date())


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tenant saw, and the gate wrote down.

    Attributes:
        writes: The gate's own requests that changed something; letters are not among them.
    """

    writes: list[dict[str, Any]]
    mails: list[dict[str, Any]]
    trail: list[Any]
    nights: list[tuple[str, str, str]]
    names: dict[str, str]

    def steps(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return day and key of each mail, by its mark in the header; the end of a key is left off."""
        keys = {one["data"]["key"] for one in self.trail if one["kind"] == "mail"}
        marks = {sha256(key.encode()).hexdigest()[:32]: "/".join(key.split("/")[:3]) for key in keys}
        return [
            (day_of(one["at"]), marks[one["headers"]["x-sharepoint-gate-key"]], one) for one in self.mails
        ]

    def rights(self, which: str) -> list[tuple[str, str, str]]:
        """Return day, person and file of each right that the gate's writes gave or took."""
        found = []
        for one in self.writes:
            for right in one[which]:
                role = "" if right["role"] == "read" else f" ({right['role']})"
                file = self.names[right["item"]].removeprefix("Reviews/") + role
                found.append((day_of(one["at"]), self.names[right["person"]], file))
        return sorted(found)


def look(scene: Rehearsal) -> Seen:
    """Return what there is to see."""
    state = scene.admin("GET", "/state").body
    names = {one["id"]: one["key"] for one in state["users"]}
    names |= {item["id"]: item["path"] for drive in state["drives"] for item in drive["items"]}
    own = [one for one in scene.journal() if one["write"] and one["app"] == "reconciler"]
    return Seen(
        writes=[one for one in own if not one["path"].endswith("/sendMail")],
        mails=[one for one in scene.admin("GET", "/mail").body if one["origin"] == "sendMail"],
        trail=events(scene),
        nights=nights(scene),
        names=names,
    )


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Twenty days, lived once."""
    scene = Rehearsal(tmp_path_factory.mktemp("days"), "small", in_process=True, mail=True)
    begin(scene)
    scene.start()
    try:
        live(scene)
        scene.gate("trail", "verify")
        yield look(scene)
    finally:
        scene.stop()
        structlog.reset_defaults()


def spread(table: dict[str, list[tuple[str, list[str]]]]) -> list[tuple[str, str, str]]:
    """Return a table of rights line by line."""
    return sorted((day, who, file) for day, each in table.items() for who, files in each for file in files)


def test_law_1_every_right_goes_and_comes_back_on_its_day_and_once(seen: Seen) -> None:
    """At the end of grace, of a part, of a stage; again the night after a second name; nothing else moves."""
    assert seen.rights("lost") == spread(LOST)
    assert seen.rights("gained") == spread(GAINED)


def test_law_12_every_letter_leaves_on_its_day_and_once(seen: Seen) -> None:
    """No mark twice, reminders on the nights that follow working days, no backlog after a holiday."""
    marks = Counter(one["headers"]["x-sharepoint-gate-key"] for one in seen.mails)
    assert set(marks.values()) == {1}
    sent: dict[str, list[str]] = {}
    for day, step, _ in seen.steps():
        if not step.startswith("summary/"):
            sent.setdefault(day, []).append(step)
    assert {day: sorted(steps) for day, steps in sent.items()} == LETTERS


def test_copies_go_to_the_contact_and_all_else_to_the_person(seen: Seen) -> None:
    """Whom a letter is about is whom it reaches, but for the copy to the organisation."""
    for _, step, mail in seen.steps():
        if "/lead-copy/" in step:
            assert mail["to"] == [CONTACT]
        else:
            assert CONTACT not in mail["to"]


def test_every_night_ran_once_or_is_named(seen: Seen) -> None:
    """One end of a run for each day, also on 29 March; the night killed and the one missed are told."""
    finished = Counter(day_of(one["at"]) for one in seen.trail if one["kind"] == "run-finished")
    assert finished == {str(day): 1 for day in DAYS if str(day) != "2026-04-09"}
    missed = [one["data"] for one in seen.trail if one["kind"] == "night-missed"]
    assert [(one["night"], one["why"]) for one in missed] == list(MISSED.items())
    assert [(day, state) for day, state, _ in seen.nights] == [
        (str(day), "missed" if str(day) == "2026-04-09" else "done") for day in DAYS
    ]
    assert Counter(one["kind"] for one in seen.trail)["run-interrupted"] == 1


def test_nights_that_change_nothing_write_nothing(seen: Seen) -> None:
    """The gate wrote to the tenant on the days of the tables only, and each change was begun once."""
    assert {day_of(one["at"]) for one in seen.writes} == set(LOST) | set(GAINED)
    begun = Counter(
        (one["run_id"], one["data"]["change_id"]) for one in seen.trail if one["kind"] == "intent"
    )
    assert set(begun.values()) == {1}


def test_the_business_unit_hears_once_a_day_at_most_and_once_a_week_at_least(seen: Seen) -> None:
    """Each of the three gets the same mornings, and no eight days pass in silence."""
    told: dict[str, list[date]] = {}
    for day, step, _ in seen.steps():
        if step.startswith("summary/"):
            told.setdefault(step.split("/")[1], []).append(date.fromisoformat(day))
    assert set(told) == {"s01", "s02", "s03"}
    assert told["s01"] == told["s02"] == told["s03"]
    mornings = told["s01"]
    assert mornings[0] == DAYS[0]
    assert len(set(mornings)) == len(mornings)
    assert max(b - a for a, b in zip(mornings, [*mornings[1:], DAYS[-1]], strict=True)) <= timedelta(days=7)
