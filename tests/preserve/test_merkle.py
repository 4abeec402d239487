"""The tree of a log, against the definitions of RFC 6962 section 2.1 written out as they stand there."""

from functools import cache
from hashlib import sha256

import pytest

from stemmata.preserve import merkle

MOST = 130
SIZES = range(MOST + 1)
LEAVES = tuple(b"leaf %d" % index for index in SIZES)
HASHES = [sha256(b"\x00" + leaf).digest() for leaf in LEAVES]

PUBLISHED = [
    # the roots over the first 1, 2, … leaves that the Certificate Transparency implementations are tested against
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]


PUBLISHED_INCLUSIONS = {
    # (leaf, size of the tree) -> its path, as transparency-dev/merkle and google/certificate-transparency test it
    (0, 1): [],
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip

PUBLISHED_CONSISTENCIES = {
    # (earlier size, later size) -> the proof, from the same tables
    (1, 1): [],
    (1, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
    (6, 7): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
             "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
}  # fmt: skip


def published_hashes(size: int) -> list[bytes]:
    return [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf, _ in PUBLISHED[:size]]


def published_root(size: int) -> bytes:
    return bytes.fromhex(PUBLISHED[size - 1][1])


def split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


@cache
def naive_root(start: int, end: int) -> bytes:
    """MTH(D[start:end])."""
    if end == start:
        return sha256().digest()
    if end - start == 1:
        return sha256(b"\x00" + LEAVES[start]).digest()
    middle = start + split(end - start)
    return sha256(b"\x01" + naive_root(start, middle) + naive_root(middle, end)).digest()


def naive_path(index: int, start: int, end: int) -> list[bytes]:
    """PATH(index, D[start:end])."""
    if end - start == 1:
        return []
    left = split(end - start)
    if index < left:
        return [*naive_path(index, start, start + left), naive_root(start + left, end)]
    return [*naive_path(index - left, start + left, end), naive_root(start, start + left)]


def naive_proof(first: int, start: int, end: int, whole: bool) -> list[bytes]:
    """SUBPROOF(first, D[start:end], whole)."""
    if first == end - start:
        return [] if whole else [naive_root(start, end)]
    left = split(end - start)
    if first <= left:
        return [*naive_proof(first, start, start + left, whole), naive_root(start + left, end)]
    return [*naive_proof(first - left, start + left, end, False), naive_root(start, start + left)]


def flipped(digest: bytes) -> bytes:
    return bytes([digest[0] ^ 1]) + digest[1:]


def broken(proof: list[bytes]) -> list[list[bytes]]:
    """The proof with one hash changed, one missing at either end, one too many."""
    changed = [[*proof[:at], flipped(proof[at]), *proof[at + 1 :]] for at in range(len(proof))]
    shorter = [proof[1:], proof[:-1]] if proof else []
    return [*changed, *shorter, [*proof, bytes(32)], [bytes(32), *proof]]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size: int) -> None:
    leaves = [bytes.fromhex(leaf) for leaf, _ in PUBLISHED[:size]]
    assert merkle.tree_hash(leaves).hex() == PUBLISHED[size - 1][1]


@pytest.mark.parametrize(("leaf", "size"), PUBLISHED_INCLUSIONS)
def test_the_published_inclusion_proofs_come_out_and_hold(leaf: int, size: int) -> None:
    proof = [bytes.fromhex(one) for one in PUBLISHED_INCLUSIONS[leaf, size]]
    hashes = published_hashes(size)
    assert merkle.inclusion_proof(leaf, hashes) == proof
    assert merkle.includes(hashes[leaf], leaf, size, proof, published_root(size))


@pytest.mark.parametrize(("first", "second"), PUBLISHED_CONSISTENCIES)
def test_the_published_consistency_proofs_come_out_and_hold(first: int, second: int) -> None:
    proof = [bytes.fromhex(one) for one in PUBLISHED_CONSISTENCIES[first, second]]
    assert merkle.consistency_proof(first, published_hashes(second)) == proof
    assert merkle.extends(first, published_root(first), second, published_root(second), proof)


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root_of([]) == merkle.tree_hash([]) == sha256(b"").digest()


@pytest.mark.parametrize("root", [merkle.tree_hash, lambda leaves: merkle.root_of([*map(merkle.leaf_hash, leaves)])])
def test_every_root_is_that_of_the_definition(root: object) -> None:
    assert callable(root)
    assert [root(LEAVES[:size]) for size in SIZES] == [naive_root(0, size) for size in SIZES]


def test_every_inclusion_proof_is_that_of_the_definition() -> None:
    for size in SIZES:
        found = [merkle.inclusion_proof(index, HASHES[:size]) for index in range(size)]
        assert found == [naive_path(index, 0, size) for index in range(size)]


def test_every_inclusion_proof_holds() -> None:
    for size in SIZES:
        for index in range(size):
            proof = naive_path(index, 0, size)
            assert merkle.includes(HASHES[index], index, size, proof, naive_root(0, size)), (index, size)


def test_an_inclusion_proof_holds_for_no_other_leaf_index_root_or_proof() -> None:
    for size in range(1, 34):
        root = naive_root(0, size)
        for index in range(size):
            proof = naive_path(index, 0, size)
            assert not merkle.includes(flipped(HASHES[index]), index, size, proof, root)
            assert not merkle.includes(HASHES[index], index, size, proof, flipped(root))
            assert not any(
                merkle.includes(HASHES[index], other, size, proof, root) for other in {*range(size)} - {index}
            )
            assert not any(merkle.includes(HASHES[index], index, size, bad, root) for bad in broken(proof))


def test_an_inclusion_proof_does_not_hold_in_the_tree_of_another_size() -> None:
    for size in range(2, 34):
        proof = naive_path(size - 1, 0, size)
        for other in {*range(34)} - {size}:
            assert not merkle.includes(HASHES[size - 1], size - 1, other, proof, naive_root(0, other))


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0), (5, 3)])
def test_a_leaf_outside_the_tree_is_never_included(index: int, size: int) -> None:
    assert not merkle.includes(HASHES[0], index, size, [], HASHES[0])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_inclusion_proof_for_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=f"leaf {index} is not in a tree of {size}"):
        merkle.inclusion_proof(index, HASHES[:size])


