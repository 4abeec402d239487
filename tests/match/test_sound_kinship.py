"""Of how much of one recording another holds the same."""

import numpy as np
import pytest
from tests.match.microphones import Microphone, event, listening
from tests.media.sounds import babble

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard
from stemmata.match.sound_kinship import coherence


def held(samples: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", name: str = "x") -> Heard:
    return Heard(name, samples.astype(np.float32))


def test_a_copy_holds_all_of_it() -> None:
    voice = babble(1, 12.0)
    found = coherence(held(voice), held(0.3 * voice[2 * HZ :]), 2.0)
    assert found.coherence == pytest.approx(1.0, abs=0.01)
    assert min(found.a_in_b, found.b_in_a) > 0.98


def test_a_layer_hides_nothing_of_the_copy_and_shows_itself_on_one_side() -> None:
    voice, layer = babble(1, 12.0), babble(2, 12.0)
    found = coherence(held(voice), held(voice + layer), 0.0)
    assert found.a_in_b > 0.9
    assert found.b_in_a < 0.8


def test_one_layer_over_two_strangers_leaves_both_uncovered() -> None:
    layer = babble(9, 12.0)
    found = coherence(held(babble(1, 12.0) + layer), held(babble(2, 12.0) + layer), 0.0)
    assert max(found.a_in_b, found.b_in_a) < 0.9


def test_another_microphone_is_incoherent() -> None:
    sources = event(4)
    a = listening(sources, Microphone(2.0, (0.01, 0.06, 0.03), seed=1))
    b = listening(sources, Microphone(2.0, (0.05, 0.02, 0.09), seed=2))
    assert coherence(a, b, 0.0).coherence < 0.5


def test_too_short_an_overlap_says_nothing() -> None:
    voice = held(babble(1, 5.0))
    assert coherence(voice, voice, 4.9).a_in_b == 0.0
