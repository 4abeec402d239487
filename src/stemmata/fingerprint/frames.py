"""Whole frames as 256-bit hashes: the DCT hash of PDQ, computed for many frames at once.

Source: PDQ (facebook/ThreatExchange, pdq/README): 64 × 64 luma, DCT-II frequencies 1..16 in both directions, bits above
the median. Frames come shrunk by the scaler's area filter, which moves 2 to 22 bits against reference PDQ: good among
ourselves, not for exchange with PDQ lists (research/visual.md 3b). Pure: arrays in, arrays out.
"""

import numpy as np
import numpy.typing as npt

SIDE = 64
FREQUENCIES = 16
WORDS = 4  # 256 bits as 4 × uint64
GRID, CELLS = 8, 64
MOTION_STEPS = 32
ORIENTATIONS = 8
"""turn (transpose) × mirror left-right × mirror up-down; orientation 0 is the picture as it is, 1 is mirrored."""

Luma = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint64]


def _cosines() -> Luma:
    k = np.arange(1, FREQUENCIES + 1)[:, None]
    x = np.arange(SIDE)[None, :]
    return np.asarray(np.sqrt(2.0 / SIDE) * np.cos(np.pi / (2 * SIDE) * k * (2 * x + 1)), np.float32)


_DCT = _cosines()
_SIGN = np.where(np.arange(1, FREQUENCIES + 1) % 2 == 0, 1.0, -1.0).astype(np.float32)
"""Mirroring a picture negates its odd frequencies along that direction."""


def blocks(luma: Luma) -> Luma:
    """(n, 64, 64) float32 luma -> (n, 16, 16) low frequencies, rows vertical."""
    return np.asarray(_DCT @ luma @ _DCT.T, dtype=np.float32)


def hashes(block: Luma) -> Hashes:
    """(n, 16, 16) frequencies -> (n, 4) uint64: one bit for each that lies above its frame's median."""
    flat = block.reshape(len(block), -1)
    bits = flat > np.median(flat, axis=1, keepdims=True)
    return np.packbits(bits, axis=1, bitorder="little").view("<u8")


def oriented(block: Luma) -> Hashes:
    """(n, 16, 16) -> (n, 8, 4): hashes of the eight orientations; index = 4 turned + 2 upside down + 1 mirrored."""
    result = np.empty((len(block), ORIENTATIONS, WORDS), dtype="<u8")
    for turned in range(2):
        base = np.swapaxes(block, 1, 2) if turned else block
        for flipped in range(2):
            rows = base * _SIGN[None, :, None] if flipped else base
            for mirrored in range(2):
                made = rows * _SIGN[None, None, :] if mirrored else rows
                result[:, 4 * turned + 2 * flipped + mirrored] = hashes(np.ascontiguousarray(made))
    return result


def quality(luma: Luma) -> npt.NDArray[np.uint8]:
    """(n, 64, 64) luma 0..255 -> (n,) 0..100: sum of gradients, as PDQ has it. Below 50 a frame says nothing."""
    down = np.abs(np.diff(luma, axis=1)) * (100.0 / 255.0)
    across = np.abs(np.diff(luma, axis=2)) * (100.0 / 255.0)
    total = np.trunc(down).sum(axis=(1, 2)) + np.trunc(across).sum(axis=(1, 2))
    return np.asarray(np.minimum(100, total / 90), np.uint8)


def motion(luma: Luma) -> npt.NDArray[np.float32]:
    """(n, 64, 64) consecutive frames -> (n, 64): how much each cell of an 8 × 8 grid differs from the frame before, in
    levels; 0 for the first frame. Cells row by row.

    Brightness and contrast of each frame are taken out first, so that a filter leaves the curves' shape.
    """
    if len(luma) == 0:
        return np.zeros((0, CELLS), np.float32)
    centred = luma - luma.mean(axis=(1, 2), keepdims=True)
    spread = centred.std(axis=(1, 2), keepdims=True)
    even = centred / np.maximum(spread, 4.0) * 40.0
    step = SIDE // GRID
    change = np.abs(np.diff(even, axis=0)).reshape(-1, GRID, step, GRID, step).mean(axis=(2, 4)).reshape(-1, CELLS)
    return np.concatenate([np.zeros((1, CELLS), np.float32), change.astype(np.float32)])


def step(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> float:
    """How much two (64, 64) luma pictures differ, their brightness taken out: a quick measure for one pair."""
    change = after.astype(np.float32) - before
    return float(np.abs(change - change.mean()).mean())


def packed_motion(moved: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Levels as bytes: roots, by 1/32, so that small movements keep their shape; 63 levels and more are one."""
    return np.asarray(np.clip(np.rint(np.sqrt(moved) * MOTION_STEPS), 0, 255), np.uint8)


def unpacked_motion(packed: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return np.square(packed.astype(np.float32) / MOTION_STEPS)


def trim_box(luma: Luma) -> tuple[int, int, int, int]:
    """(top, bottom, left, right) of what moves or has texture over (n, 64, 64) frames; plain borders lie outside.

    The whole frame where less than half of it would be left or nothing is plain.
    """
    spread = luma.std(axis=(0, 2)), luma.std(axis=(0, 1))
    edges = []
    for profile in spread:
        alive = np.flatnonzero(profile > 6.0)
        edges.append((int(alive[0]), int(alive[-1]) + 1) if len(alive) else (0, SIDE))
    (top, bottom), (left, right) = edges
    if bottom - top < SIDE // 3 or right - left < SIDE // 3:
        return 0, SIDE, 0, SIDE
    return top, bottom, left, right


def trimmed(luma: Luma, box: tuple[int, int, int, int]) -> Luma:
    """The box of every frame, stretched back to (n, 64, 64) by linear sampling."""
    top, bottom, left, right = box
    rows = np.linspace(top, bottom - 1, SIDE)
    columns = np.linspace(left, right - 1, SIDE)
    low_row, low_column = np.floor(rows).astype(int), np.floor(columns).astype(int)
    high_row, high_column = np.minimum(low_row + 1, SIDE - 1), np.minimum(low_column + 1, SIDE - 1)
    by_row, by_column = (rows - low_row)[None, :, None], (columns - low_column)[None, None, :]
    upper = luma[:, low_row][:, :, low_column] * (1 - by_column) + luma[:, low_row][:, :, high_column] * by_column
    lower = luma[:, high_row][:, :, low_column] * (1 - by_column) + luma[:, high_row][:, :, high_column] * by_column
    return np.asarray(upper * (1 - by_row) + lower * by_row, dtype=np.float32)
