"""Which of two stills explains the other as its copy: the parent costs less than the child, whatever was done."""

from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from stemmata.fingerprint.rendition import Rendition, rendition, rendition_of
from stemmata.lineage.copying import Copying, both_ways, details

Colours = npt.NDArray[np.uint8]


def scene(seed: int = 1) -> Colours:
    """Patches of several sizes, as many details as a street has."""
    random = np.random.default_rng(seed)
    made = np.zeros((480, 640, 3), np.float32)
    for cells in (6, 20, 60, 160):
        patches = random.integers(0, 255, (cells * 3 // 4, cells, 3)).astype(np.float32)
        made += cv2.resize(patches, (640, 480), interpolation=cv2.INTER_CUBIC) / 4
    return np.asarray(np.clip(made, 0, 255), np.uint8)


def stored(pixels: Colours, quality: int = 90) -> bytes:
    made = BytesIO()
    Image.fromarray(pixels).save(made, "JPEG", quality=quality)
    return made.getvalue()


def shown(content: bytes) -> Colours:
    return np.asarray(Image.open(BytesIO(content)).convert("RGB"))


def read(content: bytes, holder: str = "a") -> Rendition:
    return rendition_of(holder, rendition(BytesIO(content), {}))


def compared(parent: bytes, child: bytes) -> tuple[Copying, Copying]:
    one, other = read(parent), read(child, "b")
    found = both_ways(one, other, details(one), details(other))
    assert found is not None
    return found


SOURCE = stored(scene(), 95)


def smaller(pixels: Colours) -> Colours:
    return np.asarray(cv2.resize(pixels, (400, 300), interpolation=cv2.INTER_LANCZOS4), np.uint8)


def cropped(pixels: Colours) -> Colours:
    return np.ascontiguousarray(pixels[20:440, 40:600])


def lighter(pixels: Colours) -> Colours:
    return np.asarray(np.clip(pixels * 1.05 + 6, 0, 255), np.uint8)


def marked(pixels: Colours) -> Colours:
    return np.asarray(cv2.putText(pixels.copy(), "AGENCY", (20, 460), 0, 1.5, (255, 255, 255), 4), np.uint8)


@pytest.mark.parametrize(
    "edit", [smaller, cropped, lighter, marked, None], ids=lambda edit: getattr(edit, "__name__", "")
)
def test_the_parent_explains_the_child_better_than_the_other_way_round(
    edit: Callable[[Colours], Colours] | None,
) -> None:
    pixels = shown(SOURCE)
    child = stored(pixels if edit is None else edit(pixels), 60)
    forth, back = compared(SOURCE, child)
    assert forth.cost < back.cost


def test_a_copy_of_a_copy_is_explained_best_by_the_nearer_one() -> None:
    child = stored(shown(SOURCE), 70)
    grandchild = stored(smaller(shown(child)), 60)
    assert compared(child, grandchild)[0].cost < compared(SOURCE, grandchild)[0].cost


def test_a_mark_on_the_child_adds_next_to_nothing() -> None:
    pixels = shown(SOURCE)
    plain, with_mark = compared(SOURCE, stored(pixels, 60))[0], compared(SOURCE, stored(marked(pixels), 60))[0]
    assert with_mark.left < 1.2 * plain.left


def test_what_the_parent_lacks_is_said_as_a_share() -> None:
    forth, back = compared(SOURCE, stored(cropped(shown(SOURCE))))
    assert forth.uncovered < 0.005
    assert back.uncovered == pytest.approx(1 - 420 * 560 / (480 * 640), abs=0.01)


def test_the_scale_is_that_of_the_files() -> None:
    forth, back = compared(SOURCE, stored(smaller(shown(SOURCE))))
    assert forth.scale == pytest.approx(400 / 640, rel=0.01)
    assert back.scale == pytest.approx(640 / 400, rel=0.01)


def test_different_pictures_are_not_laid_over_each_other() -> None:
    one, other = read(SOURCE), read(stored(scene(2)), "b")
    assert both_ways(one, other, details(one), details(other)) is None


def test_a_picture_without_details_explains_nothing() -> None:
    blank = read(stored(np.full((300, 400, 3), 90, np.uint8)), "b")
    one = read(SOURCE)
    assert both_ways(one, blank, details(one), details(blank)) is None
