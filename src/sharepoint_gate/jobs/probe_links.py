"""What is tried on the doctor's own file: its inherited entries, and one link for one test account.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
"""

from collections.abc import Sequence

from sharepoint_gate.access import probes_tried as probes
from sharepoint_gate.access.observed import GranteeKind, ObservedPermission, PermissionId
from sharepoint_gate.access.probes import Probe, Verdict
from sharepoint_gate.errors import BadRequestError, GraphError, ItemNotFoundError
from sharepoint_gate.jobs.effect import find, is_gone, people_on
from sharepoint_gate.jobs.probe_looks import because, is_refusal
from sharepoint_gate.jobs.probe_trial import Entries, Trial
from sharepoint_gate.ports.probing import Version

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
_UNDERSTOOD = "invalidRequest"
_ROUNDS = 3


def entry_to_delete(entries: Sequence[ObservedPermission]) -> PermissionId | None:
    """Return the inherited entry that would be missed least: the site's visitors, else its members."""
    groups = [
        one for one in entries if one.grantee is not None and one.grantee.kind is GranteeKind.SITE_GROUP
    ]
    for roles in (("read",), ("write",)):
        for one in groups:
            if one.roles == roles:
                return one.id
    return None


async def try_inherited(trial: Trial, entry: PermissionId | None) -> None:
    """Delete an entry that the own file has from above, and look whether the answer told the truth."""
    probe, item = probes.INHERITED_DELETE, trial.own.file
    if entry is None:
        trial.tell(probe, UNKNOWN, "the file has no entry of a site's group from above")
        return
    try:
        _, _, gone = await trial.do(
            "delete-inherited",
            item,
            lambda: trial.writer.delete_permission(item, entry),
            lambda fresh, _: is_gone(fresh, entry),
            waits=(0.0,),
        )
    except GraphError as error:
        trial.tell(probe, YES if is_refusal(error) else UNKNOWN, because(error))
        return
    if gone:
        trial.tell(probe, UNKNOWN, "the entry went from the doctor's own file")
        await _look_above(trial, entry)
    else:
        trial.tell(probe, NO, "Graph answered that it was done, and the entry is still there")


async def _look_above(trial: Trial, entry: PermissionId) -> None:
    """Look whether the folder above still has an entry that a deletion on the own file has taken away."""
    folder = trial.above[-1]
    if is_gone(await trial.read(folder), entry):
        trial.harm.append("The folder above lost an entry of a site's group: put it back in SharePoint.")


async def try_link(trial: Trial) -> Version | None:
    """Try links, people on and off them, and their end; return the version that makes the right ones."""
    await _try_version(trial, probes.V1_LINK, "v1.0", keep=False)
    start = await trial.probing.mark(trial.site.drive_id)
    link = await _try_version(trial, probes.BETA_LINK, "beta", keep=True)
    version: Version | None = "beta" if link is not None else None
    if link is None and trial.found[probes.V1_LINK.id][0] is YES:
        link, version = await _try_version(trial, probes.V1_LINK, "v1.0", keep=True), "v1.0"
    if link is None or version is None:
        return None
    await _delta_tells(trial, start)
    _tell_pending(trial, link)
    off = await _try_revoke(trial, link)
    off = await _try_same(trial, link, version, off=off)
    await _try_grant(trial, link, off=off)
    await _try_end(trial, link)
    return version


async def _try_version(
    trial: Trial, probe: Probe, version: Version, *, keep: bool
) -> ObservedPermission | None:
    """Ask one version for the link; return it as freshly read when it is right and to be kept."""
    item = trial.own.file
    try:
        made, fresh = await trial.link(item, version)
        wrong = await trial.wider(item, fresh or made)
    except GraphError as error:
        trial.tell_refusal(probe, error)
        return None
    if wrong or fresh is None:
        trial.tell(probe, NO, wrong or "Graph answered with a link, and a fresh read does not show it")
        return None
    named = people_on(fresh) == {trial.person}
    if named:
        trial.tell(probe, YES, "the link came back as asked, with the test account on it")
    elif trial.is_pending:
        trial.tell(probe, UNKNOWN, "the link is right; a guest who never signed in is not shown on it")
    else:
        trial.tell(probe, NO, "the link came back without the test account")
    if keep and (named or trial.is_pending):
        return fresh
    await trial.delete(item, fresh.id)
    return None


async def _delta_tells(trial: Trial, start: str) -> None:
    changed, _ = await trial.probing.changes_after(start)
    told = any(one.item == trial.own.file for one in changed)
    seen = "the file came with the changes" if told else "the file did not come with the changes"
    trial.tell(probes.DELTA_LINKS, YES if told else NO, seen)


def _tell_pending(trial: Trial, link: ObservedPermission) -> None:
    if not trial.is_pending:
        trial.tell(probes.PENDING_SHOWN, UNKNOWN, "the test account is no guest who never signed in")
        return
    shown = trial.person in people_on(link)
    seen = "the guest is named on the link" if shown else "the link names nobody"
    trial.tell(probes.PENDING_SHOWN, YES if shown else NO, seen)


async def _try_revoke(trial: Trial, link: ObservedPermission) -> bool:
    """Take the person off; return whether a fresh read shows it."""
    if not trial.is_pending:
        trial.tell(probes.REVOKE_PENDING, UNKNOWN, "the test account is no guest who never signed in")
    if trial.person not in people_on(link):
        trial.tell(probes.REVOKE, UNKNOWN, "the test account is not shown on the link in the first place")
    try:
        off = await _revoke_on_either(trial, link)
    except GraphError as error:
        _tell_unrevoked(trial, error)
        return False
    if trial.person not in people_on(link):
        return False
    seen = (
        "a fresh read shows it" if off else "Graph answered that it was done; a fresh read does not show it"
    )
    trial.tell(probes.REVOKE, YES if off else NO, seen)
    if trial.is_pending:
        trial.tell(probes.REVOKE_PENDING, YES if off else NO, seen)
    return off


