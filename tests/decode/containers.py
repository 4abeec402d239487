"""Containers put together byte by byte, for tests of what is read from their parts alone."""

import zlib


def box(kind: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def wide_box(kind: bytes, content: bytes = b"") -> bytes:
    """With a size of 64 bits."""
    return (1).to_bytes(4, "big") + kind + (16 + len(content)).to_bytes(8, "big") + content


FTYP = box(b"ftyp", b"isom\0\0\2\0isomiso2")


def dated(kind: bytes, created: int, changed: int, *, wide: bool = False) -> bytes:
    width = 8 if wide else 4
    head = bytes([int(wide), 0, 0, 0])
    return box(kind, head + created.to_bytes(width, "big") + changed.to_bytes(width, "big") + bytes(80))


def handler(kind: bytes, name: bytes) -> bytes:
    return box(b"hdlr", bytes(8) + kind + bytes(12) + name)


def tag(kind: bytes, text: bytes) -> bytes:
    """User data of QuickTime."""
    return box(kind, len(text).to_bytes(2, "big") + b"\x15\xc7" + text)


def apple_keys(values: dict[bytes, bytes]) -> bytes:
    """A `meta` of QuickTime: without version, its items named by the number of their key."""
    keys = b"".join(box(b"mdta", name) for name in values)
    items = b"".join(
        box(number.to_bytes(4, "big"), box(b"data", (1).to_bytes(4, "big") + bytes(4) + value))
        for number, value in enumerate(values.values(), start=1)
    )
    listed = box(b"keys", bytes(4) + len(values).to_bytes(4, "big") + keys)
    return box(b"meta", handler(b"mdta", b"") + listed + box(b"ilst", items))


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """Of a PNG."""
    check = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check


PNG = b"\x89PNG\r\n\x1a\n"


def riff_chunk(kind: bytes, content: bytes = b"") -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def riff(form: bytes, *chunks: bytes) -> bytes:
    return riff_chunk(b"RIFF", form + b"".join(chunks))


def element(key: int, content: bytes = b"", *, size: bytes | None = None) -> bytes:
    """Of EBML; `size` instead of the true one."""
    name = key.to_bytes((key.bit_length() + 7) // 8, "big")
    return name + ((0x01 << 56 | len(content)).to_bytes(8, "big") if size is None else size) + content


EBML = element(0x1A45DFA3, element(0x4282, b"matroska"))
UNKNOWN_SIZE = b"\x01" + b"\xff" * 7
SEGMENT, INFO, CLUSTER = 0x18538067, 0x1549A966, 0x1F43B675
