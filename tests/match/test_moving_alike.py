"""Films that move alike are candidates, however they look; strangers seldom, however long they are."""

import itertools

import numpy as np
import pytest
from tests.match import footage, glances
from tests.match.test_motion import at_speed, part, reversed_in_time, shaken

from stemmata.fingerprint.frames import WORDS
from stemmata.match.candidates import glance
from stemmata.match.inverted import Glance
from stemmata.match.motion import Film
from stemmata.match.motion_windows import windows
from stemmata.match.moving_alike import LEAST_VOTES, in_step, votes_needed
from stemmata.match.picture import Picture

WHOLE = shaken(1)
STRANGERS = 40


def seen(holder: str, film: Film) -> Glance:
    """A film of which nothing but its motion is known."""
    nothing = np.zeros((0, WORDS), np.uint64)
    return Glance(holder, nothing, nothing, (), windows(*film))


def pairs(*portions: list[Glance]) -> set[tuple[str, str]]:
    return glances.in_portions(list(portions))[0]


COPIES: dict[str, Film] = {
    "itself": WHOLE,
    "a part": part(WHOLE, 2, 10),
    "faster": at_speed(WHOLE, 1.25),
    "half as fast": at_speed(WHOLE, 0.5),
    "twice as fast": at_speed(shaken(1), 2.0),
    "backwards": reversed_in_time(WHOLE),
    "half the frames": (WHOLE[0][::2], (WHOLE[1] + np.r_[0, WHOLE[1][:-1]])[::2].astype(np.float32)),
}


@pytest.mark.parametrize("what", COPIES)
def test_a_film_that_moves_alike_is_a_candidate_whichever_comes_first(what: str) -> None:
    one, other = seen("one", WHOLE), seen("other", COPIES[what])
    strangers = [seen(f"stranger {at}", shaken(10 + at)) for at in range(5)]
    assert ("one", "other") in pairs([one, *strangers], [other])
    assert pairs([one, *strangers], [other]) == pairs([other], [*strangers, one])


def test_strangers_are_no_candidates() -> None:
    found = pairs([seen(f"{at:02d}", shaken(100 + at)) for at in range(STRANGERS)])
    assert len(found) <= 0.005 * STRANGERS * (STRANGERS - 1) / 2


def test_long_strangers_are_no_candidates_and_an_excerpt_of_one_is() -> None:
    long = [seen(f"{at}", shaken(200 + at, 600)) for at in range(3)]
    excerpt = seen("excerpt", part(shaken(200, 600), 300, 312))
    assert pairs([*long, excerpt]) == {("0", "excerpt")}


def test_two_windows_are_too_few_and_windows_at_one_place_are_one() -> None:
    at = np.array([1.0, 2.0, 3.0])
    steps = np.zeros(3, np.int64)
    assert in_step(at, at + 7, steps, 3, reverse=False) is not None
    assert in_step(at[:2], at[:2] + 7, steps[:2], 3, reverse=False) is None
    assert in_step(np.array([1.0, 1.1, 1.2]), at, steps, 3, reverse=False) is None


def test_windows_must_lie_as_their_speed_has_it() -> None:
    ours, steps = np.array([1.0, 2.0, 3.0]), np.zeros(3, np.int64)
    assert in_step(ours, 10 - ours, steps, 3, reverse=True) is not None
    assert in_step(ours, 10 - ours, steps, 3, reverse=False) is None
    assert in_step(ours, 2 * ours, steps, 3, reverse=False) is None
    assert in_step(ours, 2 * ours, steps - 13, 3, reverse=False) is not None
    assert in_step(2 * ours, ours, steps + 13, 3, reverse=False) is not None


@pytest.mark.parametrize("seed", range(20))
def test_taking_windows_away_never_makes_a_candidate_and_either_may_ask(seed: int) -> None:
    random = np.random.default_rng(seed)
    ours, theirs = random.uniform(0, 6, 30), random.uniform(0, 6, 30)
    steps = random.integers(-1, 2, 30)
    kept = random.random(30) < 0.8
    whole = in_step(ours, theirs, steps, 5, reverse=False)
    assert (in_step(theirs, ours, -steps, 5, reverse=False) is None) == (whole is None)
    if whole is None:
        assert in_step(ours[kept], theirs[kept], steps[kept], 5, reverse=False) is None
    else:
        assert in_step(ours[whole], theirs[whole], steps[whole], 5, reverse=False) is not None


def test_longer_films_must_agree_in_more_windows() -> None:
    asked = [votes_needed(33, 33 * length) for length in (1, 8, 60, 450)]
    assert asked[0] <= LEAST_VOTES + 1
    assert all(one <= other for one, other in itertools.pairwise(asked))
    assert asked[-1] > asked[0]


def test_a_still_has_no_windows_and_a_film_has(films: dict[str, Picture]) -> None:
    assert len(glance(films["frame"]).windows.code) == 0
    assert len(glance(films["walk"]).windows.code) > 10


def test_a_walk_blurred_cropped_and_filtered_is_known_by_its_motion_alone(films: dict[str, Picture]) -> None:
    heavy = footage.film("heavy", [footage.posterised(footage.mirrored(frame)) for frame in footage.walk(1, 8)])
    seen_only = [
        Glance(name, one.references[:0], one.views[:0], (), one.windows)
        for name, one in (("walk", glance(films["walk"])), ("heavy", glance(heavy)), ("other", glance(films["other"])))
    ]
    assert pairs(seen_only) == {("heavy", "walk")}
