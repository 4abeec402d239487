"""Checkpoints: three lines, each in its one spelling."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.preserve.checkpoint import Checkpoint

ROOT = base64.b64encode(bytes(range(32))).decode()


@given(st.text("abc./é", min_size=1), st.integers(0, 10**15 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back(origin: str, size: int, root: bytes) -> None:
    state = Checkpoint(origin, size, root)
    assert Checkpoint.parse(state.text()) == state


def test_a_checkpoint_is_written_as_the_specification_says() -> None:
    # the body of the example in C2SP tlog-checkpoint
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    state = Checkpoint.parse(text)
    assert (state.origin, state.size, state.text()) == ("example.com/behind-the-sofa", 20_852_163, text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "three lines"),
        (f"log\n1\n{ROOT}", "three lines"),
        (f"log\n1\n{ROOT}\nan extension\n", "three lines"),
        (f"log\n1\n{ROOT}\n\n", "three lines"),
        ("log\n1\n", "three lines"),
        (f"\n1\n{ROOT}\n", "size in decimal"),
        (f"log\n\n{ROOT}\n", "size in decimal"),
        (f"log\n-1\n{ROOT}\n", "size in decimal"),
        (f"log\n+1\n{ROOT}\n", "size in decimal"),
        (f"log\n01\n{ROOT}\n", "size in decimal"),
        (f"log\n00\n{ROOT}\n", "size in decimal"),
        (f"log\n 1\n{ROOT}\n", "size in decimal"),
        (f"log\n1_0\n{ROOT}\n", "size in decimal"),
        (f"log\n1.0\n{ROOT}\n", "size in decimal"),
        (f"log\n٣\n{ROOT}\n", "size in decimal"),
        (f"log\n²\n{ROOT}\n", "size in decimal"),
        (f"log\n{10**15}\n{ROOT}\n", "at most 15 digits, got 16"),
        (f"log\n{'9' * 5000}\n{ROOT}\n", "at most 15 digits, got 5000"),
        ("log\n1\n\n", "32 bytes, got 0"),
        (f"log\n1\n{base64.b64encode(bytes(31)).decode()}\n", "32 bytes, got 31"),
        (f"log\n1\n{base64.b64encode(bytes(33)).decode()}\n", "32 bytes, got 33"),
        (f"log\n1\n{ROOT[:-1]}\n", "not base64"),
        (f"log\n1\n{ROOT[:-2]}9=\n", "not the base64 that an encoder writes"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        Checkpoint.parse(text)
