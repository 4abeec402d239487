"""From edges to what is written: families, and the roots behind them."""

from dataclasses import dataclass, field

from stemmata.case.results import Findings
from stemmata.corroborate.roots import count_roots
from stemmata.corroborate.spread import no_earlier_relative
from stemmata.lineage.answers import answers_of
from stemmata.lineage.families import footage_families, story_families
from stemmata.lineage.stretches import Timeline
from stemmata.match.pictures import METHOD, Pair
from stemmata.model.edge import Edge, Kind
from stemmata.pipeline.answers import Known, material_of, spreads_of
from stemmata.pipeline.relate import Relations


@dataclass(frozen=True, slots=True)
class Proposed:
    """By which model of the user's pairs were proposed, and from which cosine on."""

    model: str
    bar: float | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands before pictures are compared. Articles and stills by item."""

    edges: tuple[Edge, ...]
    stills: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    articles: tuple[str, ...]
    postings: frozenset[str]
    model: Proposed | None = None
    known: Known = field(default_factory=Known)


def findings_of(ground: Ground, found: Relations, *, complete: bool) -> Findings:
    """Families and roots over all edges; `complete` where nothing is left to be compared."""
    edges = [*ground.edges, *found.edges]
    families = footage_families(ground.stills, ground.timelines, edges)
    families += story_families(ground.articles, ground.postings, edges)
    rests_on = [(edge.a.holder, edge.b.holder) for edge in edges if edge.kind is Kind.DRAWS_ON]
    undecided = [(row.a, row.b) for row in found.undecided if row.verdict == "undecided"]
    roots = count_roots(families, rests_on, undecided)
    return Findings(
        edges=edges,
        undecided=[(row.a, row.b, METHOD, row.verdict, row.facts) for row in found.undecided],
        families=families,
        roots=roots,
        answers={family.id: answers_of(material_of(family, edges, ground.known)) for family in families},
        spreads=spreads_of(families, roots.joined, ground.known),
        no_earlier=no_earlier_relative({family.id: ground.known.posts_of(family) for family in families}),
        compared_pairs=found.compared,
        not_searched=found.not_searched,
        learned=None if ground.model is None else _learned(ground.model, found),
        complete=complete,
    )


def _learned(proposed: Proposed, found: Relations) -> dict[str, object]:
    return {
        "model_sha256": proposed.model,
        "cosine_from": None if proposed.bar is None else round(proposed.bar, 4),
        "proposed_pairs": len(proposed.pairs),
        "compared_only_for_it": found.proposed,
        "established_among_them": found.proposed_edges,
    }
