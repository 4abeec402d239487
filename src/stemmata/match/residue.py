"""What is left over when the one is laid over the other along a shared stretch: what was added, cut off or changed.

Fingerprints are grey and 192 pixels wide, so small marks and changes of colour are not seen; nothing left over means
that nothing was found, not that nothing differs.
"""

from collections.abc import Sequence

import numpy as np

from stemmata.match.borders import borders
from stemmata.match.differences import difference
from stemmata.match.geometry import WORK_PX, Matrix, project
from stemmata.match.laid_over import MIRROR, FramePair, frame_pairs, shares_matrix
from stemmata.match.overlays import Overlay, Present, overlays
from stemmata.match.picture import Picture
from stemmata.match.tone import Tone
from stemmata.model.edge import Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import MILLIONTHS, Region, Span

FRAMES = 12
"""Frame pairs looked at in one stretch."""
BORDER_FRAMES = 5
TURNED_DEGREES, SCALED, GAIN, LEVELS = 1.0, 0.03, 0.06, 6.0
"""Below these, a movement or a tone is that of a copy as it is: re-encoded copies of the corpus stay below them."""


def residues(a: Picture, b: Picture, segment: Segment) -> tuple[Residue, ...]:
    """Pure; of a segment that establishes something (a matrix is needed: ValueError without one)."""
    pairs = frame_pairs(a, b, segment, FRAMES)
    found = [difference(a, b, segment, pair) for pair in pairs]
    shares = shares_matrix(segment)
    left = [
        _overlaid(a, b, segment, pairs, shares, one, on_a=found[0].laid.on_a, shape=found[0].off.shape)
        for one in overlays(found)
    ]
    left += _beside(a, b, segment, pairs, shares)
    left += _moved(a, b, segment, shares)
    if found:
        left += _toned([one.tone for one in found])
    return tuple(left)


def _overlaid(
    a: Picture,
    b: Picture,
    segment: Segment,
    pairs: Sequence[FramePair],
    shares: Matrix,
    found: Overlay,
    *,
    on_a: bool,
    shape: tuple[int, ...],
) -> Residue:
    left, top, right, bottom = found.box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) / [shape[1], shape[0]]
    has_it = Side.B if found.side is Side.B else Side.A
    if on_a != (has_it is Side.A):
        corners = project(shares if on_a else np.asarray(np.linalg.inv(shares), np.float64), corners)
    low, high = np.clip(corners.min(axis=0), 0, 1), np.clip(corners.max(axis=0), 0, 1)
    x, y = (int(value * MILLIONTHS) for value in low)
    width, height = (max(1, int(value * MILLIONTHS)) for value in high - low)
    return Residue(
        found.kind,
        found.side,
        Region(x, y, width, height),
        _seen(a, b, segment, pairs, found.present, has_it),
    )


def _seen(
    a: Picture, b: Picture, segment: Segment, pairs: Sequence[FramePair], present: Present, side: Side
) -> Span | None:
    """On the side's clock: to the ends of the stretch, or half-way to the next pair without it."""
    film, span = (a, segment.a) if side is Side.A else (b, segment.b)
    if span is None:
        return None
    times = [int(film.sample_us[pair.sample_a if side is Side.A else pair.sample_b]) for pair in pairs]
    if len(times) > 1 and times[0] > times[-1]:
        times, present = times[::-1], present[::-1]
    seen = np.flatnonzero(present)
    first, last = int(seen[0]), int(seen[-1])
    start = span.start_us if first == 0 else (times[first - 1] + times[first]) // 2
    end = span.end_us if last == len(times) - 1 else (times[last] + times[last + 1]) // 2
    return Span(start, max(end, start + 1))


def _beside(a: Picture, b: Picture, segment: Segment, pairs: Sequence[FramePair], shares: Matrix) -> list[Residue]:
    left: list[Residue] = []
    chosen = pairs[:: max(1, len(pairs) // BORDER_FRAMES)]
    back = np.asarray(np.linalg.inv(shares), np.float64)
    for side, picture, onto, inserted, span in (
        (Side.A, a, back, segment.a_region is not None, segment.a),
        (Side.B, b, shares, segment.b_region is not None, segment.b),
    ):
        greys = [picture.view(pair.sample_a if side is Side.A else pair.sample_b).grey for pair in chosen]
        left += (
            [Residue(kind, side, region, span) for kind, region in borders(greys, onto, inserted=inserted)]
            if greys
            else []
        )
    return left


def _moved(a: Picture, b: Picture, segment: Segment, shares: Matrix) -> list[Residue]:
    left = [Residue(Difference.MIRROR)] if segment.mirrored else []
    left += [Residue(Difference.NEGATIVE)] if segment.geometry.get("negative") else []
    sides = [np.array(one.grey_size, np.float64) * WORK_PX / max(one.grey_size) for one in (a, b)]
    upright = shares @ MIRROR if segment.mirrored else shares
    pixels = np.diag([*sides[1], 1.0]) @ upright @ np.diag([*(1 / sides[0]), 1.0])
    scale = float(np.sqrt(abs(np.linalg.det(pixels[:2, :2]))))
    degrees = float(np.degrees(np.arctan2(pixels[1, 0], pixels[0, 0])))
    if abs(degrees) >= TURNED_DEGREES:
        left.append(Residue(Difference.ROTATION, amounts={"degrees": round(degrees, 1)}))
    if abs(np.log(scale)) >= SCALED:
        left.append(Residue(Difference.SCALE, amounts={"factor": round(scale, 2)}))
    return left


def _toned(tones: Sequence[Tone]) -> list[Residue]:
    gain = float(np.median([tone.gain for tone in tones]))
    offset = float(np.median([tone.offset for tone in tones]))
    if abs(gain - 1) < GAIN and abs(gain * 128 + offset - 128) < LEVELS:
        return []
    return [Residue(Difference.TONE, amounts={"gain": round(gain, 2), "offset": round(offset)})]
