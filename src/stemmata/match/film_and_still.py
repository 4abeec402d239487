"""A still against the sampled frames of a film: the frame that it shows, and the stretch round it."""

import numpy as np

from stemmata.match.films import Piece, geometry_of
from stemmata.match.hamming import distances
from stemmata.match.picture import Picture
from stemmata.match.stills import judge
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment
from stemmata.model.span import Span


def compare_film_and_still(film: Picture, still: Picture) -> tuple[str, list[Piece], dict[str, Json]]:
    """The still against every sampled frame; the stretch is that of the frames that fit by one movement."""
    view = still.view(0)
    judged = [(sample, 0, judge(film.view(sample), view)) for sample in _worth_trying(film, still)]
    fits = [row for row in judged if row[2].fit is not None]
    copies = [row for row in fits if row[2].name in {"same_footage", "same_picture_part"}]
    facts: dict[str, Json] = {"checked_frames": len(judged), "verified_frames": len(copies)}
    if not fits:
        names = {row[2].name for row in judged}
        verdict = "not_comparable" if names <= {"not_comparable"} else "not_established"
        facts["reason"] = judged[0][2].reason if judged else "no frame to compare"
        return verdict, [], facts
    rows = copies or fits
    best = max(
        rows, key=lambda row: (row[2].fit.agreement if row[2].fit else 0, row[2].fit.inliers if row[2].fit else 0)
    )
    at = int(film.sample_us[best[0]])
    step = 250_000
    start, end = max(0, at - step), min(film.end_us, at + step)
    fit = best[2].fit
    if fit is None:
        raise ValueError("a fit was chosen")
    facts["inliers"] = fit.inliers
    segment = Segment(
        a=Span(start, max(end, start + 1)),
        b=None,
        mirrored=fit.mirrored,
        geometry=geometry_of(fit),
        a_region=best[2].a_region,
        b_region=best[2].b_region,
    )
    if not copies:
        facts["reason"] = best[2].reason
    return best[2].name, [Piece(best[2].name, segment, len(judged), len(copies), fit.inliers, None, None)], facts


def _worth_trying(film: Picture, still: Picture) -> list[int]:
    """Sampled frames near every frame that is close by hash, and a spread of all; at most 40."""
    apart = distances(still.sample_views(0), film.frame_hash).min(axis=0)
    close = film.frame_us[np.argsort(apart, kind="stable")[:8]]
    chosen = {int(np.abs(film.sample_us - at).argmin()) for at in close}
    spread = np.unique(np.linspace(0, len(film.sample_us) - 1, 32).astype(int))
    return sorted(chosen | {int(k) for k in spread})
