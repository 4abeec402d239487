"""Further parents of a text: what it has that its first parent cannot have given it, and another text can.

A second parent is named from three readings on, or for a passage. A passage says nothing where something above the
first parent has it: then the copy of that parent which is held may simply have lost it.
"""

from collections.abc import Mapping, Sequence

from stemmata.lineage import signs
from stemmata.lineage.stemma import Descent, Sign, Sureness
from stemmata.lineage.story_readings import Readings, Unexplained, Wording, is_passage
from stemmata.model.span import TextSpan

LEAST_READINGS = 3
"""lineage.md 3.5: each found in the second parent, none in the first."""
MOST_OF_THEM = 0.6
"""Share of all readings that the first parent leaves open and others have that a second parent then gave: readings that
come back by themselves come from everywhere."""
CARRIED_WORDS = 20
"""Words in a row from which a second parent has given a passage: a short sentence."""
OLDER_FROM = 0.6
"""Chance that it is older than the child from which a text can have given it something."""
MOST_PARENTS = 4
"""Of one text. A page put together from more is one that quotes the whole press: the others are left to its
passages."""

Above = Mapping[str, str]
"""By child, the parent in the tree."""


def further_parents(readings: Readings, tree: Above, children: Sequence[str]) -> list[Descent]:
    """`tree`: of held witnesses. Sorted by child; no circle comes of them."""
    parents: dict[str, set[str]] = {child: {parent} for child, parent in tree.items()}
    made: list[Descent] = []
    for child in sorted(children):
        first = tree.get(child)
        if first is None or child not in readings.wordings or first not in readings.wordings:
            continue
        left = [one for one in readings.unexplained(first, child) if _speaks(one, first, tree)]
        while len(parents.get(child, ())) < MOST_PARENTS:
            best = _most_explaining(readings, child, left, parents)
            if best is None:
                break
            second, explained = best
            if first in _above(second, tree) and _is_torn(readings, second, child, explained):
                break
            made.append(_descent(readings.wordings[child], child, second, explained))
            parents.setdefault(child, set()).add(second)
            left = [one for one in left if second not in one.holders]
    return made


def _speaks(one: Unexplained, first: str, tree: Above) -> bool:
    """Whether nothing above the first parent has it: what comes back from there need not have come another way."""
    return not one.holders & _above(first, tree)


def _is_torn(readings: Readings, second: str, child: str, explained: Sequence[Unexplained]) -> bool:
    """Whether a copy of the first parent may have been the way from it to the child, and have lost a part since: then
    the child has no two parents."""
    lacks = readings.wordings[child].absent_from(readings.wordings[second])
    return any(is_passage(stretch) for stretch in lacks) and not any(one.passage for one in explained)


def _above(witness: str, tree: Above) -> set[str]:
    found: set[str] = set()
    while witness in tree and tree[witness] not in found:
        witness = tree[witness]
        found.add(witness)
    return found


def _most_explaining(
    readings: Readings, child: str, left: Sequence[Unexplained], parents: Mapping[str, set[str]]
) -> tuple[str, list[Unexplained]] | None:
    by_holder: dict[str, list[Unexplained]] = {}
    for one in left:
        for holder in one.holders:
            if readings.before(holder, child) < OLDER_FROM:
                continue
            by_holder.setdefault(holder, []).append(one)
    ranked = sorted(
        by_holder,
        key=lambda name: (-sum(one.words for one in by_holder[name]), -readings.before(name, child), name),
    )
    for name in ranked:
        explained = by_holder[name]
        carried = any(one.words >= CARRIED_WORDS for one in explained)
        enough = carried or len(explained) >= max(LEAST_READINGS, MOST_OF_THEM * len(left))
        if enough and name not in parents.get(child, ()) and not _lies_below(name, child, parents):
            return name, explained
    return None


def _lies_below(name: str, child: str, parents: Mapping[str, set[str]]) -> bool:
    waiting, seen = [name], {name}
    while waiting:
        at = waiting.pop()
        if at == child:
            return True
        for parent in parents.get(at, ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return False


def _descent(wording: Wording, child: str, second: str, explained: Sequence[Unexplained]) -> Descent:
    passages = [one for one in explained if one.words >= CARRIED_WORDS]
    words = sum(one.words for one in explained)
    sign = Sign(
        signs.EXPLAINS,
        None,
        None,
        {"readings": len(explained) - len(passages), "passages": len(passages), "words": words},
    )
    span = None
    if passages:
        longest = max(passages, key=lambda one: (one.words, -one.stretch[0]))
        span = TextSpan(wording.text.extraction, *wording.code_points(longest.stretch))
    return Descent(child, second, Sureness.NEAREST_KIN, signs=(sign,), span=span)
