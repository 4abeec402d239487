"""Builds a family's stemma: the cheapest arborescence over its witnesses, lost ancestors where they are proven, and a
class for every parent.

Deterministic, and independent of the order in which anything is given. Nothing that is proven not to be a source is
made one; what is left without a source then stands as a root, and roots of which each holds what the other lacks come
from an ancestor that is not held (ω).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Protocol

from stemmata.lineage import signs
from stemmata.lineage.arborescence import arborescence
from stemmata.lineage.confidence import Standing, Standings
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Descent, Proof, Sign, Stemma, Sureness, Witness
from stemmata.model.canonical import digest_of
from stemmata.model.judgement import Judgement, Said

NAMED_FROM = 0.25
"""Where fewer than one in four such parents were right, none is named: nothing held explains the child."""
ROOT = 1_000.0
"""What it costs to hold none for the parent: more than any link, so that there are as few roots as proofs allow."""
JUDGED_LESS = 500.0
"""By how much a judged parent is preferred where judgement and evidence make a circle."""
PROVEN_LESS = 20.0
"""By how much a proven parent is preferred to one that is not, in nats."""
NO_COSTS: Mapping[str, float] = {}
CIRCLE, WITHIN, AGAINST_PROOF = "circle", "within", "against_proof"
"""Keys of words: why a judgement is no matter of course."""
SAME_SCENE, NO_LOST_TWIN = "same_scene", "no_lost_twin"
"""What a proof of descent rests on, as keys of words: that the two show one scene; that no other file, which is not
held, has the very same picture as the parent."""


class Calibration(Protocol):
    """How often links that stand like this one were right, on a named population."""

    @property
    def population(self) -> str: ...

    @property
    def likely_from(self) -> float: ...

    @property
    def dear_from(self) -> float: ...

    def p(self, standing: Standing) -> float: ...


def build(
    family: str,
    witnesses: Sequence[Witness],
    links: Iterable[Link],
    judgements: Sequence[Judgement],
    calibrations: Mapping[str, Calibration],
    roots: Mapping[str, float] = NO_COSTS,
) -> Stemma:
    """The stemma without its four answers (lineage.answers). `judgements` are those that stand; `calibrations` by the
    population named in a link; `roots`: what it costs more, by witness, that none is held for its parent, in nats.
    ValueError for a link between witnesses that are not given."""
    known = {one.id: at for at, one in enumerate(sorted(witnesses, key=lambda one: one.id), start=1)}
    given = sorted(links, key=lambda link: (link.child, link.parent))
    for link in given:
        if link.parent not in known or link.child not in known:
            raise ValueError(f"a link between witnesses that are not in the family: {link.parent} and {link.child}")
    judged = _Judged(witnesses, judgements)
    allowed = judged.allowed([link for link in given if not _is_dear(link, calibrations)])
    chosen, circles = _tree(known, allowed, judged, roots)
    chosen, told_apart = _settled(chosen, allowed)
    standings = Standings(chosen, allowed)
    found = [_descent(link, standings, judged, calibrations, told_apart) for _, link in sorted(chosen.items())]
    descents = [one for one in found if one.judged or one.p is None or one.p >= NAMED_FROM]
    chosen = {one.child: chosen[one.child] for one in descents}
    lost, above = _lost_ancestors(family, known, chosen, given)
    placed = {one.child for one in (*descents, *above)}
    descents += [*above, *(Descent(one, None, Sureness.NONE) for one in known if one not in placed)]
    not_sources = [
        (link.parent, link.child, sign) for link in given for sign in link.signs if sign.proof is Proof.NOT_ANCESTOR
    ]
    return Stemma(
        family,
        tuple(sorted((*witnesses, *lost), key=lambda one: one.id)),
        tuple(sorted(descents, key=lambda one: (one.child, one.parent or ""))),
        not_sources=tuple(not_sources),
        conflicts=tuple(sorted((*circles, *judged.conflicts))),
    )


def _is_dear(link: Link, calibrations: Mapping[str, Calibration]) -> bool:
    """Whether it costs so much that nothing is said: neither a parent nor, of course, that it is none."""
    calibration = None if link.population is None else calibrations.get(link.population)
    return calibration is not None and link.cost >= calibration.dear_from and not (link.forbidden or link.proven)


class _Judged:
    """What persons said of pairs of witnesses. A judgement on a file counts for the witness it belongs to."""

    def __init__(self, witnesses: Sequence[Witness], judgements: Sequence[Judgement]) -> None:
        of_holder: dict[str, list[str]] = {}
        for one in witnesses:
            for holder in one.holders:
                of_holder.setdefault(holder, []).append(one.id)
        of_unit = {unit.id: one.id for one in witnesses for unit in one.units}
        self.parents: dict[tuple[str, str], str] = {}
        self.barred: dict[tuple[str, str], str] = {}
        self.conflicts: list[tuple[str, tuple[str, ...]]] = []
        for judgement in sorted(judgements, key=lambda one: one.id):
            if judgement.said not in (Said.PARENT, Said.NOT_PARENT):
                continue
            pair = [
                of_unit[unit.id] if unit.id in of_unit else _only(of_holder.get(unit.holder, ()))
                for unit in (judgement.one, judgement.other)
            ]
            if pair[0] is None or pair[1] is None:
                continue
            if pair[0] == pair[1]:
                self.conflicts.append((WITHIN, (judgement.id,)))
                continue
            said = self.parents if judgement.said is Said.PARENT else self.barred
            said[pair[0], pair[1]] = judgement.id

    def allowed(self, links: Sequence[Link]) -> list[Link]:
        """Without what is forbidden; with a link for every parent that was judged."""
        kept = {
            (link.parent, link.child): link
            for link in links
            if not link.forbidden and (link.parent, link.child) not in self.barred
        }
        found = {(link.parent, link.child): link for link in links}
        for pair, entry in sorted(self.barred.items()):
            if pair in found and found[pair].proven:
                self.conflicts.append((AGAINST_PROOF, (entry,)))
        for pair, entry in sorted(self.parents.items()):
            was = found.get(pair, Link(*pair, cost=0.0))
            if was.forbidden:
                self.conflicts.append((AGAINST_PROOF, (entry,)))
            sign = Sign(signs.JUDGED, values={"entry": entry, "said": Said.PARENT.value})
            draws = was.draws
            kept[pair] = Link(*pair, was.cost, (sign, *was.signs), draws, was.population)
        return [link for _, link in sorted(kept.items())]


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _tree(
    known: Mapping[str, int], links: Sequence[Link], judged: _Judged, roots: Mapping[str, float]
) -> tuple[dict[str, Link], list[tuple[str, tuple[str, ...]]]]:
    """By child, the link to its parent; and the circles of judged parents, of which none is then followed."""
    circle = _circle(judged.parents)
    followed = {pair: entry for pair, entry in judged.parents.items() if pair not in circle}
    forced: dict[str, list[str]] = {}
    for parent, child in followed:
        forced.setdefault(child, []).append(parent)
    offered = [link for link in links if link.child not in forced or link.parent in forced[link.child]]
    chosen = chosen_links(list(known), offered, roots)
    conflicts = [(CIRCLE, tuple(sorted(circle.values())))] if circle else []
    return chosen, conflicts


def chosen_links(
    witnesses: Sequence[str], links: Sequence[Link], roots: Mapping[str, float] = NO_COSTS
) -> dict[str, Link]:
    """By child, the links of the cheapest arborescence with as few roots as can be. No link is looked at for more than
    its cost and what it proves. `roots`: as of `build`."""
    known = {one: at for at, one in enumerate(sorted(witnesses), start=1)}
    edges = [(0, at, ROOT + roots.get(one, 0.0)) for one, at in known.items()]
    edges += [(known[link.parent], known[link.child], priced(link)) for link in links]
    picked = arborescence(len(known) + 1, 0, edges)
    return {
        links[edge - len(known)].child: links[edge - len(known)]
        for edge in (picked[at] for at in known.values())
        if edge is not None and edge >= len(known)
    }


def _settled(chosen: Mapping[str, Link], links: Sequence[Link]) -> tuple[dict[str, Link], frozenset[str]]:
    """Of several parents that explain a child alike (one is the other's twin, saved again as it was), only what holds
    for all can be said: the child descends from the one that the others descend from, if that is proven of it. Where
    they stand side by side, none is proven. Gives the tree, and the children of which the proven parent is told apart
    from all others."""
    explaining: dict[str, list[Link]] = {}
    for link in links:
        if link.proven or any(sign.kind == signs.EITHER_WAY for sign in link.signs):
            explaining.setdefault(link.child, []).append(link)
    made, told = dict(chosen), set()
    for child, link in sorted(chosen.items()):
        rivals = [one for one in explaining.get(child, ()) if one.parent != link.parent]
        if not link.proven or any(sign.kind == signs.JUDGED for sign in link.signs):
            told |= {child} if link.proven else set()
            continue
        first = next((one for one in (link, *rivals) if all(
            _is_above(one.parent, other.parent, chosen) for other in (link, *rivals) if other is not one
        )), None)  # fmt: skip
        if first is not None and first.proven:
            made[child] = first
            told.add(child)
    return made, frozenset(told)


def _is_above(one: str, other: str, chosen: Mapping[str, Link]) -> bool:
    while other in chosen:
        other = chosen[other].parent
        if other == one:
            return True
    return False


def priced(link: Link) -> float:
    judged = any(sign.kind == signs.JUDGED for sign in link.signs)
    return link.cost - (PROVEN_LESS if link.proven else 0.0) - (JUDGED_LESS if judged else 0.0)


def _circle(parents: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Judged links that lie on a circle of judged links."""
    below: dict[str, set[str]] = {}
    for parent, child in parents:
        below.setdefault(parent, set()).add(child)

    def reaches(start: str, end: str) -> bool:
        waiting, seen = [start], {start}
        while waiting:
            one = waiting.pop()
            if one == end:
                return True
            for after in below.get(one, ()):
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return False

    return {(parent, child): entry for (parent, child), entry in parents.items() if reaches(child, parent)}


def _descent(
    link: Link,
    standings: Standings,
    judged: _Judged,
    calibrations: Mapping[str, Calibration],
    told_apart: frozenset[str],
) -> Descent:
    is_judged = (link.parent, link.child) in judged.parents
    if link.proven and link.child in told_apart:
        return Descent(
            link.child, link.parent, Sureness.PROVEN, signs=link.signs, judged=is_judged,
            assumes=(SAME_SCENE, NO_LOST_TWIN),
        )  # fmt: skip
    calibration = None if link.population is None else calibrations.get(link.population)
    if calibration is None:
        return Descent(link.child, link.parent, Sureness.NEAREST_KIN, signs=link.signs, judged=is_judged)
    p = round(calibration.p(standings.of(link)), 4)
    sureness = Sureness.LIKELY if p >= calibration.likely_from else Sureness.NEAREST_KIN
    return Descent(link.child, link.parent, sureness, p, calibration.population, link.signs, judged=is_judged)


def _lost_ancestors(
    family: str, known: Mapping[str, int], chosen: Mapping[str, Link], links: Sequence[Link]
) -> tuple[list[Witness], list[Descent]]:
    """One ω above all roots that are joined by proof that each holds what the other lacks."""
    roots = [one for one in known if one not in chosen]
    root_of = {one: _root(one, chosen) for one in known}
    both = {(link.parent, link.child): link for link in links if link.forbidden}
    shown: dict[tuple[str, str], list[Sign]] = {}
    for (one, other), link in sorted(both.items()):
        if one < other and (other, one) in both and root_of[one] != root_of[other]:
            pair = min(root_of[one], root_of[other]), max(root_of[one], root_of[other])
            shown.setdefault(pair, []).append(_kin_above(link, both[other, one]))
    groups: dict[str, set[str]] = {root: {root} for root in roots}
    for one, other in combinations(sorted(roots), 2):
        if (one, other) in shown and groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for root in groups[other]:
                groups[root] = groups[one]
    lost, above = [], []
    for members in {id(group): sorted(group) for group in groups.values() if len(group) > 1}.values():
        lost.append(Witness(digest_of(["lost", family, *members]), ()))
        for root in members:
            proof = next(shown[pair][0] for pair in sorted(shown) if root in pair)
            above.append(Descent(root, lost[-1].id, Sureness.PROVEN, signs=(proof,), assumes=(SAME_SCENE,)))
    return lost, above


def _kin_above(one: Link, other: Link) -> Sign:
    """From two proofs that each cannot be the other's only source."""
    first, second = (next(sign for sign in link.signs if sign.proof is Proof.NOT_ANCESTOR) for link in (one, other))
    return Sign(signs.KIN_ABOVE, Proof.SAME_ORIGIN, None, {"one": second.kind, "other": first.kind})


def _root(one: str, chosen: Mapping[str, Link]) -> str:
    while one in chosen:
        one = chosen[one].parent
    return one
