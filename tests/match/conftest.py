"""Fingerprints that several files of this room look at, made once."""

import pytest
from tests.match import footage

from stemmata.match.picture import Picture

SECONDS = 8
STREET: footage.Window = (0.2, 0.25, 0.6325, 0.6325)
"""40 % of the picture's area."""
CORNER: footage.Window = (0.5, 0.45, 0.45, 0.45)


@pytest.fixture(scope="session")
def stills() -> dict[str, Picture]:
    """A street, what was made of it, and another street."""
    street, other = footage.street(1), footage.street(2)
    made = {
        "street": street,
        "again": street,
        "crop": footage.cropped(street, STREET),
        "mirrored": footage.mirrored(street),
        "mirrored crop": footage.mirrored(footage.cropped(street, STREET)),
        "turned": footage.rotated(street),
        "upside down": footage.rotated(street, 2),
        "small": footage.resized(street, 0.5),
        "bordered": footage.bordered(street),
        "inserted": footage.inserted(street, other, CORNER),
        "mirrored and inserted": footage.inserted(footage.mirrored(street), other, CORNER),
        "other": other,
        "flat": footage.flat(),
        "negative": 255 - street,
    }
    return {name: footage.still(name, pixels, quality=60 if name == "again" else 90) for name, pixels in made.items()}


@pytest.fixture(scope="session")
def films() -> dict[str, Picture]:
    """A walk, what was made of it, another walk, and one frame."""
    walk, other = footage.walk(1, SECONDS), footage.walk(2, SECONDS)
    rate = footage.RATE
    return {
        "walk": footage.film("walk", walk),
        "again": footage.film("again", walk, crf=32),
        "excerpt": footage.film("excerpt", walk[30:66], crf=30),
        "mirrored": footage.film("mirrored", map(footage.mirrored, walk)),
        "faster": footage.film("faster", walk, rate=rate * 5 // 4),
        "letterboxed": footage.film("letterboxed", (footage.bordered(frame, 1 / 6) for frame in walk)),
        "joined": footage.film("joined", [*other[: 3 * rate], *walk[2 * rate : 6 * rate], *other[3 * rate :]]),
        "inserted": footage.film(
            "inserted",
            (footage.inserted(inner, outer, CORNER) for inner, outer in zip(walk, other, strict=True)),
        ),
        "other": footage.film("other", other),
        "frame": footage.still("frame", walk[42]),
        "part of a frame": footage.still("part of a frame", footage.cropped(walk[42], STREET)),
        "other still": footage.still("other still", footage.street(3)),
        "black": footage.film("black", [footage.flat(0)] * 24),
        "flat": footage.still("flat", footage.flat()),
    }
