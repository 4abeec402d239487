"""Forks of a log by its own key, at every size up to 130: no proof makes one history of two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.preserve import merkle

MOST = 130
TRUE = [merkle.leaf_hash(b"entry %d" % index) for index in range(MOST)]
ROOTS = [merkle.root_of(TRUE[:size]) for size in range(MOST + 1)]


def forked(at: int, size: int) -> list[bytes]:
    """The same log up to `at`, and others from there."""
    return TRUE[:at] + [merkle.leaf_hash(b"forged %d" % index) for index in range(at, size)]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_no_fork_extends_what_was_witnessed(size: int) -> None:
    """The forger proves as well as can be: with the true proof of the forged tree, and with that of the true one."""
    for at in {0, size // 2, size - 1}:
        forgery = forked(at, MOST)
        root = merkle.root_of(forgery)
        for proof in (merkle.consistency_proof(size, forgery), merkle.consistency_proof(size, TRUE)):
            assert not merkle.extends(size, ROOTS[size], MOST, root, proof)


@given(st.integers(1, MOST), st.integers(0, MOST - 1), st.data())
def test_no_made_up_proof_extends_what_was_witnessed(size: int, at: int, data: st.DataObject) -> None:
    """Hashes of both trees in any order."""
    forgery = forked(min(at, size - 1), MOST)
    hashes = [*merkle.consistency_proof(size, forgery), *merkle.consistency_proof(size, TRUE), ROOTS[size]]
    proof = data.draw(st.lists(st.sampled_from(hashes), max_size=10))
    assert not merkle.extends(size, ROOTS[size], MOST, merkle.root_of(forgery), proof)
