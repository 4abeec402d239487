"""A still and a film of one family: a frame can be taken out of a film, and no film that goes on out of a still."""

from collections.abc import Mapping, Sequence

from stemmata.lineage import signs
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Proof, Sign, Witness
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import Span

GOES_ON = 0.5
"""Share of a film's part in the family over which the still is not seen, from which it shows more than the still."""
AS_GOOD = 0.0
"""Cost in nats: between a still and the films it may come from nothing else is measured."""


def links_between(
    edges: Sequence[Edge],
    of_holder: Mapping[str, Witness],
    stills: frozenset[str],
    lengths_us: Mapping[str, int],
) -> list[Link]:
    """Film -> still for every edge of the two; still -> film with the proof against it where the film goes on. Nothing
    is calibrated: the population is None, so that no class above nearest kin follows."""
    made: dict[tuple[str, str], Link] = {}
    for edge in edges:
        for still, film, spans in _sides(edge):
            if still not in stills or film not in lengths_us or edge.kind is Kind.SAME_STREAM or not spans:
                continue
            one, other = of_holder[film], of_holder[still]
            parts = _parts(one, film, lengths_us[film])
            length = sum(part.length_us for part in parts)
            beyond = max(0, length - sum(part.shared_us(span) for part in parts for span in spans))
            more = Sign(signs.SECONDS, Proof.NOT_ANCESTOR, None, {"seconds": round(beyond / 1e6, 2)})
            proof = (more,) if beyond >= GOES_ON * length else ()
            made.setdefault((other.id, one.id), Link(other.id, one.id, AS_GOOD, proof))
            made.setdefault((one.id, other.id), Link(one.id, other.id, AS_GOOD))
    return [link for _, link in sorted(made.items())]


def _sides(edge: Edge) -> list[tuple[str, str, list[Span]]]:
    """(still, film, where the film shows it), both ways round."""
    ours = [segment.a for segment in edge.segments if segment.a is not None]
    theirs = [segment.b for segment in edge.segments if segment.b is not None]
    return [(edge.b.holder, edge.a.holder, ours), (edge.a.holder, edge.b.holder, theirs)]


def _parts(one: Witness, film: str, length_us: int) -> list[Span]:
    """The stretches of the film that belong to the family; of a film that belongs as a whole, all of it."""
    spans = [unit.span for unit in one.units if unit.holder == film]
    found = [span for span in spans if isinstance(span, Span)]
    return found if len(found) == len(spans) else [Span(0, max(1, length_us))]
