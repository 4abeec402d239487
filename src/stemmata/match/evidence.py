"""What a comparison came to, as a value that can be kept as JSON and turned into an edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import Region, Span
from stemmata.model.unit import Track, Unit

METHOD = "picture/4"
COINCIDENT, TOGETHER = "coincident_details", "over_all_frames"
"""Facts: distinct details that one movement explains, of the best pair of views or, where the second is true, of all
frame pairs of a stretch."""

EDGE_KINDS = {
    "same_footage": Kind.SAME_FOOTAGE,
    "same_picture_part": Kind.SAME_PICTURE_PART,
    "same_place": Kind.SAME_PLACE,
}


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """`verdict`: same_footage, same_picture_part, same_place, undecided, not_established or not_comparable.

    `facts` are counts and, where nothing is established, a `reason`. `a` < `b`.
    """

    a: str
    b: str
    verdict: str
    segments: tuple[Segment, ...] = ()
    facts: Mapping[str, Json] = field(default_factory=dict)


def to_edge(evidence: PairEvidence) -> Edge | None:
    """An edge where something is established; None elsewhere."""
    kind = EDGE_KINDS.get(evidence.verdict)
    if kind is None:
        return None
    return Edge(
        kind,
        _unit(evidence.a, [(s.a, s.a_region) for s in evidence.segments]),
        _unit(evidence.b, [(s.b, s.b_region) for s in evidence.segments]),
        METHOD,
        evidence.segments,
        facts=dict(evidence.facts),
    )


def _unit(holder: str, parts: list[tuple[Span | None, Region | None]]) -> Unit:
    """The unit from the first to the last shared moment, and the window where all segments have one and the same."""
    spans = [span for span, _ in parts if span is not None]
    span = Span(min(s.start_us for s in spans), max(s.end_us for s in spans)) if spans else None
    regions = {region for _, region in parts}
    region = regions.pop() if len(regions) == 1 else None
    return Unit(Track.PICTURE, item=holder, span=span, region=region)


def evidence_to_json(evidence: PairEvidence) -> dict[str, object]:
    return {
        "a": evidence.a,
        "b": evidence.b,
        "verdict": evidence.verdict,
        "facts": dict(evidence.facts),
        "segments": [
            {
                "a": [s.a.start_us, s.a.end_us] if s.a else None,
                "b": [s.b.start_us, s.b.end_us] if s.b else None,
                "speed": s.speed,
                "mirrored": s.mirrored,
                "geometry": dict(s.geometry),
                "a_region": _region_row(s.a_region),
                "b_region": _region_row(s.b_region),
                "left_over": [residue_row(residue) for residue in s.left_over],
            }
            for s in evidence.segments
        ],
    }


def residue_row(residue: Residue) -> dict[str, object]:
    """Integers in µs and millionths; amounts as they are."""
    span = residue.span
    return {
        "kind": residue.kind.value,
        "side": None if residue.side is None else residue.side.value,
        "region": _region_row(residue.region),
        "span": None if span is None else [span.start_us, span.end_us],
        "amounts": dict(residue.amounts),
    }


def _region_row(region: Region | None) -> list[int] | None:
    return None if region is None else [region.x, region.y, region.width, region.height]


def evidence_from_json(kept: Mapping[str, object]) -> PairEvidence:
    rows, facts = kept["segments"], kept["facts"]
    if not isinstance(rows, list) or not isinstance(facts, dict):
        raise ValueError("kept evidence has segments and facts")
    return PairEvidence(
        str(kept["a"]), str(kept["b"]), str(kept["verdict"]), tuple(map(segment_from_json, rows)), facts
    )


def segment_from_json(row: Mapping[str, object]) -> Segment:
    """A segment as `evidence_to_json` and the tables of a case hold it. ValueError for another form."""
    geometry, left_over = row["geometry"], row["left_over"]
    if not isinstance(geometry, dict) or not isinstance(left_over, list):
        raise ValueError("a kept segment has a geometry and what is left over")
    return Segment(
        a=_span(row["a"]),
        b=_span(row["b"]),
        speed=float(str(row["speed"])),
        mirrored=bool(row["mirrored"]),
        geometry=geometry,
        a_region=_region(row["a_region"]),
        b_region=_region(row["b_region"]),
        left_over=tuple(map(_residue, left_over)),
    )


def _residue(row: Mapping[str, object]) -> Residue:
    side, amounts = row["side"], row["amounts"]
    if not isinstance(amounts, dict):
        raise ValueError("a kept difference has amounts")
    return Residue(
        Difference(str(row["kind"])),
        None if side is None else Side(str(side)),
        _region(row["region"]),
        _span(row["span"]),
        amounts,
    )


def _span(value: object) -> Span | None:
    return Span(int(value[0]), int(value[1])) if isinstance(value, list) else None


def _region(value: object) -> Region | None:
    return Region(*(int(part) for part in value)) if isinstance(value, list) else None
