"""A consultation: the doctor looks, names what an earlier one left, and tries where it was asked to."""

from dataclasses import dataclass, replace

from sharepoint_gate.access.examination import Examination
from sharepoint_gate.jobs.doctor import Patient, Seen, examine
from sharepoint_gate.jobs.probe_choice import Ground, choose_account, choose_folder
from sharepoint_gate.jobs.probe_items import left_behind, standing
from sharepoint_gate.jobs.probe_run import ProbeRun
from sharepoint_gate.jobs.reconcile import Bench
from sharepoint_gate.ports.probing import OpensProbes


@dataclass(frozen=True, slots=True)
class Wish:
    """Where and with whom to try."""

    folder: str
    address: str


async def consult(patient: Patient, bench: Bench, open_probes: OpensProbes, wish: Wish | None) -> Examination:
    """Look, and try where it is wished.

    Raises:
        RefusedError: Nothing can be tried in that folder or with that account; nothing was written.
        StoreError: The trail does not verify, or another run holds the lease.
        LawError: A request was stopped at the door.
    """
    found, seen = await examine(patient)
    if seen is None:
        return found
    if wish is None:
        there = standing(left_behind(bench.trail), seen.items)
        return replace(found, leftovers=tuple(sorted(item.path for item in there.values())))
    ground = await _ground(patient, seen, wish)
    return await ProbeRun(patient, seen, ground, bench, open_probes).run(found)


async def _ground(patient: Patient, seen: Seen, wish: Wish) -> Ground:
    folder = choose_folder(patient.roster, seen.site, seen.items, wish.folder)
    account = await choose_account(patient.roster, patient.reader, seen.site, wish.address)
    return Ground(folder, account)
