"""What an animated GIF, PNG or WebP holds by its own account: how long each picture is shown, and whether all is there.

Read from the container alone, so that counting costs no decoding and a cut file is known for one. Sources: GIF89a
specification sections 18 to 27; PNG third edition sections 11.3.6 (acTL, fcTL, fdAT); RFC 9649 section 2.7 (ANMF).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from stemmata.decode.sniff import HEAD_BYTES, media_type
from stemmata.model.failure import Code, Failure

MAX_PICTURES = 400_000
"""As many as frames are hashed of one film (fingerprint.picture)."""
TOO_SHORT_US = 10_000
USUAL_US = 100_000
"""Browsers show a picture whose delay is at most a hundredth of a second for a tenth: files that say 0 were made for
them, and a screen recording of such a page runs at that speed."""


@dataclass(frozen=True, slots=True)
class AnimationIndex:
    """`shown_us`: for each picture that is wholly there, in order, how long it is shown."""

    shown_us: tuple[int, ...]
    first: int
    """Number of the first of them: 1 where a PNG holds a still for programs that know no animation, else 0."""
    whole_bytes: int
    """Where the last of them ends."""
    failure: Failure | None
    """TRUNCATED where pictures are missing, TOO_LARGE where there are more than MAX_PICTURES."""

    @property
    def moves(self) -> bool:
        """One picture is a still, whatever its container."""
        return len(self.shown_us) > 1

    @property
    def duration_us(self) -> int:
        return sum(self.shown_us)


@dataclass(slots=True)
class _Walk:
    """What was met so far. `begun` counts pictures, whole or not."""

    shown_us: list[int] = field(default_factory=list)
    first: int = 0
    begun: int = 0
    declared: int | None = None
    whole_bytes: int = 0
    ended: bool = False

    def add(self, shown_us: int, end: int) -> None:
        self.shown_us.append(USUAL_US if shown_us <= TOO_SHORT_US else shown_us)
        self.whole_bytes = end


def animation_index(source: BinaryIO) -> AnimationIndex | None:
    """None for what is no GIF, PNG or WebP, and for one that does not set out to be more than one picture."""
    source.seek(0)
    walk = {"image/gif": _gif, "image/png": _png, "image/webp": _webp}.get(media_type(source.read(HEAD_BYTES)))
    if walk is None:
        return None
    size = source.seek(0, 2)
    found = walk(source, size)
    meant = found.begun if found.declared is None else found.declared
    if meant < 2:
        return None
    shown = tuple(found.shown_us if found.declared is None else found.shown_us[: found.declared])
    return AnimationIndex(shown, found.first, found.whole_bytes, _failure(found, len(shown)))


def _failure(found: _Walk, whole: int) -> Failure | None:
    if len(found.shown_us) >= MAX_PICTURES and not found.ended:
        return Failure(Code.TOO_LARGE, f"stopped after {MAX_PICTURES:,} pictures")
    if found.declared is not None and whole < found.declared:
        return Failure(Code.TRUNCATED, f"{whole:,} of {found.declared:,} pictures")
    return None if found.ended else Failure(Code.TRUNCATED, f"it ends after {whole:,} pictures")


def _gif(source: BinaryIO, size: int) -> _Walk:
    found, delay_us = _Walk(), 0
    source.seek(10)
    flags = source.read(3)[:1]
    source.seek(13 + (3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0))
    while len(found.shown_us) < MAX_PICTURES:
        kind = source.read(1)
        if kind == b"\x3b":
            found.ended = True
            break
        if kind == b"\x00":
            continue  # some writers end a block twice, and every reader forgives it
        if kind == b"\x21":
            is_control = source.read(1) == b"\xf9"
            blocks = _blocks(source, keep=is_control)
            if blocks is None:
                break
            if is_control and len(blocks) >= 4:
                delay_us = int.from_bytes(blocks[1:3], "little") * 10_000
        elif kind == b"\x2c":
            found.begun += 1
            flags = source.read(9)[8:]
            source.seek(1 + (3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0), 1)
            if _blocks(source, keep=False) is None:
                break
            found.add(delay_us, source.tell())
            delay_us = 0
        else:
            break
    return found


def _blocks(source: BinaryIO, *, keep: bool) -> bytes | None:
    """GIF sub-blocks up to the empty one, joined where `keep`; None where the file ends within them."""
    kept = b""
    while length := source.read(1):
        if length == b"\x00":
            return kept
        block = source.read(length[0])
        if len(block) < length[0]:
            return None
        if keep and not kept:
            kept = block
    return None


def _png(source: BinaryIO, size: int) -> _Walk:
    found, delay_us, drawn = _Walk(), 0, False
    still_first = True
    for kind, at, length in _chunks(source, 8, size, "big"):
        if drawn and kind not in {b"IDAT", b"fdAT"}:
            found.add(delay_us, at - 8)
            drawn = False
        if kind == b"acTL":
            found.declared = int.from_bytes(source.read(4), "big")
        elif kind == b"fcTL":
            found.begun += 1
            control = source.read(26)
            over, under = int.from_bytes(control[20:22], "big"), int.from_bytes(control[22:24], "big") or 100
            delay_us = over * 1_000_000 // under
        elif kind in {b"IDAT", b"fdAT"} and at + length + 4 <= size:
            if kind == b"IDAT" and not found.begun and still_first:
                found.first, still_first = 1, False
            drawn = found.begun > 0
        elif kind == b"IEND":
            found.ended = True
        if found.ended or len(found.shown_us) >= MAX_PICTURES:
            break
    if found.declared is None:
        found.begun = 0  # without acTL it is a still, whatever else it holds
    return found


def _webp(source: BinaryIO, size: int) -> _Walk:
    found = _Walk()
    source.seek(4)
    end = int.from_bytes(source.read(4), "little") + 8
    for kind, at, length in _chunks(source, 12, min(size, end), "little"):
        if kind == b"ANMF":
            found.begun += 1
            shown_us = int.from_bytes(source.read(16)[12:15], "little") * 1000
            if at + length > size or len(found.shown_us) >= MAX_PICTURES:
                return found
            found.add(shown_us, at + length + length % 2)
    found.ended = end <= size
    return found


def _chunks(source: BinaryIO, start: int, end: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """(name, where its content begins, how long that says it is); `source` stands at the content."""
    at = start
    while at + 8 <= end:
        source.seek(at)
        head = source.read(8)
        if order == "big":
            kind, length = head[4:], int.from_bytes(head[:4], "big")
        else:
            kind, length = head[:4], int.from_bytes(head[4:], "little")
        yield kind, at + 8, length
        at += 12 + length if order == "big" else 8 + length + length % 2
