"""Spoils JSON in one place at a time, so that a check can show that it sees every place."""

from collections.abc import Iterator

from tests.contract.witness.recorded import Json

Spoilt = tuple[str, Json]


def renamed(answer: Json) -> Iterator[Spoilt]:
    """Yield copies of an answer in each of which one property has another name, with the place."""
    for at, copy in _spoilt(answer, "", rename=True):
        assert isinstance(copy, dict)
        yield at, copy


def retyped(answer: Json) -> Iterator[Spoilt]:
    """Yield copies of an answer in each of which one value is of another JSON type, with the place."""
    for at, copy in _spoilt(answer, "", rename=False):
        assert isinstance(copy, dict)
        yield at, copy


def _spoilt(value: object, at: str, *, rename: bool) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _here(value, name, f"{at}/{name}", rename=rename)
            for place, copy in _spoilt(part, f"{at}/{name}", rename=rename):
                yield place, {**value, name: copy}
    elif isinstance(value, list):
        for number, row in enumerate(value):
            for place, copy in _spoilt(row, f"{at}[]", rename=rename):
                yield place, [*value[:number], copy, *value[number + 1 :]]


def _here(value: Json, name: str, at: str, *, rename: bool) -> Iterator[tuple[str, object]]:
    others = {key: part for key, part in value.items() if key != name}
    if rename:
        yield at, {**others, f"{name}Too": value[name]}
    elif value[name] is not None:
        yield at, {**others, name: "text" if isinstance(value[name], dict | list) else [value[name]]}
