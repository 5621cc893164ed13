"""The texts that several commands print, put together from the reports."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sharepoint_gate.access.changes import RemoveMember, SetMemberRole
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.rails_moves import moves_in
from sharepoint_gate.access.register_status import forecast
from sharepoint_gate.faults import Fault
from sharepoint_gate.jobs.apply import Applied
from sharepoint_gate.jobs.night import Night
from sharepoint_gate.jobs.rails import Weighed, weigh
from sharepoint_gate.jobs.reconcile import Run
from sharepoint_gate.jobs.remember import WELL
from sharepoint_gate.jobs.think import Thought
from sharepoint_gate.reports.findings_text import findings_text
from sharepoint_gate.reports.mail_text import Trouble, mail_json, mail_text
from sharepoint_gate.reports.plain import count, document, heading, labelled, paragraph
from sharepoint_gate.reports.plan_text import plan_text
from sharepoint_gate.reports.rails_text import RailsView, rails_json, rails_text
from sharepoint_gate.reports.uaa_text import forecast_lines
from sharepoint_gate.trail.events import OutcomeState

TOLD = {
    OutcomeState.APPLIED: "applied, and seen in a fresh read",
    OutcomeState.ALREADY: "already so when its turn came",
    OutcomeState.FAILED: "failed",
    OutcomeState.SKIPPED: "not tried, since something before it failed",
    OutcomeState.UNCERTAIN: "sent without an answer: the next run looks again",
}


def channel_folder(thought: Thought) -> str:
    """Return the path of the channel's folder from the library root; "" when the listing left it out."""
    observation = thought.world.observation
    folder = observation.items.get(observation.channel_folder)
    return folder.path if folder is not None else ""


def plan_report(
    thought: Thought, warnings: Sequence[Fault], *, rehearsal: bool, weighed: Weighed | None = None
) -> str:
    """Return findings, plan and warnings about the declared files, in this order."""
    plan = thought.plan
    texts = [findings_text(plan.findings, plan.unread, rehearsal=rehearsal)]
    texts += [plan_text(plan, channel_folder=channel_folder(thought), people=thought.world.roster.people)]
    told = rails_report(weighed or weigh(thought, None))
    texts += [told] if told else []
    texts += [forecast_text(thought)] if forecast(thought.world) else []
    texts += [warnings_text(warnings)] if warnings else []
    return "\n".join(texts)


def _rails_view(weighed: Weighed) -> RailsView:
    world = weighed.whole.world
    return RailsView(
        weighed.rails,
        weighed.holding,
        world.memory.releases,
        weighed.whole.plan.digest,
        world.observation.at,
        world.roster.partnership.timezone,
    )


def rails_report(weighed: Weighed) -> str:
    """Return which cases move, and which rails tripped; "" when there is neither."""
    return rails_text(_rails_view(weighed), moves_in(weighed.whole.world, weighed.whole.plan))


def rails_data(weighed: Weighed) -> Mapping[str, object]:
    """Return the same for programs."""
    return rails_json(_rails_view(weighed), moves_in(weighed.whole.world, weighed.whole.plan))


def refusal_text(run: Run) -> str:
    """Return what held a plan back; "" when nothing did."""
    return f"{run.refused.diagnostics()}\n" if run.refused is not None else ""


def forecast_text(thought: Thought) -> str:
    """Return who loses access by silence within four weeks."""
    names = {person.id: person.name for person in thought.world.roster.people.values()}
    lines = heading("Who will lose access by silence")[1:]
    return document([*lines, *forecast_lines(forecast(thought.world), names)], rehearsal=False)


def warnings_text(warnings: Sequence[Fault]) -> str:
    """Return what is odd in the declared files but stops nothing."""
    lines = heading("Worth a look in the files")[1:]
    return document([*lines, *(line for one in warnings for line in str(one).splitlines())], rehearsal=False)


def outcomes_text(applied: Sequence[Applied], folder: str) -> str:
    """Return how the changes ended: a count, and every one that did not end well."""
    if not applied:
        return document(["Nothing had to be changed."], rehearsal=False)
    states = Counter(one.state for one in applied)
    lines = [f"{count(len(applied), 'change')}:"]
    lines += [f"  {states[state]:4d}  {TOLD[state]}" for state in OutcomeState if states[state]]
    for one in applied:
        if one.state not in WELL:
            lines += labelled("-", f"{one.change_id} {_place(one, folder)}: {TOLD[one.state]}. {one.why}", 2)
    return document(lines, rehearsal=False)


def _place(one: Applied, folder: str) -> str:
    path = getattr(one.change, "path", None)
    return str(path).removeprefix(f"{folder}/") if path is not None else "the channel"


