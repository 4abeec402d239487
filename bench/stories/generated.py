"""Generated families of texts scored: ours beside what people do without a tool."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import mean, stdev

from bench.families.score import tree_score
from bench.rows import row
from bench.stories import ours
from bench.stories.families import Family, family, held_nodes

from stemmata.lineage.stemma import Sureness

LANGUAGES = ("en", "ar")
BASELINES: Mapping[str, Callable[[Family, frozenset[str]], ours.Parents]] = {
    "earliest wins": ours.earliest,
    "star (told which)": ours.star,
    "largest wins": ours.largest,
    "nearest earlier": ours.nearest_earlier,
}
FIRST_SEED = 5000


@dataclass(slots=True)
class Tally:
    """By method the scores of each family; of ours, claims of each class that were right, and how many."""

    edges: dict[str, list[float]] = field(default_factory=dict)
    """Of the texts of which a parent is held, the share for which one is named: |common| / (n - 1) where every text
    has one parent."""
    links: dict[str, list[float]] = field(default_factory=dict)
    """NIST's EO: 2 |common| / (|true| + |said|), further parents among both."""
    ancestry: dict[str, list[float]] = field(default_factory=dict)
    root: dict[str, list[float]] = field(default_factory=dict)
    claims: dict[Sureness, list[bool]] = field(default_factory=dict)
    named: list[bool] = field(default_factory=list)
    """Whether the parent was found, of texts that name it."""
    unnamed: list[bool] = field(default_factory=list)
    undirected: int = 0


def report(count: int, lost: float, first: int = FIRST_SEED) -> Iterator[str]:
    for language in LANGUAGES:
        yield f"{language}: {count} families from seed {first} on, {lost:.0%} lost".replace("%", " %")
        yield from _lines(tallied(language, count, lost, first))


def tallied(language: str, count: int, lost: float, first: int = FIRST_SEED) -> Tally:
    tally = Tally()
    for seed in range(first, first + count):
        own = family(language, 1, seed)
        _add(tally, own, held_nodes(own, lost, seed))
    return tally


def _add(tally: Tally, own: Family, held: frozenset[str]) -> None:
    nodes = ours.one_node(own, held)
    true = ours.joined(ours.truth(own, held), nodes)
    said, made = ours.said(own, held)
    for name, parents in {"Stemmata": said, **{name: way(own, held) for name, way in BASELINES.items()}}.items():
        told = ours.joined(parents, nodes)
        score = tree_score(true, told)
        with_parent = [node for node in true if true[node]]
        right = sum(bool(true[node] & told[node]) for node in with_parent)
        tally.edges.setdefault(name, []).append(right / len(with_parent) if with_parent else 1.0)
        tally.links.setdefault(name, []).append(score.eo)
        tally.ancestry.setdefault(name, []).append(score.ancestry)
        tally.root.setdefault(name, []).append(float(score.root))
    joined = ours.joined(said, nodes)
    for copy in own.copies:
        if copy.node in held and true[nodes[copy.node]]:
            names_parent = copy.declares is not None and nodes.get(copy.declares) in true[nodes[copy.node]]
            found = bool(joined[nodes[copy.node]] & true[nodes[copy.node]])
            (tally.named if names_parent else tally.unnamed).append(found)
    texts = ours.node_of(own)
    for one in made:
        of_witness = {witness.id: nodes[texts[witness.holders[0]]] for witness in one.witnesses if witness.held}
        for link in one.descents:
            if link.parent in of_witness:
                child, parent = of_witness[link.child], of_witness[str(link.parent)]
                right = parent in true[child] or parent == child
                tally.claims.setdefault(link.sureness, []).append(right)
                tally.undirected += link.undirected


def _lines(tally: Tally) -> Iterator[str]:
    for name in tally.edges:
        told = "; ".join(
            f"{label} {_interval(found[name])}"
            for label, found in (
                ("edges", tally.edges),
                ("EO", tally.links),
                ("ancestry", tally.ancestry),
                ("root", tally.root),
            )
        )
        yield f"  {name:<20} {told}"
    yield "  of Stemmata's links, by class: the parent named is the nearest held ancestor"
    for sureness, right in sorted(tally.claims.items()):
        yield "    " + row(sureness.value, sum(right), len(right))
    yield "    " + row("parent named in text", sum(tally.named), len(tally.named))
    yield "    " + row("parent not named", sum(tally.unnamed), len(tally.unnamed))
    yield f"    links without a direction: {tally.undirected}"


def _interval(values: list[float]) -> str:
    half = 1.96 * stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return f"{mean(values):.3f} ({max(0.0, mean(values) - half):.3f} to {min(1.0, mean(values) + half):.3f})"
