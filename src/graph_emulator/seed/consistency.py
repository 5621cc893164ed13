"""Refuses impossible worlds, with every fault at once."""

from collections.abc import Iterable, Iterator

from graph_emulator.kernel.clock import ClockError, parse_instant
from graph_emulator.seed.bulk_faults import bulk_faults
from graph_emulator.seed.document import Act, Seed, SeedUser
from graph_emulator.seed.faults import SeedFault, refuse, repeats
from graph_emulator.seed.gathering_faults import gathering_faults

_EXTERNAL_STATES = {None, "PendingAcceptance", "Accepted"}
_FORBIDDEN_IN_NAMES = frozenset('"*:<>?\\|')
_FORMS = ("call", "directory", "entry", "link_people", "site_group", "posture", "admins", "clock")
_SETTABLE = {
    "name", "upn", "mail", "other_mails", "type", "enabled", "deleted",
    "external_state", "external_state_changed_at",
}  # fmt: skip


def check_seed(seed: Seed) -> None:
    """Let a possible tenant pass.

    Raises:
        SeedError: It is impossible; the error holds every reason.
    """
    refuse(
        [
            *_instants(seed),
            *_people(seed),
            *gathering_faults(seed),
            *_files(seed),
            *_links(seed),
            *bulk_faults(seed),
            *act_faults(seed.acts, {user.key for user in seed.users}),
        ]
    )


def act_faults(acts: Iterable[Act], keys: set[str]) -> list[SeedFault]:
    """Return what is wrong with acts, given the keys of the people who exist."""
    acts = list(acts)
    ids = repeats(act.id for act in acts)
    faults = [SeedFault(("acts", number, "id"), f"act {id_} comes twice") for number, id_ in ids]
    for number, act in enumerate(acts):
        faults += [SeedFault(("acts", number), f"act {act.id}: {fault}") for fault in _act(act, keys)]
    return faults


def _act(act: Act, keys: set[str]) -> Iterator[str]:
    forms = [form for form in _FORMS if getattr(act, form) is not None]
    if len(forms) != 1:
        yield f"it has {' and '.join(forms) or 'none'} of {', '.join(_FORMS)}; one is needed"
    if act.call is not None and act.as_ is None:
        yield "a call needs somebody who makes it: as"
    named = [act.directory, act.user, *act.add, *act.remove, *(act.admins or ())]
    if act.as_ is not None and not act.as_.startswith("app:"):
        named.append(act.as_)
    yield from (f"nobody has the key {key}" for key in named if key is not None and key not in keys)
    yield from (f"{name} of an account cannot be set" for name in sorted(set(act.set or {}) - _SETTABLE))
    if act.entry is not None and sum(who is not None for who in (act.site_user, act.user, act.app)) != 1:
        yield "an entry names one of site_user, user and app"
    if act.clock is not None:
        yield from _instant(act.clock)


def _instant(text: str) -> Iterator[str]:
    try:
        parse_instant(text)
    except ClockError as error:
        yield str(error)


def _instants(seed: Seed) -> Iterator[SeedFault]:
    yield from (SeedFault(("tenant", "clock"), fault) for fault in _instant(seed.tenant.clock))
    for number, user in enumerate(seed.users):
        if user.external_state_changed_at is not None:
            place = ("users", number, "external_state_changed_at")
            yield from (
                SeedFault(place, f"{user.key}: {fault}") for fault in _instant(user.external_state_changed_at)
            )


def _people(seed: Seed) -> Iterator[SeedFault]:
    for number, key in repeats(user.key for user in seed.users):
        yield SeedFault(("users", number, "key"), f"the key {key} comes twice")
    present = [(number, user.upn.casefold()) for number, user in enumerate(seed.users) if not user.deleted]
    for number, upn in repeats(upn for _, upn in present):
        place = ("users", present[number][0], "upn")
        yield SeedFault(place, f"the user principal name {upn} comes twice")
    for number, user in enumerate(seed.users):
        yield from (SeedFault(("users", number), f"{user.key}: {fault}") for fault in _person(user))


def _person(user: SeedUser) -> Iterator[str]:
    if user.type not in {"Member", "Guest"}:
        yield f"type is Member or Guest, not {user.type}"
    if user.external_state not in _EXTERNAL_STATES:
        yield f"external_state is PendingAcceptance or Accepted, not {user.external_state}"
    if user.type == "Guest" and "#EXT#" not in user.upn:
        yield "a guest's user principal name contains #EXT#"
    if user.type == "Member" and "#EXT#" not in user.upn and user.external_state is not None:
        yield "a member of the home directory has no external_state"
    if user.deleted_at is not None:
        if not user.deleted:
            yield "deleted_at is for a deleted account"
        yield from _instant(user.deleted_at)


def _files(seed: Seed) -> Iterator[SeedFault]:
    if seed.files and not seed.all_channels():
        yield SeedFault(("files",), "files: they need a channel to lie in")
    for number, path in repeats(path.casefold() for path in seed.files):
        yield SeedFault(("files", number), f"files: {path} comes twice")
    folders = {parent.casefold() for path in seed.files for parent in _parents(path)}
    for number, path in enumerate(seed.files):
        names = path.removesuffix("/").split("/")
        if any(not name.strip() or set(name) & _FORBIDDEN_IN_NAMES for name in names):
            yield SeedFault(("files", number), f"files: {path!r} has a name that SharePoint does not take")
        if not path.endswith("/") and path.casefold() in folders:
            yield SeedFault(("files", number), f"files: {path} is a file and a folder")


def _links(seed: Seed) -> Iterator[SeedFault]:
    files = {path.casefold() for path in seed.files if not path.endswith("/")}
    for path in seed.links:
        if path.casefold() not in files:
            yield SeedFault(("links", path), f"links: {path} is not a file of this seed")
    if seed.links and "reconciler" not in seed.apps:
        yield SeedFault(("links",), "links: they are the reconciler's, and no application has this name")


def _parents(path: str) -> list[str]:
    parts = path.removesuffix("/").split("/")
    last = len(parts) if path.endswith("/") else len(parts) - 1
    return ["/".join(parts[:depth]) for depth in range(1, last + 1)]
