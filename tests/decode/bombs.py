"""Files that ask for more than they are: small to send, and without a budget hours, gigabytes or a call to the network.

Each is made here, from nothing. `PORT` in an address is where a test listens.
"""

import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
from tests.media import make

ADDRESS = "http://127.0.0.1:PORT/seen.ts"


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def nested_boxes(kinds: tuple[bytes, ...], depth: int) -> bytes:
    """Boxes one inside the other, the innermost empty, after a brand that makes a film of it."""
    content = b""
    for number in reversed(range(depth)):
        content = box(kinds[number % len(kinds)], content)
    return box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + content


def nested_ebml(depth: int) -> bytes:
    """Matroska tags within tags."""
    simple_tag, content = b"\x67\xc8", b""
    for _ in range(depth):
        content = simple_tag + b"\x01" + len(content).to_bytes(7, "big") + content
    for name in (b"\x73\x73", b"\x12\x54\xc3\x67", b"\x18\x53\x80\x67"):  # Tag, Tags, Segment
        content = name + b"\x01" + len(content).to_bytes(7, "big") + content
    head = b"\x42\x82\x88matroska\x42\x87\x81\x04\x42\x85\x81\x02"
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(head)]) + head + content


def film_of_two_frames(seconds: float) -> bytes:
    """The second frame lies `seconds` after the first."""
    return _written_film([0, round(seconds * 1000)], (64, 48))


def film_of_many_tracks(count: int) -> bytes:
    target = BytesIO()
    with av.open(target, "w", format="matroska", options=make.BIT_EXACT) as output:
        streams = [output.add_stream("pcm_s16le", rate=8000, layout="mono") for _ in range(count)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 80), np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 8000, 0, Fraction(1, 8000)
            output.mux(stream.encode(frame))
    return target.getvalue()


def film_that_says(width: int, height: int) -> bytes:
    """Motion JPEG whose pictures claim to be that large; they hold 64 × 48."""
    small, claimed = (struct.pack(">BHH", 8, high, wide) for wide, high in ((64, 48), (width, height)))
    made = _written_film([0, 40, 80], (64, 48))
    assert small in made
    return made.replace(small, claimed)


def picture_that_says(kind: str, width: int, height: int) -> bytes:
    """A picture of 64 × 48 whose header claims another size."""
    made = make.still(kind=kind, size=(64, 48))
    before, after = _size_in(kind, 64, 48), _size_in(kind, width, height)
    assert before in made, kind
    return made.replace(before, after, 1)


def _size_in(kind: str, width: int, height: int) -> bytes:
    """As the format writes it, with what stands before it."""
    if kind == "JPEG":
        return struct.pack(">BHH", 8, height, width)
    if kind == "GIF":
        return b"GIF87a" + struct.pack("<HH", width, height)
    return struct.pack("<iii", 40, width, height) if kind == "BMP" else struct.pack("<HHII", 256, 4, 1, width)


def png_with_text_that_unpacks_to(size: int) -> bytes:
    made = make.still(kind="PNG")
    chunk = make.png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(size), 9))
    return made[:33] + chunk + made[33:]


def png_with_profile_that_unpacks_to(size: int) -> bytes:
    made = make.still(kind="PNG")
    return made[:33] + make.png_chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(size), 9)) + made[33:]


def pdf(objects: dict[int, bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", {}
    for number, body in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(made))
    return made + b"xref\n0 1\n0000000000 65535 f \n1 %d\n" % len(places) + table + end


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf_of(drawing: bytes, *, times: int = 1) -> bytes:
    """One page whose drawing is packed, `times` over."""
    for _ in range(times):
        drawing = zlib.compress(drawing, 9)
    filters = b"/FlateDecode" * times
    stream = b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(drawing), filters, drawing)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: PAGE, 4: stream, 5: FONT})


def pdf_whose_pages_hold_themselves() -> bytes:
    pages = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages})


def wave_that_says(channels: int, rate: int, size: int) -> bytes:
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * 2 & 0xFFFFFFFF, 2, 16)
    return b"RIFF" + struct.pack("<I", size) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + bytes(400)


PLAYLISTS: dict[str, Callable[[], bytes]] = {
    "m3u8": lambda: f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{ADDRESS}\n#EXT-X-ENDLIST\n".encode(),
    "m3u8 of a local file": make.BAD_AND_GOOD["playlist.mp4"],
    "sdp": make.BAD_AND_GOOD["session.mp4"],
    "ffconcat": lambda: f"ffconcat version 1.0\nfile '{ADDRESS}'\n".encode(),
    "dash": lambda: (
        f'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet '
        f'mimeType="video/mp4"><Representation id="1"><BaseURL>{ADDRESS}</BaseURL></Representation></AdaptationSet>'
        f"</Period></MPD>"
    ).encode(),
    "xspf": lambda: (
        f"<playlist><trackList><track><location>{ADDRESS}</location></track></trackList></playlist>".encode()
    ),
    "asx": lambda: f'<asx version="3.0"><entry><ref href="{ADDRESS}"/></entry></asx>'.encode(),
    "pls": lambda: f"[playlist]\nFile1={ADDRESS}\nNumberOfEntries=1\n".encode(),
}

