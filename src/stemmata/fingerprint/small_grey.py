"""Small grey pictures as rounded cosines of blocks of 8 × 8: a quarter of the bytes, nearly the same picture.

The same transform as JPEG's, but no image format: a worker's numbers become pixels by two matrix products, and nothing
that a hostile file could have a say in is parsed outside the worker.
"""

import numpy as np
import numpy.typing as npt

BLOCK = 8
STEP = 12.0
"""Levels by which cosines are rounded. Of 790 pictures of the bench's films, compressed: 3.8 kB each at 40.8 dB of
signal to noise (an error of two levels); a step of 8 keeps 43.6 dB in 4.7 kB, one of 24 36.1 dB in 2.5 kB, and the
pixels themselves take 13.9 kB."""
MIDDLE = 128.0

Greys = npt.NDArray[np.uint8]
Cosines = npt.NDArray[np.int8]
"""(m, 64, rows, columns): frequency 8 v + u of every block, u across and v down; blocks of one frequency lie together,
since most of them are zero."""


def _transform() -> npt.NDArray[np.float32]:
    """(8, 8) orthonormal DCT-II, frequencies by rows."""
    frequency, place = np.arange(BLOCK)[:, None], np.arange(BLOCK)[None, :]
    rows = np.sqrt(2.0 / BLOCK) * np.cos(np.pi / (2 * BLOCK) * frequency * (2 * place + 1))
    rows[0] /= np.sqrt(2.0)
    return np.asarray(rows, np.float32)


_DCT = _transform()


def packed_grey(grey: Greys) -> Cosines:
    """(m, h, w) pictures of one size -> (m, 64, rows, columns), their last pixels repeated to whole blocks."""
    count, height, width = grey.shape
    rows, columns = -(-height // BLOCK), -(-width // BLOCK)
    missing = ((0, 0), (0, rows * BLOCK - height), (0, columns * BLOCK - width))
    whole = np.pad(grey, missing, mode="edge").astype(np.float32) - MIDDLE
    blocks = whole.reshape(count, rows, BLOCK, columns, BLOCK).swapaxes(2, 3)
    steps = np.clip(np.rint(_DCT @ blocks @ _DCT.T / STEP), -128, 127).astype(np.int8)
    return np.ascontiguousarray(np.moveaxis(steps.reshape(count, rows, columns, BLOCK * BLOCK), 3, 1))


def unpacked_grey(cosines: Cosines, width: int, height: int) -> Greys:
    """(64, rows, columns) of one picture -> (height, width). ValueError where there are too few blocks for that."""
    frequencies, rows, columns = cosines.shape
    if frequencies != BLOCK * BLOCK or rows * BLOCK < height or columns * BLOCK < width:
        raise ValueError(f"{cosines.shape} cosines make no picture of {width} × {height}")
    blocks = np.moveaxis(cosines, 0, 2).reshape(rows, columns, BLOCK, BLOCK).astype(np.float32) * STEP
    whole = (_DCT.T @ blocks @ _DCT + MIDDLE).swapaxes(1, 2).reshape(rows * BLOCK, columns * BLOCK)
    return np.ascontiguousarray(np.clip(np.rint(whole[:height, :width]), 0, 255).astype(np.uint8))
