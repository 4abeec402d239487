"""Two recordings on one clock, or a reason why not."""

import numpy as np
import pytest
from tests.match.sounds import event, microphone
from tests.media.sounds import babble

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard
from stemmata.match.sound_kinship import Kinship
from stemmata.match.sync_edge import BY_CHANCE, asserted, sync_edge
from stemmata.match.synchronise import Verdict, chance_rate, synchronise
from stemmata.model.edge import SHARED_ORIGIN, Kind


def test_two_microphones_on_one_event_are_put_on_one_clock() -> None:
    sources = event(1)
    found = synchronise(microphone(sources, 1, 2.0, ppm=40), microphone(sources, 2, 6.5, ppm=-60))
    assert (found.verdict, found.kinship) == (Verdict.SAME_EVENT, Kinship.OTHER_MICROPHONE)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 4.5 <= found.high


def test_a_nearer_bound_gives_a_narrower_interval_that_still_holds() -> None:
    sources = event(1)
    a, b = microphone(sources, 1, 2.0, ppm=40), microphone(sources, 2, 6.5, ppm=-60)
    wide, narrow = synchronise(a, b, 150), synchronise(a, b, 90)
    assert narrow.high is not None
    assert narrow.low is not None
    assert wide.high is not None
    assert wide.low is not None
    assert wide.low <= narrow.low <= 4.5 <= narrow.high <= wide.high


def test_swapping_two_recordings_turns_the_interval_round() -> None:
    sources = event(3)
    a, b = microphone(sources, 1, 2.0, ppm=40), microphone(sources, 2, 5.0, ppm=-90)
    one, other = synchronise(a, b), synchronise(b, a)
    assert one.verdict is other.verdict is Verdict.SAME_EVENT
    assert one.low == pytest.approx(-(other.high or 0.0), abs=0.02)


def test_a_container_that_starts_late_moves_the_offset_with_it() -> None:
    sources = event(1)
    a, b = microphone(sources, 1, 2.0, ppm=40), microphone(sources, 2, 6.5, ppm=-60)
    plain, late = synchronise(a, b), synchronise(Heard(a.holder, a.samples, 500_000), b)
    assert late.lag == pytest.approx((plain.lag or 0.0) + 0.5)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_unrelated_recordings_establish_nothing(seed: int) -> None:
    found = synchronise(microphone(event(seed), 1, 2.0), microphone(event(seed + 50), 2, 5.0))
    assert found.verdict is Verdict.NOT_ESTABLISHED
    assert sync_edge(found, 1) is None


def test_a_layer_over_strangers_is_never_one_event() -> None:
    song = babble(900, 20.0)
    a, b = (microphone(event(seed), seed, 3.0) for seed in (21, 22))
    over = [Heard(side.holder, (side.samples / side.samples.std() * 0.1 + song).astype(np.float32)) for side in (a, b)]
    found = synchronise(over[0], over[1])
    assert found.verdict in (Verdict.SHARED_SOUND, Verdict.UNDECIDED)
    assert found.lag == pytest.approx(0.0, abs=1e-4)


def test_a_noisier_excerpt_is_a_copy_and_not_another_microphone() -> None:
    a = microphone(event(5), 1, 2.0)
    noise = 0.3 * a.samples.std() * np.random.default_rng(1).standard_normal(8 * HZ)
    b = Heard("b" * 64, (a.samples[4 * HZ : 12 * HZ] + noise).astype(np.float32))
    found = synchronise(a, b)
    assert found.verdict is Verdict.SAME_RECORDING
    assert found.lag == pytest.approx(4.0, abs=1e-4)


def test_bangs_alone_are_one_event() -> None:
    sources = event(6, bangs=14, voices=0)
    found = synchronise(microphone(sources, 1, 1.0, ppm=100), microphone(sources, 2, 4.0, ppm=-80))
    assert found.verdict is Verdict.SAME_EVENT
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 3.0 <= found.high


def test_clocks_that_run_alike_are_told_from_a_layer_by_sources_at_other_places() -> None:
    sources = event(1)
    found = synchronise(microphone(sources, 1, 2.0), microphone(sources, 2, 6.5))
    assert found.verdict is Verdict.SAME_EVENT


def test_one_burst_that_was_laid_over_strangers_is_no_event() -> None:
    laid = babble(901, 20.0).astype(np.float32)
    laid[: 9 * HZ], laid[11 * HZ :] = 0, 0
    a, b = (microphone(event(seed, bangs=9, voices=0), seed, 3.0) for seed in (33, 34))
    over = [Heard(side.holder, (side.samples + 3 * side.samples.std() * laid).astype(np.float32)) for side in (a, b)]
    assert synchronise(over[0], over[1]).verdict is not Verdict.SAME_EVENT


def test_what_a_large_case_makes_likely_is_not_asserted() -> None:
    sources = event(1)
    found = synchronise(microphone(sources, 1, 2.0, ppm=40), microphone(sources, 2, 6.5, ppm=-60))
    assert asserted(found, 1) is found
    refused = asserted(found, round(0.01 / found.rate) + 1)
    assert (refused.verdict, refused.kinship, refused.reason) == (Verdict.UNDECIDED, Kinship.UNDECIDED, BY_CHANCE)


def test_what_is_silent_empty_or_short_is_refused_by_name() -> None:
    whole = microphone(event(1), 1, 2.0)
    for samples, reason in (
        (np.zeros(0, np.float32), "empty"),
        (np.zeros(9 * HZ, np.float32), "silent"),
        (whole.samples[: HZ // 5], "too_short"),
    ):
        bad = Heard("c" * 64, samples)
        assert bad.unusable == reason
        with pytest.raises(ValueError, match=reason):
            synchronise(whole, bad)


def test_another_microphone_joins_no_origin_and_its_edge_states_the_interval_in_its_own_order() -> None:
    sources = event(1)
    a, b = microphone(sources, 1, 2.0, ppm=40), microphone(sources, 2, 6.5, ppm=-60)
    edge, turned = sync_edge(synchronise(a, b), 10), sync_edge(synchronise(b, a), 10)
    assert edge is not None
    assert turned is not None
    assert edge.kind is Kind.SAME_EVENT
    assert Kind.SAME_EVENT not in SHARED_ORIGIN
    assert (edge.a, edge.b) == (turned.a, turned.b)
    offset = edge.facts["offset_us"]
    assert isinstance(offset, list)
    assert int(str(offset[0])) <= 4_500_000 <= int(str(offset[1]))


def test_chance_falls_with_the_score_and_is_a_share() -> None:
    rates = [chance_rate(score) for score in np.linspace(-8, 12, 41)]
    assert rates == sorted(rates, reverse=True)
    assert all(0 < rate <= 1 for rate in rates)
