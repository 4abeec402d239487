"""The tree over witnesses: cheapest, never against a proof, recomputed around what a person said."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.lineage import signs
from stemmata.lineage.builder import build
from stemmata.lineage.confidence import Logistic
from stemmata.lineage.links import Link, witnesses
from stemmata.lineage.stemma import Descent, Proof, Sign, Stemma, Sureness, Witness
from stemmata.model.judgement import Judgement, Said
from stemmata.model.span import Region
from stemmata.model.unit import Track, Unit

POPULATION = "drawn"
EVERY_SECOND = {POPULATION: Logistic(POPULATION, (0.0, 0.0, 2.0, 0.0), 0.0, 0.95, 20.0)}
"""Right the more often, the dearer the next candidate is."""


def unit(name: str, region: Region | None = None) -> Unit:
    return Unit(Track.PICTURE, item=name * 64, region=region)


NAMES = "abcdefgh"
UNITS = {name: unit(name) for name in NAMES}
WITNESSES = {name: Witness(found.id, (found,)) for name, found in UNITS.items()}


def link(parent: str, child: str, cost: float, *proofs: Proof) -> Link:
    found = tuple(Sign(signs.UNCOVERED, proof, values={"share": 0.2}) for proof in proofs)
    return Link(WITNESSES[parent].id, WITNESSES[child].id, cost, found, population=POPULATION)


def built(names: str, links: list[Link], *judgements: Judgement) -> Stemma:
    return build("f", [WITNESSES[name] for name in names], links, judgements, EVERY_SECOND)


def parents(stemma: Stemma) -> dict[str, str | None]:
    name = {one.id: key for key, one in WITNESSES.items()}
    return {name[one.child]: name.get(one.parent or "", "ω" if one.parent else None) for one in stemma.descents}


def said(what: Said, one: str, other: str, entry: str = "e1") -> Judgement:
    return Judgement(entry, what, UNITS[one], UNITS[other], "k", 0, "looked at both")


def descent(stemma: Stemma, child: str) -> Descent:
    return next(one for one in stemma.descents if one.child == WITNESSES[child].id)


CHAIN = [
    link("a", "b", 0.0), link("b", "a", 5.0), link("b", "c", 0.0), link("c", "b", 5.0), link("a", "c", 2.0),
    link("c", "a", 7.0),
]  # fmt: skip


def test_each_copy_stands_below_what_explains_it_best() -> None:
    assert parents(built("abc", CHAIN)) == {"a": None, "b": "a", "c": "b"}


def test_a_parent_that_costs_too_much_is_not_named() -> None:
    assert parents(built("ab", [link("a", "b", 20.0)])) == {"a": None, "b": None}


def test_a_parent_that_would_seldom_be_right_is_not_named() -> None:
    stemma = built("abc", [link("a", "c", 0.0), link("b", "c", 0.0), link("a", "b", 0.0)])
    assert descent(stemma, "c").p == 0.5
    rarely = {POPULATION: Logistic(POPULATION, (0.0, 0.0, 0.0, 0.0), -2.0, 0.95, 20.0)}
    unnamed = build("f", [WITNESSES["a"], WITNESSES["b"]], [link("a", "b", 0.0)], (), rarely)
    assert parents(unnamed) == {"a": None, "b": None}


def test_a_family_of_one_has_no_parent() -> None:
    assert built("a", []).descents == (Descent(WITNESSES["a"].id, None, Sureness.NONE),)


def test_a_clear_choice_is_likely_and_a_close_one_nearest_kin() -> None:
    stemma = built("abc", [*CHAIN, link("a", "c", 0.1)])
    assert descent(stemma, "b").sureness is Sureness.LIKELY
    assert descent(stemma, "b").population == POPULATION
    assert descent(stemma, "c").sureness is Sureness.NEAREST_KIN


def test_without_a_population_nothing_is_likely() -> None:
    bare = Link(WITNESSES["a"].id, WITNESSES["b"].id, -9.0)
    found = descent(built("ab", [bare]), "b")
    assert found.sureness is Sureness.NEAREST_KIN
    assert found.p is None


def test_only_what_shows_descent_draws_a_proven_parent() -> None:
    for proof, sureness in ((Proof.DESCENDS, Sureness.PROVEN), (Proof.SAME_ORIGIN, Sureness.LIKELY)):
        assert descent(built("ab", [link("a", "b", 0.0, proof)]), "b").sureness is sureness


def test_of_two_proven_parents_of_which_one_descends_from_the_other_the_upper_one_is_drawn() -> None:
    twins = [link("a", "b", 0.0), link("a", "c", 0.1, Proof.DESCENDS), link("b", "c", 0.0, Proof.DESCENDS)]
    stemma = built("abc", twins)
    assert parents(stemma)["c"] == "a"
    assert descent(stemma, "c").sureness is Sureness.PROVEN


def test_of_two_proven_parents_side_by_side_none_is_proven() -> None:
    side_by_side = [
        link("a", "b", 0.0), link("a", "d", 0.0), link("b", "c", 0.0, Proof.DESCENDS),
        link("d", "c", 0.1, Proof.DESCENDS),
    ]  # fmt: skip
    assert descent(built("abcd", side_by_side), "c").sureness is not Sureness.PROVEN


def explaining(parent: str, child: str, cost: float) -> Link:
    """A link of which the child is as if made from the parent, and the other way round is not ruled out."""
    return replace(link(parent, child, cost), signs=(Sign(signs.EITHER_WAY),))


@pytest.mark.parametrize("rival", ["a", "d"], ids=["above it", "beside it"])
def test_a_proven_parent_is_not_where_another_explains_the_child_too(rival: str) -> None:
    links = [link("a", "b", 0.0), link("a", "d", 0.0), link("b", "c", 0.0, Proof.DESCENDS)]
    stemma = built("abcd", [*links, explaining(rival, "c", 0.5)])
    assert descent(stemma, "c").sureness is not Sureness.PROVEN


def test_a_proven_parent_stays_where_what_explains_the_child_too_lies_below() -> None:
    links = [link("a", "b", 0.0), link("a", "c", 0.0, Proof.DESCENDS), link("c", "d", 0.0), explaining("d", "c", 0.5)]
    assert descent(built("abcd", links), "c").sureness is Sureness.PROVEN


def test_a_proven_parent_goes_before_a_cheaper_one() -> None:
    stemma = built("abc", [*CHAIN, link("a", "c", 2.0, Proof.DESCENDS)])
    assert parents(stemma)["c"] == "a"


def test_what_cannot_be_the_source_is_never_made_the_parent() -> None:
    stemma = built("ab", [link("a", "b", 0.0, Proof.NOT_ANCESTOR), link("b", "a", 9.0)])
    assert parents(stemma) == {"a": "b", "b": None}
    assert [(one, other) for one, other, _ in stemma.not_sources] == [(WITNESSES["a"].id, WITNESSES["b"].id)]


def test_where_each_holds_what_the_other_lacks_an_ancestor_is_not_held() -> None:
    barred = [link("a", "b", 0.0, Proof.NOT_ANCESTOR), link("b", "a", 0.0, Proof.NOT_ANCESTOR), link("b", "c", 0.0)]
    stemma = built("abc", barred)
    assert parents(stemma) == {"a": "ω", "b": "ω", "c": "b"}
    lost = next(one for one in stemma.witnesses if not one.held)
    assert descent(stemma, "a").signs[0].kind == signs.KIN_ABOVE
    assert all(one.sureness is Sureness.PROVEN for one in stemma.descents if one.parent == lost.id)


def test_roots_of_which_only_one_lacks_something_are_not_joined() -> None:
    stemma = built("ab", [link("a", "b", 0.0, Proof.NOT_ANCESTOR)])
    assert parents(stemma) == {"a": None, "b": None}


def test_a_judged_parent_goes_before_everything_even_a_proof_and_is_marked() -> None:
    links = [link("a", "b", 0.0, Proof.DESCENDS), link("b", "a", 5.0, Proof.NOT_ANCESTOR)]
    stemma = built("ab", links, said(Said.PARENT, "b", "a"))
    assert parents(stemma) == {"a": "b", "b": None}
    assert descent(stemma, "a").judged
    assert descent(stemma, "a").signs[0] == Sign(signs.JUDGED, values={"entry": "e1", "said": "parent"})
    assert stemma.conflicts == (("against_proof", ("e1",)),)


def test_a_judged_no_to_what_is_proven_is_followed_and_told() -> None:
    stemma = built("ab", [link("a", "b", 0.0, Proof.DESCENDS)], said(Said.NOT_PARENT, "a", "b"))
    assert parents(stemma) == {"a": None, "b": None}
    assert stemma.conflicts == (("against_proof", ("e1",)),)


def test_a_parent_that_was_judged_where_nothing_was_found_is_drawn() -> None:
    assert parents(built("ab", [], said(Said.PARENT, "a", "b"))) == {"a": None, "b": "a"}


def test_a_judged_no_bars_the_parent_and_the_tree_goes_round_it() -> None:
    assert parents(built("abc", CHAIN, said(Said.NOT_PARENT, "b", "c")))["c"] == "a"


def test_a_circle_of_judgements_is_followed_nowhere_and_told() -> None:
    round_about = (said(Said.PARENT, "a", "b", "e1"), said(Said.PARENT, "b", "a", "e2"))
    stemma = built("abc", CHAIN, *round_about)
    assert stemma.conflicts == (("circle", ("e1", "e2")),)
    assert parents(stemma) == {"a": None, "b": "a", "c": "b"}


def test_a_judgement_within_one_witness_is_told_as_a_conflict() -> None:
    pair = Witness(UNITS["a"].id, (UNITS["a"], UNITS["b"]))
    stemma = build("f", [pair], [], [said(Said.PARENT, "a", "b")], EVERY_SECOND)
    assert stemma.conflicts == (("within", ("e1",)),)


def test_a_link_to_a_stranger_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the family"):
        built("ab", [link("a", "c", 0.0)])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(NAMES),
            st.floats(-5, 5),
            st.sampled_from([(), (Proof.NOT_ANCESTOR,), (Proof.DESCENDS,), (Proof.SAME_ORIGIN,)]),
        ).filter(lambda row: row[0] != row[1]),
        unique_by=lambda row: row[:2],
    ),
    st.lists(
        st.tuples(st.sampled_from([Said.PARENT, Said.NOT_PARENT]), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        max_size=4,
    ),
    st.integers(0, 9),
)
def test_any_evidence_in_any_order_gives_one_forest_that_no_proof_contradicts(
    rows: list[tuple[str, str, float, tuple[Proof, ...]]], told: list[tuple[Said, str, str]], seed: int
) -> None:
    links = [link(parent, child, cost, *proofs) for parent, child, cost, proofs in rows]
    judgements = [said(what, one, other, f"e{at}") for at, (what, one, other) in enumerate(told)]
    stemma = built(NAMES, links, *judgements)
    shuffled = random.Random(seed).sample(links, len(links))
    assert built(NAMES[::-1], shuffled, *judgements[::-1]) == stemma
    assert sorted({one.child for one in stemma.descents if one.child in {w.id for w in WITNESSES.values()}}) == sorted(
        one.id for one in WITNESSES.values()
    )
    above = {one.child: one.parent for one in stemma.descents}
    for start in above:
        seen, at = set(), above[start]
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = above.get(at)
    barred = {(one.parent, one.child) for one in links if one.forbidden}
    assert all((one.parent, one.child) not in barred or one.judged for one in stemma.descents)


def test_files_of_the_same_coded_pictures_are_one_witness() -> None:
    found = witnesses(UNITS.values(), [("a" * 64, "b" * 64), ("b" * 64, "c" * 64)])
    assert len(found) == len(NAMES) - 2
    assert any(one.holders == ("a" * 64, "b" * 64, "c" * 64) for one in found)


def test_a_file_that_belongs_as_a_whole_and_by_a_window_is_there_as_a_whole() -> None:
    window = unit("a", region=Region(0, 0, 500_000, 500_000))
    assert witnesses([window, UNITS["a"]], []) == [Witness(UNITS["a"].id, (UNITS["a"],))]
    assert witnesses([window], []) == [Witness(window.id, (window,))]
