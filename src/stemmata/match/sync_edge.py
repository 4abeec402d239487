"""What synchronisation found as an edge between two tracks of sound (DESIGN sections 5 and 7).

`same_event` shows two recordings, never two observers: a press team with two cameras gives the same edge. Whoever
counts roots may read it as corroborate.evidence.Ground.OTHER_CAMERA only together with parallax, and that reaches
sources at most.
"""

from dataclasses import replace

from stemmata.match.calibration import REFUSED_FROM
from stemmata.match.sound_kinship import Kinship
from stemmata.match.synchronise import METHOD, SNAPSHOT, TESTED_TO, Synchronised, Verdict
from stemmata.model.canonical import Json
from stemmata.model.edge import Chance, Edge, Kind, Segment
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

KINDS = {
    Verdict.SAME_EVENT: Kind.SAME_EVENT,
    Verdict.SAME_RECORDING: Kind.SAME_RECORDING,
    Verdict.SHARED_SOUND: Kind.SHARED_SOUND,
}
SHOWN_WINDOWS = 3


BY_CHANCE = "by_chance"


def asserted(found: Synchronised, comparisons: int) -> Synchronised:
    """As it is, or undecided where so many pairs, whether or not each was compared at the full price, make such an
    event likely to be found among strangers."""
    if found.verdict is not Verdict.SAME_EVENT or found.rate * comparisons < REFUSED_FROM:
        return found
    return replace(found, verdict=Verdict.UNDECIDED, kinship=Kinship.UNDECIDED, reason=BY_CHANCE)


def sync_edge(found: Synchronised, comparisons: int) -> Edge | None:
    """None where nothing is established. Segments give one moment on both clocks at the lag of the loudest source; what
    the offset of the clocks may be stands in facts: offset_us [low, high], drift_ppm with its error, best windows."""
    kind = KINDS.get(found.verdict)
    if kind is None or found.lag is None or found.middle is None or found.low is None or found.high is None:
        return None
    half = max(found.common / 2, 0.001)
    low, high = (_us(found.low), _us(found.high))
    swapped = found.b < found.a
    at_a = Span(_us(found.middle - half), _us(found.middle + half))
    at_b = Span(_us(found.middle - found.lag - half), _us(found.middle - found.lag + half))
    drift = None if found.drift_ppm is None else [found.drift_ppm, found.drift_error_ppm or 0.0]
    facts: dict[str, Json] = {
        "offset_us": [-high, -low] if swapped else [low, high],
        "lag_us": _us(-found.lag if swapped else found.lag),
        "apart_m": round(found.apart_m),
        "kinship": found.kinship.value,
        "windows": sum(one.seconds > 1 for one in found.windows),
        "windows_asked": found.tried,
        "impulses": found.impulses,
        "sources": found.sources,
        "contradicted": found.contradicted,
        "drift_ppb": None
        if drift is None
        else [round(drift[0] * (-1000 if swapped else 1000)), round(drift[1] * 1000)],
        "best_windows_us": [
            [_us(one.start), _us(one.start + one.seconds)]
            for one in sorted(found.windows, key=lambda one: -abs(one.worth))[:SHOWN_WINDOWS]
        ],
    }
    one, other = Unit(Track.SOUND, item=found.a), Unit(Track.SOUND, item=found.b)
    chance = Chance(found.rate, comparisons, found.rate * comparisons, TESTED_TO, SNAPSHOT, None)
    if swapped:
        return Edge(kind, other, one, METHOD, (Segment(at_b, at_a),), chance, facts=facts)
    return Edge(kind, one, other, METHOD, (Segment(at_a, at_b),), chance, facts=facts)


def _us(seconds: float) -> int:
    return round(seconds * 1e6)
