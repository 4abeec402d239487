"""Spread: counted among what is held, by clocks as claimed, and unknown times apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.corroborate.spread import no_earlier_relative, spread_of_posts, without_earlier
from stemmata.lineage.posted import Posted
from stemmata.model.interval import Basis, TimeInterval

NOON = 1_931_256_000_000_000
HOUR = 3_600_000_000


def post(id_: str, hours: float | None, wide: float = 0, **more: object) -> Posted:
    at = None
    if hours is not None:
        at = TimeInterval(NOON + round(hours * HOUR), NOON + round((hours + wide) * HOUR), Basis.PLATFORM)
    made = Posted(id_, "telegram", "telegram:1", "Lower Town News", None, at, ("A",), language="ar")
    return replace(made, **more)  # type: ignore[arg-type]


def test_postings_without_a_time_are_counted_apart() -> None:
    found = spread_of_posts([post("p1", 0), post("p2", None)])
    assert (found.dated, found.undated) == (1, 1)
    assert [one.posting for one in found.posts] == ["p1", "p2"]
    assert found.posts[1].low is None


def test_days_are_counted_where_the_whole_interval_lies_in_one() -> None:
    found = spread_of_posts([post("p1", 0), post("p2", 1), post("p3", 20), post("p4", 11, wide=3)])
    assert found.per_day == (("2031-03-14", 2), ("2031-03-15", 1))
    assert found.day_unknown == 1


def test_channels_stand_in_the_order_in_which_they_were_first_seen() -> None:
    posts = [
        post("p1", 2),
        post("p2", 1, channel="telegram:2", name="Harbour"),
        post("p3", 5, channel="telegram:2", name="Harbour"),
        post("p4", None, channel="telegram:3", name=None),
        post("p5", 3, channel=None, name=None),
    ]
    found = spread_of_posts(posts)
    assert [(one.channel, one.posts, one.first_posting) for one in found.channels] == [
        ("telegram:2", 2, "p2"),
        ("telegram:1", 1, "p1"),
        ("telegram:3", 1, None),
    ]
    assert found.channel_unknown == 1


def test_the_first_crossing_to_another_platform_says_how_much_later_it_came() -> None:
    posts = [post("p1", 0), post("p2", 2, wide=1, platform="board"), post("p3", 9, platform="board")]
    (crossing,) = spread_of_posts(posts).platforms
    assert (crossing.since, crossing.to, crossing.from_posting, crossing.to_posting) == (
        "telegram",
        "board",
        "p1",
        "p2",
    )
    assert (crossing.gap_us, crossing.certain) == ((2 * HOUR, 3 * HOUR), True)


def test_a_crossing_within_overlapping_times_is_not_certain() -> None:
    posts = [post("p1", 0, wide=4), post("p2", 2, language="en")]
    (crossing,) = spread_of_posts(posts).languages
    assert (crossing.gap_us, crossing.certain) == ((0, 2 * HOUR), False)


def test_a_posting_without_a_language_crosses_nothing() -> None:
    found = spread_of_posts([post("p1", 0, language=None), post("p2", 1), post("p3", 2)])
    assert (found.languages, found.language_unknown) == ((), 1)


def test_only_what_no_other_certainly_precedes_has_no_earlier_relative() -> None:
    assert without_earlier([post("p1", 0, wide=2), post("p2", 1), post("p3", 1.5), post("p4", 3)]) == {"p1", "p2"}


def test_over_the_case_a_posting_is_counted_once_and_has_to_be_first_everywhere() -> None:
    both = post("p2", 1)
    families = {"f1": [post("p1", 0), both], "f2": [both, post("p3", 4)], "f3": [post("p4", None)]}
    assert no_earlier_relative(families) == (1, 3, 1)


def test_a_posting_dated_after_we_received_it_is_said_and_dates_nothing() -> None:
    found = spread_of_posts([post("p1", 5, collected_us=NOON)])
    assert (found.dated, found.undated, found.posts[0].clock_contradicts) == (0, 1, True)


def test_a_posting_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="counted once"):
        spread_of_posts([post("p1", 0), post("p1", 1)])


hours = st.none() | st.integers(0, 40)


@given(st.lists(st.tuples(hours, st.integers(0, 9), st.sampled_from("ab"), st.none() | st.sampled_from(["ar", "en"])),
                max_size=8), st.randoms(use_true_random=False))  # fmt: skip
def test_the_order_of_postings_leaves_no_trace(rows: list[tuple[int | None, int, str, str | None]], order) -> None:  # type: ignore[no-untyped-def]
    posts = [
        post(f"p{at}", hour, wide=wide, platform=platform, channel=f"{platform}:1", language=language)
        for at, (hour, wide, platform, language) in enumerate(rows)
    ]
    found = spread_of_posts(posts)
    assert spread_of_posts(order.sample(posts, k=len(posts))) == found
    assert found.dated + found.undated == len(found.posts) == len(posts)
    assert sum(count for _, count in found.per_day) + found.day_unknown == found.dated
    assert (found.no_earlier > 0) == (found.dated > 0)
