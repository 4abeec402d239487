"""Proof files: the published form, every size up to 130, and a refusal or a proof for whatever a stranger has."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st
from tests.preserve import cases

from stemmata.model.errors import LogDamaged
from stemmata.preserve import merkle
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.note import Verifier, sign
from stemmata.preserve.proof_file import (
    MAX_HASHES,
    ConsistencyProof,
    InclusionProof,
    prove_consistency,
    prove_inclusion,
)

KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (3, 4))
NAME = "stemmata.log/one"
VERIFIER = Verifier(NAME, KEY.public_key().public_bytes_raw())
HASHES = [merkle.leaf_hash(b"%d" % index) for index in range(130)]
SIZES = range(1, 131)


def signed(size: int, key: Ed25519PrivateKey = KEY, origin: str = NAME) -> bytes:
    return sign(Checkpoint(origin, size, merkle.root_of(HASHES[:size])).text(), NAME, key).encode()


SIGNED = {size: signed(size) for size in SIZES}

# The examples of C2SP tlog-proof.md and tlog-witness.md; the first with a whole signature line in place of its "[...]".
PUBLISHED_INCLUSION = """c2sp.org/tlog-proof@v1
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog AAAAAAA=
""".encode()
PUBLISHED_CONSISTENCY = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZ\
niMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
""".encode()


def inclusion(index: int, size: int) -> InclusionProof:
    return InclusionProof(index, tuple(merkle.inclusion_proof(index, HASHES[:size])), SIGNED[size])


def consistency(old: int, size: int) -> ConsistencyProof:
    return ConsistencyProof(old, tuple(merkle.consistency_proof(old, HASHES[:size])) if old else (), SIGNED[size])


def test_the_published_proof_of_inclusion_is_read_and_written_as_it_stands() -> None:
    found = InclusionProof.parse(PUBLISHED_INCLUSION)
    assert (found.index, len(found.hashes), found.signed.splitlines()[1]) == (73894, 5, b"109482")
    assert found.content() == PUBLISHED_INCLUSION


def test_the_published_proof_of_consistency_is_read_and_written_as_it_stands() -> None:
    found = ConsistencyProof.parse(PUBLISHED_CONSISTENCY)
    assert (found.old, len(found.hashes), found.signed.splitlines()[1]) == (20852014, 4, b"20852163")
    assert found.content() == PUBLISHED_CONSISTENCY


