"""Signed notes: the example that every implementation knows, and a refusal for each way to be none."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from stemmata.preserve.note import MAX_SIGNATURES, Verifier, exact_base64, open_note, sign

# golang.org/x/mod/sumdb/note, ExampleSign and ExampleOpen: the format that C2SP signed-note writes down.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NEUMANN_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NEUMANN_NOTE = (
    NEUMANN_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
NAME = "stemmata.log/one"
VERIFIER = Verifier(NAME, KEY.public_key().public_bytes_raw())
TEXT = "first\n\nthird\n"
NOTE = sign(TEXT, NAME, KEY)
SIGNATURE = NOTE.splitlines()[-1] + "\n"


def signature_line(name: str, raw: bytes) -> str:
    return f"— {name} {base64.b64encode(raw).decode()}\n"


def test_the_known_example_is_signed_alike() -> None:
    assert sign(NEUMANN_TEXT, "PeterNeumann", Ed25519PrivateKey.from_private_bytes(NEUMANN_SEED)) == NEUMANN_NOTE


def test_the_known_example_opens() -> None:
    assert open_note(NEUMANN_NOTE.encode(), Verifier.parse(NEUMANN)) == NEUMANN_TEXT


def test_the_known_key_is_written_as_it_was_read() -> None:
    assert Verifier.parse(NEUMANN).vkey() == NEUMANN


lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=40)


@given(st.lists(lines, min_size=1, max_size=5))
@example(["", "", ""])
@example(["— a line that looks like a signature AAAA"])
@example(["\x7f\x85\u2028 ب"])
def test_a_note_gives_its_text_back(text_lines: list[str]) -> None:
    text = "".join(line + "\n" for line in text_lines)
    assert open_note(sign(text, NAME, KEY).encode(), VERIFIER) == text


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "return\r\n", "null\0\n"], ids=repr)
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="the text of a note ends with a newline and holds no other control character"):
        sign(text, NAME, KEY)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "no\u2003break", "line\n"], ids=repr)
def test_a_name_that_no_key_can_have_does_not_sign(name: str) -> None:
    with pytest.raises(ValueError, match="a key name has no spaces and no plus sign"):
        sign(TEXT, name, KEY)


@pytest.mark.parametrize(
    ("note", "error"),
    [
        ("", "a note has an empty line"),
        (TEXT, "a signature line is an em dash"),
        ("one line\n" + SIGNATURE, "a note has an empty line"),
        (NOTE.removesuffix("\n"), "a note has an empty line"),
        (NOTE + "\n", "a note has an empty line"),
        (TEXT + "\n\n" + SIGNATURE, "does not hold"),
        (NOTE.replace("first", "First"), "does not hold"),
        (NOTE.replace("\n", "\r\n"), "no control characters"),
        (NOTE.replace("first", "fir\tst"), "no control characters"),
        (NOTE.replace("— ", "- "), "a signature line is an em dash"),
        (NOTE.replace("— ", "—"), "a signature line is an em dash"),
        (NOTE.replace(f"— {NAME}", "— "), "a signature line is an em dash"),
        (NOTE.replace(NAME, NAME + "+"), "a signature line is an em dash"),
        (NOTE.replace(NAME, NAME + "2"), f"no signature of {NAME}"),
        (NOTE.removesuffix("\n") + "=\n", "base64"),
        (NOTE.removesuffix("\n") + " \n", "base64"),
        (NOTE + "— someone\n", "a signature is a key id of four bytes and what follows"),
        (NOTE + signature_line("someone", b"1234"), "a signature is a key id of four bytes and what follows"),
        (NOTE + signature_line("someone", b"12345") * MAX_SIGNATURES, "at most 100 signatures, got 101"),
        (NOTE + signature_line(NAME, VERIFIER.key_id + bytes(64)), "does not hold"),
        (NOTE + signature_line(NAME, VERIFIER.key_id + bytes(3)), "does not hold"),
    ],
)
def test_what_is_no_note_of_this_key_does_not_open(note: str, error: str) -> None:
    assert note != NOTE
    with pytest.raises(ValueError, match=error):
        open_note(note.encode(), VERIFIER)


def test_a_note_that_is_no_utf8_does_not_open() -> None:
    with pytest.raises(ValueError, match="a note is UTF-8"):
        open_note(b"\xff" + NOTE.encode(), VERIFIER)


def test_a_signature_by_another_key_of_the_same_name_does_not_open_a_note() -> None:
    with pytest.raises(ValueError, match=f"no signature of {NAME}"):
        open_note(sign(TEXT, NAME, OTHER_KEY).encode(), VERIFIER)


def test_a_signature_by_another_key_under_this_key_id_does_not_hold() -> None:
    line = signature_line(NAME, VERIFIER.key_id + OTHER_KEY.sign(TEXT.encode()))
    with pytest.raises(ValueError, match="does not hold"):
        open_note((TEXT + "\n" + line).encode(), VERIFIER)


@pytest.mark.parametrize(
    "line",
    [
        signature_line("someone.else", b"12345"),
        signature_line("someone.else", bytes(3000)),
        signature_line(NAME, b"\0\0\0\0" + bytes(64)),  # our name, another key
        SIGNATURE,
    ],
    ids=["another", "another algorithm", "another key", "ours again"],
)
def test_signatures_of_others_are_passed_over(line: str) -> None:
    assert open_note((NOTE + line).encode(), VERIFIER) == open_note((TEXT + "\n" + line + SIGNATURE).encode(), VERIFIER)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        NEUMANN.replace("PeterNeumann", ""),
        NEUMANN.replace("PeterNeumann", "Peter Neumann"),
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("c74f20a3", "C74F20A3"),
        NEUMANN.replace("c74f20a3+", ""),
        NEUMANN.replace("PeterNeumann", "PaulNeumann"),
        NEUMANN.replace("+ARpc", "+AhpC"),
        NEUMANN + "\n",
        NEUMANN + "AAAA",
        NEUMANN.removesuffix("10TW"),
    ],
    ids=repr,
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"vkey|base64"):
        Verifier.parse(text)


@pytest.mark.parametrize("text", ["A", "AA", "AA=", "AB==", "AA==\n", " AA==", "A-_A", "ب", "AA==AA=="], ids=repr)
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        exact_base64(text)


@given(st.binary(max_size=50))
def test_base64_as_encoders_write_it_is_read(raw: bytes) -> None:
    assert exact_base64(base64.b64encode(raw).decode()) == raw
