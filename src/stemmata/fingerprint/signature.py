"""A detail's descriptor as 128 signs: 16 bytes that say nearly all that its 128 did.

RootSIFT, its own mean taken off, turned by a fixed seeded rotation, signs: true pairs differ in 6 to 25 of 128 bits,
random pairs in 57 to 64 (research/visual.md section 5). No training, reproducible from the seed. On the bench's 310
edited stills the movement between copy and source rests on 96 in 100 of the details that full descriptors give.

The rotation is chosen so that a mirror and a negative only change the order of bits: its rows come in fours, each
row with what the mirror, the negative and both make of it. A mirrored picture is then sought without its pixels.
"""

import numpy as np
import numpy.typing as npt

SEED = 20_310_314
BITS = 128
WORDS = BITS // 64

Signatures = npt.NDArray[np.uint64]
"""(k, 2) uint64, bit 0 lowest."""

_GRID = np.arange(BITS).reshape(4, 4, 8)
MIRROR = _GRID[::-1][..., [0, 7, 6, 5, 4, 3, 2, 1]].reshape(-1)
"""Where each value of a mirrored picture's SIFT descriptor stands in the plain one: rows of the 4 × 4 grid reversed,
orientation k -> -k mod 8."""
NEGATIVE = _GRID[::-1, ::-1].reshape(-1)
"""The same for a negative: gradients point the other way, so the patch is described from its other side."""


def _rotation() -> npt.NDArray[np.float32]:
    """(128, 128) orthonormal rows; row 4 i + j is row 4 i seen by nothing, the mirror, the negative, both."""
    random = np.random.default_rng(SEED)
    bases = []
    for mirror in (1, -1):
        for negative in (1, -1):
            drawn = random.standard_normal((BITS // 4, BITS))
            drawn = drawn + mirror * drawn[:, MIRROR]
            drawn = drawn + negative * drawn[:, NEGATIVE]
            orthogonal, upper = np.linalg.qr(drawn.T)
            bases.append((orthogonal * np.sign(np.diag(upper))).T)
    # Vectors that both leave as they are or negate, one of each of the four kinds: their sum is moved to three others.
    first = np.sum(bases, axis=0) / 2
    rows = np.stack([first, first[:, MIRROR], first[:, NEGATIVE], first[:, MIRROR][:, NEGATIVE]], axis=1)
    return np.asarray(rows.reshape(BITS, BITS), np.float32)


_ROTATION = _rotation()


def signatures(rooted: npt.NDArray[np.float32]) -> Signatures:
    """(k, 128) RootSIFT descriptors, in any one scale -> (k, 2)."""
    if len(rooted) == 0:
        return np.zeros((0, WORDS), np.uint64)
    return signs(turned(rooted))


def turned(rooted: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(k, 128) -> (k, 128) what the signs are taken of; linear."""
    values = rooted - rooted.mean(axis=1, keepdims=True)
    return np.asarray(values @ _ROTATION.T, np.float32)


def signs(values: npt.NDArray[np.float32]) -> Signatures:
    return _packed(values > 0)


def unpacked(signature: Signatures) -> npt.NDArray[np.uint8]:
    """(k, 2) -> (k, 128) of 0 and 1."""
    plain = np.ascontiguousarray(signature).view(np.uint8).reshape(len(signature), BITS // 8)
    return np.unpackbits(plain, axis=1, bitorder="little")


def mirrored(signature: Signatures) -> Signatures:
    """As the mirrored picture has them."""
    return _reordered(signature, (1, 0, 3, 2))


def negated(signature: Signatures) -> Signatures:
    """As the negative has them."""
    return _reordered(signature, (2, 3, 0, 1))


def _reordered(signature: Signatures, order: tuple[int, int, int, int]) -> Signatures:
    if len(signature) == 0:
        return signature
    return _packed(unpacked(signature).reshape(-1, BITS // 4, 4)[:, :, order].reshape(-1, BITS).astype(bool))


def _packed(bits: npt.NDArray[np.bool_]) -> Signatures:
    return np.ascontiguousarray(np.packbits(bits, axis=1, bitorder="little")).view("<u8")
