"""What happens between parent and child, and how often, in three worlds."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bench.families import acts
from bench.families.acts import Draw
from bench.families.coding import Coding

LADDER = (1280, 1080, 960, 800, 720, 640, 560, 480, 400)
"""Longer sides to which platforms shrink, px: a mix of common ones, not one platform's."""
MOST = 3
"""Edits between two files."""


class Regime(StrEnum):
    LITERATURE = "literature"
    """Mild, resampled both ways: as in Dias, Rocha and Goldenstein (IEEE TIFS 7(2), 2012) and after."""
    PLATFORM = "platform"
    """What uploading, channels and re-posting do. Some copies are only stored again, with no edit at all."""
    HOSTILE = "hostile"
    """As platform, and often an edit that hides where a copy comes from, or makes it look earlier or better."""


@dataclass(frozen=True, slots=True)
class Chances:
    """edits: each with its chance. stored: kinds of coding with their weights, and the range of JPEG's quality.

    as_it_is: chance that the pictures are not coded again: metadata stripped, false metadata added, or the same bytes.
    false_exif: chance that a copy that is coded again claims an earlier date.
    """

    edits: Sequence[tuple[float, Draw]]
    stored: Sequence[tuple[str, float]]
    quality: tuple[int, int]
    as_it_is: float = 0.0
    false_exif: float = 0.0
    at_least: int = 0

    def drawn(self, rng: random.Random) -> list[Draw]:
        """Between `at_least` and MOST edits, in random order."""
        chosen = [draw for chance, draw in self.edits if rng.random() < chance]
        if len(chosen) < self.at_least:
            chosen = rng.sample([draw for _, draw in self.edits], self.at_least)
        return rng.sample(chosen, min(MOST, len(chosen)))

    def coding(self, rng: random.Random) -> Coding:
        kinds, weights = zip(*self.stored, strict=True)
        kind = rng.choices(kinds, weights)[0]
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
            (0.45, acts.shrunk(LADDER)),
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
            (0.25, acts.shrunk(LADDER)),
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
}
