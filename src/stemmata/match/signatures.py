"""Descriptors as 128-bit signatures, and pictures that share several: candidates that survive crops and screenshots.

RootSIFT, its own mean taken off, turned by a fixed seeded rotation, signs: true pairs differ in 6 to 25 of 128 bits,
random pairs in 57 to 64 (research/visual.md section 5). No training, reproducible from the seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SEED = 20_310_314
BITS = 128
TABLES = 8
KEY_BITS = 22
"""Sampled bits per table: random points agree about once in 10,000; true ones in 0.4 to 0.99 over the tables."""
NEAR_BITS = 18
COMMON = 60
"""A key that this many different pictures share (a logo, a subtitle font) makes no pair."""

Signatures = npt.NDArray[np.uint64]


def _rotation() -> npt.NDArray[np.float32]:
    gaussian = np.random.default_rng(SEED).standard_normal((BITS, BITS))
    orthogonal, upper = np.linalg.qr(gaussian)
    return np.asarray(orthogonal * np.sign(np.diag(upper)), np.float32)


_ROTATION = _rotation()
_SAMPLED = np.stack([np.random.default_rng(SEED + 1 + t).permutation(BITS)[:KEY_BITS] for t in range(TABLES)])


def signatures(descriptors: npt.NDArray[np.uint8]) -> tuple[Signatures, npt.NDArray[np.uint32]]:
    """(k, 128) uint8 -> signatures (k, 2) uint64 and table keys (k, TABLES) uint32."""
    if len(descriptors) == 0:
        return np.zeros((0, 2), np.uint64), np.zeros((0, TABLES), np.uint32)
    values = descriptors.astype(np.float32)
    values -= values.mean(axis=1, keepdims=True)
    bits = (values @ _ROTATION) > 0
    packed = np.packbits(bits, axis=1, bitorder="little").view("<u8")
    weights = (1 << np.arange(KEY_BITS, dtype=np.uint32)).astype(np.uint32)
    keys = np.stack([(bits[:, chosen] * weights).sum(axis=1, dtype=np.uint32) for chosen in _SAMPLED], axis=1)
    return packed, keys


@dataclass(frozen=True, slots=True)
class Posted:
    """The details of one picture or film, as they enter the join: signatures (k, 2), keys (k, TABLES)."""

    signature: Signatures
    key: npt.NDArray[np.uint32]


def votes(
    queries: Sequence[Posted], references: Sequence[Posted], *, apart: bool = True
) -> Mapping[tuple[int, int], int]:
    """(query, reference) -> how many details they share, over all tables.

    `apart`: both are the same sequence, so a pair of one and the same place says nothing and is left out. Memory is
    that of one table: about 24 bytes a detail.
    """
    counted: dict[tuple[int, int], int] = {}
    for table in range(TABLES):
        left, right = _column(queries, table), _column(references, table)
        _join(left, right, counted, apart)
    return counted


@dataclass(frozen=True, slots=True)
class _Column:
    key: npt.NDArray[np.uint32]
    owner: npt.NDArray[np.int32]
    signature: Signatures


def _column(posted: Sequence[Posted], table: int) -> _Column:
    """Keys of one table, each once for each owner, in order."""
    key = np.concatenate([one.key[:, table] for one in posted] or [np.zeros(0, np.uint32)])
    owner = np.repeat(np.arange(len(posted), dtype=np.int32), [len(one.key) for one in posted])
    signature = np.concatenate([one.signature for one in posted] or [np.zeros((0, 2), np.uint64)])
    order = np.lexsort((owner, key))
    key, owner, signature = key[order], owner[order], signature[order]
    once = np.r_[True, (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])] if len(key) else np.zeros(0, bool)
    return _Column(key[once], owner[once], signature[once])


def _join(left: _Column, right: _Column, counted: dict[tuple[int, int], int], apart: bool) -> None:
    first = np.searchsorted(right.key, left.key, "left")
    count = np.searchsorted(right.key, left.key, "right") - first
    count[count > COMMON] = 0
    total = int(count.sum())
    if total == 0:
        return
    rows = np.repeat(np.arange(len(left.key)), count)
    found = np.repeat(first, count) + np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    kept = np.bitwise_count(left.signature[rows] ^ right.signature[found]).sum(axis=1) <= NEAR_BITS
    if apart:
        kept &= left.owner[rows] != right.owner[found]
    pairs = left.owner[rows][kept].astype(np.int64) << 32 | right.owner[found][kept]
    for pair, number in zip(*np.unique(pairs, return_counts=True), strict=True):
        at = (int(pair) >> 32, int(pair) & 0xFFFFFFFF)
        counted[at] = counted.get(at, 0) + int(number)
