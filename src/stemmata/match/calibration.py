"""Which coincidences stand behind an edge, how often unrelated pictures coincide as well, and what is then refused.

A cheap second pass over kept evidence: it depends on how much a case holds, which evidence on a pair does not know.
"""

from dataclasses import dataclass, replace

from stemmata.match.chance import Null
from stemmata.match.evidence import COINCIDENT, TOGETHER, PairEvidence
from stemmata.match.snapshot import FRAMES, SNAPSHOT, STILLS, STRETCHES
from stemmata.match.stills import COPIES
from stemmata.model.edge import Chance

REFUSED_FROM = 0.01
"""Coincidences expected in the whole case from which a copy is not asserted: "fewer than 0.01" is what pages say."""
LINES_OF_A_PAIR = 20
"""Lines on which two films are laid over each other, at most, of a hundred pairs of the bench."""
REFUSED = "as many details coincide by chance in a case of this size"

__all__ = ["SNAPSHOT", "Held", "calibrated", "chance_of"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a case compares: views are stills, and frames of films that were looked at."""

    views: int
    films: int

    @property
    def pairs_of_views(self) -> int:
        return self.views * (self.views - 1) // 2

    @property
    def lines(self) -> int:
        return LINES_OF_A_PAIR * self.films * (self.films - 1) // 2


def calibrated(evidence: PairEvidence, held: Held) -> PairEvidence:
    """As it is, or undecided where a case of this size makes such a coincidence likely."""
    chance = chance_of(evidence, held)
    if chance is None or chance.expected < REFUSED_FROM:
        return evidence
    return replace(evidence, verdict="undecided", facts=dict(evidence.facts) | {"reason": REFUSED})


def chance_of(evidence: PairEvidence, held: Held) -> Chance | None:
    """None where nothing is asserted, or the evidence does not count details."""
    details = evidence.facts.get(COINCIDENT)
    if evidence.verdict not in COPIES or not isinstance(details, int):
        return None
    if evidence.facts.get(TOGETHER):
        return STRETCHES.chance(details, held.lines)
    return _null_of(evidence).chance(details, held.pairs_of_views)


def _null_of(evidence: PairEvidence) -> Null:
    """Where a still takes part, that of stills: they have more details, so more of them coincide."""
    has_a_still = any(segment.a is None or segment.b is None for segment in evidence.segments)
    return STILLS if has_a_still else FRAMES
