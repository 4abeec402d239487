"""Details as 128 signs: the same on every machine, known in a mirror and in a negative."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from tests.media import make

from stemmata.fingerprint.signature import BITS, MIRROR, NEGATIVE, Signatures, mirrored, negated, signatures, unpacked


def descriptors(seed: int, count: int) -> npt.NDArray[np.float32]:
    return np.random.default_rng(seed).integers(0, 120, (count, BITS)).astype(np.float32)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_detail_has_128_bits(count: int) -> None:
    signature = signatures(descriptors(1, count))
    assert (signature.shape, signature.dtype.str) == ((count, 2), "<u8")
    assert unpacked(signature).shape == (count, BITS)


def test_a_detail_has_the_same_signature_in_any_company() -> None:
    whole = signatures(descriptors(1, 9))
    for at in range(9):
        apart = np.bitwise_count(signatures(descriptors(1, 9)[at : at + 1]) ^ whole[at]).sum()
        assert apart <= 1  # a sum that is as good as zero may be rounded to the other side


def test_signatures_are_those_of_the_seed_on_every_machine() -> None:
    """But for a sign where a sum is as good as zero, which another processor may round to the other side."""
    recorded = np.array([[10_837_571_214_807_512_598, 11_067_993_256_102_172_262]], np.uint64)
    assert np.bitwise_count(signatures(np.arange(BITS, dtype=np.float32)[None]) ^ recorded).sum() <= 1


def test_unrelated_details_differ_in_about_half_of_the_bits() -> None:
    signature = signatures(descriptors(1, 400))
    apart = np.bitwise_count(signature[:200] ^ signature[200:]).sum(axis=1)
    assert 57 <= apart.mean() <= 71


def test_a_details_own_brightness_does_not_change_its_signature() -> None:
    dark = descriptors(1, 20)
    np.testing.assert_array_equal(signatures(dark), signatures(dark + 60))


@pytest.mark.parametrize(("moved", "order"), [(mirrored, MIRROR), (negated, NEGATIVE)], ids=["mirror", "negative"])
def test_what_is_done_to_the_picture_only_changes_the_order_of_bits(
    moved: Callable[[Signatures], Signatures], order: npt.NDArray[np.int64]
) -> None:
    plain = descriptors(1, 200)
    apart = np.bitwise_count(moved(signatures(plain)) ^ signatures(plain[:, order])).sum(axis=1)
    assert apart.max() <= 1
    np.testing.assert_array_equal(moved(moved(signatures(plain))), signatures(plain))


def test_details_of_a_negative_are_the_negated_details() -> None:
    grey = np.asarray(cv2.cvtColor(make.texture(1, 320, 192), cv2.COLOR_RGB2GRAY), np.uint8)
    detector = cv2.SIFT.create(nfeatures=200)
    found, raw = detector.detectAndCompute(grey, None)
    in_negative, raw_negative = detector.detectAndCompute(255 - grey, None)
    signature, expected = signatures(np.sqrt(raw_negative)), negated(signatures(np.sqrt(raw)))
    places = np.array([point.pt for point in in_negative])
    close = 0
    for point, one in zip(found, expected, strict=True):
        there = signature[np.abs(places - point.pt).max(axis=1) < 1.5]
        close += len(there) > 0 and int(np.bitwise_count(there ^ one).sum(axis=1).min()) <= 12
    assert close > 0.8 * len(expected)