def _tell_unrevoked(trial: Trial, error: GraphError) -> None:
    if trial.is_pending and isinstance(error, BadRequestError):
        trial.tell_refusal(probes.REVOKE_PENDING, error)
        trial.tell(probes.REVOKE, UNKNOWN, "the test account is a guest who never signed in")
    else:
        trial.tell_refusal(probes.REVOKE, error)


async def _revoke_on_either(trial: Trial, link: ObservedPermission) -> bool:
    probe = probes.REVOKE_ON_V1
    try:
        off = await revoke(trial, link, "v1.0")
    except (BadRequestError, ItemNotFoundError) as error:
        if error.why.startswith(_UNDERSTOOD):
            trial.tell(probe, YES, f"it is known there, and refused for this account: {because(error)}")
            raise
        trial.tell(probe, NO, because(error))
        return await revoke(trial, link, "beta")
    except GraphError as error:
        trial.tell(probe, UNKNOWN, because(error))
        raise
    trial.tell(probe, YES, "it was answered")
    return off


async def revoke(trial: Trial, link: ObservedPermission, version: Version) -> bool:
    """Take the person off the link; return whether a fresh read shows it."""
    item = trial.own.file
    _, _, off = await trial.do(
        f"revoke-people-{version}",
        item,
        lambda: trial.writer.revoke(item, link.id, trial.person, version),
        lambda fresh, _: not _is_on(trial, fresh, link.id),
    )
    return off


async def _off_again(trial: Trial, link: ObservedPermission) -> bool:
    version: Version = "v1.0" if trial.found[probes.REVOKE_ON_V1.id][0] is YES else "beta"
    return await revoke(trial, link, version)


async def _try_same(trial: Trial, link: ObservedPermission, version: Version, *, off: bool) -> bool:
    """Ask for the same link again while nobody is on it; return whether nobody is on it afterwards."""
    probe, item = probes.SAME_LINK, trial.own.file
    if not off:
        trial.tell(probe, UNKNOWN, "the test account could not be taken off first")
        return False
    try:
        made, _, on = await trial.do(
            f"create-link-again-{version}",
            item,
            lambda: trial.writer.create_link(item, trial.person, version),
            lambda fresh, _: _is_on(trial, fresh, link.id),
        )
        if made.id != link.id:
            trial.tell(probe, UNKNOWN, "another link came back, since the one without people was gone")
            await trial.delete(item, made.id)
            return False
        trial.tell(probe, YES if on else NO, "the account is on it" if on else "the account is not on it")
        return await _off_again(trial, link) if on else True
    except GraphError as error:
        trial.tell_refusal(probe, error)
        return False


async def _try_grant(trial: Trial, link: ObservedPermission, *, off: bool) -> None:
    addresses: list[str | None] = []
    try:
        for _ in range(_ROUNDS if off else 1):
            before, after, on = await _grant(trial, link)
            _tell_granted(trial, off=off, on=on)
            addresses += [before, after] if on and off else []
            if not (on and off) or before != after or not await _off_again(trial, link):
                break
    except GraphError as error:
        if probes.GRANT.id not in trial.found:
            trial.tell_refusal(probes.GRANT, error)
    _tell_addresses(trial, addresses)


def _tell_granted(trial: Trial, *, off: bool, on: bool) -> None:
    if not off:
        trial.tell(probes.GRANT, UNKNOWN, "it was answered, but the test account may have been on the link")
    elif on:
        trial.tell(probes.GRANT, YES, "a fresh read shows the account")
    else:
        trial.tell(
            probes.GRANT, NO, "Graph answered that it was done; a fresh read does not show the account"
        )


def _tell_addresses(trial: Trial, addresses: Sequence[str | None]) -> None:
    if not addresses or None in addresses:
        trial.tell(probes.GRANT_ADDRESS, UNKNOWN, "nobody was added through an address")
    elif len(set(addresses)) > 1:
        trial.tell(probes.GRANT_ADDRESS, YES, "it was another one afterwards")
    else:
        trial.tell(probes.GRANT_ADDRESS, NO, f"it stayed the same in {len(addresses) // 2} tries")


async def _grant(trial: Trial, link: ObservedPermission) -> tuple[str | None, str | None, bool]:
    item = trial.own.file
    standing = find(await trial.read(item), link.id) or link
    _, entries, on = await trial.do(
        "add-people",
        item,
        lambda: trial.writer.grant(item, standing, trial.person),
        lambda fresh, _: _is_on(trial, fresh, link.id),
    )
    return _address(standing), _address(find(entries, link.id)), on


async def _try_end(trial: Trial, link: ObservedPermission) -> None:
    try:
        start = await trial.probing.mark(trial.site.drive_id)
        gone = await trial.delete(trial.own.file, link.id)
        changed, _ = await trial.probing.changes_after(start)
    except GraphError as error:
        trial.tell_refusal(probes.LINK_GONE, error)
        return
    trial.tell(probes.LINK_GONE, YES if gone else NO, "it is gone" if gone else "it is still there")
    marked = any(one.item == trial.own.file and one.annotated for one in changed)
    seen = "the file came marked" if marked else "the file did not come marked"
    trial.tell(probes.DELTA_REMOVALS, YES if marked else NO, seen)


def _is_on(trial: Trial, entries: Entries, link: PermissionId) -> bool:
    standing = find(entries, link)
    return standing is not None and trial.person in people_on(standing)


def _address(link: ObservedPermission | None) -> str | None:
    return link.link.web_url if link is not None and link.link is not None else None
