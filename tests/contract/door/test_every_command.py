"""Laws 3 and 4 for every command: whatever is tried at its door, nothing beyond its permit leaves."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sharepoint_gate import wiring
from sharepoint_gate.access.consent import Part
from sharepoint_gate.access.freezes_who import subject_named
from sharepoint_gate.graph.door import NOTHING
from sharepoint_gate.jobs.consultation import Wish, consult
from sharepoint_gate.jobs.freeze import freeze
from sharepoint_gate.jobs.night import spend_night
from sharepoint_gate.jobs.send_agreement import send_agreement_letters
from sharepoint_gate.settings import Settings
from tests.contract.door.attack import Attack, Watch, Watched, transport_of
from tests.contract.door.streams import programs
from tests.e2e import doctor_scene
from tests.e2e.harness import Rehearsal

pytestmark = pytest.mark.anyio
FEW, MANY = 300, 6000


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The gate runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The small partnership, put back before each attack."""
    scene = Rehearsal(tmp_path_factory.mktemp("town"), "small", in_process=True, mail=True)
    doctor_scene.prepare(scene)
    past = scene.files / "acceptances.yaml"
    # Two of them have not answered, so that letters are due.
    past.write_text("".join(past.read_text().splitlines(keepends=True)[:-2]))
    scene.start()
    try:
        with contextlib.chdir(scene.folder):
            yield scene
    finally:
        scene.stop()


def _ids(town: Rehearsal) -> list[str]:
    state = town.admin("GET", "/state").body
    items = [item for drive in state["drives"] for item in drive["items"]]
    found = [one["id"] for one in [*items[-12:], *state["users"], *state["channels"]]]
    return [*found, *(drive["id"] for drive in state["drives"]), "root", "me", "..", "%2e%2e"]


def _readers(town: Rehearsal) -> set[tuple[str, str]]:
    """Return who can open each item, by the emulator's own reckoning."""
    state = town.admin("GET", "/state").body
    items = [item["id"] for drive in state["drives"] for item in drive["items"]]
    return {(item, one["person"]) for item in items for one in town.access(item) if one["role"]}


def _attack(town: Rehearsal, count: int, most: int = 1) -> Attack:
    """Put everything back, let people meddle, and make an attack ready."""
    for path in town.state.iterdir():
        if path.name != "tenant":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    town.admin("POST", "/reset", {})
    town.weekend()
    return Attack(programs(count), _ids(town), most=most)


async def _run(town: Rehearsal, attack: Attack, command: str) -> None:
    """Let a command do its work as the command line does, with an attack around each door that it opens."""
    settings = wiring.read_settings(town.config / "gate.toml")
    if command == "freeze":
        async with wiring.open_freezing(settings, "", lambda _text: None) as desk:
            bench = replace(desk.bench, open_writers=attack.around(command, desk.bench.open_writers))
            subject = subject_named(bench.declared.roster, "s05")
            await freeze(bench, subject, desk.new_freeze(subject, "lost telephone"))
    elif command == "doctor --write-probes":
        async with wiring.open_surgery(settings, "", Part.RECONCILER) as surgery:
            opens = attack.around(command, surgery.open_probes)
            wish = Wish(doctor_scene.FOLDER, doctor_scene.VISITOR)
            await consult(surgery.patient, surgery.gate.bench, opens, wish)
    else:
        await _night(settings, attack, command)


async def _night(settings: Settings, attack: Attack, command: str) -> None:
    async with wiring.open_night(settings, "") as opened:
        gate = opened.gate
        assert gate.post is not None
        bench = replace(gate.bench, open_writers=attack.around(command, gate.bench.open_writers))
        post = replace(gate.post, open_mailer=attack.around(f"{command}: mail", gate.post.open_mailer))
        if command == "uaa send":
            await send_agreement_letters(gate.declared, bench, post)
        else:
            await spend_night(gate.declared, bench, post)


def _permitted(attack: Attack) -> set[tuple[str, str]]:
    return {
        (item, person)
        for permit in attack.permits
        for item, rights in permit.items.items()
        for person in rights.may_name
    }


