"""The trial of the class PROVEN: what counts as wrong, and what is printed."""

from pathlib import Path

import pytest
from bench.edits.truth import Medium, NotUsable
from bench.families.making import Asked, make
from bench.families.proofs import Tried, printed, tried
from bench.families.regimes import Regime


def test_a_seeded_family_is_tried_whole_and_with_one_file_lost() -> None:
    whole, lost = tried(91, 0)
    assert (whole.lost, lost.lost) == (False, True)
    assert whole.claims >= lost.claims
    assert whole.wrong == ()


def test_wrong_claims_are_counted_by_what_they_were_and_families_apart() -> None:
    found = [Tried(False, 3, ("cousin", "descendant")), Tried(False, 2, ()), Tried(True, 4, ())]
    assert list(printed(found, lost=False)) == [
        "whole: claims          2 wrong in 5",
        "whole: families        1 wrong in 2",
        "whole: wrong ones are 1 cousin, 1 descendant",
    ]


def test_none_wrong_is_printed_with_its_bound() -> None:
    first, *_ = printed([Tried(True, 4, ())], lost=True)
    assert first == "one lost: claims       0 wrong in 4; below 5.27e-01 (95 %)"


def test_films_have_no_regime_of_jpegs(tmp_path: Path) -> None:
    with pytest.raises(NotUsable, match="resaved is of stills"):
        make(tmp_path, Asked(1, 1, 3, Medium.FILM, Regime.RESAVED), lambda line: None)
