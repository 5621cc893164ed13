"""The doctor's findings as JSON; keys are added over time, never renamed or dropped.

``rehearsal``, ``ready``, ``reasons``, ``request``, ``credential`` (``kind``, ``client_id``, ``ends_at``,
``days_left``), ``sign_in``, ``consent`` (null without a token; ``part``, ``roles``, ``missing``, ``wanting``,
``excess``), ``places``, ``settings``, ``probes`` (``id``, ``question``, ``answer``, ``seen``, ``gate``,
``setting``, ``ready``, ``tried``), ``leftovers``, ``cleaning``.
"""

from collections.abc import Mapping
from typing import Any

from sharepoint_gate.access.consent import Consent, Need
from sharepoint_gate.access.examination import Examination, Step
from sharepoint_gate.access.probes import ProbeAnswer

Data = Mapping[str, Any]


def doctor_json(found: Examination, *, rehearsal: bool = False) -> Data:
    """Return an examination as JSON values."""
    return {
        "rehearsal": rehearsal,
        "ready": found.ready,
        "reasons": list(found.reasons),
        "request": found.request,
        "credential": _credential(found),
        "sign_in": _step(found.sign_in),
        "consent": _consent(found.consent) if found.consent is not None else None,
        "places": [_step(one) for one in found.places],
        "settings": [
            {
                "setting": one.key.value,
                "fitness": one.fitness.value,
                "sentence": one.sentence,
                "do": one.advice,
            }
            for one in found.settings
        ],
        "probes": [_probe(one) for one in found.answers],
        "leftovers": list(found.leftovers),
        "cleaning": [_step(one) for one in found.cleaning],
    }


def _credential(found: Examination) -> Data:
    credential = found.credential
    ends = credential.ends_at
    return {
        "kind": credential.kind,
        "client_id": credential.client_id,
        "ends_at": ends.isoformat() if ends is not None else None,
        "days_left": credential.days_left,
    }


def _step(step: Step) -> Data:
    return {"name": step.name, "well": step.well, "sentence": step.sentence, "do": step.advice}


def _consent(consent: Consent) -> Data:
    return {
        "part": consent.part.value,
        "roles": list(consent.roles),
        "missing": [_need(one) for one in consent.missing],
        "wanting": [_need(one) for one in consent.wanting],
        "excess": list(consent.excess),
    }


def _need(need: Need) -> Data:
    return {"purpose": need.purpose, "roles": list(need.roles)}


def _probe(answer: ProbeAnswer) -> Data:
    consequence = answer.consequence
    return {
        "id": answer.probe.id,
        "question": answer.probe.question,
        "answer": answer.verdict.value,
        "seen": answer.seen,
        "gate": consequence.does,
        "setting": consequence.setting,
        "ready": consequence.ready,
        "tried": answer.probe.tries,
    }
