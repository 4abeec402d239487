"""What of a packet is the encoded picture or sound, and not the container's or the decoder's dressing.

The same H.264 frame is length-prefixed in MP4 and start-coded in MPEG-TS, which also repeats the parameter sets and
adds delimiters; the same AAC frame carries an ADTS header there and none in MP4. Taken off: start codes and lengths,
parameter sets, delimiters, filler, and supplemental information (encoder names, time codes, captions: metadata that an
editor may change without touching the picture). ITU-T H.264 annex B and table 7-1; H.265 table 7-1; ISO 14496-15
section 5.3; ISO 14496-3 section 1.A.3 (ADTS); AV1 specification section 5.3.2.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

H264_SLICES = frozenset(range(1, 6)) | {20, 21}
H264_IDR, H264_SEI = 5, 6
HEVC_SLICES = frozenset(range(32))
HEVC_IRAP = frozenset(range(16, 24))
RECOVERY_POINT = 6  # H.264 annex D.1.8: the entry point of a stream without IDR pictures
AV1_DRESSING = frozenset({1, 2, 5, 15})  # sequence header, temporal delimiter, metadata, padding
START = b"\x00\x00\x01"


@dataclass(frozen=True, slots=True)
class Payload:
    """The bare bytes of one packet, and whether a decoder may begin with it (None: ask the container)."""

    pieces: tuple[bytes, ...]
    key: bool | None


Strip = Callable[[bytes], Payload]


def stripper(codec: str, extradata: bytes | None) -> Strip:
    """The function that takes the dressing off packets of `codec`, whose set-up the container gives as `extradata`."""
    prefixed = bool(extradata) and extradata is not None and extradata[0] == 1
    if codec == "h264":
        width = (extradata[4] & 3) + 1 if prefixed and extradata is not None and len(extradata) > 4 else 0
        return lambda packet: _h264(_units(packet, width))
    if codec == "hevc":
        width = (extradata[21] & 3) + 1 if prefixed and extradata is not None and len(extradata) > 21 else 0
        return lambda packet: _hevc(_units(packet, width))
    if codec == "aac":
        return _aac
    if codec == "av1":
        return _av1
    return lambda packet: Payload((packet,), None)


def _units(packet: bytes, width: int) -> Iterator[bytes]:
    """NAL units without lengths, start codes or trailing zeros; `width` 0 means start codes."""
    if width == 0:
        for unit in packet.split(START)[1:]:
            yield unit.rstrip(b"\x00")
        return
    at = 0
    while at + width <= len(packet):
        length = int.from_bytes(packet[at : at + width], "big")
        yield packet[at + width : at + width + length].rstrip(b"\x00")
        at += width + length


def _h264(units: Iterator[bytes]) -> Payload:
    slices: list[bytes] = []
    key = False
    for unit in units:
        kind = unit[0] & 31 if unit else 0
        if kind in H264_SLICES:
            slices.append(unit)
        key = key or kind == H264_IDR or (kind == H264_SEI and unit[1:2] == bytes([RECOVERY_POINT]))
    return Payload(tuple(slices), key)


def _hevc(units: Iterator[bytes]) -> Payload:
    slices: list[bytes] = []
    key = False
    for unit in units:
        kind = unit[0] >> 1 & 63 if unit else 63
        if kind in HEVC_SLICES:
            slices.append(unit)
        key = key or kind in HEVC_IRAP
    return Payload(tuple(slices), key)


def _aac(packet: bytes) -> Payload:
    """The raw frame; a header is believed only if its length is the packet's."""
    if len(packet) < 7 or packet[0] != 0xFF or packet[1] & 0xF6 != 0xF0:
        return Payload((packet,), None)
    length = (packet[3] & 3) << 11 | packet[4] << 3 | packet[5] >> 5
    if length != len(packet):
        return Payload((packet,), None)
    return Payload((packet[7 if packet[1] & 1 else 9 :],), None)


def _av1(packet: bytes) -> Payload:
    pieces: list[bytes] = []
    at = 0
    while at < len(packet):
        head = packet[at]
        start = at + (2 if head & 4 else 1)
        if head & 2:
            length, start = _leb128(packet, start)
        else:
            length = len(packet) - start
        if head >> 3 & 15 not in AV1_DRESSING:
            pieces.append(packet[start : start + length])
        at = start + length
    return Payload(tuple(pieces), None)


def _leb128(packet: bytes, at: int) -> tuple[int, int]:
    """(value, offset behind it); AV1 specification section 4.10.5: at most eight bytes."""
    value = 0
    for place, byte in enumerate(packet[at : at + 8]):
        value |= (byte & 127) << 7 * place
        if not byte & 128:
            return value, at + place + 1
    return len(packet), len(packet)
