"""From the complaints of pydantic to faults with a place, plain words and a remedy."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.advice import advise
from sharepoint_gate.roster.suggest import did_you_mean, listed
from sharepoint_gate.rosterfiles.yaml_tree import Step, Tree

_NOTHING_ELSE = "only the keys of the reference page are read, so that a slip shows at once"


def shape_faults(
    error: ValidationError, tree: Tree, path: tuple[Step, ...], shape: type[BaseModel]
) -> Iterator[Fault]:
    """Turn each complaint about one value into a fault.

    Args:
        error: What pydantic raised.
        tree: The file.
        path: Where in the file the value stands.
        shape: The class that the value should have had.
    """
    for detail in error.errors(include_url=False, include_context=True):
        yield _fault(detail, tree, path, shape)


def unknown_key(tree: Tree, path: tuple[Step, ...], known: tuple[str, ...]) -> Fault:
    """Return the fault for a key that no shape names."""
    word = str(path[-1])
    mend = did_you_mean(word, known, f"delete it; known here: {listed(known)}")
    return Fault(tree.place(*path, key=True), f"{word} is not a known key", _NOTHING_ELSE, mend)


def missing_key(tree: Tree, path: tuple[Step, ...]) -> Fault:
    """Return the fault for a key that is needed and absent."""
    above = _named(path[-2]) if len(path) > 1 else "the file"
    place = tree.place(*path[:-1], key=True)
    return Fault(
        place, f"{path[-1]} is missing in {above}", "it is needed", f"add the line `{path[-1]}: ...`"
    )


def _named(step: Step) -> str:
    return f"entry {step + 1}" if isinstance(step, int) else step


def _fault(detail: ErrorDetails, tree: Tree, path: tuple[Step, ...], shape: type[BaseModel]) -> Fault:
    kind = detail["type"]
    loc = detail["loc"]
    on_key = bool(loc) and loc[-1] == "[key]"
    full = (*path, *(loc[:-1] if on_key else loc))
    if kind == "extra_forbidden":
        return unknown_key(tree, full, _known_keys(shape, loc[:-1]))
    if kind == "missing":
        return missing_key(tree, full)
    name = str(full[-1]) if full else "the file"
    context: Mapping[str, Any] = detail.get("ctx", {})
    what, why, mend = advise(kind, name, detail["input"], context, detail["msg"])
    return Fault(tree.place(*full, key=on_key), what, why, mend)


def _known_keys(shape: type[BaseModel], loc: tuple[Step, ...]) -> tuple[str, ...]:
    model = shape
    for step in loc:
        model = _step_into(model, step)
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _step_into(model: type[BaseModel], step: Step) -> type[BaseModel]:
    for name, info in model.model_fields.items():
        if step in {name, info.alias}:
            return next(iter(_models_in(info.annotation)), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)
