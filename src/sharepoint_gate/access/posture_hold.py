"""What an unfit setting does to a plan: its grants wait, its revocations go on.

Source: ISA §8.2
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sharepoint_gate.access.changes import Change, Grant, SetMemberRole
from sharepoint_gate.access.digest import digest_of
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.access.posture import SettingFitness
from sharepoint_gate.access.waiting import tell_waiting


def hold_for_posture(plan: Plan, posture: Iterable[SettingFitness]) -> Plan:
    """Return the plan with its grants held while a setting is not fit, or not known to be.

    Who becomes a mere member from an owner loses something, so that such a change goes on.
    """
    reasons = [one for one in posture if one.holds]
    if not reasons or not any(map(_gives, plan.changes)):
        return plan
    why = why_held(reasons)
    waiting = tuple(Held(one, why) for one in plan.changes if _gives(one))
    held = (*plan.held, *waiting)
    changes = tuple(one for one in plan.changes if not _gives(one))
    digest = digest_of(changes, held, plan.roster_digest, plan.observed)
    findings = tell_waiting(plan.findings, waiting)
    return replace(plan, changes=changes, held=held, digest=digest, findings=findings)


def why_held(reasons: Sequence[SettingFitness]) -> str:
    """Return why grants wait: the first reason whole, the others by name."""
    others = ", ".join(one.key.value for one in reasons[1:])
    more = f" The same goes for {others}." if others else ""
    return f"Grants wait for the site's settings ({reasons[0].key.value}): {reasons[0].sentence}{more}"


def _gives(change: Change) -> bool:
    if isinstance(change, SetMemberRole):
        return change.role == "owner"
    return isinstance(change, Grant)
