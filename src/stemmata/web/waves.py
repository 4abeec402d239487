"""How loud a file's sound is over its time, as a drawing of 200 by 14: what lies under the ribbon of its picture."""

import numpy as np

from stemmata.fingerprint.loudness import PER_SECOND, decibels
from stemmata.fingerprint.sound import SOUND
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived

WIDTH, HEIGHT = 200, 14
MEDIA_TYPE = "image/svg+xml"
QUIETEST_DB, LOUDEST_DB = -60.0, 0.0
"""Of full scale: what is drawn lowest and highest."""


def wave(derived: Derived, sha256: str, length_us: int | None) -> bytes | None:
    """None where nothing is kept of the sound, or there is nothing to hear."""
    kept = derived.get(SOUND, sha256, {"loudness"})
    if not isinstance(kept, Reduction) or not length_us or kept.facts.get("state") != "heard":
        return None
    level = decibels(np.asarray(kept.arrays["loudness"], np.uint8))
    first = int(str(kept.facts["first_tenth"]))
    column = ((np.arange(len(level)) + first) * (WIDTH * 1_000_000 / PER_SECOND / length_us)).astype(np.int64)
    drawn = np.full(WIDTH, -np.inf, np.float32)
    inside = (column >= 0) & (column < WIDTH)
    np.maximum.at(drawn, column[inside], level[inside])
    drawn = _spread(drawn, WIDTH * 1_000_000 / PER_SECOND / length_us)
    height = HEIGHT / 2 * np.clip((drawn - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB), 0, 1)
    lines = "".join(
        f"M{at}.5 {HEIGHT / 2 - one:.1f}V{HEIGHT / 2 + one:.1f}" for at, one in enumerate(height) if one >= 0.05
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'preserveAspectRatio="none"><path d="{lines}" stroke="#86919a" fill="none"/></svg>'
    ).encode()


def _spread(
    drawn: np.ndarray[tuple[int], np.dtype[np.float32]], step: float
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Of a short file, a tenth of a second covers several columns: each goes on to the next."""
    wide = int(np.ceil(step))
    shifted = [np.concatenate([np.full(by, -np.inf, np.float32), drawn[: len(drawn) - by]]) for by in range(1, wide)]
    return np.asarray(np.max([drawn, *shifted], axis=0), np.float32)
