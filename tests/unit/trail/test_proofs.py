"""Proofs of inclusion and consistency, against recomputation, at every size up to 64."""

import pytest

from sharepoint_gate.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash
from sharepoint_gate.trail.proofs import (
    consistency_proof,
    inclusion_proof,
    tree_head,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(64)]
HEADS = [tree_head(LEAVES[:size]) for size in range(65)]


def test_law_11_head_by_definition_is_the_head_of_the_growing_tree() -> None:
    """Two ways of reckoning the same tree agree at every size."""
    frontier = Frontier()
    assert frontier.root() == HEADS[0] == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, start=1):
        frontier.append(leaf)
        assert frontier.root() == HEADS[size]


def test_law_11_every_smaller_log_is_shown_at_the_beginning_of_every_larger_one() -> None:
    """A proof of consistency holds for its two heads and for no other smaller one."""
    for size in range(65):
        for old in range(size + 1):
            proof = consistency_proof(LEAVES[:size], old)
            assert verify_consistency((old, HEADS[old]), (size, HEADS[size]), proof)
            if 0 < old < size:
                assert not verify_consistency((old, HEADS[old - 1]), (size, HEADS[size]), proof)
                assert not verify_consistency((old, HEADS[old]), (size, HEADS[old]), proof)
                assert not verify_consistency((old, HEADS[old]), (size, HEADS[size]), proof[:-1])
                assert not verify_consistency((old, HEADS[old]), (size, HEADS[size]), (*proof, EMPTY_ROOT))


def test_law_11_every_record_is_shown_in_every_log() -> None:
    """A proof of inclusion holds for its own place only."""
    for size in range(1, 65):
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            assert verify_inclusion(LEAVES[index], index, size, HEADS[size], proof)
            assert not verify_inclusion(EMPTY_ROOT, index, size, HEADS[size], proof)
            assert not verify_inclusion(LEAVES[index], index, size, HEADS[size], (*proof, EMPTY_ROOT))
            if proof:
                assert not verify_inclusion(LEAVES[index], index, size, HEADS[size], proof[:-1])


def test_proof_about_what_is_not_there_is_refused() -> None:
    """A place or a size outside the log has no proof, and none is taken for one."""
    with pytest.raises(ValueError, match="record of the log"):
        inclusion_proof(LEAVES[:3], 3)
    with pytest.raises(ValueError, match="smaller size"):
        consistency_proof(LEAVES[:3], 4)
    assert not verify_inclusion(LEAVES[0], 3, 3, HEADS[3], ())
    assert not verify_consistency((4, HEADS[4]), (3, HEADS[3]), ())
    assert not verify_consistency((3, HEADS[3]), (3, HEADS[2]), ())
    assert not verify_consistency((0, HEADS[1]), (3, HEADS[3]), ())
    assert not verify_consistency((3, HEADS[3]), (4, HEADS[4]), ())
