"""What postings say: order by claimed clocks, forwardings, and that only bounds that are no claims forbid."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stemmata.lineage import signs
from stemmata.lineage.posted import Bounds, Posted, earliest_dated, existence_bounds, posting_signs
from stemmata.lineage.stemma import Proof
from stemmata.model.interval import Basis, TimeInterval

NOON = 1_931_256_000_000_000
HOUR = 3_600_000_000
FIRST = Posted(
    "p1", "telegram", "telegram:1", "Lower Town News", "41", TimeInterval(NOON, NOON, Basis.PLATFORM), ("A",)
)
LATER = Posted("p2", "telegram", "telegram:2", "Harbour", "7", TimeInterval(NOON + HOUR, NOON + HOUR, Basis.PLATFORM),
               ("B",))  # fmt: skip


def kinds(parent: Posted, child: Posted) -> list[str]:
    return [sign.kind for sign in posting_signs([parent], [child])]


def test_clocks_of_platforms_are_told_and_prove_nothing() -> None:
    (sign,) = posting_signs([FIRST], [LATER])
    assert sign.kind == signs.POSTED
    assert (sign.proof, sign.weight) == (None, None)
    assert sign.values == {
        "parent": "2031-03-14T12:00:00Z",
        "child": "2031-03-14T13:00:00Z",
        "basis": "platform-claimed",
        "order": "parent first",
    }


def test_times_that_overlap_tell_no_order() -> None:
    wide = replace(LATER, at=TimeInterval(NOON - HOUR, NOON + HOUR, Basis.PLATFORM))
    assert posting_signs([FIRST], [wide])[0].values["order"] == "not told"


def test_a_posting_that_names_the_channel_of_the_parent_is_evidence() -> None:
    forward = replace(LATER, forwarded_from="lower town  news")
    sign = posting_signs([FIRST], [forward])[1]
    assert (sign.kind, sign.proof) == (signs.FORWARDED, None)
    assert sign.values == {"posting": "p2", "channel": "telegram:1", "how": "forward", "names": None}


def test_a_name_that_two_channels_bear_leads_to_neither() -> None:
    namesake = replace(FIRST, id="p3", channel="telegram:3")
    forward = replace(LATER, forwarded_from="Lower Town News")
    assert [sign.kind for sign in posting_signs([FIRST, namesake], [forward])] == [signs.POSTED]


def test_the_name_of_a_place_that_is_not_public_is_not_compared() -> None:
    forward = replace(LATER, forwarded_from="Lower Town News")
    assert kinds(replace(FIRST, name=None), forward) == [signs.POSTED]


def test_nobody_forwards_what_was_posted_later() -> None:
    late = replace(FIRST, at=TimeInterval(NOON + 2 * HOUR, NOON + 2 * HOUR, Basis.PLATFORM))
    assert kinds(late, replace(LATER, forwarded_from="Lower Town News")) == [signs.POSTED]


def test_an_address_and_an_answered_message_are_evidence() -> None:
    linked = replace(LATER, links=("https://t.example/lower/41?single",))
    answered = replace(LATER, channel="telegram:1", reply_to="41")
    at_address = replace(FIRST, url="http://t.example/lower/41")
    assert posting_signs([at_address], [linked])[1].values["how"] == "link"
    assert posting_signs([FIRST], [answered])[1].values["how"] == "reply"


def test_bounds_that_are_no_claims_forbid_a_parent() -> None:
    bounds = Bounds(not_before_us=NOON + HOUR), Bounds(existed_by_us=NOON)
    (sign,) = posting_signs([], [], *bounds)
    assert (sign.kind, sign.proof) == (signs.TIMES, Proof.NOT_ANCESTOR)
    assert sign.values == {"not_before": "2031-03-14T13:00:00Z", "existed_by": "2031-03-14T12:00:00Z"}


def test_claimed_times_never_forbid() -> None:
    late = replace(FIRST, at=TimeInterval(NOON + 9 * HOUR, NOON + 9 * HOUR, Basis.PLATFORM))
    assert all(sign.proof is None for sign in posting_signs([late], [LATER]))


def test_existence_is_bounded_by_what_was_anchored_and_collected() -> None:
    seen = [
        TimeInterval(None, NOON + HOUR, Basis.COLLECTED),
        TimeInterval(None, NOON + 2 * HOUR, Basis.COLLECTED),
        TimeInterval(NOON, None, Basis.ANCHORED),
        TimeInterval(None, NOON - HOUR, Basis.PLATFORM),
        TimeInterval(NOON + 9 * HOUR, None, Basis.FILE),
    ]
    assert existence_bounds(seen) == Bounds(NOON, NOON + HOUR)


def test_bounds_that_exclude_each_other_are_not_used() -> None:
    seen = [TimeInterval(NOON + HOUR, None, Basis.ANCHORED), TimeInterval(None, NOON, Basis.COLLECTED)]
    assert existence_bounds(seen) == Bounds(contradict=True)


times = st.none() | st.tuples(st.integers(1, 9), st.integers(0, 3)).map(
    lambda pair: TimeInterval(NOON + pair[0] * HOUR, NOON + (pair[0] + pair[1]) * HOUR, Basis.PLATFORM)
)


@given(st.lists(times, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_postings_leaves_no_trace(at: list[TimeInterval | None], order) -> None:  # type: ignore[no-untyped-def]
    posts = [replace(FIRST, id=f"p{number}", at=time) for number, time in enumerate(at)]
    mixed = order.sample(posts, k=len(posts))
    assert earliest_dated(mixed, ["A"]) == earliest_dated(posts, ["A"])
    assert posting_signs(mixed, [LATER]) == posting_signs(posts, [LATER])
