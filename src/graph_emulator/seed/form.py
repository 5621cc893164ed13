"""Compares plain data with the form of a seed, and goes on after a fault, so that all are told at once."""

import datetime as dt
import difflib
import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

import msgspec

from graph_emulator.seed.faults import Place, SeedFault


def form_faults(content: object, kind: Any, place: Place = ()) -> Iterator[SeedFault]:
    """Yield every place at which data is not of the form that a type describes.

    Args:
        content: Plain data, as YAML or JSON gives it.
        kind: A struct, a list, tuple or mapping of something, or a plain type.
        place: Where the data stands in its document.
    """
    kind = _without_none(content, kind)
    items = get_origin(kind) in {list, tuple}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(content, dict):
        yield from _struct(content, kind, place)
    elif items and isinstance(content, list):
        for number, one in enumerate(content):
            yield from form_faults(one, get_args(kind)[0], (*place, number))
    elif get_origin(kind) is dict and isinstance(content, dict):
        for name, one in content.items():
            yield from form_faults(one, get_args(kind)[1], (*place, str(name)))
    else:
        yield from _plain(content, kind, place)


def _without_none(content: object, kind: Any) -> Any:
    if get_origin(kind) not in {Union, types.UnionType} or content is None:
        return kind
    others = [one for one in get_args(kind) if one is not type(None)]
    return others[0] if len(others) == 1 else kind


def _struct(content: dict[Any, Any], kind: type[msgspec.Struct], place: Place) -> Iterator[SeedFault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, value in content.items():
        if name in fields:
            yield from form_faults(value, fields[name].type, (*place, name))
        else:
            yield SeedFault((*place, str(name)), _unknown(str(name), list(fields)))
    for name, field in fields.items():
        if field.required and name not in content:
            yield SeedFault(place, f"{name} is missing")


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return f"there is no key {name}; {meant}"


def _plain(content: object, kind: Any, place: Place) -> Iterator[SeedFault]:
    try:
        msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        text = str(error).partition(" - at ")[0].replace("`", "")
        if isinstance(content, dt.date):
            text += "; put the date into quotes"
        yield SeedFault(place, text[:1].lower() + text[1:])
