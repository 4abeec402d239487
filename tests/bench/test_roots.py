"""The bench of roots: the same seed, the same worlds; what is told is true; an over-count is seen."""

from dataclasses import replace
from random import Random

import pytest
from bench.roots.__main__ import main
from bench.roots.score import answers, table
from bench.roots.seen import seen
from bench.roots.worlds import KINDS, World, world

from stemmata.corroborate.evidence import REACH, Level
from stemmata.corroborate.roots import count_roots


def made() -> World:
    return World("by hand", Random(5))


def test_the_same_seed_makes_the_same_world_and_the_same_case() -> None:
    for kind in KINDS:
        one, other = world(kind, 4), world(kind, 4)
        assert one.made == other.made
        assert seen(one, 0.1, 0.0) == seen(other, 0.1, 0.0)
        assert one.made != world(kind, 5).made


def test_one_team_with_three_cameras_makes_three_recordings_and_shows_none() -> None:
    one = made()
    for person in "abc":
        one.record(person, "camera", "team")
    assert (one.groups, one.shown) == (3, 0)


def test_one_person_with_two_phones_makes_two_recordings_and_shows_none() -> None:
    one = made()
    one.record("person", "phone")
    one.record("person", "other phone")
    assert (one.groups, one.shown) == (2, 0)


def test_two_retellings_of_one_call_and_a_recording_show_two() -> None:
    one = made()
    one.write("author", ["witness"])
    one.write("another author", ["witness"])
    one.record("passer-by")
    assert (one.groups, one.shown) == (3, 2)


def test_what_rests_on_an_unseen_report_is_one_group() -> None:
    one = made()
    report = one.write("agency", ["witness", "another"], held=False)
    one.rest("outlet", [report])
    one.rest("another outlet", [report])
    assert (one.groups, one.shown) == (1, 0)


def test_a_compilation_of_twenty_is_no_root() -> None:
    one = made()
    one.rest("aggregator", [one.record(f"person {at}") for at in range(20)])
    assert (one.groups, one.shown) == (20, 20)


def test_texts_that_share_one_of_their_witnesses_are_not_apart() -> None:
    one = made()
    one.write("a", ["p", "q"])
    one.write("b", ["q", "r"])
    one.write("c", ["r", "s"])
    assert (one.groups, one.shown) == (3, 2)


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_told_of_observers_is_true(kind: str) -> None:
    for seed in range(8):
        one = world(kind, seed)
        held = seen(one, 0.0, 0.0)
        camps = {holder: one.made[at].camps for at, holders in held.made_of.items() for holder in holders}
        for evidence in held.material.evidence:
            common = camps[evidence.one.holder] & camps[evidence.other.holder]
            assert not (common and REACH.get(evidence.ground) is Level.OBSERVERS)
            assert common or not evidence.bars


def test_no_kind_is_counted_too_high_or_joined_too_far() -> None:
    for kind in KINDS:
        for one in answers(kind, range(20), 0.1, 0.0):
            assert one.roots.shown <= one.world.shown
            assert one.roots.groups >= one.world.groups


def test_with_nothing_missed_groups_are_exact_and_with_all_told_shown_is() -> None:
    for kind in KINDS:
        for one in answers(kind, range(12), 0.0, 0.0):
            assert one.roots.groups == one.world.groups
            assert one.seen.told < 1 or one.roots.shown == one.world.shown


def test_false_evidence_and_an_over_count_are_seen_in_the_table() -> None:
    found = answers("one team", range(30), 0.0, 1.0)
    assert "0 wrong" not in table(found)[0]
    honest = answers("one team", range(5), 0.0, 0.0)
    assert "0 wrong in 5" in table(honest)[0]
    boasting = [replace(one, roots=replace(one.roots, shown=99)) for one in honest]
    assert "5 wrong in 5" in table(boasting)[0]


def test_too_few_groups_are_seen_in_the_table() -> None:
    joined = [replace(one, roots=replace(one.roots, groups=1)) for one in answers("aggregators", range(3), 0.0, 0.0)]
    assert "3 wrong in 3" in table(joined)[1]


def test_the_program_prints_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--worlds", "2"]) == 0
    printed = capsys.readouterr().out
    assert all(kind in printed for kind in [*KINDS, "all kinds"])


def test_evidence_can_be_left_out_and_then_none_is_shown() -> None:
    one = world("independent observers", 3)
    assert count_roots(replace(seen(one, 0.0, 0.0).material, evidence=())).shown == 0


def test_pairs_are_told_of_in_every_share() -> None:
    shares = {seen(world("plain reposts", seed), 0.0, 0.0).told for seed in range(30)}
    assert shares == {0.0, 0.5, 1.0}


def test_an_article_with_a_witness_of_its_own_beside_a_clip_is_a_root_too() -> None:
    one = made()
    clip = one.record("passer-by")
    one.rest("author", [clip])
    one.rest("another author", [clip], told_by="nurse")
    assert (one.groups, one.shown) == (2, 0)
    assert count_roots(seen(one, 0.0, 0.0).material).groups == 2
