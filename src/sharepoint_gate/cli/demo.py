"""``demo``: the whole nightly job on the rehearsal tenant, told as it happens."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import click

from sharepoint_gate.cli.group import Door
from sharepoint_gate.cli.keeping import write_private
from sharepoint_gate.cli.present import show
from sharepoint_gate.cli.reporting import PAGE, after_night, before_night, what_was_done, write_thought
from sharepoint_gate.errors import SettingsError

INCOMPLETE = 4
PLAN, TEXT = "plan.txt", "report.txt"
# People of the plan who are shown; the whole of it is in a file.
SHOWN = 6


@click.command()
@click.option("--fresh", is_flag=True, help="Forget the rehearsal tenant and its record, and begin again.")
@click.pass_obj
def command(door: Door, *, fresh: bool) -> None:
    """Watch a locked-down channel being put right, on a rehearsal tenant that lies on this machine.

    The first time, a quiet night comes first, and then a weekend on which people share things by hand.
    """
    from sharepoint_gate import wiring

    settings = wiring.read_settings(door.config, rehearsal=True)
    if not settings.is_embedded:
        raise SettingsError(
            "The settings name a real tenant; the demo runs on the rehearsal tenant only.",
            mend='Use settings that say tenant = "embedded", for example the shipped config/gate.toml.',
        )
    if fresh:
        wiring.forget_rehearsal(settings)
    raise SystemExit(anyio.run(_demo, wiring, settings, door.actor))


@dataclass(slots=True)
class _Stage:
    """What every part of the demo works with, and the number of the part."""

    gate: Any
    number: int = 0

    def title(self, text: str) -> None:
        self.number += 1
        line = f"{self.number}. {text}"
        show(f"\n{line}\n{'=' * len(line)}")


async def _demo(wiring: Any, settings: Any, actor: str) -> int:
    async with wiring.open_gate(settings, actor) as gate:
        show(f"REHEARSAL: {gate.declared.roster.partnership.name}, on a tenant that lies on this machine.")
        stage = _Stage(gate)
        await _before(stage, settings, wiring)
        before = await _look(stage, settings.state_dir / "reports")
        _administrator(stage, settings, wiring)
        code = await _night(stage, settings.state_dir / "reports", before)
        _record(stage, settings)
        return code


async def _before(stage: _Stage, settings: Any, wiring: Any) -> None:
    """On a new tenant: the quiet night, and the weekend of drift."""
    from sharepoint_gate.cli.texts import night_mail_text
    from sharepoint_gate.jobs.night import spend_night
    from sharepoint_gate.reports.plain import count

    gate, clock = stage.gate, stage.gate.bench.clock
    if wiring.is_weekend_over(settings, gate):
        show(f"The tenant stands as it was left, on {clock.now():%d %B %Y}. Begin again with --fresh.")
        return
    loaded = wiring.load_past(settings, gate)
    show(f"Into the register of the acceptance agreement: {count(loaded, 'past decision')}.")
    stage.title(f"A quiet night: {clock.now():%A %d %B %Y}")
    night = await spend_night(gate.declared, gate.bench, gate.post)
    run = night.run
    files = sum(not item.is_folder for item in run.thought.world.observation.items.values())
    readers = sum(len(one.readers) for one in run.thought.desired.files.values())
    changes = count(len(run.applied), "change")
    ending = "roster and channel agree" if run.complete and not run.applied else "they had come apart"
    show(f"{count(files, 'file')}, {count(readers, 'right')} to read them, {changes}: {ending}.")
    show("The gate remembers the accounts it approved and where each file lies.")
    show(night_mail_text(night))
    stage.title("The weekend")
    passed = wiring.let_the_weekend_happen(settings, gate)
    stage.gate = passed.gate
    show(f"{passed.deeds} things happen by hand, most as a request by the person who did it: links are sent")
    show("to everybody, people are invited who left, a file is moved, an account changes hands, and somebody")
    show("opens the site itself.")


async def _look(stage: _Stage, reports: Path) -> Any:
    """Tell what is wrong, and return the plan that says so."""
    from sharepoint_gate.jobs.think import think
    from sharepoint_gate.jobs.trailguard import as_recorded
    from sharepoint_gate.reports.in_short import findings_in_short

    gate, bench = stage.gate, stage.gate.bench
    stage.title(f"Before: what is wrong on {bench.clock.now():%A %d %B %Y}")
    thought = await think(as_recorded(gate.declared, bench.trail), bench.reader, bench.memory, bench.clock)
    show(findings_in_short(thought.plan.findings, thought.plan.unread, str(reports / "before" / TEXT)))
    write_thought(reports / "before", gate, thought, before_night(bench.clock))
    return thought.plan


def _administrator(stage: _Stage, settings: Any, wiring: Any) -> None:
    """Let the administrator do what the gate cannot: until the site is fit again, every grant waits."""
    from sharepoint_gate.reports.plain import count

    passed = wiring.let_the_administrator_mend(settings, stage.gate)
    stage.gate = passed.gate
    if passed.deeds:
        stage.title("What only an administrator can put right")
        show("While the site is open, nothing new is given to anybody. The administrator reads the findings,")
        show(f"does {count(passed.deeds, 'thing')}, and looks at the settings that no program can read.")


async def _night(stage: _Stage, reports: Path, before: Any) -> int:
    from sharepoint_gate.cli.texts import (
        channel_folder,
        night_mail_text,
        outcomes_text,
        rails_report,
        refusal_text,
        waiting_for_people,
    )
    from sharepoint_gate.jobs.night import spend_night
    from sharepoint_gate.jobs.rails import weigh
    from sharepoint_gate.jobs.think import think
    from sharepoint_gate.jobs.trailguard import as_recorded
    from sharepoint_gate.reports.in_short import findings_in_short, plan_in_short
    from sharepoint_gate.reports.plain import count
    from sharepoint_gate.reports.plan_text import plan_text

    gate, bench = stage.gate, stage.gate.bench
    thought = await think(as_recorded(gate.declared, bench.trail), bench.reader, bench.memory, bench.clock)
    plan, folder = thought.plan, channel_folder(thought)
    stage.title("The plan: who loses, who gains, and the roster line that says so")
    people = gate.declared.roster.people
    whole = plan_text(plan, channel_folder=folder, people=people)
    write_private(reports / PLAN, whole)
    show(plan_in_short(whole, SHOWN, str(reports / PLAN)) + rails_report(weigh(thought, None)))
    stage.title("What was done, revocations first")
    night = await spend_night(gate.declared, bench, gate.post, reviewed=plan.digest)
    run = night.run
    show(outcomes_text(run.applied, folder) + refusal_text(run) + night_mail_text(night))
    stage.title("After")
    after = await think(as_recorded(gate.declared, bench.trail), bench.reader, bench.memory, bench.clock)
    show(findings_in_short(after.plan.findings, after.plan.unread, str(reports / "after" / TEXT)))
    done = what_was_done(run.applied)
    write_thought(reports / "after", gate, after, after_night(bench.clock), done=done)
    _compare(before, after.plan)
    waiting = waiting_for_people(after.plan)
    things = count(len(after.plan.changes), "thing") if after.plan.changes else "nothing"
    show(f"A second look would change {things}; waiting for a person: {waiting}.")
    show(f"Reports to read in a browser: {reports / 'before' / PAGE} and {reports / 'after' / PAGE}.")
    return night.exit_code or (INCOMPLETE if after.plan.changes else 0)


def _compare(before: Any, after: Any) -> None:
    from sharepoint_gate.access.kinds import Severity

    show(f"\n{'severity':<12}{'before':>8}{'after':>8}")
    for severity in sorted(Severity, reverse=True):
        counts = [sum(one.severity is severity for one in plan.findings) for plan in (before, after)]
        show(f"{severity.name.lower():<12}{counts[0]:>8}{counts[1]:>8}")


def _record(stage: _Stage, settings: Any) -> None:
    from sharepoint_gate.cli.trail import in_order
    from sharepoint_gate.reports.plain import count

    stage.title("The record")
    found, roots = in_order(stage.gate.bench.trail)
    sealed = f"{count(found.verification.size, 'record')} under {count(roots, 'sealed root')}"
    show(f"The trail verifies: {sealed}, head {found.verification.root_hash}.")
    meter = stage.gate.meter
    show(f"Asked of Graph: {meter.requests} requests for {meter.calls} calls, {meter.units} resource units.")
    show(f"\nState lies in {settings.state_dir}. Go on with:")
    for words in ("plan", "why u12 RR-2026-001", "trail show", "demo --fresh"):
        show(f"  sharepoint-gate {words}")
