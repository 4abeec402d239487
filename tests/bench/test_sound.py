"""The bench of sound: its sources are seeded, its edits do what they say, and its score asks for the right place."""

import numpy as np
import pytest
from bench.sound.asking import indexed
from bench.sound.edits import EDITS, QUERY_S, coded, edited, heard
from bench.sound.score import Query, outcome
from bench.sound.sources import source

from stemmata.decode.sound import HZ

SOURCE = source(71, 16)[1]
INDEX = indexed([heard(coded(SOURCE, "pcm_s16le", "wav", 0)), heard(coded(source(72, 16)[1], "pcm_s16le", "wav", 0))])
AT_S = 3.0


def test_a_seed_gives_one_source() -> None:
    assert np.array_equal(source(71, 16)[1], SOURCE)
    assert not np.array_equal(source(73, 16)[1], SOURCE)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_lasts_as_long_as_its_speed_says(edit: str) -> None:
    made = edited(edit, SOURCE, AT_S, np.random.default_rng(1))
    expected = EDITS[edit].seconds / EDITS[edit].speed
    assert len(made) / HZ == pytest.approx(expected, abs=0.2)
    assert expected <= QUERY_S / 0.9 + 0.01


def test_an_answer_counts_only_at_its_place() -> None:
    made = edited("mp3 32k", SOURCE, AT_S, np.random.default_rng(1))
    assert outcome(INDEX, Query("mp3 32k", 0, AT_S, made), 2).found
    assert not outcome(INDEX, Query("mp3 32k", 0, AT_S + 1, made), 2).found
    assert not outcome(INDEX, Query("mp3 32k", 1, AT_S, made), 2).found
