"""The tree of a log: RFC 6962 section 2.1, with inclusion and consistency proofs and their checks (RFC 9162 2.1.3-4).

A proof is a list of 32-byte hashes. The checks never raise on what a stranger hands them: they answer True or False.
"""

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"  # RFC 6962 section 2.1: without them a node could be shown as a leaf


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(LEAF + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Merkle Tree Hash of `leaves` (RFC 6962 section 2.1): 32 bytes, SHA-256; of no leaves, the hash of nothing.

    The slow reference that everything else here is tested against: it hashes everything again at every call.
    """
    if len(leaves) < 2:
        return sha256(LEAF + leaves[0] if leaves else b"").digest()
    left = _split(len(leaves))
    return sha256(NODE + tree_hash(leaves[:left]) + tree_hash(leaves[left:])).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """`tree_hash` over leaf *hashes*; of none, the hash of nothing."""
    if not hashes:
        return sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])  # equals the recursive definition: an odd last node rises unpaired
        level = paired
    return level[0]


def _split(size: int) -> int:
    """The largest power of two below `size`: both sides have leaves."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PATH(index, hashes) of RFC 6962 section 2.1.1."""
    if not 0 <= index < len(hashes):
        raise ValueError(f"leaf {index} is not in a tree of {len(hashes)}")
    if len(hashes) == 1:
        return []
    left = _split(len(hashes))
    if index < left:
        return [*inclusion_proof(index, hashes[:left]), root_of(hashes[left:])]
    return [*inclusion_proof(index - left, hashes[left:]), root_of(hashes[:left])]


def consistency_proof(first: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PROOF(first, hashes) of RFC 6962 section 2.1.2: the tree of `first` leaves is a prefix of this one."""
    if not 0 < first <= len(hashes):
        raise ValueError(f"a tree of {first} leaves is no prefix of one of {len(hashes)}")
    return _subproof(first, hashes, whole=True)


def _subproof(first: int, hashes: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if first == len(hashes):
        return [] if whole else [root_of(hashes)]
    left = _split(len(hashes))
    if first <= left:
        return [*_subproof(first, hashes[:left], whole=whole), root_of(hashes[left:])]
    return [*_subproof(first - left, hashes[left:], whole=False), root_of(hashes[:left])]


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows leaf hash `leaf` at `index` of the tree (`size`, `root`): RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node_hash(sibling, found)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `second` leaves begins with that of `first`: RFC 9162 section 2.1.4.2."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
