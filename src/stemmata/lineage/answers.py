"""Four answers to "which one?", from a family's tree, footage, measures and postings; never merged into one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.lineage import quality
from stemmata.lineage.common_clock import common_clock, tolerance_us
from stemmata.lineage.completeness import completeness
from stemmata.lineage.descending import Tree
from stemmata.lineage.joins import Join, Part
from stemmata.lineage.pieces import Footage
from stemmata.lineage.posted import Posted, earliest_dated
from stemmata.lineage.quality import Measured, highest_quality
from stemmata.lineage.stemma import Completeness, Dated, Descent, FourAnswers, Witness
from stemmata.model.edge import Edge, Kind
from stemmata.model.unit import Unit

MOST_COME_FROM_IT, ONLY_ONE, NO_TREE = "best_most_come_from_it", "best_only_one", "best_no_tree"
BEST_TIED, IN_DOUBT, OR_SIBLING = "best_tied", "best_in_doubt", "best_or_sibling"
ALL_HAVE_PARENTS, SAME_PICTURES = "best_all_have_parents", "best_same_pictures"
COMPLETE_TIED, CONTRADICTS = "complete_tied", "complete_contradicts"
NO_FOOTAGE, FILMS_ONLY = "complete_no_footage", "complete_films_only"
BY_MARGIN, LEFT_OUT, OPEN_MARGIN = "complete_by_margin", "complete_left_out", "complete_open_margin"
UNDATED, OVERLAPS = "earliest_undated", "earliest_overlaps"
CLOCK_CONTRADICTED, SOME_UNDATED = "earliest_clock_contradicted", "earliest_some_undated"
EDITED = "earliest_edited"

REASONS = (
    MOST_COME_FROM_IT, ONLY_ONE, NO_TREE, BEST_TIED, IN_DOUBT, OR_SIBLING, ALL_HAVE_PARENTS, SAME_PICTURES,
    COMPLETE_TIED, CONTRADICTS, NO_FOOTAGE, FILMS_ONLY, UNDATED, OVERLAPS, CLOCK_CONTRADICTED, SOME_UNDATED,
    EDITED, BY_MARGIN, LEFT_OUT, OPEN_MARGIN,
    quality.BY_TREE, quality.ALONE, quality.BY_DETAIL, quality.BY_CODING, quality.BY_SIZE_ONLY, quality.TIED,
    quality.NOT_COMPARABLE, quality.NOT_MEASURED, quality.FILMS_ONLY,
)  # fmt: skip
"""Every key that `FourAnswers.reasons` can hold; each has a sentence in the words of the pages."""


@dataclass(frozen=True)
class Material:
    """What the four answers rest on. `descents` may be empty: then no tree was built. `posts`: held postings that carry
    any of the items, in any order."""

    witnesses: tuple[Witness, ...]
    descents: tuple[Descent, ...] = ()
    parts: tuple[Part, ...] = ()
    joins: tuple[Join, ...] = ()
    measured: Mapping[str, Measured] = field(default_factory=dict)
    posts: tuple[Posted, ...] = ()


def answers_of(material: Material) -> FourAnswers:
    """Pure; the order of what is given leaves no trace."""
    tree = Tree(material.witnesses, material.descents)
    films = tuple(part for part in material.parts if not part.is_still)
    parts = films or material.parts
    footage = common_clock(parts, material.joins) if parts else None
    best, why_best = best_surviving(material.witnesses, tree)
    complete, also, shares, why_complete = _most_complete(parts, footage, material.witnesses, tree)
    if films and len(films) < len(material.parts):
        why_complete += (FILMS_ONLY,)
    areas = {} if footage is None else footage.scene_area
    highest, why_highest = highest_quality(material.witnesses, tree, material.measured, areas)
    items = sorted({holder for witness in material.witnesses for holder in witness.holders})
    dated = earliest_dated(material.posts, items)
    return FourAnswers(
        best,
        complete,
        highest,
        None if dated is None else (dated.posting, dated.item),
        (
            *why_best,
            *why_complete,
            *why_highest,
            *_why_dated(material.posts, dated),
        ),
        also,
        shares,
        dated,
    )


def best_surviving(witnesses: Sequence[Witness], tree: Tree) -> tuple[str | None, tuple[str, ...]]:
    """(item, reasons): of what has no held parent or only a nearest kin, the one from which most others come.

    It is named where more come from it, surely, than may come from any other that does not itself come from it; else
    the doubt is named.
    """
    held = {witness.id: witness for witness in witnesses if witness.held}
    if len(held) == 1:
        (only,) = held.values()
        return _item(only, (ONLY_ONE,))
    if not tree.is_told:
        return None, (NO_TREE,)
    free = [name for name in sorted(held) if not tree.has_sure_parent(name)]
    if not free:
        return None, (ALL_HAVE_PARENTS,)
    maybe = {name: tree.descendants(name, sure_only=False) for name in free}
    sure = {name: tree.descendants(name, sure_only=True) for name in free}
    first = max(free, key=lambda name: (len(maybe[name]), len(sure[name])))
    others = [name for name in free if name != first]
    if any(len(maybe[name]) == len(maybe[first]) for name in others):
        return None, (BEST_TIED,)
    if any(len(sure[first]) <= len(maybe[name]) for name in others if name not in maybe[first]):
        return None, (IN_DOUBT,)
    if maybe[first] != sure[first]:
        return _item(held[first], (MOST_COME_FROM_IT, OR_SIBLING))
    return _item(held[first], (MOST_COME_FROM_IT,))


def _item(witness: Witness, reasons: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return witness.holders[0], reasons if len(witness.holders) == 1 else (*reasons, SAME_PICTURES)


def _most_complete(
    parts: Sequence[Part], footage: Footage | None, witnesses: Sequence[Witness], tree: Tree
) -> tuple[Completeness | None, tuple[str, ...], tuple[Completeness, ...], tuple[str, ...]]:
    """(the most complete, others that hold as much, all, reasons).

    Ends of alignments are known to half a second, so shares that differ by less than two such ends are as large; among
    these, what comes from another is not named before it, nor a picture in a picture before whole ones.
    """
    if not parts:
        return None, (), (), (NO_FOOTAGE,)
    if footage is None:
        return None, (), (), (CONTRADICTS,)
    shares = completeness(parts, footage)
    if not shares:
        return None, (), (), (NO_FOOTAGE,)
    play = 0.0 if parts[0].is_still else 2 * tolerance_us(parts) / max(part.span.length_us for part in parts)
    top = max(one.share for one in shares)
    near = [one for one in shares if one.share >= top - play]
    of_item = {holder: witness.id for witness in witnesses for holder in witness.holders}
    explained = {one.item for one in near if tree.has_sure_parent(of_item.get(one.item, ""))}
    inserted = {part.holder for part in parts if part.is_window}
    first = min(near, key=lambda one: (one.item in explained, one.item in inserted, -one.share, one.item))
    also = tuple(one.item for one in near if one.item != first.item)
    reasons: tuple[str, ...] = (COMPLETE_TIED,) if also else ()
    if any(holder == first.item for one in shares if not one.lacks for holder, _ in one.margins):
        reasons += (BY_MARGIN,)
    if any(part.open_margin for part in parts):
        reasons += (OPEN_MARGIN,)
    return first, also, shares, reasons + ((LEFT_OUT,) if footage.left_out else ())


def _why_dated(posts: Sequence[Posted], dated: Dated | None) -> tuple[str, ...]:
    reasons: tuple[str, ...] = (UNDATED,) if dated is None else ()
    if dated is not None and dated.rivals:
        reasons += (OVERLAPS,)
    if dated is not None and any(post.edited for post in posts if post.id == dated.posting):
        reasons += (EDITED,)
    if any(post.clock_contradicts for post in posts):
        reasons += (CLOCK_CONTRADICTED,)
    return reasons + ((SOME_UNDATED,) if dated is not None and any(post.dated is None for post in posts) else ())


def untold_witnesses(units: Sequence[Unit], edges: Sequence[Edge]) -> tuple[Witness, ...]:
    """Witnesses of a family of which no tree was built: files of the same coded pictures throughout are one."""
    of_holder: dict[str, list[Unit]] = {}
    for unit in units:
        of_holder.setdefault(unit.holder, []).append(unit)
    leader = {holder: holder for holder in of_holder}
    for edge in edges:
        whole = edge.kind in {Kind.SAME_BYTES, Kind.SAME_STREAM} and not edge.segments
        if whole and edge.a.holder in leader and edge.b.holder in leader:
            one, other = _leader(leader, edge.a.holder), _leader(leader, edge.b.holder)
            leader[max(one, other)] = min(one, other)
    joined: dict[str, list[Unit]] = {}
    for holder, own in of_holder.items():
        joined.setdefault(_leader(leader, holder), []).extend(own)
    made = [
        Witness(min(unit.id for unit in own), tuple(sorted(own, key=lambda unit: (unit.holder, unit.id))))
        for own in joined.values()
    ]
    return tuple(sorted(made, key=lambda witness: witness.id))


def _leader(leader: dict[str, str], holder: str) -> str:
    while leader[holder] != holder:
        leader[holder] = leader[leader[holder]]
        holder = leader[holder]
    return holder
