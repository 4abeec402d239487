"""Our matcher on the pairs of a set: every file is read as a run reads it, every two of a group are compared."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
from bench.lookalikes.score import Said
from bench.lookalikes.truth import Ends, Entry, pairs

from stemmata.decode.sniff import HEAD_BYTES, media_of, media_type
from stemmata.fingerprint.picture import film, still, warm
from stemmata.match.pictures import PairEvidence, Picture, compare, picture_of
from stemmata.model.item import Media
from stemmata.model.span import Span


def compared(folder: Path, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, PairEvidence, Said]]:
    """Every two files of one group, in the order of their names; the evidence has the order of the holders.

    `entries` are those of that group. MediaError for a file that cannot be read: all were written here.
    """
    cv2.setNumThreads(1)
    warm()
    read = {entry.file: _picture(folder / entry.file, entry.file) for entry in entries}
    for a, b in pairs(entries):
        mine, theirs = read[a.file], read[b.file]
        turned = mine.holder > theirs.holder
        evidence = compare(theirs, mine) if turned else compare(mine, theirs)
        yield a, b, evidence, _said(evidence, mine, theirs, turned=turned)


def _picture(path: Path, file: str) -> Picture:
    """The fingerprint, under a random holder."""
    with path.open("rb") as source:
        media = media_of(media_type(source.read(HEAD_BYTES)))
        source.seek(0)
        made = film(source, {}) if media is Media.VIDEO else still(source, {})
    return picture_of(f"{random.Random(file).getrandbits(256):064x}", media, made)


def _said(evidence: PairEvidence, a: Picture, b: Picture, *, turned: bool) -> Said:
    claimed = []
    for segment in evidence.segments:
        one, other = (segment.b, segment.a) if turned else (segment.a, segment.b)
        if one is not None and other is not None:
            claimed.append((_seconds(one, a), _seconds(other, b)))
    return Said(evidence.verdict, tuple(claimed))


def _seconds(span: Span, picture: Picture) -> Ends:
    """From the file's first picture on."""
    first = int(picture.frame_us[0])
    return round((span.start_us - first) / 1e6, 3), round((span.end_us - first) / 1e6, 3)
