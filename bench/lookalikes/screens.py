"""What other films have in common and is no footage of theirs: a player's window, a station's intro and captions."""

from collections.abc import Iterator

import cv2
import numpy as np
from bench.edits.shown import resized
from example.textures import Picture

from example import textures

WINDOW, FILM_BOX = (480, 300), (12, 40, 304, 171)
"""A recorded screen, and left, top, width, height of the film in it."""
INTRO_S, OUTRO_S = 4.0, 3.0


def in_player(frames: Iterator[Picture], seed: int, number: int, count: int, rate: int) -> Iterator[Picture]:
    """As somebody records a screen: always the same window, the same films recommended; title and progress differ."""
    rng = np.random.default_rng([seed, 301])
    window = textures.tinted(textures.noise(rng, WINDOW[1], WINDOW[0], 60, 2), (24, 25, 28), (30, 31, 35))
    left, top, width, height = FILM_BOX
    cv2.rectangle(window, (0, 0), (WINDOW[0], 26), (44, 46, 52), -1)
    window = textures.lettered(window, "MIRELTUBE", (10, 4), 16, (240, 72, 60))
    cv2.rectangle(window, (120, 6), (330, 21), (70, 72, 80), -1)
    window = textures.lettered(window, "search films of the town", (126, 7), 11, (150, 152, 160))
    for row in range(5):
        y = top + 50 * row
        picture = textures.facade(rng, 3.4, 3.2, textures.muted(rng, 90, 220), None, 0.4)
        window[y : y + 42, 328:402] = resized(picture, 74, 42)
        for line in range(3):
            word = " ".join(str(rng.choice(WORDS)) for _ in range(2))
            window = textures.lettered(window, word, (408, y + 13 * line), 10, (206, 208, 214))
    for row in range(3):
        y = top + height + 42 + 15 * row
        cv2.circle(window, (20, y + 6), 6, textures.muted(rng, 60, 230), -1, cv2.LINE_AA)
        words = " ".join(str(rng.choice(WORDS)) for _ in range(7))
        window = textures.lettered(window, words, (32, y), 10, (188, 190, 196))
    window = textures.lettered(window, f"Film {number + 1} of the day", (left, top + height + 12), 14, (245, 245, 245))
    starts = 0.07 * (number + 1)
    for at, frame in enumerate(frames):
        out = window.copy()
        out[top : top + height, left : left + width] = resized(frame, width, height)
        cv2.rectangle(out, (left, top + height + 2), (left + width, top + height + 6), (90, 92, 98), -1)
        done = int(width * (starts + 0.5 * at / max(count, 1)))
        cv2.rectangle(out, (left, top + height + 2), (left + done, top + height + 6), (240, 72, 60), -1)
        yield out


WORDS = ("grain", "market", "gate", "night", "street", "film", "today", "harbour", "people", "again", "seen", "where")


def station(seed: int, size: tuple[int, int], rate: int, seconds: float, name: str) -> Iterator[Picture]:
    """An animation: a textured plane slides, a plate turns up and grows, a light sweeps over it."""
    rng = np.random.default_rng([seed, 302, len(name)])
    width, height = size
    plane = textures.tinted(textures.noise(rng, height * 2, width * 2, 40, 5), (20, 30, 70), (120, 150, 210))
    for _ in range(60):
        x, y = int(rng.integers(0, width * 2)), int(rng.integers(0, height * 2))
        cv2.circle(plane, (x, y), int(rng.integers(2, 9)), textures.muted(rng, 80, 240), 1 + int(rng.integers(0, 2)))
    plate = textures.corrugated(rng, width // 2, height // 3, (168, 40, 36), name)
    count = round(seconds * rate)
    for at in range(count):
        share = at / count
        x, y = int(share * width * 0.8), int((0.5 + 0.5 * np.sin(5 * share)) * height * 0.7)
        out = plane[y : y + height, x : x + width].copy()
        grown = 0.3 + 0.7 * min(1.0, 1.6 * share)
        wide, high = int(plate.shape[1] * grown), int(plate.shape[0] * grown)
        left, top = int((width - wide) * (0.3 + 0.3 * share)), int((height - high) * (0.7 - 0.3 * share))
        out[top : top + high, left : left + wide] = resized(plate, wide, high)
        sweep = np.exp(-(((np.arange(width) - (1.4 * share - 0.2) * width) / (0.06 * width)) ** 2))
        yield np.asarray(np.clip(out + 110 * sweep[None, :, None], 0, 255), np.uint8)


def captioned(frames: Iterator[Picture], seed: int, rate: int) -> Iterator[Picture]:
    """A lower third with a running line, a station's mark and the word live: alike in every film of the station."""
    rng = np.random.default_rng([seed, 303])
    text = "   +++   ".join(" ".join(str(rng.choice(WORDS)) for _ in range(5)) for _ in range(6))
    for at, frame in enumerate(frames):
        out, (height, width) = frame.copy(), frame.shape[:2]
        top = height * 74 // 100
        band = textures.tinted(textures.noise(np.random.default_rng([seed, 304]), height - top, width, 30, 4),
                               (130, 16, 20), (190, 50, 44))  # fmt: skip
        cv2.rectangle(band, (0, 0), (width, 2), (250, 250, 250), -1)
        band = textures.lettered(band, "THE TOWN TONIGHT", (10, 5), height // 11, (252, 252, 252))
        band = textures.lettered(band, text, (8 - int(40 * at / rate), height // 8), height // 16, (250, 230, 120))
        out[top:] = band
        cv2.rectangle(out, (width - 70, 8), (width - 10, 30), (20, 60, 150), -1)
        out = textures.lettered(out, "MIREL 1", (width - 66, 10), 15, (250, 250, 250))
        cv2.rectangle(out, (10, 8), (50, 24), (200, 20, 20), -1)
        yield textures.lettered(out, "LIVE", (14, 8), 14, (255, 255, 255))
