"""Stills and films compared: the public face of picture matching."""

from dataclasses import replace

from stemmata.match.candidates import NEEDED, Pair, candidates
from stemmata.match.evidence import (
    COINCIDENT,
    METHOD,
    TOGETHER,
    PairEvidence,
    evidence_from_json,
    evidence_to_json,
    to_edge,
)
from stemmata.match.film_and_still import compare_film_and_still
from stemmata.match.films import Piece, compare_films, geometry_of
from stemmata.match.picture import Picture, picture_of
from stemmata.match.residue import residues
from stemmata.match.standpoint import judge_stills
from stemmata.match.stills import COPIES
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment

__all__ = [
    "METHOD",
    "NEEDED",
    "Pair",
    "PairEvidence",
    "Picture",
    "candidates",
    "compare",
    "evidence_from_json",
    "evidence_to_json",
    "picture_of",
    "to_edge",
]


def compare(a: Picture, b: Picture) -> PairEvidence:
    """What two pictures share, and what differs where they do. Pure; `a` and `b` in order of their holders. ValueError
    for another order."""
    if a.holder >= b.holder:
        raise ValueError("a pair has one order: the smaller holder first")
    found = _compared(a, b)
    if found.verdict not in COPIES:
        return found
    return replace(found, segments=tuple(replace(one, left_over=residues(a, b, one)) for one in found.segments))


def _compared(a: Picture, b: Picture) -> PairEvidence:
    if a.is_film and b.is_film:
        verdict, pieces, facts = compare_films(a, b)
    elif a.is_film:
        verdict, pieces, facts = compare_film_and_still(a, b)
    elif b.is_film:
        verdict, pieces, facts = compare_film_and_still(b, a)
        pieces = [replace(piece, segment=_turned(piece.segment)) for piece in pieces]
    else:
        return _stills(a, b)
    return PairEvidence(
        a.holder, b.holder, verdict, tuple(piece.segment for piece in pieces), _with_motion(facts, pieces)
    )


def _with_motion(facts: dict[str, Json], pieces: list[Piece]) -> dict[str, Json]:
    moved = [round(1000 * piece.r) for piece in pieces if piece.r is not None]
    changed = [round(1000 * piece.changes) for piece in pieces if piece.changes is not None]
    return (
        facts
        | ({"motion_r_thousandths": moved[0]} if moved else {})
        | ({"changes_r_thousandths": changed[0]} if changed else {})
        | _coincident(pieces)
    )


def _coincident(pieces: list[Piece]) -> dict[str, Json]:
    """That of the best piece: one view pair says more than as many details over ten."""
    counted = [piece.coincident for piece in pieces if piece.is_proven and piece.coincident is not None]
    best = max(counted, key=lambda one: (not one.together, one.details), default=None)
    if best is None:
        return {}
    counts: dict[str, Json] = {COINCIDENT: best.details}
    return counts | ({TOGETHER: True} if best.together else {})


def _turned(segment: Segment) -> Segment:
    """The same stretch with its sides exchanged; the movement stays that of the film onto the still."""
    geometry = segment.geometry | {"direction": "b to a"}
    return replace(
        segment, a=segment.b, b=segment.a, a_region=segment.b_region, b_region=segment.a_region, geometry=geometry
    )


def _stills(a: Picture, b: Picture) -> PairEvidence:
    found = judge_stills(a.view(0), b.view(0))
    facts: dict[str, Json] = {"checked_frames": 1}
    if found.reason:
        facts["reason"] = found.reason
    if found.fit is None:
        return PairEvidence(a.holder, b.holder, found.name, (), facts)
    facts["inliers"] = facts[COINCIDENT] = found.fit.inliers
    segment = Segment(
        None,
        None,
        mirrored=found.fit.mirrored,
        geometry=geometry_of(found.fit),
        a_region=found.a_region,
        b_region=found.b_region,
    )
    return PairEvidence(a.holder, b.holder, found.name, (segment,), facts)
