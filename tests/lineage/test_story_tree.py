"""The stemma of one story: by wording, dates and what texts say of their sources."""

import random
from dataclasses import replace

from tests.lineage.told import changed, descent, holder, names, parents, sentence, stemma, story, text

from stemmata.lineage import signs
from stemmata.lineage.stemma import Sureness
from stemmata.lineage.stemma_json import stemma_from_json, stemma_to_json
from stemmata.model.declaration import SourceKind, UnheldSource
from stemmata.model.judgement import Judgement, Said
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit

ALL = range(8)
FIRST = text("first", changed(ALL, {}), 1)
SECOND = text("second", changed(ALL, {1: "dust", 2: "steam"}), 5)
THIRD = text("third", changed(ALL, {1: "dust", 2: "steam", 4: "ash"}), 9)


def test_a_chain_of_dated_texts_is_a_chain() -> None:
    made = stemma(story([FIRST, SECOND, THIRD]))
    assert parents(made) == {"first": set(), "second": {"first"}, "third": {"second"}}


def test_wording_alone_proves_nothing() -> None:
    made = stemma(story([FIRST, SECOND, THIRD]))
    assert all(one.sureness is not Sureness.PROVEN for one in made.descents)


def test_without_dates_neighbours_are_told_and_no_direction() -> None:
    undated = [text(name, found, None) for name, found in (
        ("first", changed(ALL, {})), ("second", changed(ALL, {1: "dust", 2: "steam"})),
        ("third", changed(ALL, {1: "dust", 2: "steam", 4: "ash"})),
    )]  # fmt: skip
    made = stemma(story(undated))
    assert made.undirected
    links = [one for one in made.descents if one.parent is not None]
    assert {(one.sureness, one.p) for one in links} == {(Sureness.NEAREST_KIN, None)}
    neighbours = {frozenset((child, *found)) for child, found in parents(made).items() if found}
    assert neighbours == {frozenset({"first", "second"}), frozenset({"second", "third"})}


def test_a_text_that_names_its_source_tells_the_direction_without_dates() -> None:
    one, other = text("one", changed(ALL, {})), text("other", changed(ALL, {3: "dust"}))
    made = stemma(story([one, other], [names(other, "One", holder=one.holder)]))
    (link,) = descent(made, "other")
    assert (link.undirected, parents(made)["other"]) == (False, {"one"})
    assert signs.DECLARED in {sign.kind for sign in link.signs}


def test_a_text_that_is_certainly_younger_is_no_source() -> None:
    made = stemma(story([text("late", changed(ALL, {}), 9), text("early", changed(ALL, {1: "dust"}), 1)]))
    assert parents(made) == {"early": set(), "late": {"early"}}


def test_a_passage_of_a_second_text_makes_it_a_second_parent_of_that_passage() -> None:
    own = sentence(91) + " " + sentence(92)
    other = text("other", [*changed([0, 1], {}), own], 3)
    child = text("child", [*changed(ALL, {1: "dust", 2: "steam"}), own], 9)
    made = stemma(story([FIRST, SECOND, other, child]))
    assert parents(made)["child"] == {"second", "other"}
    second = next(one for one in descent(made, "child") if one.span is not None)
    assert isinstance(second.span, TextSpan)
    assert (
        own in child.body[second.span.start : second.span.end] or child.body[second.span.start : second.span.end] in own
    )
    assert (second.sureness, second.signs[0].kind) == (Sureness.NEAREST_KIN, signs.EXPLAINS)


def test_a_torn_copy_of_the_parent_makes_nobody_a_second_parent() -> None:
    torn = text("torn", [*changed([0, 1], {0: "dust", 1: "steam"}), *changed([6, 7], {6: "ash", 7: "soot"})], 5)
    child = text("child", changed(ALL, {0: "dust", 1: "steam", 6: "ash", 7: "soot"}), 9)
    assert parents(stemma(story([FIRST, torn, child])))["child"] <= {"torn", "first"}
    assert len(parents(stemma(story([FIRST, torn, child])))["child"]) == 1


def unheld(*texts: str) -> UnheldSource:
    return UnheldSource("f" * 64, "Meridian Wire", SourceKind.AGENCY, tuple(sorted(holder(name) for name in texts)))


def test_a_source_that_is_named_and_not_held_is_a_lost_witness_with_its_name() -> None:
    one = text("one", changed(range(4), {0: "dust", 1: "haze"}), 3)
    other = text("other", changed(range(2, 6), {4: "ash", 5: "soot"}), 4)
    said = [names(found, "Meridian Wire", unheld="f" * 64) for found in (one, other)]
    made = stemma(story([one, other], said, [unheld("one", "other")]))
    (lost,) = [witness for witness in made.witnesses if not witness.held]
    assert lost.named is not None
    assert (lost.id, lost.named.name, lost.named.texts) == ("f" * 64, "Meridian Wire", 2)
    assert parents(made)["one"] == {"f" * 64}
    assert "f" * 64 in parents(made)["other"]


def test_a_name_that_was_copied_with_its_sentence_says_nothing_of_the_copys_own_source() -> None:
    said = "Meridian Wire reported this to all of its readers."
    first = text("first", [*changed(ALL, {}), said], 1)
    copy = text("copy", [*changed(ALL, {3: "dust"}), said], 5)
    span = TextSpan(copy.extraction, copy.body.index(said), len(copy.body))
    for_copy = names(copy, "Meridian Wire", unheld="f" * 64)
    of = Unit(Track.TEXT, item=copy.holder, span=span)
    copied = replace(for_copy, declaration=replace(for_copy.declaration, of=of))
    made = stemma(story([first, copy], [copied], [unheld("copy")]))
    assert parents(made) == {"first": set(), "copy": {"first"}}


def test_a_judged_parent_is_followed_against_wording() -> None:
    units = [Unit(Track.TEXT, item=holder(name)) for name in ("first", "third")]
    judged = Judgement("e1", Said.PARENT, units[0], units[1], "key", 0, "as told", None)
    assert parents(stemma(story([FIRST, SECOND, THIRD]), [judged]))["third"] == {"first"}


def test_texts_of_the_same_bytes_are_no_parents_of_each_other_and_one_text_is_a_stemma() -> None:
    made = stemma(story([FIRST]))
    assert parents(made) == {"first": set()}


def test_a_headline_alone_that_differs_is_named() -> None:
    one = text("one", changed(ALL, {}), 1, title="Fire at the mill")
    other = text("other", changed(ALL, {}), 5, title="Mill burns")
    (link,) = descent(stemma(story([one, other])), "other")
    assert signs.HEADLINE in {sign.kind for sign in link.signs}


def test_the_order_of_texts_leaves_no_trace() -> None:
    texts = [FIRST, SECOND, THIRD, text("fourth", changed(ALL, {6: "soot"}), 6)]
    whole = stemma(story(texts))
    random.Random(3).shuffle(texts)
    assert stemma(story(texts)) == whole


def test_a_story_comes_back_from_json_as_it_was() -> None:
    own = sentence(91) + " " + sentence(92)
    other = text("other", [*changed([0, 1], {}), own], 3)
    child = text("child", [*changed(ALL, {1: "dust", 2: "steam"}), own], 9)
    said = [names(child, "Meridian Wire", unheld="f" * 64)]
    made = stemma(story([FIRST, SECOND, other, child], said, [unheld("child")]))
    assert stemma_from_json(stemma_to_json(made)) == made
