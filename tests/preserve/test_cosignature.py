"""Cosignatures as C2SP tlog-cosignature has them; nothing that was altered holds."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from stemmata.preserve import note
from stemmata.preserve.cosignature import COSIGNATURE, Witness, cosigned, cosigned_at

LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PARTNER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TEXT = "example.com/log\n7\n" + base64.b64encode(bytes(32)).decode() + "\n"
SIGNED = note.sign(TEXT, "example.com/log", LOG).encode()


def witness(key: Ed25519PrivateKey = PARTNER) -> Witness:
    return Witness.of(key.public_key().public_bytes_raw())


def test_a_cosignature_is_read_back_with_its_time() -> None:
    assert cosigned_at(cosigned(SIGNED, PARTNER, 1_931_300_000), witness()) == 1_931_300_000


def test_the_logs_own_signature_still_holds_beside_it() -> None:
    verifier = note.Verifier("example.com/log", LOG.public_key().public_bytes_raw())
    assert note.open_note(cosigned(SIGNED, PARTNER, 1), verifier).startswith("example.com/log\n7\n")


def test_the_message_is_the_one_of_the_specification() -> None:
    line = cosigned(SIGNED, PARTNER, 1_679_315_147).decode().splitlines()[-1]
    raw = base64.b64decode(line.split(" ")[2])
    message = b"cosignature/v1\ntime 1679315147\n" + SIGNED.partition(b"\n\n")[0] + b"\n"
    Ed25519PublicKey.from_public_bytes(witness().key).verify(raw[12:], message)
    assert int.from_bytes(raw[4:12], "big") == 1_679_315_147


def test_the_vkey_of_a_witness_is_read_back() -> None:
    assert Witness.parse(witness().vkey()) == witness()


def test_the_example_of_the_specification_has_the_form_that_is_read() -> None:
    text = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5"
        "nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    _, signatures = note.parse_note(text.encode())
    name, raw = signatures[1]
    assert (name, len(raw)) == ("witness.example.com/w1", 4 + 8 + 64)
    assert int.from_bytes(raw[4:12], "big") == 1_679_315_147  # the time that the specification writes out below it


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not the vkey"),
        ("name+00000000+" + base64.b64encode(b"\x01" + bytes(32)).decode(), "not the vkey"),
        ("name+00000000+" + base64.b64encode(COSIGNATURE + bytes(31)).decode(), "not the vkey"),
        ("name+00000000+" + base64.b64encode(COSIGNATURE + bytes(32)).decode(), "does not belong to its name"),
        ("a name+00000000+" + base64.b64encode(COSIGNATURE + bytes(32)).decode(), "not the vkey"),
    ],
)
def test_what_is_no_vkey_of_a_cosigner_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Witness.parse(text)


def test_another_witness_finds_no_cosignature() -> None:
    with pytest.raises(ValueError, match="no cosignature of"):
        cosigned_at(cosigned(SIGNED, PARTNER, 1), witness(LOG))


WHOLE = cosigned(SIGNED, PARTNER, 1)
OTHERS_LINE = range(WHOLE.index("— example".encode()), len(SIGNED))
"""The log's own signature, which the witness's does not cover."""


@given(st.integers(0, len(WHOLE) * 8 - 1).filter(lambda bit: bit // 8 not in OTHERS_LINE))
def test_no_flipped_bit_leaves_a_cosignature_that_holds(bit: int) -> None:
    whole = bytearray(WHOLE)
    whole[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(ValueError, match=r"."):
        cosigned_at(bytes(whole), witness())
