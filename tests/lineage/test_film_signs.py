"""Evidence on direction between films: which pieces there are, what they prove, and which way they weigh."""

from collections.abc import Sequence

import numpy as np
import pytest
from tests.lineage.films import Pixels, facts, lying, marked, read, shown, stored, taken, window
from tests.media.make import film, remuxed

from stemmata.lineage import signs
from stemmata.lineage.film_copying import film_pair
from stemmata.lineage.film_reading import SharedGroups
from stemmata.lineage.film_signs import film_signs
from stemmata.lineage.lying import Lying
from stemmata.lineage.stemma import Proof, Sign

SOURCE = stored(taken(), crf=24, key_every=11)
Signs = Sequence[Sign]


def said(one: bytes, other: bytes, lies: Lying | None = None) -> tuple[Signs, Signs]:
    pair = film_pair(read(one), read(other, "b"), lies or lying())
    assert pair is not None
    return film_signs(pair, facts(one), facts(other, "b"))


def of(kind: str, found: Signs) -> Sign:
    return next(sign for sign in found if sign.kind == kind)


def kinds(found: Signs) -> set[str]:
    return {sign.kind for sign in found}


def proven(found: Signs) -> set[tuple[str, Proof]]:
    return {(sign.kind, sign.proof) for sign in found if sign.proof is not None}


def edited(change: "slice | None" = None) -> list[Pixels]:
    return shown(SOURCE)[change or slice(None)]


def test_every_kind_is_one_that_stands_in_the_list() -> None:
    for found in said(SOURCE, stored(marked(edited()), crf=32, key_every=7)):
        assert kinds(found) <= set(signs.SIGNS)


def test_groups_that_begin_with_less_left_over_weigh_for_the_one_that_was_coded_from_the_other() -> None:
    forth, back = said(SOURCE, stored(edited(), crf=32, key_every=7))
    weights = [of(signs.GROUPS_BEGIN, found).weight for found in (forth, back)]
    assert weights[0] is not None
    assert weights[1] is not None
    assert weights[0] > weights[1] + 1


def test_a_container_changed_is_one_stream_and_proves_no_direction() -> None:
    one = film(seconds=3.0, sound=False)
    forth, back = said(one, remuxed(one, "matroska"))
    assert proven(forth) == proven(back) == {(signs.SAME_STREAM, Proof.SAME_ORIGIN)}


def test_a_cut_at_key_frames_shares_groups_which_proves_one_origin() -> None:
    one = film(seconds=3.0, sound=False)
    forth, back = said(one, remuxed(one, "mp4", from_s=1.0), lying(1.0))
    assert of(signs.SAME_GROUPS, forth).values == {"shared": 2, "parent": 3, "child": 2}
    assert of(signs.SAME_GROUPS, back).values == {"shared": 2, "parent": 2, "child": 3}
    assert of(signs.SAME_GROUPS, forth).proof is Proof.SAME_ORIGIN


def test_a_cut_film_cannot_be_the_only_source_of_the_whole_one() -> None:
    forth, back = said(SOURCE, stored(edited(slice(8, 30))), lying(0.8))
    assert (signs.SECONDS, Proof.NOT_ANCESTOR) in proven(back)
    assert not proven(forth)


def test_a_cropped_film_cannot_be_the_only_source_of_the_whole_one() -> None:
    cut = [frame[16:, 32:] for frame in edited()]
    forth, back = said(SOURCE, stored(cut), lying(shares=window(32, 16, 0, 0)))
    assert (signs.UNCOVERED, Proof.NOT_ANCESTOR) in proven(back)
    assert not proven(forth)


def test_windows_that_are_not_nested_prove_kin_above_both() -> None:
    left, right = [frame[:, :280] for frame in edited()], [frame[:, 40:] for frame in edited()]
    shares = np.linalg.inv(window(0, 0, 40, 0)) @ np.eye(3)
    forth, back = said(stored(left), stored(right), lying(shares=window(40, 0, 0, 0) @ shares))
    for found in (forth, back):
        assert (signs.KIN_ABOVE, Proof.NOT_ANCESTOR) in proven(found)


def test_one_cut_at_its_start_and_one_at_its_end_have_kin_above_both() -> None:
    forth, back = said(stored(edited(slice(0, 30))), stored(edited(slice(8, 40))), lying(0.8))
    for found in (forth, back):
        assert (signs.KIN_ABOVE, Proof.NOT_ANCESTOR) in proven(found)


def test_a_border_or_a_title_that_was_added_proves_nothing() -> None:
    title = [np.full_like(frame, 30) for frame in edited(slice(0, 12))]
    forth, back = said(SOURCE, stored([*title, *edited()]), lying(-1.2))
    assert of(signs.SECONDS, forth).proof is None
    assert not proven(forth)
    assert not proven(back)


def test_a_mark_is_on_the_child_one_way_and_on_the_parent_the_other_way() -> None:
    forth, back = said(stored(edited(), key_every=7), stored(marked(edited()), key_every=9))
    assert signs.LAID_OVER_CHILD in kinds(forth)
    assert signs.LAID_OVER_PARENT in kinds(back)


def test_colour_that_is_gone_is_lost_one_way_and_more_the_other_way() -> None:
    grey = [np.repeat(frame.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8) for frame in edited()]
    forth, back = said(SOURCE, stored(grey))
    assert signs.COLOUR_LOST in kinds(forth)
    assert signs.COLOUR_MORE in kinds(back)


def test_sound_that_is_gone_is_lost_one_way_and_more_the_other_way() -> None:
    loud = film(seconds=2.0)
    forth, back = said(loud, stored(shown(loud), crf=32, key_every=7))
    assert signs.SOUND_LOST in kinds(forth)
    assert signs.SOUND_MORE in kinds(back)


def test_what_a_film_says_of_itself_is_counted_without_what_any_program_writes() -> None:
    told = film(seconds=2.0, sound=False, tags={"title": "Kestrel Lane, 14 March"})
    assert facts(told).stated == 1
    forth, _ = said(told, stored(shown(told)))
    assert of(signs.METADATA, forth).values == {"parent": 1, "child": 0}


def test_a_slowed_film_repeats_frames() -> None:
    slow = [edited()[int(at * 0.8)] for at in range(50)]
    forth, back = said(SOURCE, stored(slow), lying(slope=0.8))
    weights = [of(signs.REPEATED, found).weight for found in (forth, back)]
    assert weights[0] is not None
    assert weights[1] is not None
    assert weights[0] > weights[1]


def test_a_smaller_copy_is_shrunk_one_way_and_enlarged_the_other_way() -> None:
    forth, back = said(SOURCE, stored([frame[::2, ::2] for frame in edited()]))
    assert float(str(of(signs.ENLARGED, forth).values["scale"])) == pytest.approx(0.5, abs=0.01)
    assert float(str(of(signs.ENLARGED, back).values["scale"])) == pytest.approx(2.0, abs=0.04)


def test_groups_turned_round_change_their_sides() -> None:
    assert SharedGroups(2, 3, 4).turned() == SharedGroups(2, 4, 3)
