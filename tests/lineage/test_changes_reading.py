"""What is read of one version: sentences, quantities with their bounds, times, speakers, hedges."""

import pytest

from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.lineage.changes_reading import Reading, read
from stemmata.model.change import Where


def reading(text: str, language: str = "en") -> Reading:
    return read(Where.BODY, text, lexicons()[language])


def texts(found: Reading, listed: list[tuple[int, int]]) -> list[str]:
    return [found.stretch(first, last).text for first, last in listed]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Ito left at 5 p.m. Nobody saw him.", ["Gen. Ito left at 5 p.m.", "Nobody saw him."]),
        ("He left at 5 p.m. Saturday by car.", ["He left at 5 p.m. Saturday by car."]),
        ('"They ran." No one followed.', ['"They ran."', "No one followed."]),
        ("هل وصلوا؟ نعم، وصلوا.", ["هل وصلوا؟", "نعم، وصلوا."]),
        ("Headline\nBody of it", ["Headline", "Body of it"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    found = reading(text)
    assert texts(found, found.sentences) == sentences


QUANTITIES = [
    ("en", "at least 17 homes", "at least 17", 17, 17, "at_least"),
    ("en", "up to 40 people", "up to 40", 40, 40, "at_most"),
    ("en", "as many as 640 people", "as many as 640", 640, 640, "at_most"),
    ("en", "between six and eight bombs", "between six and eight", 6, 8, "range"),
    ("en", "six or seven hundred men", "six or seven hundred", 600, 700, "range"),
    ("en", "Some 250 of the diggers", "Some 250", 250, 250, "about"),
    ("en", "five of seven chiefs", "five of seven", 5, 5, "of 7"),
    ("en", "dozens of buses", "dozens", 24, 99, ""),
    ("en", "tens of thousands of men", "tens of thousands", 20_000, 99_000, ""),
    ("ar", "ما لا يقل عن عشرين لغما", "ما لا يقل عن عشرين", 20, 20, "at_least"),
    ("ar", "ما بين أربعين وخمسين طفلا", "ما بين أربعين وخمسين", 40, 50, "range"),
    ("ar", "نحو ثلاثمئة راكب", "نحو ثلاثمئة", 300, 300, "about"),
    ("ar", "عشرات الآلاف من الناس", "عشرات الآلاف", 20_000, 99_000, ""),
    ("ar", "وست إصابات", "وست", 6, 6, ""),
]


@pytest.mark.parametrize(("language", "text", "span", "low", "high", "bound"), QUANTITIES)
def test_a_quantity_has_its_bound_and_both_ends(
    language: str, text: str, span: str, low: float, high: float, bound: str
) -> None:
    found = reading(text, language)
    one = found.quantities[0]
    assert (found.stretch(one.first, one.last).text, one.low, one.high, one.bound) == (span, low, high, bound)


@pytest.mark.parametrize(
    ("language", "text", "measure"),
    [
        ("en", "the 16th Division", "unit name"),
        ("en", "a 155 mm round", "calibre"),
        ("en", "a 17-year-old boy", "age"),
        ("en", "They closed Pier 9.", "place name"),
        ("en", "under Article 7 of it", "name"),
        ("en", "90 percent of homes", "share"),
        ("ar", "اللواء الثالث والأربعون", "unit name"),
    ],
)
def test_what_counts_nothing_is_told_from_a_count(language: str, text: str, measure: str) -> None:
    assert [one.measure.value for one in reading(text, language).quantities] == [measure]


MOMENTS = [
    ("en", "They met on Nov. 2 at 10:40 p.m. near it", ["Nov. 2", "10:40 p.m"]),
    ("en", "They met on the 21st and by May 12.", ["21st", "May 12"]),
    ("en", "They may leave Monday night.", ["Monday", "night"]),
    ("en", "Three wars since 1961.", ["1961"]),
    ("ar", "يوم ٤ مارس عند السادسة والنصف صباحاً", ["٤ مارس", "السادسة والنصف صباحاً"]),
    ("ar", "الاثنين لا اثنين", ["الاثنين"]),
]


@pytest.mark.parametrize(("language", "text", "moments"), MOMENTS)
def test_days_and_hours_are_times_and_no_counts(language: str, text: str, moments: list[str]) -> None:
    found = reading(text, language)
    assert texts(found, [(one.first, one.last) for one in found.moments]) == moments


SPEECH = [
    ("en", "The well was shut, a midwife told Canal Radio.", ["a midwife told Canal Radio"]),
    ("en", "According to the bishop, the well was shut.", ["According to the bishop"]),
    ("en", "Residents of the quarter said that it was shut.", ["Residents of the quarter said"]),
    ("en", "It was shut, by the police's own count.", ["by the police's own count"]),
    ("en", "Port director: the well is shut.", ["Port director"]),
    ("en", "The well is said to be shut.", []),
    ("en", "A report lay on the table.", []),
    ("ar", "أوضح مدير المتحف أن القطع اختفت.", ["أوضح مدير المتحف"]),
    ("ar", "البئر مغلقة، بحسب العمدة.", ["بحسب العمدة"]),
    ("ar", "البئر مغلقة، على ما ذكره العمدة.", ["على ما ذكره العمدة"]),
    ("ar", "شهود: البئر مغلقة.", ["شهود"]),
    ("ar", "يُعتقد أن البئر مغلقة.", []),
]


@pytest.mark.parametrize(("language", "text", "clauses"), SPEECH)
def test_a_speakers_clause_is_found_by_its_turn_of_phrase(language: str, text: str, clauses: list[str]) -> None:
    found = reading(text, language)
    assert texts(found, [(one.first, one.last) for one in found.speech]) == clauses


HEDGES = [
    ("en", "It was reportedly shut.", ["reportedly"]),
    ("en", "It is understood to have been shut.", ["is understood to have been"]),
    ("en", "This could not at once be verified.", ["not at once be verified"]),
    ("en", "The police hold a suspect.", []),
    ("ar", "يُرجَّح أن البئر مغلقة.", ["يُرجَّح أن"]),
    ("ar", "والخبر لم يتأكد بعد.", ["لم يتأكد"]),
    ("ar", "كان في البئر ماء.", []),
]


@pytest.mark.parametrize(("language", "text", "hedges"), HEDGES)
def test_a_hedge_is_a_phrase_of_doubt_or_a_denied_check(language: str, text: str, hedges: list[str]) -> None:
    found = reading(text, language)
    assert texts(found, [(one.first, one.last) for one in found.hedges]) == hedges
