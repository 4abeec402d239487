"""A mark over one of two stills stands on the links of both directions, each from its own side."""

import pytest

from stemmata.lineage import signs
from stemmata.lineage.overlays import overlay_signs
from stemmata.model.edge import Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import Region

WINDOW = Region(0, 0, 500_000, 200_000)


def kinds(*left_over: Residue) -> tuple[list[str], list[str]]:
    forth, back = overlay_signs(Segment(None, None, left_over=left_over))
    return [sign.kind for sign in forth], [sign.kind for sign in back]


@pytest.mark.parametrize("kind", [Difference.OVERLAY, Difference.CAPTION])
def test_what_lies_over_b_lies_over_the_child_one_way_and_over_the_parent_the_other(kind: Difference) -> None:
    assert kinds(Residue(kind, Side.B, WINDOW)) == ([signs.LAID_OVER_CHILD], [signs.LAID_OVER_PARENT])


def test_a_mark_of_which_the_side_is_unknown_says_nothing() -> None:
    assert kinds(Residue(Difference.OVERLAY, Side.UNKNOWN, WINDOW)) == ([], [])


def test_borders_and_tone_are_no_marks() -> None:
    assert kinds(Residue(Difference.BAR, Side.A, WINDOW), Residue(Difference.TONE, None)) == ([], [])


def test_the_share_of_the_picture_is_said_and_weighs_nothing() -> None:
    (sign,), _ = overlay_signs(Segment(None, None, left_over=(Residue(Difference.OVERLAY, Side.B, WINDOW),)))
    assert (dict(sign.values), sign.weight, sign.proof) == ({"share": 0.1}, None, None)
