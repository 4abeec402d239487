"""Two recordings on one clock, or why not."""

import numpy as np
import pytest
from tests.match.microphones import Microphone, event, listening
from tests.media.sounds import babble

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard
from stemmata.match.sound_kinship import Kinship
from stemmata.match.sync_candidates import bound_s
from stemmata.match.synchronise import Verdict, chance_rate, synchronise

ONE = Microphone(6.0, (0.10, 0.03, 0.06), ppm=40, seed=1)
OTHER = Microphone(2.0, (0.02, 0.09, 0.13), ppm=-60, seed=2)
OFFSET = -4.0


@pytest.fixture(scope="module")
def pair() -> tuple[Heard, Heard]:
    sources = event(1)
    return listening(sources, ONE, name="a"), listening(sources, OTHER, name="b")


def test_two_microphones_on_one_event_are_told_with_an_interval_that_holds_the_truth(pair: tuple[Heard, Heard]) -> None:
    found = synchronise(*pair)
    assert (found.verdict, found.kinship) == (Verdict.SAME_EVENT, Kinship.OTHER_MICROPHONE)
    assert found.low is not None
    assert found.high is not None
    assert found.lag is not None
    assert found.low <= OFFSET <= found.high
    assert min(abs(found.lag - OFFSET - one) for one in (0.08, -0.06, -0.07)) < 0.005


def test_the_interval_shrinks_with_the_distance_that_is_given(pair: tuple[Heard, Heard]) -> None:
    wide, narrow = synchronise(*pair, 150.0), synchronise(*pair, 40.0)
    assert wide.high is not None
    assert wide.low is not None
    assert narrow.high is not None
    assert narrow.low is not None
    assert narrow.high - narrow.low < wide.high - wide.low
    assert narrow.low <= OFFSET <= narrow.high


def test_the_other_way_round_the_offset_turns(pair: tuple[Heard, Heard]) -> None:
    there, back = synchronise(*pair), synchronise(*pair[::-1])
    assert back.verdict is Verdict.SAME_EVENT
    assert there.lag is not None
    assert back.lag is not None
    assert there.lag == pytest.approx(-back.lag, abs=0.2)


def test_the_container_begins_where_it_says(pair: tuple[Heard, Heard]) -> None:
    late = Heard("a", pair[0].samples, 3_000_000)
    found, plain = synchronise(late, pair[1]), synchronise(*pair)
    assert found.lag is not None
    assert plain.lag is not None
    assert found.lag == pytest.approx(plain.lag + 3.0, abs=1e-6)


def test_strangers_are_not_synchronised(pair: tuple[Heard, Heard]) -> None:
    stranger = listening(event(2), Microphone(3.0, (0.1, 0.0, 0.04), seed=3), name="c")
    assert synchronise(pair[0], stranger).verdict is Verdict.NOT_ESTABLISHED


def test_a_copy_is_the_same_recording_to_the_sample(pair: tuple[Heard, Heard]) -> None:
    copy = Heard("copy", (0.5 * pair[0].samples[3 * HZ :]).astype(np.float32))
    found = synchronise(pair[0], copy)
    assert (found.verdict, found.kinship) == (Verdict.SAME_RECORDING, Kinship.COPY)
    assert found.lag == pytest.approx(3.0, abs=2e-4)


def test_one_song_over_two_strangers_is_never_one_event(pair: tuple[Heard, Heard]) -> None:
    stranger = listening(event(2), Microphone(3.0, (0.1, 0.0, 0.04), seed=3), name="c")
    song = 0.5 * babble(77, 24.0)
    found = synchronise(Heard("a", pair[0].samples + song), Heard("c", stranger.samples + song))
    assert found.verdict is not Verdict.SAME_EVENT
    assert found.kinship in (Kinship.SHARED_LAYER, Kinship.UNDECIDED)


@pytest.mark.parametrize(
    ("samples", "reason"),
    [(np.zeros(0), "empty"), (np.zeros(8 * HZ), "silent"), (0.5 * np.ones(3 * HZ), "too_short")],
)
def test_what_cannot_be_heard_is_refused_with_its_reason(
    samples: "np.ndarray[tuple[int], np.dtype[np.float64]]", reason: str
) -> None:
    voice, bad = Heard("good", babble(1, 8.0)), Heard("bad", samples.astype(np.float32))
    assert bad.unusable == reason
    with pytest.raises(ValueError, match=f"bad is {reason}"):
        synchronise(voice, bad)


def test_several_channels_are_refused() -> None:
    with pytest.raises(ValueError, match="one channel"):
        Heard("stereo", np.zeros((2, HZ), np.float32))


def test_a_better_score_is_never_commoner_among_strangers() -> None:
    rates = [chance_rate(score) for score in np.linspace(-10, 10, 81)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 1.0


def test_the_bound_is_the_slowest_sound() -> None:
    assert bound_s(331.0) == pytest.approx(1.0)
