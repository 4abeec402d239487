"""UTF-8 that was read as windows-1252 and saved again is undone, and its bytes still lead back."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from stemmata.decode.encoding import decoded
from stemmata.decode.mojibake import BYTE_OF, UNDEFINED, mended
from stemmata.decode.text import text
from stemmata.model.failure import Code

LETTER_OF = {byte: letter for letter, byte in BYTE_OF.items() if letter >= "\xa0" or byte in UNDEFINED}
SAID = "«الجسر أُصيب فجراً» يقول الحارس، و“l’hôpital était fermé” — déjà."


def spoilt(said: str) -> str:
    """As a program shows it that takes UTF-8 for windows-1252 and passes its five undefined bytes through."""
    return "".join(chr(byte) if byte < 0x80 else LETTER_OF[byte] for byte in said.encode())


def test_what_was_read_wrongly_and_saved_is_undone_and_said() -> None:
    found = text(BytesIO(spoilt(SAID).encode()), {})
    assert found.facts["body"] == SAID
    assert (found.facts["encoding"], found.facts["mended"], found.facts["guessed"]) == ("utf-8", "cp1252", True)
    assert found.failure is not None
    assert found.failure.code is Code.MOJIBAKE


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x6FF, exclude_categories=["Cs", "Cc"]), max_size=60))
def test_bytes_lead_back_through_the_mending(said: str) -> None:
    raw = spoilt(said).encode()
    read = decoded(raw)
    if read.mended is not None:
        for at in range(len(read.text)):
            start, end = read.raw(at, at + 1)
            shown = raw[start:end].decode()
            assert shown == read.text[at] or shown == spoilt(read.text[at])


def test_a_text_about_this_mistake_is_left_alone() -> None:
    assert mended("On their page “é” had become “Ã©”, and nobody saw it: the café’s menu said naïve things.") is None


def test_a_text_without_it_is_left_alone() -> None:
    assert mended(SAID) is None
    assert mended("plain words") is None
