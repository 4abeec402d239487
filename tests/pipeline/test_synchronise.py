"""Which pairs of many recordings are compared, and how an answer is kept."""

import json

import numpy as np
from tests import microphones_case

from stemmata.match.heard import Heard
from stemmata.match.synchronise import synchronise
from stemmata.pipeline.synchronise import FEW, PIECE, Onsets, pairs_to_compare
from stemmata.pipeline.synchronised_json import synchronised_from_json, synchronised_to_json


def noise(seed: int, steps: int) -> Onsets:
    return np.random.default_rng(seed).standard_normal((steps, 4)).astype(np.float32)


def test_every_pair_of_a_few_is_compared_without_a_look() -> None:
    def never() -> list[Onsets]:
        raise AssertionError("asked")

    assert len(pairs_to_compare(FEW, never)) == FEW * (FEW - 1) // 2


def test_of_many_a_look_proposes_partners_and_where_they_lie_also_late_in_a_long_recording() -> None:
    held = [noise(seed, 1_500) for seed in range(FEW + 2)]
    held[3] = noise(99, 2 * PIECE + 4_000)
    late = 2 * PIECE + 1_000
    held[20] = held[3][late : late + 1_500] + 0.3 * noise(7, 1_500)
    lags = {(a, b): lags for a, b, lags in pairs_to_compare(len(held), lambda: held)}
    assert late / 50 in lags[3, 20]
    assert all(a < b for a, b in lags)
    assert len(lags) < len(held) * (len(held) - 1) // 2 + 1


def test_an_answer_that_was_kept_is_the_answer() -> None:
    one, other = (Heard(name, microphones_case.heard(name)) for name in ("one.wav", "three.wav"))
    found = synchronise(one, other)
    kept = synchronised_from_json(json.loads(json.dumps(synchronised_to_json(found))))
    assert synchronised_to_json(kept) == synchronised_to_json(found)
    assert kept.low == found.low
    assert kept.windows == found.windows
