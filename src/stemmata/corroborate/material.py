"""What a case holds, as counting takes it: families, what a source declares, pairs that could not be told apart."""

from collections.abc import Iterable, Sequence

from stemmata.corroborate.evidence import Behind, Dependence, Evidence, Status
from stemmata.corroborate.origins import Material, origins_of, unheld_origin
from stemmata.lineage.families import Family
from stemmata.model.declaration import UnheldSource
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.unit import Track, Unit


def case_material(
    families: Sequence[Family],
    edges: Iterable[Edge],
    undecided: Iterable[tuple[str, str]],
    judgements: Sequence[Judgement] = (),
    evidence: Sequence[Evidence] = (),
    behind: Sequence[Behind] = (),
    unheld: Iterable[UnheldSource] = (),
    own: Sequence[Unit] = (),
) -> Material:
    """`edges` may hold any kind: those of kind `draws_on` rest `a` on `b`. `undecided`: items whose pictures were
    compared. ValueError for a status of dependence that is not one of the four.
    """
    return Material(
        (*origins_of(families), *(unheld_origin(source.key) for source in unheld)),
        tuple(dependence_of(edge) for edge in edges if edge.kind is Kind.DRAWS_ON),
        tuple(judgements),
        tuple((Unit(Track.PICTURE, item=a), Unit(Track.PICTURE, item=b)) for a, b in undecided),
        tuple(evidence),
        tuple(behind),
        tuple(own),
    )


def dependence_of(edge: Edge) -> Dependence:
    """An edge without a status was declared by nobody: it is only suggested."""
    status = Status.SUGGESTED if edge.status is None else Status(edge.status)
    return Dependence(edge.a, edge.b, status, whole=edge.facts.get("whole") is True)
