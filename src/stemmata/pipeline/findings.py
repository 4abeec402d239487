"""From edges to what is written: families, and the roots behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stemmata.case.declared import Declared
from stemmata.case.results import Findings
from stemmata.corroborate.material import case_material
from stemmata.corroborate.roots import Count
from stemmata.corroborate.sourced import sourcing_tasks, with_sourcings
from stemmata.corroborate.spread import no_earlier_relative
from stemmata.lineage.answers import answers_of
from stemmata.lineage.conflicts import tree_tasks
from stemmata.lineage.families import form_footage
from stemmata.lineage.judged import is_whole
from stemmata.lineage.sound import form_sound
from stemmata.lineage.stemma import Stemma
from stemmata.lineage.stories import form_stories
from stemmata.lineage.stretches import Timeline
from stemmata.match.pictures import METHOD, Pair
from stemmata.model.edge import Edge
from stemmata.model.judgement import Judgement, Said
from stemmata.model.sourcing_standing import SourcingStanding
from stemmata.pipeline.answers import Known, material_of, spreads_of
from stemmata.pipeline.events import Listened, events_of, microphone_evidence, with_kinship
from stemmata.pipeline.relate import Relations
from stemmata.pipeline.sounds import Sounds, with_sound
from stemmata.pipeline.stories import Telling, Told, own_units

NOTHING_RECORDED = SourcingStanding((), (), ())


@dataclass(frozen=True, slots=True)
class Proposed:
    """By which model of the user's pairs were proposed, and from which cosine on."""

    model: str
    bar: float | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands before pictures are compared. Articles and stills by item; `judgements` are those to be followed, and
    `recorded` says who stands behind material."""

    edges: tuple[Edge, ...]
    stills: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    articles: tuple[str, ...]
    postings: frozenset[str]
    model: Proposed | None = None
    judgements: tuple[Judgement, ...] = ()
    known: Known = field(default_factory=Known)
    telling: Telling = field(default_factory=Telling)
    told: Told = field(default_factory=Told)
    """What texts say of their sources; the edges of it are among `edges`."""
    recorded: SourcingStanding = NOTHING_RECORDED
    sounds: Sounds = field(default_factory=Sounds)
    listened: Listened | None = None
    """What was heard of other microphones; None for not yet."""


def findings_of(ground: Ground, found: Relations, *, complete: bool) -> Findings:
    """Families and roots over all edges; `complete` where nothing is left to be compared."""
    listened = ground.listened or Listened()
    edges = with_sound(with_kinship([*ground.edges, *ground.sounds.edges, *found.edges], listened), ground.sounds)
    footage = form_footage(ground.stills, ground.timelines, edges, judgements=ground.judgements)
    sounds = form_sound(ground.sounds.heard, edges, footage.families, ground.judgements)
    stories = form_stories(ground.articles, ground.postings, edges, ground.judgements)
    families = footage.families + sounds.families + stories.families
    apart = _judged_apart(ground.judgements)
    undecided = [(row.a, row.b) for row in found.undecided if row.verdict == "undecided"]
    undecided = [pair for pair in undecided if pair not in apart]
    own = own_units(ground.telling.texts, ground.told)
    evidence = microphone_evidence(edges, families)
    material = case_material(
        families, edges, undecided, ground.judgements, evidence, unheld=ground.told.unheld, own=own
    )
    recorded = ground.recorded
    counted = Count(with_sourcings(material, recorded.sourcings))
    roots = counted.whole()
    return Findings(
        edges=edges,
        undecided=[(row.a, row.b, METHOD, row.verdict, row.facts) for row in found.undecided],
        families=families,
        roots=roots,
        family_roots={family.id: counted.behind([family.id]) for family in families},
        answers={family.id: answers_of(material_of(family, edges, ground.known)) for family in families},
        spreads=spreads_of(families, roots.joined, ground.known),
        no_earlier=no_earlier_relative({family.id: ground.known.posts_of(family) for family in families}),
        compared_pairs=found.compared,
        not_searched=found.not_searched,
        learned=None if ground.model is None else _learned(ground.model, found),
        complete=complete,
        tasks=(
            *footage.tasks,
            *sounds.tasks,
            *stories.tasks,
            *sourcing_tasks(roots, recorded.sourcings, recorded.conflicts),
        ),
        followed=(*(one.id for one in ground.judgements), *(one.id for one in recorded.sourcings)),
        events=events_of(listened, edges),
        microphones=None if ground.listened is None else listened.microphones,
        declared=Declared(ground.told.resolved, ground.told.unheld, own),
    )


def with_trees(ground: Ground, findings: Findings, stemmata: Sequence[Stemma]) -> Findings:
    """With the trees, the four answers that they bear on, and what of the judgements they could not simply follow."""
    families = {family.id: family for family in findings.families}
    made = []
    for one in stemmata:
        held = [witness for witness in one.witnesses if witness.held]
        material = material_of(families[one.family], findings.edges, ground.known, held, one.descents)
        made.append(replace(one, answers=answers_of(material)))
    answers = {**findings.answers, **{one.family: one.answers for one in made}}
    tasks = (*findings.tasks, *tree_tasks(made, ground.judgements))
    return replace(findings, stemmata=tuple(made), answers=answers, tasks=tasks)


def _judged_apart(judgements: Sequence[Judgement]) -> frozenset[tuple[str, str]]:
    """Pairs of whole files that a person told apart: they lower no count any more."""
    different = (one for one in judgements if one.said is Said.DIFFERENT)
    return frozenset(one.holders for one in different if is_whole(one.one) and is_whole(one.other))


def _learned(proposed: Proposed, found: Relations) -> dict[str, object]:
    return {
        "model_sha256": proposed.model,
        "cosine_from": None if proposed.bar is None else round(proposed.bar, 4),
        "proposed_pairs": len(proposed.pairs),
        "compared_only_for_it": found.proposed,
        "established_among_them": found.proposed_edges,
    }
