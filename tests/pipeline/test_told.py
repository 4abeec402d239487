"""What is told of files from outside their pictures stands on links and weighs nothing; only proven bounds forbid."""

from stemmata.decode.container_form import Form
from stemmata.lineage import signs
from stemmata.lineage.links import Link
from stemmata.lineage.posted import Bounds, Posted
from stemmata.lineage.stemma import Proof, Witness
from stemmata.lineage.written import Written
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.answers import Known
from stemmata.pipeline.told import Told

A, B = (Unit(Track.PICTURE, item=name * 64) for name in "ab")
PAIR = (Witness(A.id, (A,)), Witness(B.id, (B,)))
LINK = Link(A.id, B.id, 1.0, (), (1.0, 2.0), "drawn")


def post(name: str, unit: Unit, at_us: int, forwarded_from: str | None = None) -> Posted:
    at = TimeInterval(at_us, at_us, Basis.PLATFORM)
    place = f"telegram:{name}"
    return Posted(name, "telegram", place, name, "1", at, (unit.holder,), forwarded_from=forwarded_from)


def told(*posts: Posted, bounds: dict[str, Bounds] | None = None, stated: dict[str, int] | None = None) -> Link:
    (link,) = Told(Known(posts=posts), bounds or {}, stated or {}).told_of(PAIR, [LINK])
    return link


def test_a_link_of_which_nothing_is_told_stays_as_it_is() -> None:
    assert told() == LINK


def test_times_by_platforms_clocks_are_shown_and_weigh_nothing() -> None:
    link = told(post("first", A, 5_000_000), post("second", B, 9_000_000))
    assert [(sign.kind, sign.proof, sign.weight) for sign in link.signs] == [(signs.POSTED, None, None)]
    assert (link.cost, link.draws, link.forbidden) == (LINK.cost, LINK.draws, False)


def test_a_forwarding_names_the_channel_that_posted_the_parent() -> None:
    link = told(post("first", A, 5_000_000), post("second", B, 9_000_000, forwarded_from="First"))
    assert signs.FORWARDED in [sign.kind for sign in link.signs]


def test_only_bounds_that_are_no_claims_forbid() -> None:
    bounds = {A.holder: Bounds(not_before_us=9_000_000), B.holder: Bounds(existed_by_us=5_000_000)}
    link = told(bounds=bounds)
    assert [(sign.kind, sign.proof) for sign in link.signs] == [(signs.TIMES, Proof.NOT_ANCESTOR)]
    assert link.forbidden


def test_bounds_that_contradict_each_other_forbid_nothing() -> None:
    bounds = {A.holder: Bounds(contradict=True), B.holder: Bounds(existed_by_us=5_000_000)}
    assert told(bounds=bounds) == LINK


def test_what_only_one_of_two_stills_says_of_itself_is_counted() -> None:
    link = told(stated={A.holder: 7, B.holder: 0})
    assert [(sign.kind, dict(sign.values)) for sign in link.signs] == [(signs.METADATA, {"parent": 7, "child": 0})]
    assert told(stated={A.holder: 7, B.holder: 7}) == LINK


def test_how_two_files_were_written_is_told_and_weighs_nothing() -> None:
    written = {
        A.holder: Written(Form("image/jpeg", {"coding": "baseline"}), frozenset({"meta"})),
        B.holder: Written(Form("image/jpeg", {"coding": "progressive"}), frozenset()),
    }
    (link,) = Told(Known(), {}, {}, written).told_of(PAIR, [LINK])
    assert [(sign.kind, sign.proof, sign.weight) for sign in link.signs] == [
        (signs.PLATFORM_MARK, None, None),
        (signs.CONTAINER, None, None),
    ]
    assert (link.cost, link.draws, link.forbidden) == (LINK.cost, LINK.draws, False)
