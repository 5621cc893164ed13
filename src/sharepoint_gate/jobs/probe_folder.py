"""What is tried in the doctor's own folder: sharing from above, unshown files, and what a link leaves behind.

Source: graph:api/driveitem-createlink, spo:what-is-permissions-inheritance
"""

from sharepoint_gate.access import probes_tried as probes
from sharepoint_gate.access.classify import is_limited
from sharepoint_gate.access.observed import PermissionId
from sharepoint_gate.access.probes import Verdict
from sharepoint_gate.errors import GraphError
from sharepoint_gate.jobs.effect import is_gone
from sharepoint_gate.jobs.probe_trial import Trial
from sharepoint_gate.ports.probing import Version

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


async def try_folder(trial: Trial, version: Version) -> None:
    """Give the inner file a link of its own, then share from above, and look at what stays."""
    await _try_unshown(trial, version)
    inner = trial.own.inner
    try:
        before = await _limited(trial)
        made, fresh = await trial.link(inner, version)
        if await trial.wider(inner, fresh or made):
            return
        during = await _limited(trial) - before
        await _try_from_above(trial, version)
        await trial.delete(inner, made.id)
        await _tell_left(trial, during)
    except GraphError as error:
        trial.tell_refusal(probes.LEAVES_PASSAGE, error)


async def _try_unshown(trial: Trial, version: Version) -> None:
    probe, item = probes.UNSHOWN_FILE, trial.own.unshown
    try:
        made, fresh = await trial.link(item, version)
        wrong = await trial.wider(item, fresh or made)
        if not wrong:
            await trial.delete(item, made.id)
        trial.tell(probe, NO, wrong or "such a link was made, and deleted again")
    except GraphError as error:
        trial.tell_refusal(probe, error)
        verdict, seen = trial.found[probe.id]
        trial.tell(probe, YES if verdict is NO else UNKNOWN, seen)


async def _try_from_above(trial: Trial, version: Version) -> None:
    folder = trial.own.folder
    try:
        made, fresh = await trial.link(folder, version)
        wrong = await trial.wider(folder, fresh or made)
    except GraphError as error:
        trial.tell_refusal(probes.FOLDER_LINK, error)
        wrong = "refused"
    else:
        verdict = NO if wrong else YES
        trial.tell(probes.FOLDER_LINK, verdict, wrong or "the link came back as asked")
    if wrong:
        seen = "a folder takes no link without download, and no other kind is made on one"
        trial.tell(probes.REACHES_DOWN, UNKNOWN, seen)
        return
    reached = not is_gone(await trial.read(trial.own.inner), made.id)
    seen = "the file below lists the folder's link" if reached else "the file below does not list it"
    trial.tell(probes.REACHES_DOWN, YES if reached else NO, seen)
    await trial.delete(folder, made.id)


async def _limited(trial: Trial) -> frozenset[PermissionId]:
    """Return the Limited Access entries on everything above the inner file."""
    found = set[PermissionId]()
    for item in (*trial.above, trial.own.folder):
        found |= {one.id for one in await trial.read(item) if one.link is None and is_limited(one)}
    return frozenset(found)


async def _tell_left(trial: Trial, during: frozenset[PermissionId]) -> None:
    if not during:
        trial.tell(probes.LEAVES_PASSAGE, UNKNOWN, "none was listed while the link stood")
        return
    left = during & await _limited(trial)
    seen = "it is still listed above the file" if left else "it went with the link"
    trial.tell(probes.LEAVES_PASSAGE, YES if left else NO, seen)
