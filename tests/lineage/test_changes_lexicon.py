"""Lexicons: data that is refused where it cannot be meant, and words that are found in all their forms."""

import pytest

from stemmata.lineage.changes_lexicon import NEUTRAL, language_of
from stemmata.lineage.changes_lexicon_file import lexicon_from, lexicons
from stemmata.lineage.changes_words import tokens_of
from stemmata.model.errors import LexiconRefused

HEAD = 'language = "fr"\nname = "French"\n'


def test_every_section_of_every_language_names_its_source() -> None:
    for lexicon in lexicons().values():
        assert lexicon.sources
        assert all(len(source) > 10 for source in lexicon.sources.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("language = ", "it is not TOML"),
        ('name = "French"', "does not say its language"),
        (HEAD + '[hedges]\nphrases = ["peut-être"]', "does not say where its words come from"),
        (HEAD + '[doubts]\nsource = "a grammar"', "[doubts] is no section"),
        (HEAD + '[hedges]\nsource = "a grammar"\nwords = ["peut-être"]', "[hedges] words is not known"),
        (HEAD + '[hedges]\nsource = "a grammar"\nphrases = "peut-être"', "is a list of words or phrases"),
        (HEAD + '[hedges]\nsource = "a grammar"\nphrases = ["... que"]', "begins or ends with nothing"),
        (HEAD + '[numbers]\nsource = "a grammar"\nvalues = { dix = "x" }', "gives 'dix' neither a number"),
        (HEAD + '[numbers]\nsource = "a grammar"\nvalues = { "où" = 1, ou = 2 }', "two values"),
        (HEAD + '[grammar]\nsource = "a grammar"\nverb_first = 1', "is true or false"),
    ],
)
def test_a_lexicon_that_cannot_be_meant_is_refused_with_the_line(text: str, said: str) -> None:
    with pytest.raises(LexiconRefused) as refused:
        lexicon_from(text)
    assert said in str(refused.value)
    assert "docs/add-a-language.md" in refused.value.todo


def test_particles_that_are_written_onto_a_word_are_taken_off_before_it_is_looked_up() -> None:
    arabic = lexicons()["ar"]
    assert arabic.has("attribution.verbs", "وقال")
    assert arabic.bounds("quantities.vague", "بالعشرات") == (20, 99)
    assert not arabic.has("denial.negators", "كما")


def test_forms_of_one_word_have_one_root() -> None:
    english, arabic = lexicons()["en"], lexicons()["ar"]
    assert english.root("killings") == english.root("killed")
    assert english.root("men") == english.root("man")
    assert arabic.root("قذيفه") == arabic.root("قذايف")
    assert arabic.root("رجلا") == arabic.root("رجال")


def test_phrases_may_have_gaps_and_open_ends() -> None:
    lexicon = lexicon_from(HEAD + '[hedges]\nsource = "a grammar"\nphrases = ["selon ... sources", "préten*"]')
    found = lexicon.found(tokens_of("Selon plusieurs sources, il est prétendument parti."))
    assert found == {"hedges.phrases": [(0, 3), (6, 7)]}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Police found six bodies in a ditch.", "en"),
        ("نزح خمسة وعشرون شخصاً.", "ar"),
        ("Au moins douze personnes ont été tuées lundi dans le village, selon un responsable local.", "und"),
        ("Mindestens zwölf Menschen wurden am Montag getötet, sagte ein Sprecher.", "und"),
        ("دست کم دوازده نفر روز دوشنبه در روستا کشته شدند، به گفته یک مقام محلی.", "und"),
        ("", "und"),
    ],
)
def test_a_language_is_recognised_or_left_open(text: str, language: str) -> None:
    assert language_of(tokens_of(text), lexicons()).language == language


def test_no_language_has_no_words() -> None:
    assert NEUTRAL.found(tokens_of("said allegedly twelve")) == {}
