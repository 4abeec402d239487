"""The stemma of one story: a tree over its texts by wording, dates and what they say of their sources; then further
parents, and the sources that are named and not held.

Without dates or named sources wording shows who stands next to whom, and hardly ever who came first: such links are
undirected, and say so. Wording alone proves nothing here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stemmata.lineage.builder import Calibration, build, chosen_links
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Descent, Named, Stemma, Sureness, Witness
from stemmata.lineage.story_links import Named as NamedSources
from stemmata.lineage.story_links import links_of, named_sources, root_costs, unheld_links
from stemmata.lineage.story_parents import further_parents
from stemmata.lineage.story_readings import Readings
from stemmata.model.declaration import Resolved, UnheldSource
from stemmata.model.judgement import Judgement
from stemmata.model.told import Text

ALL_PAIRS_UP_TO = 40
"""Texts of a story; of larger ones, each is read beside its NEAREST."""
NEAREST = 12
"""lineage.md 3.4: parents are among the nearest 8 to 12."""
TOLD_FROM = 0.6
"""Chance that the one is the older of the two from which dates tell a direction. At 0.5 they say nothing."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a stemma is made of. texts: by witness. shared: words in common by pair of witnesses, smaller first, of
    those of which one carries the other's running text. resolved: what the texts say of their sources, by holder."""

    family: str
    witnesses: tuple[Witness, ...]
    texts: Mapping[str, Text]
    shared: Mapping[tuple[str, str], int]
    resolved: tuple[Resolved, ...] = ()
    unheld: tuple[UnheldSource, ...] = ()


def story_stemma(story: Story, judgements: Sequence[Judgement], calibrations: Mapping[str, Calibration]) -> Stemma:
    """Without its four answers (lineage.answers). The order of what is given leaves no trace."""
    readings = Readings(story.texts)
    of_holder = {holder: one.id for one in story.witnesses for holder in one.holders}
    named = named_sources(readings, of_holder, story.resolved)
    links = links_of(readings, nearest_pairs(story), named)
    roots = root_costs(readings)
    offered = unheld_links(named)
    replaced = preferring_unheld(story, links, offered, judgements, roots)
    kept = [link for link in links if link.child not in replaced]
    built = build(story.family, story.witnesses, kept, judgements, calibrations, roots)
    descents = [_told(one, readings, named) for one in built.descents if one.child not in replaced]
    held_tree = {one.child: str(one.parent) for one in descents if one.parent in readings.wordings}
    directed = [one.child for one in descents if one.child in held_tree and not one.undirected]
    descents += [
        one for one in further_parents(readings, held_tree, directed)
        if readings.before(str(one.parent), one.child) >= TOLD_FROM
    ]  # fmt: skip
    descents += [Descent(link.child, link.parent, Sureness.NEAREST_KIN, signs=link.signs) for link in offered]
    lost = _named_witnesses(story, named)
    with_parent = {one.child for one in descents if one.parent is not None}
    descents = [one for one in descents if one.parent is not None or one.child not in with_parent]
    used = {one.parent for one in descents}
    return replace(
        built,
        witnesses=tuple(sorted((*built.witnesses, *(one for one in lost if one.id in used)), key=lambda one: one.id)),
        descents=tuple(sorted(descents, key=lambda one: (one.child, one.parent or ""))),
    )


def nearest_pairs(story: Story) -> list[tuple[str, str]]:
    """(parent, child) of witnesses that share running text: all of a small story; of a large one the nearest."""
    names = sorted(story.texts)
    near: dict[str, list[tuple[int, str]]] = {name: [] for name in names}
    for (one, other), words in story.shared.items():
        if one in near and other in near:
            near[one].append((-words, other))
            near[other].append((-words, one))
    most = len(names) if len(names) <= ALL_PAIRS_UP_TO else NEAREST
    return sorted((parent, child) for child in names for _, parent in sorted(near[child])[:most])


def preferring_unheld(
    story: Story,
    links: Sequence[Link],
    offered: Iterable[Link],
    judgements: Sequence[Judgement],
    roots: Mapping[str, float],
) -> frozenset[str]:
    """Children for which a source that they name and nobody holds is likelier than the parent that they would have
    among what is held. A parent that a person named stays."""
    chosen = chosen_links(sorted(story.texts), links, roots)
    judged = {unit.holder for judgement in judgements for unit in (judgement.one, judgement.other)}
    of_witness = {one.id: one.holders for one in story.witnesses}
    return frozenset(
        link.child
        for link in offered
        if not judged.intersection(of_witness.get(link.child, ()))
        and (link.child not in chosen or link.cost < chosen[link.child].cost)
    )


def _told(one: Descent, readings: Readings, named: NamedSources) -> Descent:
    """With its direction left open where nothing but wording would tell it."""
    if one.parent not in readings.wordings or one.judged:
        return one
    pair, back = (one.child, str(one.parent)), (str(one.parent), one.child)
    if pair in named.by_holder and back not in named.by_holder:
        return one
    before = readings.before(str(one.parent), one.child)
    if before >= TOLD_FROM:
        return one
    return replace(one, sureness=Sureness.NEAREST_KIN, p=None, population=None, undirected=True)


def _named_witnesses(story: Story, named: NamedSources) -> list[Witness]:
    wanted = {key for _, key in named.unheld}
    return [
        Witness(one.key, (), Named(one.name, one.kind, len(one.named_by))) for one in story.unheld if one.key in wanted
    ]
