"""Two ways to the same answer: the quick check of a record's spelling and the standard's own rules."""

import json

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sharepoint_gate.trail.canonical import NotCanonicalError, canonical, parse_canonical
from sharepoint_gate.trail.merkle import Frontier, leaf_hash, node_hash

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def _accepts(body: bytes) -> bool:
    try:
        parse_canonical(body)
    except NotCanonicalError:
        return False
    return True


def _spells_as_the_standard(body: bytes) -> bool:
    """Judge by the standard's own rules alone, every number being a double."""
    try:
        value = json.loads(body.decode(), parse_int=lambda digits: _number(float(digits)))
        return rfc8785.dumps(value) == body
    except ValueError:
        return False


def _number(double: float) -> float | int:
    return int(double) if double.is_integer() and abs(double) < 2**53 else double


@given(_VALUES)
def test_everything_that_is_written_is_accepted(value: object) -> None:
    """No record of the gate's own is ever called badly spelt, and reading it gives the same bytes again."""
    body = canonical(value)
    assert canonical(parse_canonical(body)) == body


@given(_VALUES, st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_other_spellings_are_accepted_only_when_they_are_the_standard_one(
    value: object, how: tuple[bool, bool, bool]
) -> None:
    """The quick check and the standard's own rules never disagree."""
    ascii_only, ordered, spaced = how
    separators = (", ", ": ") if spaced else (",", ":")
    text = json.dumps(value, ensure_ascii=ascii_only, sort_keys=ordered, separators=separators)
    body = text.encode()
    assert _accepts(body) == _spells_as_the_standard(body)


@given(_VALUES, st.data())
def test_damaged_text_is_accepted_only_when_it_is_another_canonical_value(
    value: object, data: st.DataObject
) -> None:
    """A flipped byte may make another sound value, which the hashes then catch, but never a bad spelling."""
    body = bytearray(canonical(value))
    body[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
    assert _accepts(bytes(body)) == _spells_as_the_standard(bytes(body))


def _head(leaves: list[bytes]) -> bytes:
    """Return the tree head by the definition in the standard, which splits from the top."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(_head(leaves[:split]), _head(leaves[split:]))


@given(st.lists(st.binary(), min_size=1, max_size=70))
def test_growing_tree_has_the_head_that_the_standard_defines(bodies: list[bytes]) -> None:
    """Adding leaf by leaf gives the head that the recursive definition gives for the whole."""
    frontier = Frontier()
    leaves = [leaf_hash(body) for body in bodies]
    for leaf in leaves:
        frontier.append(leaf)
    assert frontier.root() == _head(leaves)
    assert len(frontier.peaks) == len(bodies).bit_count()
