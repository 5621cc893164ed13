"""A seed document as a file: its content, and the line and column of each place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph_emulator.seed.document import Seed, as_seed
from graph_emulator.seed.faults import Place, SeedError, SeedFault, refuse

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class SeedFile:
    """A seed that was read from a file.

    Attributes:
        name: What the file is called in messages.
        seed: The seed.
        root: The document's tree, which knows lines and columns.
    """

    name: str
    seed: Seed
    root: yaml.Node

    def placed(self, error: SeedError) -> SeedError:
        """Return an error with the line and column of each of its faults."""
        return _placed(error, self.name, self.root)


def open_seed(path: Path) -> SeedFile:
    """Read a seed document in YAML or JSON.

    Raises:
        SeedError: It is not a document of this form; every fault has its line and column.
    """
    try:
        loader = _LOADER(path.read_bytes())
        root = loader.get_single_node()
        content = None if root is None else loader.construct_document(root)
    except OSError as error:
        raise SeedError([f"{path} cannot be read: {error.strerror}"]) from error
    except yaml.YAMLError as error:
        raise SeedError([_broken(path.name, error)]) from error
    if root is None:
        raise SeedError([f"{path.name} is empty"])
    try:
        refuse(_doubles(root, ()))
        return SeedFile(path.name, as_seed(content), root)
    except SeedError as error:
        raise _placed(error, path.name, root) from error


def _broken(name: str, error: yaml.YAMLError) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"{name} is not YAML: {error}"
    mark = error.problem_mark
    problem = ", ".join(part for part in (error.context, error.problem) if part)
    return f"{name}:{mark.line + 1}:{mark.column + 1}: not YAML: {problem}"


def _placed(error: SeedError, name: str, root: yaml.Node) -> SeedError:
    return SeedError([f"{name}{_at(root, fault)}" for fault in error.found])


def _at(root: yaml.Node, fault: SeedFault) -> str:
    mark = _mark(root, fault.place)
    return f":{mark.line + 1}:{mark.column + 1}: {fault}"


def _mark(node: yaml.Node, place: Place) -> Any:
    """Return where a place begins; of a key that has a name, the key and not its value."""
    mark = node.start_mark
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        elif isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                return mark
            mark, node = found[-1][0].start_mark, found[-1][1]  # the last of a key is the one that counts
    return mark


def _doubles(node: yaml.Node, place: Place) -> Iterator[SeedFault]:
    """Yield keys that come twice in one mapping, of which a reader would keep the last in silence."""
    if isinstance(node, yaml.SequenceNode):
        for number, one in enumerate(node.value):
            yield from _doubles(one, (*place, number))
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in lines:
                yield SeedFault((*place, name), f"comes twice, on lines {lines[name]} and {line}")
            lines[name] = line
            yield from _doubles(value, (*place, name))


def read_seed(path: Path) -> Seed:
    """Return the seed that a file holds.

    Raises:
        SeedError: It is not a document of this form.
    """
    return open_seed(path).seed
