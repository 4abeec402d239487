"""A still against the sampled frames of a film: the frame that it shows, and the stretch round it."""

import numpy as np

from stemmata.match.films import Coincident, Piece, geometry_of
from stemmata.match.hamming import distances
from stemmata.match.picture import Picture
from stemmata.match.standpoint import AT_AN_ANGLE, PARTS_APART, Doubt, bend_of, blocks_of, doubted, is_framed
from stemmata.match.stills import COPIES, Verdict, judge
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment
from stemmata.model.span import Span

SAME_FRAME_BITS = 18
"""A frame whose hash lies so near is the one shown. Of 60 stills cut from films, half of them edited since, 38 come to
12 bits and less; 143 photographs of the same places, whose details fit, to 24 and more."""
NEIGHBOUR_US = 1_000_000
BEND, DISPLACED, OWN = 0.08, 0.03, 0.6
"""As in standpoint.doubt, and the share of what the film's own looked-at frames bend and displace from one to the next:
the frame shown lies between two of them. With SAME_FRAME_BITS 50 of the 60 stay, of the 143 none."""


def compare_film_and_still(film: Picture, still: Picture) -> tuple[str, list[Piece], dict[str, Json]]:
    """The still against every sampled frame; the stretch is that of the frames that fit by one movement."""
    view = still.view(0)
    judged = [(sample, judge(film.view(sample), view)) for sample in _worth_trying(film, still)]
    fits = [(sample, verdict) for sample, verdict in judged if verdict.fit is not None]
    copies = [row for row in fits if row[1].name in COPIES]
    facts: dict[str, Json] = {"checked_frames": len(judged), "verified_frames": len(copies)}
    if not fits:
        names = {verdict.name for _, verdict in judged}
        verdict = "not_comparable" if names <= {"not_comparable"} else "not_established"
        facts["reason"] = judged[0][1].reason if judged else "no frame to compare"
        return verdict, [], facts
    sample, best = max(copies or fits, key=_weight)
    if best.name in COPIES:
        best = doubted(best, _doubt(film, still, sample, best))
    at = int(film.sample_us[sample])
    step = 250_000
    start, end = max(0, at - step), min(film.end_us, at + step)
    fit = best.fit
    if fit is None:
        raise ValueError("a fit was chosen")
    facts["inliers"] = fit.inliers
    segment = Segment(
        a=Span(start, max(end, start + 1)),
        b=None,
        mirrored=fit.mirrored,
        geometry=geometry_of(fit),
        a_region=best.a_region,
        b_region=best.b_region,
    )
    if best.name not in COPIES:
        facts["reason"] = best.reason
    coincident = Coincident(fit.inliers)
    piece = Piece(best.name, segment, len(judged), len(copies), fit.inliers, None, None, coincident=coincident)
    return best.name, [piece], facts


def _weight(row: tuple[int, Verdict]) -> tuple[float, int]:
    fit = row[1].fit
    return (fit.agreement, fit.inliers) if fit is not None else (-1.0, 0)


def _doubt(film: Picture, still: Picture, sample: int, found: Verdict) -> Doubt | None:
    """None where a frame near the sampled one has the still's hash, or the still lies no farther from the sampled frame
    than the film's own frames lie between two samples."""
    near = np.abs(film.frame_us - film.sample_us[sample]) <= NEIGHBOUR_US
    apart = distances(still.sample_views(0), film.frame_hash[near])
    if found.fit is None or (apart.size and int(apart.min()) <= SAME_FRAME_BITS):
        return None
    seen, view = film.view(sample), still.view(0)
    own = [_own(film, sample, other) for other in (sample - 1, sample + 1)]
    if blocks_of(seen, view, found.fit).displaced > max([DISPLACED, *(OWN * displaced for _, displaced in own)]):
        return PARTS_APART
    if bend_of(seen, view, found.fit).sizes <= max([BEND, *(OWN * bend for bend, _ in own)]):
        return None
    return None if is_framed(seen, view, found.fit) else AT_AN_ANGLE


def _own(film: Picture, sample: int, other: int) -> tuple[float, float]:
    """How far a film's own frames bend and displace from one looked at to the next; nothing across a cut."""
    if not 0 <= other < len(film.sample_us) or abs(film.sample_us[other] - film.sample_us[sample]) > NEIGHBOUR_US:
        return 0.0, 0.0
    fit = judge(film.view(sample), film.view(other)).fit
    if fit is None:
        return 0.0, 0.0
    blocks = blocks_of(film.view(sample), film.view(other), fit)
    return bend_of(film.view(sample), film.view(other), fit).sizes, blocks.displaced


def _worth_trying(film: Picture, still: Picture) -> list[int]:
    """Sampled frames near every frame that is close by hash, and a spread of all; at most 40."""
    apart = distances(still.sample_views(0), film.frame_hash).min(axis=0)
    close = film.frame_us[np.argsort(apart, kind="stable")[:8]]
    chosen = {int(np.abs(film.sample_us - at).argmin()) for at in close}
    spread = np.unique(np.linspace(0, len(film.sample_us) - 1, 32).astype(int))
    return sorted(chosen | {int(k) for k in spread})
