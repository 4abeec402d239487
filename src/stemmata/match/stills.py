"""One view against another: same picture, part of it, same place only, undecided, or nothing."""

from dataclasses import dataclass

from stemmata.match.geometry import MIN_INLIERS, Fit, View, fit, has_frame, window_of
from stemmata.model.span import Region

COPY = 0.66
"""Share of textured blocks that must agree for a copy: captions and logos may cover the rest. On the bench's seen
sources edits reach 0.71 and more, two screenshots of one app (other pictures in it) 0.58 and less."""
PLACE = 0.30
"""Below this share, details agree and the pictures do not: another photograph of the same place."""
PARTLY, SURE_INLIERS, SURE_CONSENSUS, SURE_PARALLAX = 0.45, 40, 0.90, 0.05
"""What is enough of it where the movement is beyond doubt: half of a split screen shows something else. On 42 edits of
another generator split screens come to 0.58 and more, with 142 details, 0.97 of them, and parallax of at most 0.01."""
PARALLAX = 0.20
"""Share of details near their place and not in it from which the two were taken from different standpoints: of the
bench's copies 99 in 100 stay below 0.07 and all below 0.16, two photographs of one cathedral come to 0.38."""
CONSENSUS, RESIDUAL_PX = 0.55, 1.6
"""A copy's details follow one movement closely (bench: at least 0.73 of them, within 1.0 px; within 1.25 px in a
thumbnail of 128 pixels, whose own pixels are four of these)."""
TILT = 0.18
"""Perspective above this is another standpoint before a flat wall, which parallax does not show. On the bench's seen
and unseen sources 99.7 in 100 true pairs stay below, screens filmed from aside among them (up to 0.17)."""
STRIP = 0.30
"""Where less than this of either picture lies in the other, a shared caption band or logo is all there may be."""
PART = 0.70
"""A window of less than this share of the picture is a part of it, if it stands out as one."""


COPIES = frozenset({"same_footage", "same_picture_part"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """`name` as in match.evidence. The regions are set where one picture is a part of the other."""

    name: str
    fit: Fit | None = None
    a_region: Region | None = None
    b_region: Region | None = None
    reason: str = ""


def judge(a: View, b: View) -> Verdict:
    """Pure and symmetric up to the order of the regions."""
    if min(len(a.points), len(b.points)) < MIN_INLIERS:
        return Verdict("not_comparable", reason="a picture has too few details to prove anything")
    found = fit(a, b)
    if found is None:
        return Verdict("not_established", reason="no movement maps the details of one onto the other")
    return judged_fit(a, b, found)


def judged_fit(a: View, b: View, found: Fit) -> Verdict:
    """What it says that `a` lies in `b` by this movement."""
    if found.agreement < 0:
        return Verdict("undecided", found, reason="the part in common is too plain to be laid over")
    if found.agreement < PLACE:
        return Verdict("same_place", found, reason="details agree, the pictures laid over each other do not")
    if max(found.overlap_a, found.overlap_b) < STRIP:
        return Verdict("undecided", found, reason="only a strip of the two is in common")
    if found.parallax > PARALLAX or found.consensus < CONSENSUS or found.residual_px > RESIDUAL_PX:
        return Verdict("same_place", found, reason="near and far details move apart, as from another standpoint")
    if found.tilt > TILT:
        return Verdict(
            "same_place", found, reason="one would have to be seen far from aside, as from another standpoint"
        )
    if found.agreement < (PARTLY if _lies_surely(found) else COPY):
        return Verdict("undecided", found, reason="the pictures agree in parts only")
    a_region, b_region = parts(a, b, found)
    name = "same_picture_part" if a_region is not None or b_region is not None else "same_footage"
    return Verdict(name, found, a_region, b_region)


def _lies_surely(found: Fit) -> bool:
    """Whether the movement is beyond doubt and no template's: two screenshots of one app share their frame, and lie on
    each other exactly; what lies shifted, cropped or enlarged on another is no frame that both were put into."""
    sure = found.inliers >= SURE_INLIERS and found.consensus >= SURE_CONSENSUS and found.parallax <= SURE_PARALLAX
    return sure and not found.fills_the_same_frame


def parts(a: View, b: View, found: Fit) -> tuple[Region | None, Region | None]:
    """The window of a, or of b, in which all of the other lies as an inserted picture."""
    import numpy as np

    in_b = window_of(found.matrix)
    if in_b is not None and found.overlap_a > 0.9 and in_b.area < PART and has_frame(b.grey, in_b):
        return None, in_b
    in_a = window_of(np.asarray(np.linalg.inv(found.matrix), np.float64))
    grey = a.grey[:, ::-1] if found.mirrored else a.grey
    if in_a is not None and found.overlap_b > 0.9 and in_a.area < PART and has_frame(grey, in_a):
        if found.mirrored:
            in_a = Region(1_000_000 - in_a.x - in_a.width, in_a.y, in_a.width, in_a.height)
        return in_a, None
    return None, None
