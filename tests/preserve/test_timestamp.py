"""Time stamps: what real tokens say, what two programs make of them, and what no flipped bit may change."""

import random
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.preserve.authority_here import Authority, make_authority

from stemmata.model.interval import iso_utc
from stemmata.preserve.timestamp import (
    MOST_TOKEN,
    Chain,
    by_library,
    by_openssl,
    chain_of,
    read_stamp,
    request,
)

CONTENT = b"a signed state\n"
DAY_US = 24 * 3600 * 1_000_000
REAL = [
    # the corpus's tokens: time and serial as `openssl ts -reply -text` prints them, certificates that lead upwards
    ("digicert.tsr", "2025-03-24T11:17:47Z", 0x5048E337A00E4EC8845F54385DDEF87D, 3),
    ("self_signed.tsr", "2025-03-24T11:38:16Z", 0x21AEE26C, 1),
    ("valid_timestamp.tsr", "2025-03-11T10:43:58Z", 0x40019584CDDC0108AE76AD8F30D833A3, 2),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def token(authority: Authority) -> bytes:
    return authority.reply(request(CONTENT))


@pytest.fixture(scope="module")
def chain(authority: Authority, token: bytes) -> Chain:
    return chain_of(read_stamp(token), [authority.root])


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "time", "serial", "certificates"), REAL)
def test_what_real_tokens_say_is_read(corpus: Path, name: str, time: str, serial: int, certificates: int) -> None:
    stamp = read_stamp((corpus / "timestamps" / name).read_bytes())
    assert (iso_utc(stamp.time_us), stamp.serial, len(chain_of(stamp).certificates)) == (time, serial, certificates)
    assert stamp.imprint[:4].hex() == "fb71a600"
    assert not stamp.covers(b""), "it is over a SHA-512"


def test_a_request_is_one_that_openssl_reads_and_holds_one_hash(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("not run: no openssl here")
    (tmp_path / "asked.tsq").write_bytes(request(CONTENT, nonce=0xFEDCBA9876543210))
    command = ["openssl", "ts", "-query", "-in", "asked.tsq", "-text"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Hash Algorithm: sha256" in told
    assert "Nonce: 0xFEDCBA9876543210" in told
    assert "Certificate required: yes" in told
    assert sha256(CONTENT).digest() in request(CONTENT)
    assert len({request(CONTENT) for _ in range(5)}) == 5, "no two have one nonce"


def test_both_programs_accept_a_good_token_and_agree_on_what_it_says(token: bytes, chain: Chain) -> None:
    stamp = read_stamp(token)
    assert stamp.covers(CONTENT)
    assert by_openssl(token, CONTENT, chain, stamp.time_us) is True
    assert by_library(token, CONTENT, chain) is True


def test_neither_accepts_it_for_other_content_or_another_root(token: bytes, chain: Chain, tmp_path: Path) -> None:
    other = chain_of(read_stamp(token), [make_authority(tmp_path / "other").root])
    wrong = Chain((*chain.certificates[:-1], other.certificates[0]))
    stranger = make_authority(tmp_path / "stranger")
    wrong = chain_of(read_stamp(stranger.reply(request(CONTENT))), [stranger.root])
    for content, led in ((b"another state\n", chain), (CONTENT, wrong)):
        assert by_openssl(token, content, led, read_stamp(token).time_us) is False
        assert by_library(token, content, led) is False


def test_it_holds_only_while_its_certificates_do(token: bytes, chain: Chain) -> None:
    time = read_stamp(token).time_us
    assert by_openssl(token, CONTENT, chain, chain.expires_us - DAY_US) is True
    assert by_openssl(token, CONTENT, chain, chain.expires_us + DAY_US) is False
    assert by_openssl(token, CONTENT, chain, time - 400 * DAY_US) is False


def test_without_either_program_nothing_is_said(token: bytes, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "rfc3161_client", None)
    assert by_openssl(token, CONTENT, chain, read_stamp(token).time_us) is None
    assert by_library(token, CONTENT, chain) is None


def flipped(token: bytes, bits: list[int]) -> list[bytes]:
    return [token[: bit // 8] + bytes([token[bit // 8] ^ 1 << bit % 8]) + token[bit // 8 + 1 :] for bit in bits]


def accepted_with_other_facts(token: bytes, chain: Chain, bits: list[int]) -> list[bytes]:
    """Tokens that are taken although they say something else. Some bits are not signed, and change nothing."""
    stamp, wrong = read_stamp(token), []
    for changed in flipped(token, bits):
        try:
            read = read_stamp(changed)
        except ValueError:
            continue
        good = by_openssl(changed, CONTENT, chain, read.time_us) or by_library(changed, CONTENT, chain)
        if good and read.identity != stamp.identity:
            wrong.append(changed)
    return wrong


def test_no_flipped_bit_gives_another_time_imprint_or_serial(token: bytes, chain: Chain) -> None:
    bits = random.Random(3).sample(range(8 * len(token)), 120)
    assert accepted_with_other_facts(token, chain, bits) == []


@pytest.mark.faults
def test_no_bit_of_a_token_gives_another_time_imprint_or_serial(token: bytes, chain: Chain) -> None:
    assert accepted_with_other_facts(token, chain, list(range(8 * len(token)))) == []


@given(st.binary(max_size=300))
def test_a_stranger_s_bytes_are_refused_or_read(content: bytes) -> None:
    with pytest.raises(ValueError):
        read_stamp(content)


@given(st.data())
def test_a_token_cut_or_changed_anywhere_is_refused_or_read(
    token: bytes, authority: Authority, data: st.DataObject
) -> None:
    at, byte = data.draw(st.integers(0, len(token) - 1)), data.draw(st.integers(0, 255))
    for changed in (token[:at], token[:at] + bytes([byte]) + token[at + 1 :]):
        try:
            chain_of(read_stamp(changed), [authority.root])
        except ValueError:
            continue


@pytest.mark.faults
def test_every_byte_of_a_token_changed_is_refused_or_read(token: bytes, authority: Authority) -> None:
    for at in range(len(token)):
        for bit in range(8):
            try:
                chain_of(read_stamp(token[:at] + bytes([token[at] ^ 1 << bit]) + token[at + 1 :]), [authority.root])
            except ValueError:
                continue


def test_a_token_beyond_its_size_is_not_read() -> None:
    with pytest.raises(ValueError, match="at most 1,000,000 bytes"):
        read_stamp(bytes(MOST_TOKEN + 1))


def test_a_refusal_of_the_authority_is_no_token(authority: Authority) -> None:
    with pytest.raises(ValueError, match="did not grant"):
        read_stamp(authority.reply(b"no request"))
