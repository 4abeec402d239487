"""The bench of stories: the same seed, the same families; measures are those of the literature; truth is no guess."""

from pathlib import Path

import pytest
from bench.stories import ours
from bench.stories.dating import INTERVAL_US, Noise, dated
from bench.stories.families import Family, articles, family, held_nodes
from bench.stories.sign_distance import orientation, skeleton
from bench.stories.traditions import Tradition, tradition

from stemmata.model.told import PartKind

CHAIN = [("a", "b"), ("b", "c"), ("c", "d")]
STAR = [("b", "a"), ("b", "c"), ("b", "d")]


def test_a_stemma_agrees_with_itself_and_turned_round_only_as_a_skeleton() -> None:
    turned = [(child, parent) for parent, child in CHAIN]
    assert skeleton(CHAIN, CHAIN, "abcd") == orientation(CHAIN, CHAIN, "abcd") == 1.0
    assert skeleton(CHAIN, turned, "abcd") == 1.0
    assert orientation(CHAIN, turned, "abcd") == 0.0


def test_another_shape_is_counted_by_triples_whose_order_changes() -> None:
    # of 12 triples six have an order in one of the two only (half a point each), and seen from d, b and c change places
    assert skeleton(CHAIN, STAR, "abcd") == pytest.approx((12 - 6 / 2 - 1) / 12)


def test_a_lost_copy_counts_as_a_step_and_not_as_a_witness() -> None:
    known = Tradition({"a": "", "b": "", "c": ""}, (("a", "lost"), ("lost", "b"), ("b", "c")), frozenset({"lost"}))
    assert known.held_edges() == {("a", "b"), ("b", "c")}
    assert skeleton(known.edges, known.held_edges(), "abc") == pytest.approx(2.5 / 3)  # b is nearer to c than to a


@pytest.mark.parametrize("noise", list(Noise))
def test_dates_are_as_wide_as_they_may_be_off(noise: Noise) -> None:
    known = Tradition({"a": "", "b": "", "c": ""}, (("a", "b"), ("b", "c")), frozenset())
    dates = [found for seed in range(20) for found in dated(known, noise, seed).values()]
    if noise is Noise.NONE:
        assert dates == [None] * 60
        return
    wide = {
        found.high_us - found.low_us
        for found in dates
        if found and found.high_us is not None and found.low_us is not None
    }
    assert wide == {int(2 * INTERVAL_US * {Noise.EXACT: 0.0, Noise.HALF: 0.5, Noise.ONE: 1.0}.get(noise, 1.73))}
    assert dated(known, noise, 3) == dated(known, noise, 3)


@pytest.fixture(scope="module")
def made() -> list[Family]:
    return [family(language, 0, seed) for language in ("en", "ar") for seed in range(6)]


def test_the_same_seed_makes_the_same_family_and_halves_share_no_article(made: list[Family]) -> None:
    assert made[0] == family("en", 0, 0)
    assert made[0] != family("en", 0, 1)
    assert not {one.headline for one in articles("en", 0)} & {one.headline for one in articles("en", 1)}


def test_about_half_of_the_texts_name_their_source(made: list[Family]) -> None:
    copies = [one for own in made for one in own.copies if one.parents]
    assert 0.3 < sum(one.declares is not None for one in copies) / len(copies) < 0.7
    assert all(one.declares in one.parents for one in copies if one.declares is not None)


def test_parts_of_a_text_lie_in_its_body_and_the_first_is_its_headline(made: list[Family]) -> None:
    for one in made[0].copies:
        assert one.text is None or one.text.of(PartKind.HEADLINE)[0].start == 0


def test_truth_is_the_nearest_held_ancestor_and_texts_of_the_same_words_are_one(made: list[Family]) -> None:
    own = made[0]
    held = held_nodes(own, 0.3, 1)
    nodes = ours.one_node(own, held)
    true = ours.joined(ours.truth(own, held), nodes)
    assert set(true) == set(nodes.values())
    assert all(above <= set(true) - {child} for child, above in true.items())


def test_the_declared_parent_is_found_in_nearly_all_texts_that_name_a_held_one(made: list[Family]) -> None:
    found = []
    for own in made:
        held = held_nodes(own, 0.0, 0)
        said, _ = ours.said(own, held)
        found += [one.declares in said[one.node] for one in own.copies if one.declares in held]
    assert sum(found) / len(found) > 0.9


@pytest.mark.corpus
def test_notre_besoin_is_read_with_its_thirteen_copies_and_their_stemma(corpus: Path) -> None:
    folder = corpus / "texts" / "stemmatology"
    known = tradition(folder / "besoin_analysis.xml", folder / "besoin.dot")
    assert (len(known.witnesses), known.lost, len(known.held_edges())) == (13, frozenset({"omega"}), 13)
    assert known.texts["A"].startswith("Notre besoin de consolation est impossible à rassasier de Stig Dagerman")
