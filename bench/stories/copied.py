"""Stemmata of hand-copied traditions whose true stemma is known, with and without dates."""

from collections.abc import Iterator
from pathlib import Path
from statistics import mean, stdev

from bench.stories.dating import Noise, dated
from bench.stories.sign_distance import orientation, skeleton
from bench.stories.traditions import Tradition, tradition

from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.links import witnesses
from stemmata.lineage.stemma import Stemma
from stemmata.lineage.story_tree import Story, story_stemma
from stemmata.model.interval import TimeInterval
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit

TRADITIONS = {
    "Notre Besoin": ("besoin_analysis.xml", "besoin.dot"),
    "Florilegium": ("florilegium.csv", "florilegium.dot"),
}
DATINGS = 40


def stemma(known: Tradition, dates: dict[str, TimeInterval | None]) -> Stemma:
    """Nothing but wording and dates; every two copies are compared."""
    units = {name: Unit(Track.TEXT, item=f"{at:064x}") for at, name in enumerate(known.witnesses)}
    members = witnesses(units.values(), ())
    named = {unit.id: name for name, unit in units.items()}
    texts = {
        one.id: Text(one.holders[0], False, "text/1", known.texts[named[one.id]], published=dates[named[one.id]])
        for one in members
    }
    pairs = {(one, other): len(texts[one].body.split()) for one in texts for other in texts if one < other}
    return story_stemma(Story("tradition", tuple(members), texts, pairs), (), CALIBRATIONS)


def edges(known: Tradition, made: Stemma) -> set[tuple[str, str]]:
    name_of = {Unit(Track.TEXT, item=f"{at:064x}").id: name for at, name in enumerate(known.witnesses)}
    return {
        (name_of[str(one.parent)], name_of[one.child])
        for one in made.descents
        if one.parent in name_of and one.child in name_of
    }


def report(corpus: Path) -> Iterator[str]:
    for title, (graph, drawn) in TRADITIONS.items():
        known = tradition(corpus / graph, corpus / drawn)
        yield f"{title}: {len(known.witnesses)} copies, {len(known.held_edges())} links between what is held"
        for noise in Noise:
            yield _row(known, noise)


def _row(known: Tradition, noise: Noise) -> str:
    datings = 1 if noise is Noise.NONE else DATINGS
    true = known.held_edges()
    rows = []
    directed = 0
    for seed in range(datings):
        made = stemma(known, dated(known, noise, seed))
        found = edges(known, made)
        directed += sum(not one.undirected for one in made.descents if one.parent is not None)
        rows.append(
            (
                skeleton(known.edges, found, known.witnesses),
                orientation(known.edges, found, known.witnesses),
                len(found & true) / len(true),
            )
        )
    told = "; ".join(
        f"{label} {_with_interval([row[at] for row in rows])}"
        for at, label in enumerate(("skeleton", "orientation", "edges"))
    )
    return f"  {noise.value:<22} {told}" + ("; undirected" if not directed else "")


def _with_interval(values: list[float]) -> str:
    """Mean and its 95 % interval over datings."""
    if len(values) < 2:
        return f"{values[0]:.3f}"
    half = 1.96 * stdev(values) / len(values) ** 0.5
    return f"{mean(values):.3f} ({mean(values) - half:.3f} to {mean(values) + half:.3f})"
