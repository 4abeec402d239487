"""Which of two stills explains the other as its copy: the parent does, whatever was done."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.lineage.pictures import (
    CROPPED,
    SAME_PLACE,
    Colours,
    cropped,
    lighter,
    marked,
    read,
    scene,
    shown,
    smaller,
    stored,
)

from stemmata.lineage.copying import Copying
from stemmata.lineage.still_readings import read_pair

SOURCE = stored(scene(), 95)


def compared(parent: bytes, child: bytes, matrix: tuple[float, ...] = SAME_PLACE) -> tuple[Copying, Copying]:
    pair = read_pair(read(parent), read(child, "b"), matrix, mirrored=False)
    assert pair.forth is not None
    assert pair.back is not None
    return pair.forth.forth, pair.back.forth


@pytest.mark.parametrize("edit", [smaller, cropped, marked, None], ids=lambda edit: getattr(edit, "__name__", "plain"))
def test_the_child_is_the_parent_rounded_and_not_the_other_way_round(
    edit: Callable[[Colours], Colours] | None,
) -> None:
    pixels = shown(SOURCE)
    child = stored(pixels if edit is None else edit(pixels), 60)
    forth, back = compared(SOURCE, child, CROPPED if edit is cropped else SAME_PLACE)
    assert forth.noise is not None
    assert forth.nats is not None
    assert back.nats is not None
    assert forth.noise <= 0.7
    assert forth.nats < back.nats / 10


def test_a_change_of_tone_is_taken_away_and_its_size_said() -> None:
    forth, back = compared(SOURCE, stored(lighter(shown(SOURCE)), 60))
    assert 5 < forth.toned < 30
    assert forth.nats is not None
    assert back.nats is not None
    assert forth.nats < back.nats


def test_a_copy_of_a_copy_is_explained_best_by_the_nearer_one() -> None:
    child = stored(shown(SOURCE), 70)
    grandchild = stored(smaller(shown(child)), 60)
    near, far = compared(child, grandchild)[0], compared(SOURCE, grandchild)[0]
    assert near.nats is not None
    assert far.nats is not None
    assert near.nats < far.nats


def test_the_filter_by_which_it_was_shrunk_is_found() -> None:
    assert compared(SOURCE, stored(smaller(shown(SOURCE)), 60))[0].filter == "lanczos"


def test_a_mark_on_the_child_adds_next_to_nothing_and_is_counted() -> None:
    pixels = shown(SOURCE)
    plain, with_mark = compared(SOURCE, stored(pixels, 60))[0], compared(SOURCE, stored(marked(pixels), 60))[0]
    assert with_mark.left < 1.2 * plain.left
    assert with_mark.marked > plain.marked == 0


def test_what_the_parent_lacks_is_said_as_a_share() -> None:
    forth, back = compared(SOURCE, stored(cropped(shown(SOURCE))), CROPPED)
    assert forth.uncovered < 0.005
    assert back.uncovered == pytest.approx(1 - 420 * 560 / (480 * 640), abs=0.01)
    assert back.textured_uncovered == pytest.approx(back.uncovered, abs=0.04)
    assert forth.on_pixels


def test_a_plain_border_is_nothing_that_the_parent_lacks() -> None:
    bordered = np.pad(shown(SOURCE), ((48, 48), (64, 64), (0, 0)))
    matrix = (640 / 768, 0.0, 64 / 768, 0.0, 480 / 576, 48 / 576, 0.0, 0.0, 1.0)
    forth, _ = compared(SOURCE, stored(bordered), matrix)
    assert forth.uncovered > 0.2
    assert forth.textured_uncovered < 0.02


def test_the_scale_is_that_of_the_files() -> None:
    forth, back = compared(SOURCE, stored(smaller(shown(SOURCE))))
    assert forth.scale == pytest.approx(400 / 640, rel=0.01)
    assert back.scale == pytest.approx(640 / 400, rel=0.01)


def test_lost_colour_is_told_from_colour_that_was_there_from_the_start() -> None:
    grey = np.repeat(shown(SOURCE).mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    forth, back = compared(SOURCE, stored(grey))
    assert forth.colour < 0.25
    assert back.colour > 4


def test_a_mirrored_copy_is_laid_over_its_parent() -> None:
    pair = read_pair(read(SOURCE), read(stored(shown(SOURCE)[:, ::-1].copy(), 60), "b"), SAME_PLACE, mirrored=True)
    assert pair.forth is not None
    assert pair.back is not None
    assert pair.forth.forth.left < pair.back.forth.left * 1.5
    assert pair.forth.forth.uncovered < 0.01


def test_pictures_that_share_too_little_are_not_read() -> None:
    aside = (1.0, 0.0, 0.97, 0.0, 1.0, 0.97, 0.0, 0.0, 1.0)
    pair = read_pair(read(SOURCE), read(stored(scene(2)), "b"), aside, mirrored=False)
    assert pair.forth is None
    assert pair.back is None


def test_folds_lie_around_the_whole() -> None:
    forth, _ = compared(SOURCE, stored(shown(SOURCE), 60))
    assert len(forth.folds) == 8
    assert np.mean([left for left, _ in forth.folds]) == pytest.approx(forth.left, rel=0.1)
