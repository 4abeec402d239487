"""How files were written, in words: every key has them, and none says where a file was."""

import re

import pytest

from stemmata.decode.container_form import ASPECTS
from stemmata.decode.mark_table import MARKS, Basis
from stemmata.lineage import signs
from stemmata.lineage.stemma import Sign
from stemmata.model.canonical import Plain
from stemmata.publish import written_words
from stemmata.publish.stemma_sentences import sign_clause
from stemmata.publish.stemma_words import LANGUAGES
from stemmata.publish.written_words import borne_sentence


def clause(kind: str, values: dict[str, Plain], language: str = "en") -> str:
    return re.sub("[\u2066-\u2069]", "", sign_clause(Sign(kind, values=values), "C", "A", language))


def marked(parent: str | None, child: str | None, basis: str, language: str = "en") -> str:
    return clause(signs.PLATFORM_MARK, {"parent": parent, "child": child, "basis": basis}, language)


def test_every_mark_and_every_aspect_has_words() -> None:
    assert set(written_words.WRITERS) == set(MARKS)
    assert set(written_words.ASPECTS) == set(ASPECTS)
    assert set(written_words.BORNE) == set(Basis)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize(("parent", "child"), [("meta", "signal"), ("meta", None), (None, "signal")])
def test_whichever_side_bears_a_mark_there_is_a_whole_sentence(
    parent: str | None, child: str | None, basis: str, language: str
) -> None:
    text = marked(parent, child, basis, language)
    at = LANGUAGES.index(language)
    assert not re.search(r"[{}]", text)
    for mark in (parent, child):
        assert mark is None or written_words.WRITERS[mark][at] in text


def test_a_mark_is_told_as_what_somebody_writes() -> None:
    assert marked("meta", None, "bytes") == (
        "A bears a mark that Facebook or Instagram writes, and C does not; anyone can write such marks or take them off"
    )
    assert marked(None, "whatsapp", "name") == (
        "C came under a name such as WhatsApp gives, and A did not; anyone can rename a file"
    )
    assert borne_sentence("google", Basis.BYTES, "en") == "The file bears a mark that Google (YouTube) writes."


def test_what_differs_between_two_containers_is_named() -> None:
    values: dict[str, Plain] = {"parent": "image/jpeg", "child": "image/jpeg", "differ": ["coding", "huffman"]}
    assert clause(signs.CONTAINER, values | {"agree": ["format", "sampling", "order"]}) == (
        "the containers of A and C differ in the way of coding and the Huffman tables, and agree in the type of file, "
        "how finely colour is stored and the order of tables; whoever stores a file writes its container anew"
    )


def test_two_types_of_file_are_named() -> None:
    values: dict[str, Plain] = {"parent": "image/jpeg", "child": "image/png", "differ": ["format"], "agree": []}
    assert clause(signs.CONTAINER, values).startswith("A is stored as image/jpeg, and C as image/png;")


def test_a_key_without_words_is_shown_and_not_left_out() -> None:
    assert "newer_mark" in marked("newer_mark", None, "bytes")
    differs: dict[str, Plain] = {"parent": "a", "child": "a", "differ": ["newer_aspect"], "agree": ["format"]}
    assert "newer_aspect" in clause(signs.CONTAINER, differs)


@pytest.mark.parametrize("values", [{}, {"differ": 3, "agree": "x"}, {"differ": [], "agree": []}])
def test_values_that_are_not_kept_leave_the_clause_without_them(values: dict[str, Plain]) -> None:
    assert clause(signs.CONTAINER, values) == "the containers of C and A are written in unlike ways"
    assert clause(signs.PLATFORM_MARK, values).startswith("C and A bear unlike marks")