def test_every_entry_of_every_tree_is_proved_through_a_file() -> None:
    for size in SIZES:
        for index in {0, size // 3, size // 2, size - 1}:
            found = InclusionProof.parse(inclusion(index, size).content())
            assert found.opened(HASHES[index], VERIFIER).size == size


def test_every_earlier_state_is_proved_through_a_file() -> None:
    for size in SIZES:
        for old in {0, 1, size // 3, size // 2, size - 1, size}:
            found = ConsistencyProof.parse(consistency(old, size).content())
            assert found.opened(merkle.root_of(HASHES[:old]), VERIFIER).size == size


def test_extra_data_survives_and_decides_nothing() -> None:
    proof = InclusionProof(2, inclusion(2, 5).hashes, SIGNED[5], b"\0 \xff")
    found = InclusionProof.parse(proof.content())
    assert found == proof
    assert found.opened(HASHES[2], VERIFIER).size == 5


@pytest.mark.parametrize(
    ("proof", "leaf", "verifier", "error"),
    [
        (inclusion(3, 9), 4, VERIFIER, "not entry 3 of the log"),
        (InclusionProof(4, inclusion(3, 9).hashes, SIGNED[9]), 3, VERIFIER, "not entry 4"),
        (InclusionProof(9, inclusion(3, 9).hashes, SIGNED[9]), 3, VERIFIER, "not entry 9"),
        (InclusionProof(3, inclusion(3, 9).hashes, SIGNED[10]), 3, VERIFIER, "signed at 10 entries"),
        (InclusionProof(3, inclusion(3, 9).hashes, signed(9, OTHER_KEY)), 3, VERIFIER, "no signature of"),
        (InclusionProof(3, inclusion(3, 9).hashes, signed(9, origin="another")), 3, VERIFIER, "that of 'another'"),
        (InclusionProof(3, inclusion(3, 9).hashes, b"no note"), 3, VERIFIER, "a note has an empty line"),
    ],
    ids=["leaf", "index", "index beyond", "checkpoint", "key", "origin", "no note"],
)
def test_a_proof_of_inclusion_opens_for_nothing_else(
    proof: InclusionProof, leaf: int, verifier: Verifier, error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        proof.opened(HASHES[leaf], verifier)


@pytest.mark.parametrize(
    ("proof", "old_root", "error"),
    [
        (consistency(3, 9), 4, "does not begin with that of 3"),
        (ConsistencyProof(4, consistency(3, 9).hashes, SIGNED[9]), 4, "does not begin with that of 4"),
        (ConsistencyProof(10, (), SIGNED[9]), 10, "does not begin with that of 10"),
        (ConsistencyProof(0, (HASHES[0],), SIGNED[9]), 1, "does not begin with that of 0"),
        (ConsistencyProof(3, consistency(3, 9).hashes, SIGNED[10]), 3, "signed at 10 entries"),
        (ConsistencyProof(3, consistency(3, 9).hashes, signed(9, OTHER_KEY)), 3, "no signature of"),
    ],
    ids=["root", "size", "larger", "from nothing", "checkpoint", "key"],
)
def test_a_proof_of_consistency_opens_for_nothing_else(proof: ConsistencyProof, old_root: int, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        proof.opened(merkle.root_of(HASHES[:old_root]), VERIFIER)


GOOD = inclusion(3, 9).content()
FIRST = base64.b64encode(inclusion(3, 9).hashes[0])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "a proof has lines"),
        (b"\n\n", "a proof has lines"),
        (GOOD.partition(b"\n\n")[0] + b"\n\n", "a proof has lines"),
        (GOOD.replace(b"@v1", b"@v2"), "begins with c2sp.org/tlog-proof@v1"),
        (GOOD.replace(b"\n", b"\r\n"), "a proof has lines"),
        (GOOD.replace(b"index 3", b"index 03"), "a number in decimal"),
        (GOOD.replace(b"index 3", b"index +3"), "a number in decimal"),
        (GOOD.replace(b"index 3", b"index  3"), "a number in decimal"),
        (GOOD.replace(b"index 3", b"index"), "a number in decimal"),
        (GOOD.replace(b"index 3", b"index 1234567890123456"), "a number in decimal"),
        (GOOD.replace(b"index 3", b"index \xd9\xa3"), "are ASCII"),
        (GOOD.replace(b"index 3", b"extra \nindex 3"), "no line for it"),
        (GOOD.replace(b"index 3", b"extra !\nindex 3"), "base64"),
        (b"c2sp.org/tlog-proof@v1\n\nx", "names an index"),
        (b"c2sp.org/tlog-proof@v1\nextra AA==\n\nx", "names an index"),
        (GOOD.replace(FIRST, FIRST[:-1]), "base64"),
        (GOOD.replace(FIRST, b"AAAA"), "has 32 bytes"),
        (GOOD.replace(FIRST, b"\n".join([FIRST] * MAX_HASHES)), f"at most {MAX_HASHES} hashes"),
    ],
    ids=repr,
)
def test_another_form_is_no_proof_of_inclusion(content: bytes, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        InclusionProof.parse(content)


@pytest.mark.parametrize("head", [b"", b"old", b"old -1", b"old 01", b"new 1", b"old 1 ", b"old 1\n" + FIRST[1:]])
def test_another_form_is_no_proof_of_consistency(head: bytes) -> None:
    with pytest.raises(ValueError):
        ConsistencyProof.parse(head + b"\n\n" + SIGNED[9])


pieces = st.sampled_from([*GOOD.splitlines(keepends=True), b"old 3\n", b"extra AA==\n", b"\n", b"\xff", b"index 0\n"])


@given(st.one_of(st.binary(max_size=200), st.lists(pieces, max_size=12).map(b"".join)))
@example(GOOD)
@example(consistency(3, 9).content())
def test_a_stranger_gets_a_refusal_or_a_proof_that_is_written_as_it_was_read(content: bytes) -> None:
    for kind in (InclusionProof, ConsistencyProof):
        try:
            found = kind.parse(content)
        except ValueError:
            continue
        assert found.content() == content
        try:
            found.opened(HASHES[3], VERIFIER)
        except ValueError:
            continue
        assert content in (GOOD, *(consistency(0, size).content() for size in SIZES)), (
            "nothing else holds for this hash"
        )


def test_the_proofs_of_a_held_log_lead_to_the_checkpoint_that_was_asked_for(tmp_path: Path) -> None:
    case = cases.new_case(tmp_path / "case")
    cases.say(case, *"abc")
    log = cases.own_log(case)
    earlier, size = log.signed_checkpoint(), log.checkpoint().size
    cases.say(case, *"de")
    leaves = list(log.leaves(size))
    proofs = prove_inclusion(log, earlier, range(size))
    opened = [proof.opened(merkle.leaf_hash(leaf), log.verifier()) for proof, leaf in zip(proofs, leaves, strict=True)]
    assert opened == [log.check(earlier)] * size
    later = prove_consistency(log, size, log.signed_checkpoint())
    assert later.opened(log.check(earlier).root, log.verifier()) == log.checkpoint()
    with pytest.raises(ValueError, match="not earlier"):
        prove_consistency(log, size + 3, log.signed_checkpoint())


def test_no_proof_is_made_from_damaged_hashes(tmp_path: Path) -> None:
    case = cases.new_case(tmp_path / "case")
    cases.say(case, *"abc")
    log = cases.own_log(case)
    tile = log.folder / "tile" / "0" / "000.p" / str(log.checkpoint().size)
    tile.chmod(0o600)
    tile.write_bytes(bytes(tile.stat().st_size))
    with pytest.raises(LogDamaged, match="do not give the root"):
        prove_inclusion(log, log.signed_checkpoint(), [0])
