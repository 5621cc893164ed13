"""The tree hashes of RFC 6962.

Source: rfc:6962
"""

from hashlib import sha256

import pytest

from sharepoint_gate.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash

# The inputs and heads with which implementations of Certificate Transparency check themselves.
_INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
_HEADS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def _frontier(size: int) -> Frontier:
    frontier = Frontier()
    for entry in _INPUTS[:size]:
        frontier.append(leaf_hash(bytes.fromhex(entry)))
    return frontier


def test_head_of_the_empty_tree_is_the_hash_of_nothing() -> None:
    """An empty log has a head too."""
    assert Frontier().root() == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_heads_are_the_published_ones(size: int) -> None:
    """Heads agree with every other implementation of the standard, at each size."""
    assert _frontier(size).root().hex() == _HEADS[size - 1]


def test_leaf_cannot_pass_for_a_node() -> None:
    """The first byte keeps apart a record and a pair of hashes."""
    assert leaf_hash(b"a" * 64) != node_hash(b"a" * 32, b"a" * 32)


def test_frontier_keeps_one_hash_for_each_full_subtree() -> None:
    """Seven leaves are full trees of four, two and one; memory grows with the digits of the size only."""
    frontier = _frontier(7)
    assert frontier.size == 7
    assert frontier.peaks[0] == _frontier(4).root()
    assert len(frontier.peaks) == 3
