"""Seeded damage to whole files of every kind that is read: flips, cuts, splices, lengths beyond what there is."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from tests.decode import bombs
from tests.media import make

from stemmata.decode.metadata import METADATA
from stemmata.decode.probe import PROBE
from stemmata.decode.signed import SIGNED
from stemmata.decode.text import TEXT
from stemmata.fingerprint.kept_onsets import ONSETS
from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.fingerprint.sound import SOUND
from stemmata.intake.telegram import POSTINGS
from stemmata.model.seams import Reducer

LARGEST = 400_000
"""Of a file of the corpus that is damaged: larger ones say nothing more and take longer."""

STILLS, FILMS, SOUNDS = (
    (PROBE, METADATA, STILL, SIGNED),
    (PROBE, METADATA, KEY_FRAMES, FILM, SOUND, SIGNED),
    (PROBE, SOUND, ONSETS),
)
TEXTS, EXPORTS = (PROBE, TEXT), (PROBE, POSTINGS)
BY_FOLDER: Mapping[str, tuple[Reducer, ...]] = {
    "c2pa": STILLS, "exif": STILLS, "broken": (PROBE, METADATA, STILL, FILM, SOUND, SIGNED), "real_copies": STILLS,
    "bench": (PROBE, STILL, KEY_FRAMES, SIGNED), "chats": EXPORTS, "web": TEXTS, "texts": TEXTS,
}  # fmt: skip

Seed = tuple[str, bytes, tuple[Reducer, ...]]
"""name, whole content, which reducers are asked."""

HTML = (
    b"<!doctype html><html lang=en><head><title>A square</title><meta property='og:site_name' content='x'></head><body>"
)
HTML += b"<article><h1>A square</h1>" + b"<p>Some words that were <b>printed</b> here &amp; there.</p>" * 20
SUBTITLES = b"1\n00:00:01,000 --> 00:00:02,500\nWords\n\n2\n00:00:03,000 --> 00:00:04,000\nmore words\n"
EXPORT = (
    b'{"name": "x", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "type": "message", "date": '
    b'"2026-01-02T03:04:05", "from": "a", "text": ["b", {"type": "link", "text": "c"}], "photo": "p.jpg"}]}'
)


@cache
def made() -> tuple[Seed, ...]:
    """Made here: the same on every machine with the same encoders."""
    stills = {kind: make.still(kind=kind) for kind in ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF", "BMP")}
    moving = {f"animated {kind}": make.animation(kind=kind) for kind in ("GIF", "PNG", "WEBP")}
    films = {kind: make.film(seconds=1, container=kind) for kind in ("mp4", "matroska", "mpegts", "flv")}
    return (
        *((name, content, STILLS) for name, content in stills.items()),
        *((name, content, (PROBE, STILL, FILM)) for name, content in moving.items()),
        *((name, content, FILMS) for name, content in films.items()),
        ("motion jpeg", bombs.film_of_two_frames(1), FILMS),
        ("wave", make.sound_file(seconds=0.5), SOUNDS),
        ("pdf", bombs.pdf_of(b"BT /F 12 Tf 9 9 Td (letters enough to be a layer of text) Tj ET"), TEXTS),
        ("html", HTML, TEXTS),
        ("subtitles", SUBTITLES, TEXTS),
        ("export", EXPORT, EXPORTS),
    )


def of_corpus(corpus: Path) -> tuple[Seed, ...]:
    return tuple(
        (f"{folder}/{path.name}", path.read_bytes(), reducers)
        for folder, reducers in BY_FOLDER.items()
        for path in sorted((corpus / folder).rglob("*"))
        if path.is_file() and 0 < path.stat().st_size <= LARGEST
    )


def _flip(content: bytearray, random: np.random.Generator, other: bytes) -> None:
    for at in random.integers(0, len(content), random.integers(1, 33)):
        content[at] ^= 1 << int(random.integers(0, 8))


def _flip_near_the_start(content: bytearray, random: np.random.Generator, other: bytes) -> None:
    for at in random.integers(0, min(len(content), 600), random.integers(1, 17)):
        content[at] = int(random.integers(0, 256))


def _cut(content: bytearray, random: np.random.Generator, other: bytes) -> None:
    del content[int(random.integers(1, len(content) + 1)) :]


def _splice(content: bytearray, random: np.random.Generator, other: bytes) -> None:
    at, start = int(random.integers(0, len(content))), int(random.integers(0, len(other)))
    content[at:] = other[start : start + int(random.integers(1, 5_000))]


def _repeat(content: bytearray, random: np.random.Generator, other: bytes) -> None:
    at = int(random.integers(0, len(content)))
    piece = content[at : at + int(random.integers(1, 400))]
    content[at:at] = piece * int(random.integers(1, 50))


def _inflate(content: bytearray, random: np.random.Generator, other: bytes) -> None:
    """A field of one to eight bytes says the most, or nearly, or a little beyond the file."""
    for _ in range(int(random.integers(1, 4))):
        width = int(random.choice([1, 2, 4, 8]))
        at = int(random.integers(0, max(1, min(len(content), 4_000) - width)))
        most = 2 ** (8 * width) - 1
        value = int(random.choice(np.array([most, most // 2, most - 7, 0, len(content) * 3], dtype=object)))
        order = "big" if random.integers(0, 2) else "little"
        content[at : at + width] = min(value, most).to_bytes(width, "big" if order == "big" else "little")


KINDS: Mapping[str, Callable[[bytearray, np.random.Generator, bytes], None]] = {
    "flips": _flip, "flips near the start": _flip_near_the_start, "cut": _cut, "splice": _splice, "repeat": _repeat,
    "inflated length": _inflate,
}  # fmt: skip


def mutated(seeds: tuple[Seed, ...], count: int, seed: int) -> Iterator[Seed]:
    """Each kind of damage in turn, to a file drawn among `seeds`."""
    random = np.random.default_rng(seed)
    names = list(KINDS)
    for number in range(count):
        name, whole, reducers = seeds[int(random.integers(0, len(seeds)))]
        content = bytearray(whole)
        kind = names[number % len(names)]
        KINDS[kind](content, random, seeds[int(random.integers(0, len(seeds)))][1])
        yield f"{number}: {kind} of {name}", bytes(content), reducers
