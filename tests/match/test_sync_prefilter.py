"""The cheap look at all pairs."""

from tests.match.sounds import event, microphone

from stemmata.match.sync_prefilter import coarse, worth_comparing


def test_pairs_of_one_event_are_kept_among_strangers() -> None:
    heard = [microphone(event(seed), which, start) for seed in (31, 32, 33) for which, start in ((1, 2.0), (2, 5.0))]
    found = worth_comparing([coarse(one.flux) for one in heard], kept=1)
    assert {(0, 1), (2, 3), (4, 5)} <= {(one.a, one.b) for one in found}
    assert len(found) <= 6


def test_nothing_to_compare_gives_nothing() -> None:
    assert worth_comparing([]) == []
