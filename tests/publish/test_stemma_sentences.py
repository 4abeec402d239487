"""What is said of a link follows its class and never more; every kind of evidence has words in both languages."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from tests.publish import seeded_trees

from stemmata.lineage import signs
from stemmata.lineage.stemma import Descent, Named, Proof, Sign, Stemma, Sureness, Witness
from stemmata.model.declaration import SourceKind
from stemmata.model.span import Span, TextSpan
from stemmata.publish import sign_words, stemma_words, written_words
from stemmata.publish.stemma_sentences import (
    BULLETS,
    Mark,
    conflict_sentence,
    edge_word,
    omega_sentence,
    shares,
    sign_clause,
    told,
)
from stemmata.publish.unheld_words import unheld_title

LANGUAGES = stemma_words.LANGUAGES
LETTERS = {"w-A": "A", "w-C": "C", "w-K": "K", "w-lost": "ω", "w-Z": "Z"}
VALUES: Mapping[str, dict[str, object]] = {
    signs.LATTICE: {"share": 0.14, "values": 4120},
    signs.GROUPS_BEGIN: {"child": -0.41, "parent": 0.02, "child_keys": 4, "parent_keys": 3},
    signs.DETAIL: {"child": 0.83},
    signs.REPEATED: {"speed": 0.8, "child": 0.21, "parent": 0.01},
    signs.SAME_STREAM: {"files": 3},
    signs.SAME_GROUPS: {"shared": 12, "parent": 14, "child": 12},
    signs.UNCOVERED: {"share": 0.125},
    signs.SECONDS: {"seconds": 4.25},
    signs.LAID_OVER_CHILD: {"share": 0.15},
    signs.LAID_OVER_PARENT: {"share": 0.02},
    signs.SHARED_MARK: {"members": 4},
    signs.GAINED_AGAIN: {"marks": 1},
    signs.TAKEN_OFF: {"marks": 2},
    signs.LEFT_OVER: {"there": 2.25, "back": 9.5},
    signs.ENLARGED: {"scale": 0.5},
    signs.COARSENESS: {"parent": 4.0, "child": 11.5},
    signs.METADATA: {"parent": 7, "child": 0},
    signs.PLATFORM_MARK: {"parent": "meta", "child": "whatsapp", "basis": "bytes"},
    signs.CONTAINER: {"parent": "image/jpeg", "child": "image/jpeg", "differ": ["coding"], "agree": ["format"]},
    signs.TIMES: {"not_before": 1_931_256_000_000_000, "existed_by": 1_931_252_400_000_000},
    signs.POSTED: {"parent": "2031-03-14T10:58:00Z", "child": "2031-03-14T11:41:00Z", "basis": "platform-claimed"},
    signs.FORWARDED: {"posting": "telegram/777/12", "channel": "قناة المرفأ"},
    signs.DECLARED: {"source": "Tarn Valley Courier", "cue": "according to", "whole": False, "by": "passage"},
    signs.PUBLISHED: {"parent": "2031-03-14T00:00:00Z", "child": "2031-03-15T00:00:00Z", "basis": "file-claimed"},
    signs.WORDING: {"shared": 0.75, "later": 0.5, "older": 2.0, "lost": 4, "passages": 1},
    signs.CUT_END: {"words": 120},
    signs.EXPLAINS: {"readings": 3, "passages": 1, "words": 41},
    signs.KIN_ABOVE: {"one": "seconds", "other": "margin"},
    signs.JUDGED: {"entry": "e1", "said": "parent"},
    signs.SIGNED: {"generator": "Invented Editor 1.0", "manifest": "urn:c2pa:1", "binding": "exact"},
    signs.SIGNED_BACK: {"generator": "Invented Editor 1.0", "manifest": "urn:c2pa:1", "binding": "label"},
    signs.SIGNED_NOT_HELD: {"generator": "Invented Editor 1.0", "manifest": "urn:c2pa:1"},
}
FORBIDDEN = re.compile(
    r"authentic|genuine|\breal\b|fake|original|manipulated|tampered|doctored|corroborated|confirmed|verified|"
    r"confidence|probability|\bscore|duplicate|\bsure\b|certain|\bmatch",
    re.IGNORECASE,
)
FORBIDDEN_ARABIC = ("أصلي", "حقيقي", "مفبرك", "مزيّف", "مؤكَّد من", "تأكيد")


def sign(kind: str, proof: Proof | None = None, weight: float | None = None) -> Sign:
    return Sign(kind, proof, weight, VALUES.get(kind, {}))  # type: ignore[arg-type]


def stemma(*links: Descent, not_sources: tuple[tuple[str, str, Sign], ...] = ()) -> Stemma:
    held = tuple(seeded_trees.witness(name) for name in "ACK")
    return Stemma("f", (*held, Witness("w-lost", ())), links, not_sources=not_sources)


def said(link: Descent, language: str = "en", **more: tuple[tuple[str, str, Sign], ...]) -> str:
    return told(stemma(link, **more), link, LETTERS, language).sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", signs.SIGNS)
def test_every_kind_of_evidence_has_words_with_and_without_its_values(kind: str, language: str) -> None:
    bare = sign_clause(Sign(kind), "C", "A", language)
    valued = sign_clause(sign(kind), "C", "A", language)
    assert not re.search(r"[{}]", bare + valued)
    assert (bare != valued) == (kind in VALUES) == (kind in sign_words.VALUED)
    arabic = bool(re.search(r"[\u0600-\u06ff]", bare))
    assert arabic == (language == "ar")


def test_every_value_of_a_sign_stands_in_its_words() -> None:
    for kind, numbers in (
        (signs.UNCOVERED, "12"), (signs.SECONDS, "4.2"), (signs.LEFT_OVER, "2.25"), (signs.LATTICE, "0.14"),
        (signs.TIMES, "14 Mar 2031, 11:00 UTC"), (signs.SAME_GROUPS, "12 of 14"), (signs.COARSENESS, "11.5"),
    ):  # fmt: skip
        assert numbers in sign_clause(sign(kind), "C", "A", "en"), kind


def test_what_a_manifest_names_is_told_as_its_signers_statement() -> None:
    text = sign_clause(sign(signs.SIGNED), "C", "A", "en").replace("\u2068", "").replace("\u2069", "")
    assert text == (
        "the signed manifest of C (claim generator Invented Editor 1.0, signature intact) names A as what it was made "
        "from, by its content, byte for byte; its signer says so, and that proves nothing"
    )
    assert "by the label of its manifest only" in sign_clause(sign(signs.SIGNED_BACK), "C", "A", "en")


def test_arabic_writes_numbers_in_its_own_digits() -> None:
    assert "١٥٪" in sign_clause(sign(signs.LAID_OVER_CHILD), "C", "A", "ar")


def test_a_proof_is_told_with_its_reason_and_what_it_assumes() -> None:
    link = Descent(
        "w-C", "w-A", Sureness.PROVEN, signs=(sign(signs.REPRODUCED, Proof.DESCENDS),), assumes=("same_stream",)
    )
    assert said(link) == (
        "C descends from A: A, rounded to the coding steps of C, gives the stored values of C but for the noise of "
        "conversions, and not the other way round. "
        "Assumes: the parent, or a file with the same stream, was the source."
    )


def test_a_likely_link_is_told_with_how_often_such_links_were_right() -> None:
    link = Descent("w-C", "w-A", Sureness.LIKELY, 0.964, "generated stills")
    text = said(link).replace("\u2068", "").replace("\u2069", "")
    assert text == "C probably comes from A. On generated stills, such links were right in 96 of 100."


def test_a_likely_link_that_nobody_measured_says_so() -> None:
    assert "was not measured" in said(Descent("w-C", "w-A", Sureness.LIKELY))


def test_nearest_kin_leaves_the_sibling_open() -> None:
    link = Descent("w-C", "w-A", Sureness.NEAREST_KIN)
    assert said(link) == "C comes from A or from a sibling of A that is not held."


def test_no_parent_held_does_not_make_it_the_first() -> None:
    link = Descent("w-C", None, Sureness.NONE)
    assert said(link) == "Nothing held is its source. That does not make it the first."


def test_an_ancestor_that_is_not_held_is_told_by_what_its_copies_hold() -> None:
    links = [Descent(f"w-{name}", "w-lost", Sureness.PROVEN, signs=(seeded_trees.KIN,)) for name in "AK"]
    tree = stemma(*links)
    assert omega_sentence(tree, "w-lost", LETTERS, "en") == (
        "A common ancestor must have existed: A and K each hold seconds that the other lacks."
    )
    assert told(tree, links[0], LETTERS, "en").sentence.endswith("A goes back to ω, an ancestor that is not held.")


def test_a_link_without_a_direction_says_so() -> None:
    link = Descent("w-C", "w-A", Sureness.NEAREST_KIN, undirected=True)
    assert said(link) == "By their wording C and A stand next to each other. Which came first is not shown."
    assert said(Descent("w-C", "w-A", Sureness.NEAREST_KIN, undirected=True), "ar").endswith("لم يثبت أيهما الأول.")


def test_nothing_is_called_without_a_source_where_no_direction_is_told() -> None:
    links = (
        Descent("w-A", None, Sureness.NONE),
        Descent("w-C", "w-A", Sureness.NEAREST_KIN, undirected=True),
    )
    assert told(stemma(*links), links[0], LETTERS, "en").sentence == "Nothing tells which text came first."


def test_a_passage_of_a_text_is_told_by_its_characters() -> None:
    link = Descent("w-C", "w-A", Sureness.NEAREST_KIN, span=TextSpan("text/1:x", 1204, 1499))
    assert said(link).endswith("This is said of one passage of C only (characters 1,204–1,499).")
    assert edge_word(stemma(link), link, "en") == "passage"


def test_a_source_that_is_named_and_not_held_is_told_by_its_name() -> None:
    link = Descent("w-C", "w-wire", Sureness.NEAREST_KIN)
    wire = Witness("w-wire", (), Named("Meridian <Wire>", SourceKind.AGENCY, 5))
    tree = Stemma("f", (seeded_trees.witness("C"), wire), (link,))
    letters = {"w-C": "C", "w-wire": "ω"}
    plain = told(tree, link, letters, "en").sentence.replace("\u2068", "").replace("\u2069", "")
    assert plain == "C names Meridian <Wire> as its source. That source is not held."
    shown = omega_sentence(tree, "w-wire", letters, "en").replace("\u2068", "").replace("\u2069", "")
    assert shown == "Meridian <Wire>, not held (named by 5 texts)."


@pytest.mark.parametrize("texts", [1, 2, 3, 11, 100])
@pytest.mark.parametrize("language", LANGUAGES)
def test_how_many_texts_name_a_source_is_said_in_every_number(language: str, texts: int) -> None:
    said = unheld_title("AP", texts, language)
    assert "AP" in said
    assert not re.search(r"[{}]", said)


def test_a_judgement_is_never_told_as_if_it_were_worked_out() -> None:
    for sureness in (Sureness.PROVEN, Sureness.LIKELY, Sureness.NEAREST_KIN):
        assert said(Descent("w-C", "w-A", sureness, judged=True)) == (
            "A person said that C comes from A. This was not worked out from the content."
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("parent", ["w-A", "w-lost"])
@pytest.mark.parametrize("sureness", [Sureness.LIKELY, Sureness.NEAREST_KIN])
def test_no_sign_raises_what_is_said_above_the_class(sureness: Sureness, parent: str, language: str) -> None:
    bare = Descent("w-C", parent, sureness, 0.9 if sureness is Sureness.LIKELY else None, "p")
    signed = Descent(
        "w-C", parent, sureness, bare.p, "p", (sign(signs.REPRODUCED, Proof.DESCENDS), sign(signs.LATTICE, None, 9.0))
    )
    assert said(signed, language) == said(bare, language)
    assert "descends" not in said(signed)
    assert "منحدر" not in said(signed, "ar")


@pytest.mark.parametrize(
    ("p", "x"), [(0.0, 0), (0.5, 50), (0.964, 96), (0.969, 96), (0.58, 58), (0.999, 99), (1.0, 99)]
)
def test_a_share_is_never_told_above_what_was_measured_and_never_as_all(p: float, x: int) -> None:
    assert shares(p) == (x, 100)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        shares(p)


def test_a_part_of_a_file_is_named() -> None:
    link = Descent("w-C", "w-A", Sureness.NEAREST_KIN, span=Span(0, 14_000_000))
    assert said(link).endswith("This is said of 0:00–0:14 of C only.")


def test_bullets_say_what_proves_what_speaks_for_and_against_and_what_says_nothing() -> None:
    link = Descent(
        "w-C",
        "w-A",
        Sureness.LIKELY,
        signs=(
            sign(signs.METADATA),
            sign(signs.COARSENESS, None, -0.4),
            sign(signs.LEFT_OVER, None, 1.5),
            sign(signs.SAME_GROUPS, Proof.SAME_ORIGIN),
            sign(signs.UNCOVERED, Proof.NOT_ANCESTOR),
        ),
        assumes=("same_scene",),
    )
    made = told(stemma(link), link, LETTERS, "en")
    assert [bullet.mark for bullet in made.bullets] == [
        Mark.PROVES, Mark.FOUND, Mark.AGAINST, Mark.AGAINST, Mark.SILENT,
    ]  # fmt: skip
    assert made.more == 1


def test_there_are_at_most_five_bullets_and_the_rest_is_counted() -> None:
    link = Descent("w-C", "w-A", Sureness.LIKELY, signs=tuple(sign(kind, None, 0.1) for kind in signs.SIGNS))
    made = told(stemma(link), link, LETTERS, "en")
    assert len(made.bullets) == BULLETS
    assert made.more == len(signs.SIGNS) - BULLETS


def test_what_the_parent_alone_shows_is_told_as_the_child_not_being_its_source() -> None:
    link = Descent("w-C", "w-A", Sureness.LIKELY)
    tree = stemma(link, not_sources=(("w-C", "w-A", sign(signs.SECONDS, Proof.NOT_ANCESTOR)),))
    (bullet,) = told(tree, link, LETTERS, "en").bullets
    assert bullet.text == "C cannot be the source of A: A shows 4.2 s that C lacks"
    assert edge_word(tree, link, "en") == "shortened"


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (sign(signs.LAID_OVER_CHILD), "overlaid"),
        (sign(signs.SOUND_LOST), "sound gone"),
        (sign(signs.ENLARGED), "smaller"),
        (Sign(signs.ENLARGED, values={"scale": 2.0}), "larger"),
        (Sign(signs.ENLARGED, values={"scale": 1.001}), None),
        (sign(signs.SECONDS), None),
        (sign(signs.POSTED), None),
    ],
)
def test_a_line_carries_one_word_for_what_changed(found: Sign, word: str | None) -> None:
    link = Descent("w-C", "w-A", Sureness.LIKELY, signs=(found,))
    assert edge_word(stemma(link), link, "en") == word


def test_a_value_cannot_turn_the_words_round_it_or_fill_another_place() -> None:
    hostile = Sign(signs.FORWARDED, values={"posting": "{channel}", "channel": "\u202eevil\n{parent}"})
    text = sign_clause(hostile, "C", "A", "en")
    assert "\u202e" not in text
    assert "\\u202eevil" in text
    assert "\u2068{channel}\u2069" in text


def test_a_key_without_words_is_shown_and_not_left_out() -> None:
    link = Descent(
        "w-C", "w-A", Sureness.PROVEN, signs=(sign(signs.REPRODUCED, Proof.DESCENDS),), assumes=("newer_key",)
    )
    assert "newer_key" in said(link)
    assert "newer_sign" in sign_clause(Sign("newer_sign"), "C", "A", "en")
    assert "newer_conflict" in conflict_sentence("newer_conflict", ("e1",), "en")


def _strings() -> list[tuple[str, str]]:
    tables: list[Mapping[Any, tuple[str, str]]] = [
        stemma_words.SENTENCES, stemma_words.CLASSES, stemma_words.ASSUMPTIONS,
        stemma_words.CONFLICTS, stemma_words.DRAWN, sign_words.SIGNS, sign_words.VALUED, sign_words.EDGE_WORDS,
        sign_words.MARKS, sign_words.KIN_HOLDS, written_words.WRITERS, written_words.ASPECTS,
        written_words.CLAUSES, written_words.BORNE,
    ]  # fmt: skip
    return [pair for table in tables for pair in table.values()]


def test_no_word_of_a_tree_is_one_that_is_never_used() -> None:
    assert [english for english, _ in _strings() if FORBIDDEN.search(english)] == []
    assert [arabic for _, arabic in _strings() if any(word in arabic for word in FORBIDDEN_ARABIC)] == []


def test_both_languages_have_the_same_places() -> None:
    for english, arabic in _strings():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", arabic)), english


def test_every_class_has_words_in_both_languages() -> None:
    assert set(stemma_words.CLASSES) == set(Sureness)
    assert {mark.value for mark in Mark} == set(sign_words.MARKS)
