"""Frames of two films that show the same moment are found to the frame."""

import numpy as np
import pytest
from tests.lineage.films import STEP_US, Pixels, read, stored, taken

from stemmata.fingerprint.film_rendition import FilmRendition
from stemmata.lineage.film_moments import same_moments
from stemmata.lineage.laying import Laying
from stemmata.match.lines import Line

LAID = Laying(np.array([[1.0, 0, 0], [0, 1, 0]]), mirrored=False)


def still_camera(frames: int = 48) -> list[Pixels]:
    """The same picture all the time, in which a small thing moves back and forth."""
    ground = taken()[0]
    made = []
    for number in range(frames):
        out = ground.copy()
        left = round(120 + 90 * np.sin(number / 5) + 20 * np.sin(number / 1.7))
        out[80:104, left : left + 24] = 240 if number % 7 else 20
        made.append(out)
    return made


@pytest.mark.parametrize("wrong_by", [-3, -1, 0, 2, 3])
def test_a_line_some_frames_off_is_put_right(wrong_by: int) -> None:
    frames = taken()
    one, other = read(stored(frames)), read(stored(frames[10:34]), "b")
    found = same_moments(one, other, Line(1.0, (10 + wrong_by) * STEP_US), LAID)
    assert found is not None
    assert (found.ones - found.others == 10).all()
    assert found.sharp < 0.5


def test_where_a_camera_stands_still_what_moves_finds_the_moment_however_wrong_the_line_is() -> None:
    frames = still_camera()
    one, other = read(stored(frames)), read(stored(frames[16:46]), "b")
    found = same_moments(one, other, Line(1.06, 0.3e6), LAID)
    assert found is not None
    assert found.line.slope == pytest.approx(1.0)
    assert (found.ones - found.others == 16).all()


def test_each_frame_of_the_other_comes_once_and_turned_round_each_of_the_one() -> None:
    frames = taken()
    one, other = read(stored(frames)), read(stored([frames[int(at * 0.8)] for at in range(50)]), "b")
    found = same_moments(one, other, Line(0.8, 0.0), LAID)
    assert found is not None
    assert len(set(found.others.tolist())) == len(found.others)
    turned = found.turned()
    assert len(set(turned.others.tolist())) == len(turned.others)
    assert turned.line.slope == pytest.approx(1 / found.line.slope)


def test_films_whose_clocks_do_not_meet_share_no_moment() -> None:
    one: FilmRendition = read(stored(taken()))
    assert same_moments(one, one, Line(1.0, 60e6), LAID) is None
