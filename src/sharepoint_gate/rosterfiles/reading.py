"""The first steps with any file: its bytes, its tree, and its entries one by one against their shapes."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sharepoint_gate.errors import RosterError
from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.advice import advise
from sharepoint_gate.rosterfiles.joining import missing_key, shape_faults, unknown_key
from sharepoint_gate.rosterfiles.yaml_tree import Step, Tree, read_tree

ShapeT = TypeVar("ShapeT", bound=BaseModel)
_LARGEST_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class Reading:
    """A file on its way to values: its tree and the faults found up to now."""

    tree: Tree
    digest: str
    faults: list[Fault] = field(default_factory=list)

    def top(self, shape: type[BaseModel]) -> dict[str, object]:
        """Return the file's top keys; tell unknown and missing ones."""
        if not isinstance(self.tree.value, dict | None):
            self.faults.append(_no_sections(self.tree))
            return {}
        value = self.tree.value or {}
        known = tuple(shape.model_fields)
        self.faults.extend(unknown_key(self.tree, (key,), known) for key in value if key not in known)
        needed = (name for name, info in shape.model_fields.items() if info.is_required())
        self.faults.extend(missing_key(self.tree, (name,)) for name in needed if name not in value)
        return {key: value[key] for key in known if key in value}

    def one(self, path: tuple[Step, ...], value: object, shape: type[ShapeT]) -> ShapeT | None:
        """Return one value in its shape, or None with its faults told."""
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            self.faults.extend(shape_faults(error, self.tree, path, shape))
        return None

    def named(self, section: str, value: object, shape: type[ShapeT]) -> Iterator[tuple[str, ShapeT]]:
        """Yield the entries of a section that have their shape; tell the faults of the others."""
        for key, entry in self.group(section, value).items():
            shaped = self.one((section, key), entry, shape)
            if shaped is not None:
                yield key, shaped

    def listed(self, section: str, value: object, shape: type[ShapeT]) -> Iterator[tuple[int, ShapeT]]:
        """Yield the entries of a list that have their shape, with their numbers; tell the others' faults."""
        if not isinstance(value, list):
            self._misfit("list_type", section, value)
            return
        for index, entry in enumerate(value):
            shaped = self.one((section, index), entry, shape)
            if shaped is not None:
                yield index, shaped

    def group(self, section: str, value: object) -> Mapping[str, object]:
        """Return a section's entries by key; an empty section has none."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self._misfit("dict_type", section, value)
        return {}

    def whole(self, key: str, value: object, least: int) -> int:
        """Return a whole number, or the least one with a fault told."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        kind = "greater_than_equal" if isinstance(value, int) and not isinstance(value, bool) else "int_type"
        self._misfit(kind, key, value, ge=least)
        return least

    def all_faults(self) -> tuple[Fault, ...]:
        """Return the text's faults and then those of its meaning, in the file's order, each place once."""
        told = {fault.place for fault in self.tree.faults}
        rest = {fault for fault in self.faults if fault.place not in told}
        return tuple(sorted({*self.tree.faults, *rest}))

    def _misfit(self, kind: str, key: str, value: object, **context: int) -> None:
        what, why, mend = advise(kind, key, value, context, "")
        self.faults.append(Fault(self.tree.place(key), what, why, mend))


def open_reading(path: Path) -> Reading:
    """Read and parse a file.

    Raises:
        RosterError: The file is absent, a folder, too large or may not be read.
    """
    data = read_bytes(path)
    return Reading(read_tree(data, str(path)), hashlib.sha256(data).hexdigest())


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        RosterError: With the path and the remedy.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise refused(
                path, "is larger than 32 MB", "no roster is that large", "look whether it is the right file"
            )
        return path.read_bytes()
    except OSError as error:
        raise refused(path, *_reason(path, error)) from error


def refused(path: Path, what: str, why: str, mend: str) -> RosterError:
    """Return the error for a file that cannot be read at all."""
    fault = Fault(Place(str(path), 1, 1), f"{path.name} {what}", why, mend)
    return RosterError(f"{path} {what}", why=why, mend=mend, faults=(fault,))


def faulty(
    path: Path, faults: tuple[Fault, ...], kind: Callable[..., RosterError] = RosterError
) -> RosterError:
    """Return the error that carries every fault of a file."""
    number = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
    return kind(f"{path} has {number}; nothing in it is used", faults=faults)


def _no_sections(tree: Tree) -> Fault:
    found = "a list" if isinstance(tree.value, list) else "a single value"
    return Fault(
        tree.place(),
        f"the file holds {found}, and no keys",
        "it may be another file, saved under this name",
        "restore the last good version of the file",
    )


def _reason(path: Path, error: OSError) -> tuple[str, str, str]:
    if isinstance(error, FileNotFoundError):
        return (
            "does not exist",
            f"it is looked for at {path.absolute()}",
            "correct the path in the settings, or restore the file",
        )
    if isinstance(error, IsADirectoryError):
        return "is a folder", "a file is expected", "name the file inside it in the settings"
    if isinstance(error, PermissionError):
        return (
            "may not be read",
            "the account that runs this has no right to it",
            "let that account read the file",
        )
    return (
        "cannot be read",
        error.strerror or type(error).__name__,
        "look at the disk or the network share it lies on",
    )
