"""What is wrong with a seed's folders of very many files."""

from collections.abc import Iterator

from graph_emulator.seed.document import Seed, SeedBulk
from graph_emulator.seed.faults import SeedFault, repeats

_FORBIDDEN_IN_NAMES = frozenset('"*:<>?\\|')


def bulk_faults(seed: Seed) -> Iterator[SeedFault]:
    """Yield every fault."""
    if seed.bulk and not seed.all_channels():
        yield SeedFault(("bulk",), "bulk: it needs a channel to lie in")
    for number, folder in repeats(many.folder.casefold() for many in seed.bulk):
        yield SeedFault(("bulk", number), f"bulk: {folder} comes twice")
    keys = {user.key for user in seed.users}
    taken = [*seed.files, *(f"{many.folder}/" for many in seed.bulk)]
    for number, many in enumerate(seed.bulk):
        faults = [*_numbers(many), *_place(many, taken), *_sharing(many, seed, keys)]
        yield from (SeedFault(("bulk", number), f"bulk {many.folder}: {fault}") for fault in faults)


def _numbers(many: SeedBulk) -> Iterator[str]:
    if many.folders < 0 or many.files < 0:
        yield "folders and files are counts, from 0"
    if not 0 <= many.shared <= 1:
        yield "shared is from 0 to 1"


def _place(many: SeedBulk, taken: list[str]) -> Iterator[str]:
    names = many.folder.split("/")
    if any(not name.strip() or set(name) & _FORBIDDEN_IN_NAMES for name in names):
        yield "the folder has a name that SharePoint does not take"
    own = f"{many.folder}/".casefold()
    other = next((path for path in taken if path.casefold().startswith(own) and path.casefold() != own), None)
    if other is not None:
        yield f"nothing else may lie in the folder, as {other} does"
    ways = {"/".join(names[:depth]).casefold() for depth in range(1, len(names) + 1)}
    if any(path.casefold() in ways for path in taken):
        yield "a file lies where the folder is to be"


def _sharing(many: SeedBulk, seed: Seed, keys: set[str]) -> Iterator[str]:
    yield from (f"nobody has the key {key}" for key in many.people if key not in keys)
    if many.shared and not many.people:
        yield "shared files need people"
    if many.shared and "reconciler" not in seed.apps:
        yield "links are the reconciler's, and no application has this name"
