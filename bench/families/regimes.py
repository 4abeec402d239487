"""What happens between parent and child, and how often, in three worlds."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bench.families import acts
from bench.families.acts import Draw
from bench.families.coding import Coding

STILL_LADDER = (1280, 1080, 960, 800, 720, 640, 560, 480, 400)
FILM_LADDER = (560, 480, 426, 400, 360, 320)
"""Longer sides to which platforms shrink, px: a mix of common ones, not one platform's. Films begin at 640."""
MOST = 3
"""Edits between two files."""


class Regime(StrEnum):
    LITERATURE = "literature"
    """Mild, resampled both ways: as in Dias, Rocha and Goldenstein (IEEE TIFS 7(2), 2012) and after."""
    PLATFORM = "platform"
    """What uploading, channels and re-posting do. Some copies are only stored again, with no edit at all."""
    HOSTILE = "hostile"
    """As platform, and often an edit that hides where a copy comes from, or makes it look earlier or better."""
    RESAVED = "resaved"
    """JPEGs that are mostly saved again and little else: where descent is proven most often."""


@dataclass(frozen=True, slots=True)
class Chances:
    """What may happen to one file, each with its chance; `stored` has weights of kinds of coding.

    quality: the range of JPEG's; of films, of the rate factor. as_it_is: nothing is coded again: a still has its
    metadata stripped or false ones added, or keeps its bytes; a film gets another container or is cut at key frames, or
    keeps its bytes. false_exif: a still that is coded again claims an earlier date. trimmed, sped: a film that is coded
    again loses seconds at its ends, or runs faster or slower. at_least: so many edits, of stills.
    """

    edits: Sequence[tuple[float, Draw]]
    stored: Sequence[tuple[str, float]]
    quality: tuple[int, int]
    as_it_is: float = 0.0
    false_exif: float = 0.0
    trimmed: float = 0.0
    sped: float = 0.0
    at_least: int = 0

    def drawn(self, rng: random.Random) -> list[Draw]:
        """Between `at_least` and MOST edits, in random order."""
        chosen = [draw for chance, draw in self.edits if rng.random() < chance]
        if len(chosen) < self.at_least:
            chosen = rng.sample([draw for _, draw in self.edits], self.at_least)
        return rng.sample(chosen, min(MOST, len(chosen)))

    def kind(self, rng: random.Random) -> str:
        """Of coding."""
        kinds, weights = zip(*self.stored, strict=True)
        return str(rng.choices(kinds, weights)[0])

    def coding(self, rng: random.Random) -> Coding:
        """Of a still."""
        kind = self.kind(rng)
        chroma = rng.choice(("420", "420", "444")) if kind == "jpeg" else "420"
        low, high = self.quality if kind == "jpeg" else QUALITY[kind]
        return Coding(kind, rng.randint(low, high), chroma)


QUALITY = {"webp": (45, 85), "avif": (20, 38), "png": (0, 0)}

STILLS = {
    Regime.LITERATURE: Chances(
        [
            (0.5, acts.rescaled(0.9, 1.1)),
            (0.4, acts.turned(5.0)),
            (0.5, acts.cropped(0.05)),
            (0.6, acts.toned(0.10, by_channel=False)),
        ],
        [("jpeg", 1.0)],
        (50, 100),
        at_least=1,
    ),
    Regime.PLATFORM: Chances(
        [
            (0.45, acts.shrunk(STILL_LADDER)),
            (0.30, acts.cropped(0.12)),
            (0.30, acts.laid_over),
            (0.15, acts.toned(0.08, by_channel=True)),
        ],
        [("jpeg", 0.88), ("webp", 0.08), ("avif", 0.04)],
        (40, 90),
        as_it_is=0.15,
    ),
    Regime.HOSTILE: Chances(
        [
            (0.25, acts.shrunk(STILL_LADDER)),
            (0.20, acts.cropped(0.12)),
            (0.25, acts.laid_over),
            (0.10, acts.toned(0.08, by_channel=True)),
            (0.12, acts.mirrored),
            (0.12, acts.bordered),
            (0.08, acts.inset),
            (0.15, acts.upscaled),
            (0.12, acts.grained),
            (0.06, acts.on_screen),
        ],
        [("jpeg", 0.65), ("webp", 0.17), ("avif", 0.10), ("png", 0.08)],
        (40, 90),
        as_it_is=0.15,
        false_exif=0.20,
    ),
    Regime.RESAVED: Chances(
        [(0.20, acts.shrunk(STILL_LADDER)), (0.20, acts.cropped(0.12)), (0.15, acts.laid_over)],
        [("jpeg", 1.0)],
        (40, 92),
    ),
}

FILM_CODECS = (("h264", 0.60), ("hevc", 0.14), ("mpeg4", 0.10), ("vp9", 0.16))

FILMS = {
    Regime.LITERATURE: Chances(
        [
            (0.5, acts.rescaled(0.9, 1.1)),
            (0.5, acts.cropped(0.05)),
            (0.6, acts.toned(0.10, by_channel=False)),
        ],
        FILM_CODECS,
        (18, 28),
        trimmed=0.25,
    ),
    Regime.PLATFORM: Chances(
        [
            (0.40, acts.shrunk(FILM_LADDER)),
            (0.25, acts.cropped(0.12)),
            (0.30, acts.laid_over),
            (0.15, acts.toned(0.08, by_channel=True)),
        ],
        FILM_CODECS,
        (22, 34),
        as_it_is=0.28,
        trimmed=0.30,
        sped=0.10,
    ),
    Regime.HOSTILE: Chances(
        [
            (0.25, acts.shrunk(FILM_LADDER)),
            (0.20, acts.cropped(0.12)),
            (0.25, acts.laid_over),
            (0.10, acts.toned(0.08, by_channel=True)),
            (0.12, acts.mirrored),
            (0.12, acts.bordered),
            (0.08, acts.inset),
            (0.12, acts.upscaled),
            (0.12, acts.grained),
            (0.06, acts.screen_recorded),
        ],
        FILM_CODECS,
        (22, 34),
        as_it_is=0.22,
        trimmed=0.30,
        sped=0.25,
    ),
}
