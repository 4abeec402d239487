"""The roots panel: what was counted, how the groups stand two by two, what would settle it, and what falls with each.

Numbers of groups are those of one page: the largest first, the group whose page it is before all others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from stemmata.case import schema
from stemmata.case.held import first_unit, origin_titles, roots_kept
from stemmata.case.results import CASE
from stemmata.corroborate.evidence import Level
from stemmata.corroborate.pairs import Exhibit, PairOfGroups, Relation, Would
from stemmata.corroborate.roots import Group, Roots
from stemmata.publish.unheld_words import unheld_name
from stemmata.web.compare import pair_of
from stemmata.web.recorded import called

IN_TRIANGLE = 8
"""Groups up to which every pair has its place in a drawn triangle (UX section 4)."""
GROUPS = 25
PAIRS = 60
NAMES = 12
"""Shown of each on one page; the rest are counted."""
SETTLED_BY_PERSONS = frozenset({Would.SETTLE_CONTRADICTION, Would.JUDGE_PAIR})
SIGNS = {Relation.SHOWN: "shown", Relation.LINKED: "linked", Relation.NOT_ESTABLISHED: "open"}

Page = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Naming:
    """How a page calls groups and origins. numbers, heads: by group; titles: by origin."""

    numbers: Mapping[str, int]
    heads: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]


def case_roots(connection: Connection, language: str) -> Page | None:
    """Of the whole case; None where a run has not counted them."""
    kept = roots_kept(connection, CASE)
    return None if kept is None else _panel(connection, kept, _ordered(kept, None), language)


def family_roots(connection: Connection, family_id: str, language: str) -> Page | None:
    """Of what stands behind one family; None where a run has not counted them."""
    kept = roots_kept(connection, family_id)
    return None if kept is None else _panel(connection, kept, _ordered(kept, family_id), language)


def beside_roots(connection: Connection, family_id: str, language: str) -> Page | None:
    """How the family's root stands to the other roots of the case; None where there are no others, or where the family
    rests on several and is none itself. `pairs`: all where they fit in a triangle, else those of this root."""
    kept = roots_kept(connection, CASE)
    own = None if kept is None else next((one for one in kept.named if family_id in one.origins), None)
    if kept is None or own is None or len(kept.named) < 2:
        return None
    ordered = _ordered(kept, family_id)
    mine = [pair for pair in kept.pairs if own.id in (pair.one, pair.other)]
    count = {relation: sum(pair.relation is relation for pair in mine) for relation in Relation}
    drawn = len(ordered) <= IN_TRIANGLE
    settling = _settling(kept.pairs if drawn else mine, _numbers(ordered))
    listed = settling if drawn else settling[:NAMES]
    naming = _naming(connection, kept, ordered, listed, language)
    rows = [_pair(connection, pair, naming) for pair in listed]
    shown, linked = count[Relation.SHOWN], count[Relation.LINKED]
    return {
        "shown": shown,
        "linked": linked,
        "open": len(ordered) - 1 - shown - linked,
        "falls": _falls(own),
        "triangle": _triangle(ordered, kept.pairs, naming.titles) if drawn else [],
        "pairs": rows,
        "first": next((row for row in rows if row["one"] == 1 and row["would"]), None),
        "pairs_more": len(settling) - len(listed),
    }


def _ordered(kept: Roots, first: str | None) -> list[Group]:
    return sorted(kept.named, key=lambda one: (first not in one.origins, -one.copies, one.id))


def _settling(pairs: Iterable[PairOfGroups], numbers: Mapping[str, int]) -> list[PairOfGroups]:
    """What would settle most first: pairs that would raise what is shown; of these, those that a person can judge now;
    then those that want least. What is settled comes last."""

    def key(pair: PairOfGroups) -> tuple[object, ...]:
        at = sorted((numbers[pair.one], numbers[pair.other]))
        waits = SETTLED_BY_PERSONS.isdisjoint(pair.would_establish)
        is_settled = pair.relation is not Relation.NOT_ESTABLISHED
        return (is_settled, not pair.raises, waits, len(pair.would_establish), at)

    return sorted(pairs, key=key)


def _panel(connection: Connection, kept: Roots, ordered: Sequence[Group], language: str) -> Page:
    pairs = _settling(kept.pairs, _numbers(ordered))
    listed = pairs[:PAIRS]
    naming = _naming(connection, kept, ordered, listed, language)
    titles = naming.titles
    rows = [_pair(connection, pair, naming) for pair in listed]
    return {
        "groups": kept.groups,
        "groups_low": kept.groups_low,
        "shown": kept.shown,
        "exact": kept.exact,
        "separate": kept.separate if kept.separate > max(kept.shown, 1) else None,
        "not_established": kept.not_established,
        "triangle": _triangle(ordered, pairs, titles) if 1 < len(ordered) <= IN_TRIANGLE else [],
        "pairs": rows,
        "first": next((row for row in rows if row["would"]), None),
        "pairs_more": len(pairs) - len(listed),
        "unlisted": kept.unlisted,
        "named": [_group(connection, group, naming) for group in ordered[:GROUPS]],
        "groups_more": max(0, len(ordered) - GROUPS),
        "links": [
            {"key": f"because_{link.because.value}", "one": titles[link.one], "other": titles[link.other]}
            for link in kept.links[:NAMES]
        ],
        "conflicts": [
            {
                "key": f"root_conflict_{conflict.kind.value}",
                "names": [titles[name] for name in conflict.origins[:NAMES]],
                "entries": [entry[:12] for entry in conflict.entries],
            }
            for conflict in kept.conflicts[:NAMES]
        ],
        "levels": kept.levels,
    }


def _told_of(kept: Roots) -> set[str]:
    links = {end for link in kept.links[:NAMES] for end in (link.one, link.other)}
    return links | {name for conflict in kept.conflicts[:NAMES] for name in conflict.origins[:NAMES]}


def _numbers(ordered: Sequence[Group]) -> dict[str, int]:
    return {group.id: at for at, group in enumerate(ordered, start=1)}


def _naming(
    connection: Connection, kept: Roots, ordered: Sequence[Group], pairs: Sequence[PairOfGroups], language: str
) -> _Naming:
    """With the titles of what the page names, and of no more."""
    named = {name for one in ordered[:GROUPS] for name in (one.id, *one.origins[:NAMES], *one.partly[:NAMES])}
    named |= {end for pair in pairs for end in (pair.one, pair.other)} | _told_of(kept)
    titles = origin_titles(connection, named, lambda name, texts: unheld_name(name, texts, language))
    return _Naming(_numbers(ordered), {one.id: one.heads for one in ordered}, titles)


def _group(connection: Connection, group: Group, naming: _Naming) -> Page:
    titles = naming.titles
    return {
        "number": naming.numbers[group.id],
        "id": group.id,
        "title": titles[group.id],
        "copies": group.copies,
        "joined": [titles[name] for name in group.origins[:NAMES] if name != group.id],
        "partly": [titles[name] for name in group.partly[:NAMES]],
        "falls": _falls(group),
        "ends": _ends(connection, (group.heads,)),
    }


def _falls(group: Group) -> Page:
    falls = group.falls
    key = "falls_nothing" if not falls.groups else "falls_some" if falls.shown > 1 else "falls_none"
    return {"key": key, "groups": falls.groups, "shown": falls.shown}


def _triangle(ordered: Sequence[Group], pairs: Sequence[PairOfGroups], titles: Mapping[str, str]) -> list[Page]:
    """A row for each group, with a cell for each of those before it."""
    relation = {frozenset((pair.one, pair.other)): pair.relation for pair in pairs}
    rows: list[Page] = []
    for number, group in enumerate(ordered, start=1):
        before = [relation[frozenset((group.id, ordered[at].id))] for at in range(number - 1)]
        cells = [
            {"one": at, "other": number, "relation": found.value, "sign": SIGNS[found]}
            for at, found in enumerate(before, start=1)
        ]
        rows.append({"number": number, "title": titles[group.id], "cells": cells})
    return rows


def _pair(connection: Connection, pair: PairOfGroups, naming: _Naming) -> Page:
    one, other = sorted((pair.one, pair.other), key=lambda name: naming.numbers[name])
    is_open = pair.relation is Relation.NOT_ESTABLISHED
    waits = not SETTLED_BY_PERSONS.isdisjoint(pair.would_establish)
    is_separate = is_open and pair.level is Level.SOURCES
    return {
        "one": naming.numbers[one],
        "other": naming.numbers[other],
        "one_title": naming.titles[one],
        "other_title": naming.titles[other],
        "key": "pair_separate" if is_separate else f"pair_{pair.relation.value}",
        "sign": SIGNS[pair.relation],
        "evidence": [_exhibit(exhibit) for exhibit in pair.evidence[:NAMES]],
        "would": [f"would_{one.value}" for one in pair.would_establish],
        "raises": bool(pair.raises),
        "compare": _compared(connection, naming.heads[one], naming.heads[other], waits=waits) if is_open else None,
        "ends": _ends(connection, (naming.heads[one], naming.heads[other])),
    }


def _ends(connection: Connection, groups: Sequence[Sequence[str]]) -> list[Page]:
    """Of each group a file or post of which something can be recorded; empty where one of them has none."""
    units = [first_unit(connection, heads) for heads in groups]
    return [
        {"holder": unit.holder, "unit": unit.id, "name": called(connection, unit)}
        for unit in units
        if unit is not None and all(units)
    ]


def _exhibit(exhibit: Exhibit) -> Page:
    return {
        "key": f"ground_{exhibit.ground.value}",
        "reason": exhibit.reason,
        "who": None if exhibit.who is None else exhibit.who[:16],
        "entries": [entry[:12] for entry in exhibit.entries],
        "persons": _persons(exhibit),
        "erased": exhibit.who is not None and not exhibit.reason,
    }


def _persons(exhibit: Exhibit) -> list[str]:
    """Pseudonyms that the evidence names."""
    name, persons = exhibit.values.get("name"), exhibit.values.get("persons")
    if name is not None:
        return [str(name)]
    return [str(one) for one in persons] if isinstance(persons, list) else []


def _compared(connection: Connection, one: Sequence[str], other: Sequence[str], *, waits: bool) -> str | None:
    """The page on which two files of the groups are judged; None where they cannot lie beside each other. `one` and
    `other`: heads of the groups. Where the pair `waits` for a judgement, files that were judged before or could not be
    told apart, if there are any; else the first of each."""
    for a, b in (*(_waiting(connection, one, other) if waits else ()), *_first(connection, one, other)):
        if pair_of(connection, a, b) is not None:
            return f"/compare/{a}/{b}"
    return None


def _waiting(connection: Connection, one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    judged, undecided, member = schema.judgement.c, schema.undecided.c, schema.member.c
    of_one, of_other = (select(member.holder).where(member.family.in_(heads)) for heads in (one, other))
    asked = (
        (judged.one_holder, judged.other_holder, judged.state != "undone"),
        (undecided.a, undecided.b, undecided.verdict == "undecided"),
    )
    for a, b, holds in asked:
        sides = or_(a.in_(of_one) & b.in_(of_other), a.in_(of_other) & b.in_(of_one))
        row = connection.execute(select(a, b).where(sides, holds).order_by(a, b).limit(1)).first()
        if row is not None:
            yield row[0], row[1]


def _first(connection: Connection, one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    member = schema.member.c
    query = select(member.holder).order_by(member.family, member.position).limit(1)
    first, second = (connection.scalar(query.where(member.family.in_(heads))) for heads in (one, other))
    if first is not None and second is not None:
        yield first, second
