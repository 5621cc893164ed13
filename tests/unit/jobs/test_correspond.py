"""Between a run and its letters: whoever wrote meanwhile knows better."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import anyio

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.jobs.correspond import OVERTAKEN, Corresponded, Post, correspond
from sharepoint_gate.jobs.reconcile import Run
from sharepoint_gate.jobs.send_agreement import send_agreement_letters
from sharepoint_gate.jobs.think import Declared, Gathered
from sharepoint_gate.roster.agreement import AgreementRegister
from tests.fakes.mail import FakeComposer, FakeMailer, FakeMailLedger
from tests.unit.jobs.nights import Nights
from tests.world import Scene

CASE = "RR-2026-001"


def nights() -> Nights:
    """A case with one file and one reader, all in order."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member")
    return Nights(made.file(f"{CASE}/40-panel-pack/pack.docx").in_sync())


def post_of(ledger: FakeMailLedger) -> Post:
    """Return a post whose mailer takes everything."""

    @asynccontextmanager
    async def open_mailer(permit: WritePermit) -> AsyncIterator[FakeMailer]:
        yield FakeMailer(permits=[permit])

    return Post(open_mailer, FakeComposer(), ledger, "unit@wcc.example", "", 100, {})


def letters_of(scene: Nights, run: Run, ledger: FakeMailLedger) -> Corresponded:
    """Deliver a run's letters."""
    return anyio.run(correspond, run, scene.bench(), post_of(ledger))


def test_law_12_a_run_that_was_overtaken_sends_nothing_and_remembers_nothing() -> None:
    """What it holds for given may have been taken away, and told, by the run that came between."""
    scene, ledger = nights(), FakeMailLedger()
    overtaken, latest = scene.run(), scene.run()
    late = letters_of(scene, overtaken, ledger)
    assert (late.delivered.sent, late.delivered.why, late.delivered.well) == ([], [OVERTAKEN], False)
    assert not ledger.rights()
    assert letters_of(scene, latest, ledger).delivered.sent
    assert set(ledger.rights()) == {("u12", CASE)}


def test_who_has_answered_in_the_tenant_is_not_asked_again_by_letters_on_demand() -> None:
    """The tenant's own log is read before anybody is told that they have not answered."""
    scene = nights()
    whole = AgreementRegister(scene.scene.versions, dict(scene.scene.decisions))
    silent = AgreementRegister(whole.versions, {})
    declared = Declared(scene.scene.roster(), scene.scene.book, silent, scene.scene.rules)

    async def gather(known: Declared) -> Gathered:
        return Gathered(replace(known, register=whole), 1, "")

    asked = anyio.run(send_agreement_letters, declared, scene.bench(), post_of(FakeMailLedger()))
    assert "u12" in {one.person for one in asked.delivered.sent}
    answered = replace(Nights(scene.scene).bench(), gather=gather)
    spared = anyio.run(send_agreement_letters, declared, answered, post_of(FakeMailLedger()))
    assert spared.delivered.sent == []
