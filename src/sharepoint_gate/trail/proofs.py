"""Proofs by which somebody with two checkpoints, or a checkpoint and a record, needs no other record.

Source: rfc:6962 (sections 2.1.1 and 2.1.2)
"""

from collections.abc import Sequence

from sharepoint_gate.trail.merkle import EMPTY_ROOT, node_hash


def tree_head(leaves: Sequence[bytes]) -> bytes:
    """Return the head over leaf hashes by the definition; ``Frontier`` does the same while a log grows."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    split = _split(len(leaves))
    return node_hash(tree_head(leaves[:split]), tree_head(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from a leaf to the head, nearest first.

    Raises:
        ValueError: There is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ValueError("a proof is about a record of the log")
    return tuple(_path(leaves, index))


def verify_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof leads from the hash of a leaf to the head of the first ``size`` records."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(one, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, one)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """Return the hashes that show the first ``old`` records at the beginning of them all.

    Raises:
        ValueError: There are not so many records.
    """
    if not 0 <= old <= len(leaves):
        raise ValueError("a proof is about a smaller size of the same log")
    return tuple(_subproof(leaves, old, whole=True)) if 0 < old < len(leaves) else ()


def verify_consistency(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that a log only grew from one head to another.

    Args:
        old: Size and head of the smaller one.
        new: Size and head of the larger one.
        proof: As ``consistency_proof`` makes it.
    """
    (old_size, old_root), (size, root) = old, new
    if old_size in {0, size}:
        return not proof and old_root == (root if old_size == size else EMPTY_ROOT)
    if not 0 < old_size < size:
        return False
    # A size that is a power of two is a full subtree: its head is known already, and the proof leaves it out.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(path) and _climb(old_size, size, path) == (old_root, root)


def _climb(old_size: int, size: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for one in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old, new = node_hash(one, old), node_hash(one, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, one)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else None


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*_path(leaves[:split], index), tree_head(leaves[split:])]
    return [*_path(leaves[split:], index - split), tree_head(leaves[:split])]


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [tree_head(leaves)]
    split = _split(len(leaves))
    if old <= split:
        return [*_subproof(leaves[:split], old, whole=whole), tree_head(leaves[split:])]
    return [*_subproof(leaves[split:], old - split, whole=False), tree_head(leaves[:split])]


def _split(count: int) -> int:
    """Return the largest power of two that is smaller than a count."""
    return 1 << ((count - 1).bit_length() - 1)
