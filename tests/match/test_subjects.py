"""Whether two texts are on one matter, by their rare words and figures."""

from stemmata.match.subjects import Subjects

ONE = "Shells struck the covered market of Teshkala near the spice stalls, and boats carried 87 wounded to Marnholt."
RETOLD = "In Teshkala a nurse counted 87 wounded before the boats left for Marnholt."
OTHER = "A bridge at Kelmora fell into the Ulvren after a convoy of lorries with timber had crossed it."


def test_texts_with_the_same_names_and_figures_are_on_one_matter() -> None:
    found = Subjects({"one": ONE, "retold": RETOLD, "other": OTHER})
    assert found.alike("one", "retold")
    assert not found.alike("one", "other")
    assert found.likeness("one", "retold") == found.likeness("retold", "one")


def test_little_words_alone_make_nothing_alike() -> None:
    found = Subjects({"one": "The people said that it was there.", "other": "The people said that they were there."})
    assert found.likeness("one", "other") == 0.0


def test_what_arabic_writes_together_with_a_word_makes_no_difference() -> None:
    found = Subjects({"one": "القصف والسوق في تشكالا", "other": "قصف سوق بتشكالا تشكالا"})
    assert found.alike("one", "other")
