"""The doctor's findings for a terminal: ready or not and why, first; then one part after the other."""

from collections.abc import Sequence

from sharepoint_gate.access.consent import Consent, Part
from sharepoint_gate.access.examination import Examination, Step, credential_sentence
from sharepoint_gate.access.posture import SettingFitness
from sharepoint_gate.access.probes import ProbeAnswer
from sharepoint_gate.reports.plain import document, heading, labelled, paragraph

READY = "Ready to enforce, as far as this look can tell."
READY_TO_LOOK = "Ready to look: this application reads what an auditor needs."
NOT_READY, NOT_READY_TO_LOOK = "Not ready to enforce.", "Not ready: an auditor needs more than this."
_MARKS = {True: "[ok]", False: "[NO]"}


def doctor_text(found: Examination, *, rehearsal: bool = False) -> str:
    """Return an examination as text."""
    lines = [_summary(found)]
    lines += [line for reason in found.reasons for line in labelled("-", reason, 2)]
    if found.request:
        lines += ["", "Ask the council's administrator:", *paragraph(found.request, 2)]
    lines += [*heading("Signing in"), *_signing_in(found)]
    lines += _steps("What must be there", found.places)
    lines += _settings(found.settings)
    lines += _questions(
        "Open questions, answered by looking", [a for a in found.answers if not a.probe.tries]
    )
    lines += _questions("Open questions, tried out", [a for a in found.answers if a.probe.tries])
    lines += _steps("Cleaning up", found.cleaning)
    return document(lines, rehearsal=rehearsal)


def _summary(found: Examination) -> str:
    if found.consent is not None and found.consent.part is Part.AUDITOR:
        return READY_TO_LOOK if found.ready else NOT_READY_TO_LOOK
    return READY if found.ready else NOT_READY


def _signing_in(found: Examination) -> list[str]:
    lines = [*_step(found.sign_in), *paragraph(credential_sentence(found.credential), 7)]
    return [*lines, *(_consent(found.consent) if found.consent is not None else [])]


def _consent(consent: Consent) -> list[str]:
    lines = paragraph(f"Roles held: {', '.join(consent.roles) or 'none'}.", 7)
    for need in consent.missing:
        lines += labelled("[NO]", f"missing {need.purpose}: {' or '.join(need.roles)}", 2)
    for need in consent.wanting:
        lines += labelled("[--]", f"not there, and not needed, {need.purpose}: {need.roles[0]}", 2)
    for role in consent.excess:
        lines += labelled("[--]", f"more than a {consent.part.value} needs: {role}", 2)
    return lines


def _steps(title: str, steps: Sequence[Step]) -> list[str]:
    return [*heading(title), *(line for step in steps for line in _step(step))] if steps else []


def _step(step: Step) -> list[str]:
    advice = paragraph(f"Do: {step.advice}", 7) if step.advice else []
    return [*labelled(_MARKS[step.well], step.sentence, 2), *advice]


def _settings(settings: Sequence[SettingFitness]) -> list[str]:
    if not settings:
        return []
    lines = heading("The settings that the channel rests on")
    for one in settings:
        lines += labelled(f"{one.fitness.value}:", f"{one.key.value}. {one.sentence}", 2)
        lines += paragraph(f"Do: {one.advice}", 4) if one.advice else []
    return lines


def _questions(title: str, answers: Sequence[ProbeAnswer]) -> list[str]:
    if not answers:
        return []
    return [*heading(title), *(line for answer in answers for line in _answer(answer))]


def _answer(answer: ProbeAnswer) -> list[str]:
    lines = paragraph(f"{answer.probe.question} [{answer.probe.id}]", 2, 4)
    lines += paragraph(f"{answer.verdict.value}: {answer.seen}.", 4)
    lines += paragraph(f"The gate: {answer.consequence.does}", 4)
    return lines + (
        paragraph(f"Setting: {answer.consequence.setting}", 4) if answer.consequence.setting else []
    )