async def _withstands(town: Rehearsal, command: str, count: int) -> None:
    attack = _attack(town, count)
    before = _readers(town)
    await _run(town, attack, command)
    tally = attack.tally
    assert not tally.faults, "\n".join(tally.faults[:5])
    assert sum(tally.passed.values()) >= 1, f"a door that lets nothing pass is not tried: {tally}"
    seats = {person for permit in attack.permits for person in permit.add_members}
    probes = {item for permit in attack.permits for item in permit.items if permit.new_items}
    gained = {one for one in _readers(town) - before - _permitted(attack) if one[1] not in seats}
    assert not {one for one in gained if one[0] in {item for item, _ in before} - probes}
    to = {one for permit in attack.permits for one in permit.mail_recipients.values()}
    mails = town.admin("GET", "/state").body["mail"]
    assert {address for mail in mails for address in mail["to"]} <= to


COMMANDS = ("reconcile", "uaa send", "freeze", "doctor --write-probes")


@pytest.mark.parametrize("command", COMMANDS)
async def test_law_3_nothing_beyond_the_permit_leaves(town: Rehearsal, command: str) -> None:
    """What a command sent is bent and tried at its own door: nobody gains, and nothing else moves."""
    await _withstands(town, command, FEW)


@pytest.mark.long
@pytest.mark.parametrize("command", COMMANDS)
async def test_law_3_nothing_beyond_the_permit_leaves_however_long_it_is_tried(
    town: Rehearsal, command: str
) -> None:
    """The same with many more ways to bend a request."""
    await _withstands(town, command, MANY)


async def _looks(town: Rehearsal, count: int) -> None:
    attack = _attack(town, count, most=0)
    await _run(town, attack, "reconcile")
    began = town.journal()[-1]["n"]
    before = town.admin("GET", "/state").body
    settings = wiring.read_settings(town.config / "gate.toml")
    channel = wiring.Scope("Saltmere Safeguarding", "Reviews")
    async with (
        wiring.open_gate(settings, "") as gate,
        wiring.open_audience(settings, "", None) as audience,
        wiring.open_audience(settings, "", channel) as bare,
        wiring.open_adoption(settings, None) as adoption,
        wiring.open_surgery(settings, "", Part.AUDITOR) as surgery,
        wiring.open_freezing(settings, "", lambda _text: None) as desk,
    ):
        readers = {
            "plan, why, release": gate.bench.reader,
            "audit": audience.auditor.reader,
            "audit --no-roster": bare.auditor.reader,
            "adopt": adoption.reader,
            "doctor": surgery.patient.reader,
            "freeze, looking": desk.bench.reader,
        }
        for command, reader in readers.items():
            transport, watch = transport_of(reader), Watch()
            with Watched(transport, watch):
                await reader.find_channel(channel.team, channel.channel)
            attack.seen = attack.seen[-40:]
            await attack.try_all(command, transport, NOTHING, watch)
    assert not attack.tally.faults, "\n".join(attack.tally.faults[:5])
    assert not [one for one in town.journal(began) if one["write"]]
    assert town.admin("GET", "/state").body["drives"] == before["drives"]


async def test_law_4_nothing_that_writes_leaves_a_command_that_looks(town: Rehearsal) -> None:
    """Each reader's door holds against a night's own writes, bent or not: the tenant hears of no write."""
    await _looks(town, FEW)


@pytest.mark.long
async def test_law_4_nothing_that_writes_leaves_however_long_it_is_tried(town: Rehearsal) -> None:
    """The same with many more ways to bend a request."""
    await _looks(town, MANY)


async def test_law_4_a_command_that_needs_no_tenant_asks_none(town: Rehearsal) -> None:
    """What lies in files and in the database is answered without a single request."""
    await _run(town, _attack(town, 1, most=0), "reconcile")
    before = len(town.journal())
    for words in (("check",), ("exposures",), ("trail", "show"), ("trail", "verify"), ("uaa", "status")):
        town.gate(*words)
    assert len(town.journal()) == before