CUT, LEFT_IN_DOUBT = "was cut before its end", "left changes whose fate was not known"


def run_report(run: Run, warnings: Sequence[Fault], *, rehearsal: bool) -> str:
    """Return everything that a run found and did."""
    folder = channel_folder(run.thought)
    cuts = [
        f"Run {cut.run_id} {LEFT_IN_DOUBT if cut.finished else CUT}; its open changes were looked at."
        for cut in run.cuts
    ]
    closing = [*heading("What was done"), *outcomes_text(run.applied, folder).splitlines()]
    closing += [line for cut in cuts for line in paragraph(cut)]
    closing += gathered_lines(run)
    closing += left_lines(run)
    closing += exposure_lines(run)
    closing += scope_lines(run)
    closing += paragraph(run.bill.sentence) if run.bill is not None else []
    closing += ["", f"Run {run.run_id}; trail sealed with root {run.root[:16]}."]
    told = plan_report(run.thought, warnings, rehearsal=rehearsal, weighed=run.weighed)
    return told + document(closing, rehearsal=False)


def left_the_channel(run: Run) -> int:
    """Count who was taken out of the channel, or is a mere member from now on, by this run."""
    return sum(
        isinstance(one.change, RemoveMember)
        or (isinstance(one.change, SetMemberRole) and one.change.role == "member")
        for one in run.applied
        if one.state in WELL
    )


def left_lines(run: Run) -> list[str]:
    """Return that the site may be late for whoever left the channel; nothing where nobody did."""
    left = left_the_channel(run)
    hours = run.thought.world.rules.posture.settle_hours
    told = (
        f"{count(left, 'person', 'people')} left the channel by Teams in this run, or own it no more. "
        f"SharePoint's own groups follow Teams later, as a rule within {hours} hours, and until then may "
        "let them in still. The next night looks whether they have (site-group-late); where it cannot wait, "
        "`sharepoint-gate freeze` looks at once."
    )
    return paragraph(told) if left else []


def exposure_lines(run: Run) -> list[str]:
    """Return how many exposures were recorded and are open; nothing where there are none."""
    if not run.exposures:
        return []
    new, left = sum(one.run == run.run_id for one in run.exposures), sum(one.open for one in run.exposures)
    told = (
        f"{count(new, 'exposure')} recorded in this run, {left} open: see `sharepoint-gate exposures --all`."
    )
    return paragraph(told)


def scope_lines(run: Run) -> list[str]:
    """Return what became of permissions of their own that nobody needs; nothing where there are none."""
    scopes = run.scopes
    again = "inherits from its folder again" if scopes.given == 1 else "inherit from their folders again"
    lines = [f"{count(scopes.given, 'item')} of closed cases {again}."] * bool(scopes.given)
    if scopes.waiting:
        why = f": {scopes.why}" if scopes.why else ""
        lines.append(f"Scopes of closed cases that wait for an administrator: {scopes.waiting}{why}")
    return [line for one in lines for line in paragraph(one)]


def aftermath_data(run: Run) -> dict[str, object]:
    """Return both as JSON values."""
    new, left = sum(one.run == run.run_id for one in run.exposures), sum(one.open for one in run.exposures)
    scopes = {"given_back": run.scopes.given, "waiting": run.scopes.waiting, "why": run.scopes.why}
    gone = {
        "left_the_channel": left_the_channel(run),
        "settle_hours": run.thought.world.rules.posture.settle_hours,
    }
    return {"exposures": {"recorded": new, "open": left}, "scopes": scopes, "site_follows": gone}


def gathered_lines(run: Run) -> list[str]:
    """Return what the tenant's own log of decisions told; nothing where it told nothing."""
    gathered = run.gathered
    if gathered is not None and gathered.unread:
        return paragraph(f"Decisions on the tenant's terms of use could not be read: {gathered.unread}")
    if gathered is not None and gathered.recorded:
        return [f"{count(gathered.recorded, 'decision')} taken from the tenant's log into the register."]
    return []


def night_mail_text(night: Night) -> str:
    """Return what became of a night's letters; nothing where none are sent here."""
    if night.mail is None:
        return ""
    made = night.mail.delivered
    return mail_text(made.sent, made.later, Trouble(made.why, night.mail.findings))


def night_mail_json(night: Night) -> dict[str, object] | None:
    """Return the same for programs; None where none are sent here."""
    if night.mail is None:
        return None
    made = night.mail.delivered
    return mail_json(made.sent, made.later, Trouble(made.why, night.mail.findings))


def waiting_for_people(plan: Plan) -> int:
    """Count the findings that only a person can put right."""
    return sum(1 for finding in plan.findings if finding.handling.value == "person")
