"""JPEGs with segments put into them byte by byte, for tests of what is read from segments alone."""

from collections.abc import Sequence

APP13, COMMENT = 0xED, 0xFE


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """Behind the start of the image."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def iptc(data_sets: Sequence[tuple[int, int, bytes]]) -> bytes:
    """An APP13 segment as Photoshop and platforms write it, with these (record, data set, value) of IPTC-IIM."""
    held = b"".join(
        bytes([0x1C, record, number]) + len(value).to_bytes(2, "big") + value for record, number, value in data_sets
    )
    resource = b"8BIM" + (0x0404).to_bytes(2, "big") + b"\0\0" + len(held).to_bytes(4, "big") + held
    return segment(APP13, b"Photoshop 3.0\0" + resource + b"\0" * (len(held) % 2))


FBMD = b"FBMD01000ac60300004a1d00002d4b000067580000c9650000d5fc000054350100953a0100d3420100e84b01005f8f0100"
"""A value of this form is what public listings of downloads show."""


def from_meta(jpeg: bytes) -> bytes:
    return with_segments(jpeg, iptc([(2, 0, b"\0\4"), (2, 40, FBMD), (2, 103, b"aa2ZbHkYyCw1Qq5fGc1H")]))
