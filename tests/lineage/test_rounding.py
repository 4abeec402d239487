"""Whether a picture may have been rounded to another: the true one fits to the noise, its siblings do not."""

import numpy as np
import numpy.typing as npt
import pytest

from stemmata.lineage.rounding import COSINES, NOISE, lattice, own_noise, rounded

RANDOM = np.random.default_rng(7)
STEPS = np.full(64, 20, np.uint16)
FINE = np.full(64, 6, np.uint16)
Levels = npt.NDArray[np.float32]


def blocks(count: int = 400, spread: float = 24.0) -> Levels:
    """Values of the transform that fall off as pictures' do, as levels."""
    fall = 1 / (1 + np.arange(64) / 6)
    values = RANDOM.standard_normal((count, 64)) * spread * fall
    return np.asarray(values @ COSINES.T + 128, np.float32)


def coded(plane: Levels, steps: npt.NDArray[np.uint16], edge: float = 0.5) -> Levels:
    """Rounded to multiples of the steps, away from zero from `edge` on, and back to whole levels."""
    values = (plane - 128) @ COSINES
    multiple = np.sign(values) * np.floor(np.abs(values) / steps + (1 - edge))
    return np.asarray(np.rint(multiple * steps @ COSINES.T + 128), np.float32)


SOURCE = np.rint(blocks())


@pytest.mark.parametrize("edge", [0.5, 0.625])
def test_what_was_rounded_fits_with_no_more_noise_than_conversions_make(edge: float) -> None:
    found = rounded(SOURCE, coded(SOURCE, STEPS, edge), STEPS, 0.85)
    assert found is not None
    assert found.noise <= 0.5
    assert found.edge == pytest.approx(edge, abs=0.05)
    assert not found.broken.any()


def test_a_sibling_fits_worse_than_the_parent() -> None:
    child, sibling = coded(SOURCE, STEPS), coded(SOURCE, FINE)
    parent, beside = rounded(SOURCE, child, STEPS, 0.85), rounded(sibling, child, STEPS, 0.85)
    assert parent is not None
    assert beside is not None
    assert parent.nats < beside.nats / 10


def test_that_the_parents_own_rounding_stood_between_is_refuted_by_the_true_child() -> None:
    parent = coded(SOURCE, FINE)
    noise = float(np.sqrt((FINE[1:].astype(float) ** 2 / 12).mean()))
    true, sibling = (rounded(parent, coded(one, STEPS), STEPS, 0.85, noise) for one in (parent, SOURCE))
    assert true is not None
    assert sibling is not None
    assert true.noise <= 0.35 < sibling.noise
    assert true.apart > 100
    assert sibling.apart < true.apart / 3


def test_a_child_does_not_fit_as_its_parents_parent() -> None:
    child = coded(SOURCE, STEPS)
    found = rounded(child, coded(SOURCE, FINE), FINE, 0.85)
    assert found is not None
    assert found.noise > 2


def test_flat_blocks_say_nothing() -> None:
    flat = np.full((50, 64), 90, np.float32)
    assert rounded(flat, flat, STEPS, 0.85) is None


def test_what_was_coded_again_more_finely_keeps_the_lattice() -> None:
    coarse = coded(SOURCE, STEPS)
    share, values = lattice(coarse, coded(coarse, FINE), STEPS)
    assert values > 500
    assert share < 0.25


def test_what_was_not_made_from_it_does_not() -> None:
    share, _ = lattice(coded(SOURCE, STEPS), coded(SOURCE, FINE), STEPS)
    assert share > 0.6


def test_a_picture_of_nothing_has_no_lattice() -> None:
    flat = np.full((50, 64), 90, np.float32)
    assert lattice(flat, flat, STEPS) == (1.0, 0)


def test_the_noise_of_a_jpeg_grows_with_its_steps() -> None:
    plane = np.asarray(SOURCE.reshape(20, 20, 8, 8).transpose(0, 2, 1, 3).reshape(160, 160).clip(0, 255), np.uint8)
    assert own_noise(plane, FINE) < own_noise(plane, STEPS) < max(NOISE)