DISGUISED: dict[str, Callable[[], bytes]] = {
    "m3u8 after a byte order mark": lambda: b"\xef\xbb\xbf" + PLAYLISTS["m3u8"](),
    "m3u8 after an empty line": lambda: b"\n" + PLAYLISTS["m3u8"](),
    "m3u8 behind a brand": lambda: box(b"ftyp", b"isom\0\0\2\0isom") + PLAYLISTS["m3u8"](),
    "m3u8 behind a tag": lambda: b"ID3\x04\0\0\0\0\0\x00" + PLAYLISTS["m3u8"](),
    "m3u8 in a packet's clothes": lambda: (b"\x47" + bytes(187)) * 8 + PLAYLISTS["m3u8"](),
    "m3u8 in AVI": lambda: b"RIFF\xff\xff\xff\x7fAVI " + PLAYLISTS["m3u8"](),
    "m3u8 in wide letters": lambda: PLAYLISTS["m3u8"]().decode().encode("utf-16"),
}

BOMBS: dict[str, Callable[[], bytes]] = {
    "png of 900 Mpx": lambda: make.huge_png(30_000, 30_000),
    "png of 102 Mpx, where Pillow only warns": lambda: make.huge_png(10_100, 10_100),
    "png of 81 Mpx": lambda: make.huge_png(9_000, 9_000),
    "jpeg that says 65,500 squared": lambda: picture_that_says("JPEG", 65_500, 65_500),
    "gif that says 65,535 squared": lambda: picture_that_says("GIF", 65_535, 65_535),
    "bmp that says 1,000,000 squared": lambda: picture_that_says("BMP", 1_000_000, 1_000_000),
    "tiff that says 2 ** 31 wide": lambda: picture_that_says("TIFF", 2**31, 48),
    "png with a text of 20 MB": lambda: png_with_text_that_unpacks_to(20_000_000),
    "png with a profile of 20 MB": lambda: png_with_profile_that_unpacks_to(20_000_000),
    "film whose pictures say 65,000 squared": lambda: film_that_says(65_000, 65_000),
    "film of 30 hours in two frames": lambda: film_of_two_frames(108_000),
    "film of 100 tracks": lambda: film_of_many_tracks(100),
    "boxes 1,000 deep": lambda: nested_boxes((b"moov", b"trak", b"mdia", b"minf", b"stbl"), 1_000),
    "boxes 50,000 deep": lambda: nested_boxes((b"moov",), 50_000),
    "boxes of notes 1,000 deep": lambda: nested_boxes((b"moov", b"udta", b"meta"), 1_000),
    "elements 5,000 deep": lambda: nested_ebml(5_000),
    "wave of 65,535 channels": lambda: wave_that_says(65_535, 8_000, 4_000),
    "wave at 4 GHz": lambda: wave_that_says(1, 4_000_000_000, 4_000),
    "wave that says 4 GB": lambda: wave_that_says(1, 8_000, 0xFFFFFFF0),
    "pdf whose page unpacks to 200 MB": lambda: pdf_of(b"BT (x) Tj ET\n" * (200_000_000 // 13)),
    "pdf whose page unpacks twice": lambda: pdf_of(bytes(200_000_000), times=2),
    "pdf whose pages hold themselves": pdf_whose_pages_hold_themselves,
    "pdf of brackets 100,000 deep": lambda: pdf({1: b"[" * 100_000}),
    "page of tags 200,000 deep": lambda: b"<!doctype html><body>" + b"<div>" * 200_000 + b"x",
    "page of one tag without an end": lambda: b"<!doctype html><p " + b"a=" * 1_000_000,
    "export of brackets 200,000 deep": lambda: b'{"messages": ' + b"[" * 200_000,
    "export of one long number": lambda: b'{"name": "x", "id": ' + b"9" * 100_000 + b', "messages": []}',
}


def _written_film(times_ms: list[int], size: tuple[int, int]) -> bytes:
    target = BytesIO()
    with av.open(target, "w", format="matroska", options=make.BIT_EXACT) as output:
        stream = output.add_stream("mjpeg", rate=25)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, at in enumerate(times_ms):
            pixels = make.texture(number, *size)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuvj420p")
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()