def test_every_consistency_proof_is_that_of_the_definition() -> None:
    for second in SIZES:
        found = [merkle.consistency_proof(first, HASHES[:second]) for first in range(1, second + 1)]
        assert found == [naive_proof(first, 0, second, True) for first in range(1, second + 1)]


def test_every_consistency_proof_holds() -> None:
    for second in SIZES:
        for first in range(1, second + 1):
            proof = naive_proof(first, 0, second, True)
            roots = naive_root(0, first), naive_root(0, second)
            assert merkle.extends(first, roots[0], second, roots[1], proof), (first, second)


def test_a_consistency_proof_holds_for_no_other_root_or_proof() -> None:
    for second in range(1, 34):
        for first in range(1, second + 1):
            old, new = naive_root(0, first), naive_root(0, second)
            proof = naive_proof(first, 0, second, True)
            assert not merkle.extends(first, flipped(old), second, new, proof)
            assert not merkle.extends(first, old, second, flipped(new), proof)
            assert not any(merkle.extends(first, old, second, new, bad) for bad in broken(proof))


def test_a_consistency_proof_does_not_hold_between_trees_of_other_sizes() -> None:
    for second in range(2, 34):
        proof = naive_proof(second // 2, 0, second, True)
        for other in {*range(1, 34)} - {second // 2}:
            assert not merkle.extends(other, naive_root(0, other), second, naive_root(0, second), proof), other


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 3), (-1, 3), (4, 3)])
def test_a_tree_extends_no_tree_that_is_empty_or_larger(first: int, second: int) -> None:
    assert not merkle.extends(first, HASHES[0], second, HASHES[0], [])


@pytest.mark.parametrize("first", [-1, 0, 4])
def test_there_is_no_consistency_proof_from_a_tree_that_is_empty_or_larger(first: int) -> None:
    with pytest.raises(ValueError, match="no prefix"):
        merkle.consistency_proof(first, HASHES[:3])


def test_a_leaf_cannot_be_taken_for_a_node() -> None:
    left, right = HASHES[:2]
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
