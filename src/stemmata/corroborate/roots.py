"""Roots: how many groups remain between which no copying was found, and how many are shown independent (DESIGN 6).

The first form establishes shared origin only. Nothing here can show independence, so `shown` is 0 and the page says
"none": that no copying was found is no evidence that there was none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.lineage.families import Family


@dataclass(frozen=True, slots=True)
class Roots:
    """What is counted. `groups_low` < `groups` where undecided pairs could still join some.

    `shown` is the size of the largest set shown mutually independent; 0 or 1 is said as "none". `not_established`
    counts pairs of groups for which neither a shared origin nor independence is shown. `linked` is how many families
    were joined to another one.
    """

    groups: int
    groups_low: int
    shown: int
    not_established: int
    linked: int
    joined: tuple[tuple[str, ...], ...]
    """The groups themselves: family ids that share an origin, sorted."""


def count_roots(
    families: Sequence[Family], rests_on: Iterable[tuple[str, str]], undecided: Iterable[tuple[str, str]]
) -> Roots:
    """Roots of a case.

    `rests_on` are (holder, holder) pairs of declared or confirmed dependence (a posting and the clip it embeds): they
    join the families of both. `undecided` pairs could not be told apart: they join nothing and lower `groups_low`.
    """
    names = sorted({family.id for family in families})
    of_holder: dict[str, list[str]] = {}
    for family in families:
        for holder in family.holders:
            of_holder.setdefault(holder, []).append(family.id)
    parent = {name: name for name in names}
    for a, b in rests_on:
        _join_all(parent, of_holder.get(a, ()), of_holder.get(b, ()))
    joined: dict[str, list[str]] = {}
    for name in names:
        joined.setdefault(_find(parent, name), []).append(name)
    groups = len(joined)
    for a, b in undecided:
        _join_all(parent, of_holder.get(a, ()), of_holder.get(b, ()))
    low = len({_find(parent, name) for name in names})
    return Roots(
        groups=groups,
        groups_low=low,
        shown=0,
        not_established=groups * (groups - 1) // 2,
        linked=len(names) - groups,
        joined=tuple(tuple(group) for group in sorted(joined.values())),
    )


def _find(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def _join_all(parent: dict[str, str], one: Sequence[str], other: Sequence[str]) -> None:
    """Join only where both sides are unambiguous: a compilation that lies in two families says not which is meant."""
    if len(one) == 1 and len(other) == 1:
        a, b = _find(parent, one[0]), _find(parent, other[0])
        if a != b:
            parent[max(a, b)] = min(a, b)
