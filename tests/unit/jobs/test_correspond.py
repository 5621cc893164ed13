"""Between a run and its letters: whoever wrote meanwhile knows better."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.jobs.correspond import OVERTAKEN, Corresponded, Post, correspond
from sharepoint_gate.jobs.reconcile import Run
from tests.fakes.mail import FakeComposer, FakeMailer, FakeMailLedger
from tests.unit.jobs.nights import Nights
from tests.world import Scene

CASE = "RR-2026-001"


def nights() -> Nights:
    """A case with one file and one reader, all in order."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member")
    return Nights(made.file(f"{CASE}/40-panel-pack/pack.docx").in_sync())


def letters_of(scene: Nights, run: Run, ledger: FakeMailLedger) -> Corresponded:
    """Deliver a run's letters by a mailer that takes everything."""

    @asynccontextmanager
    async def open_mailer(permit: WritePermit) -> AsyncIterator[FakeMailer]:
        yield FakeMailer(permits=[permit])

    post = Post(open_mailer, FakeComposer(), ledger, "unit@wcc.example", "", 100, {})
    return anyio.run(correspond, run, scene.bench(), post)


def test_law_12_a_run_that_was_overtaken_sends_nothing_and_remembers_nothing() -> None:
    """What it holds for given may have been taken away, and told, by the run that came between."""
    scene, ledger = nights(), FakeMailLedger()
    overtaken, latest = scene.run(), scene.run()
    late = letters_of(scene, overtaken, ledger)
    assert (late.delivered.sent, late.delivered.why, late.delivered.well) == ([], [OVERTAKEN], False)
    assert not ledger.rights()
    assert letters_of(scene, latest, ledger).delivered.sent
    assert set(ledger.rights()) == {("u12", CASE)}
