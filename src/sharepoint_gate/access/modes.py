"""Observe or enforce: what would be changed where the gate only looks is told, and is not done.

The installation's mode is the outer limit: where it observes, nothing is changed anywhere, whatever a case
says. Where it enforces, a case may still be observed: then nothing is changed on the case's folder nor on
anything in it. What stands above the cases reaches all of them, so that it is the installation's, and goes:
half of it cannot be left standing for the one case that is observed.

Source: ADR-0018
"""

from dataclasses import replace

from sharepoint_gate.access.changes import Change, ItemChange, Revocation
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.digest import digest_of
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.roster.model import CaseRef, Mode


def observed_cases(world: World) -> frozenset[CaseRef]:
    """Return the cases that the roster says are observed."""
    return frozenset(ref for ref, case in world.roster.cases.items() if case.mode is Mode.OBSERVE)


def under_modes(plan: Plan, world: World, installation: Mode) -> Plan:
    """Return a plan that changes nothing where the gate only observes.

    Args:
        plan: Everything that would make the channel agree with the roster.
        world: Where things lie, and which cases are observed.
        installation: The mode of the whole installation.
    """
    cases = observed_cases(world)
    if installation is Mode.ENFORCE and not cases:
        return plan
    watch = _Watch(world, cases, everywhere=installation is Mode.OBSERVE)
    kept = tuple(one for one in plan.changes if not watch.covers(one))
    observed = tuple(one for one in plan.changes if watch.covers(one))
    return replace(
        plan,
        digest=digest_of(kept, plan.held, plan.roster_digest, observed),
        changes=kept,
        observed=observed,
        findings=tuple(watch.told(one) for one in plan.findings),
        mode=installation,
        observed_cases=tuple(sorted(cases)),
    )


class _Watch:
    """Tells what lies where the gate only observes."""

    def __init__(self, world: World, cases: frozenset[CaseRef], *, everywhere: bool) -> None:
        self._world = world
        self._cases = cases
        self._everywhere = everywhere

    def covers(self, change: Change) -> bool:
        """Tell whether a change is only told; what a freeze takes away goes in any mode."""
        if isinstance(change, Revocation) and FindingKind.FROZEN in change.reason.kinds:
            return False
        if self._everywhere:
            return True
        return isinstance(change, ItemChange) and self._in_observed_case(change.item_id)

    def told(self, finding: Finding) -> Finding:
        """Return a finding as it is told: what would be put right by the gate is not, where it observes."""
        frozen = FindingKind.FROZEN in {finding.kind, *finding.also}
        if finding.handling is not Handling.MENDED or frozen or not self._reaches(finding):
            return finding
        remedy = f"Nothing is changed while this is observed. In enforce mode: {finding.remedy}"
        return replace(finding, handling=Handling.OBSERVED, remedy=remedy)

    def _reaches(self, finding: Finding) -> bool:
        if self._everywhere:
            return True
        return finding.item_id is not None and self._in_observed_case(finding.item_id)

    def _in_observed_case(self, item_id: ItemId) -> bool:
        observation = self._world.observation
        place = place_of(observation, observation.items[item_id])
        return place is not None and place.case in self._cases
