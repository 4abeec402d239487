"""How often unrelated pictures coincide, and what a case of some size may then assert."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match.calibration import REFUSED_FROM, Held, calibrated, chance_of
from stemmata.match.chance import LEAST_FALL, LEAST_RATE, WAYS, Null
from stemmata.match.evidence import COINCIDENT, TOGETHER, PairEvidence
from stemmata.match.snapshot import FRAMES, SNAPSHOT, STILLS, STRETCHES
from stemmata.model.edge import Segment
from stemmata.model.span import Span

TRIED = Null("tried", "a name", 100_000, (98_900, 0, 0, 0, 1_000, 90, 9, 1))
SPAN = Span(0, 1_000_000)
OF_FILMS = Segment(SPAN, SPAN)
OF_STILLS = Segment(None, None)


def evidence(details: int, segment: Segment = OF_FILMS, verdict: str = "same_footage") -> PairEvidence:
    return PairEvidence("a", "b", verdict, (segment,), {COINCIDENT: details})


def test_within_the_trials_the_rate_is_the_share_that_reached_so_many() -> None:
    assert TRIED.rate(5) == pytest.approx(WAYS * 100 / 100_000)


def test_beyond_the_trials_the_rate_falls_as_they_fell_and_not_faster() -> None:
    within = TRIED.rate(5) / TRIED.rate(4)
    beyond = TRIED.rate(12) / TRIED.rate(11)
    assert beyond >= LEAST_FALL
    assert within == pytest.approx(0.0917, abs=0.001)


def test_a_null_that_never_reached_many_is_not_carried_on_too_steeply() -> None:
    flat = Null("flat", "a name", 1_000_000, (999_000, 0, 0, 0, 1_000))
    assert flat.rate(6) / flat.rate(5) == pytest.approx(LEAST_FALL)


def test_no_rate_is_stated_that_no_trial_can_speak_for() -> None:
    assert TRIED.rate(300) == LEAST_RATE


@given(details=st.integers(0, 400), more=st.integers(1, 50))
def test_more_details_are_never_likelier(details: int, more: int) -> None:
    for null in (TRIED, FRAMES, STILLS, STRETCHES):
        assert 0 <= null.rate(details + more) <= null.rate(details) <= 1


def test_a_chance_names_its_trials_and_the_least_that_they_could_see() -> None:
    chance = TRIED.chance(5, 1_000)
    assert chance.expected == pytest.approx(1_000 * chance.rate)
    assert chance.tested_to == pytest.approx(WAYS / 100_000)
    assert chance.snapshot == "a name"
    assert SNAPSHOT.startswith("pictures-")


def test_the_more_a_case_holds_the_more_coincidences_are_expected() -> None:
    few, many = chance_of(evidence(20), Held(50, 2)), chance_of(evidence(20), Held(50_000, 2_000))
    assert few is not None
    assert many is not None
    assert few.rate == many.rate
    assert (few.comparisons, many.comparisons) == (50 * 49 // 2, 50_000 * 49_999 // 2)


def test_what_a_large_case_makes_likely_by_chance_is_undecided_there() -> None:
    thin = evidence(12)
    assert calibrated(thin, Held(100, 10)).verdict == "same_footage"
    refused = calibrated(thin, Held(10_000_000, 300_000))
    assert refused.verdict == "undecided"
    assert "by chance" in str(refused.facts["reason"])


@pytest.mark.parametrize("segment", [OF_FILMS, OF_STILLS])
def test_nothing_asserted_is_expected_more_often_than_the_pages_say(segment: Segment) -> None:
    held = Held(2_000_000, 40_000)
    for details in range(4, 60):
        kept = calibrated(evidence(details, segment), held)
        chance = chance_of(kept, held)
        assert (chance is None) == (kept.verdict == "undecided")
        assert chance is None or chance.expected < REFUSED_FROM


def test_where_frames_fit_only_together_lines_are_counted_and_not_views() -> None:
    together = PairEvidence("a", "b", "same_footage", (OF_FILMS,), {COINCIDENT: 80, TOGETHER: True})
    chance = chance_of(together, Held(1_000, 10))
    assert chance is not None
    assert chance.comparisons == 20 * 45


@pytest.mark.parametrize("verdict", ["same_place", "undecided", "not_established"])
def test_what_is_not_asserted_has_no_chance(verdict: str) -> None:
    assert chance_of(evidence(40, verdict=verdict), Held(100, 10)) is None
