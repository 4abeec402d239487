"""Laws of counting, over everything that may be said of six texts, and a slow oracle that counts the same."""

from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corroborate.made import NAMES, SHOWING, evidence, materials, said, shown, text

from stemmata.corroborate.evidence import REACH, Dependence, Ground, Level, Status
from stemmata.corroborate.origins import Material
from stemmata.corroborate.pairs import Relation
from stemmata.corroborate.roots import Count, count_roots
from stemmata.model.judgement import Judgement, Said

T = TypeVar("T")
ENDS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])


@given(materials(), st.randoms(use_true_random=False))
def test_the_order_of_input_leaves_no_trace(material: Material, order: Random) -> None:
    def mixed(part: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(order.sample(part, k=len(part)))

    shuffled = Material(
        mixed(material.origins),
        mixed(material.rests),
        mixed(material.judgements),
        mixed(material.undecided),
        mixed(material.evidence),
        mixed(material.behind),
    )
    assert count_roots(shuffled) == count_roots(material)


@given(materials(), ENDS, st.sampled_from([Status.DECLARED, Status.CONFIRMED, Status.SUGGESTED]))
def test_adding_dependence_never_raises_groups(material: Material, ends: tuple[str, str], status: Status) -> None:
    more = replace(material, rests=(*material.rests, Dependence(text(ends[0]), text(ends[1]), status)))
    before, after = count_roots(replace(material, evidence=())), count_roots(replace(more, evidence=()))
    if Status.REJECTED not in {one.status for one in material.rests}:
        assert after.groups <= before.groups
        assert after.groups_low <= before.groups_low


@given(materials(), ENDS)
def test_a_judgement_of_sameness_never_raises_groups(material: Material, ends: tuple[str, str]) -> None:
    without = replace(material, judgements=tuple(one for one in material.judgements if one.said is not Said.DIFFERENT))
    more = replace(without, judgements=(*without.judgements, said(Said.SAME, text(ends[0]), text(ends[1]), "new")))
    assert count_roots(more).groups <= count_roots(without).groups


@given(materials(), ENDS, st.sampled_from(SHOWING))
def test_evidence_of_independence_never_lowers_what_is_shown(
    material: Material, ends: tuple[str, str], ground: Ground
) -> None:
    more = replace(material, evidence=(*material.evidence, evidence(ground, text(ends[0]), text(ends[1]))))
    before, after = count_roots(material), count_roots(more)
    assert after.shown >= before.shown
    assert after.separate >= before.separate
    assert after.groups == before.groups


@given(materials())
def test_a_fall_never_raises_what_is_shown_and_takes_one_group(material: Material) -> None:
    roots = count_roots(material)
    for group in roots.named:
        assert group.falls.shown <= roots.shown
        assert group.falls.groups == roots.groups - 1


@given(materials())
def test_a_fall_says_what_counting_without_the_group_says(material: Material) -> None:
    """Where nothing rests on several groups, so that leaving one out leaves the others as they are."""
    roots = count_roots(material)
    for group in roots.named if not roots.several else ():
        left = [name for name in NAMES if name not in group.origins]
        if left:
            again = Count(material).behind(left)
            assert (again.groups, again.shown) == (group.falls.groups, group.falls.shown)


@given(materials(), ENDS)
def test_a_judgement_of_difference_cuts_only_its_own_link(material: Material, ends: tuple[str, str]) -> None:
    cut = replace(material, judgements=(*material.judgements, said(Said.DIFFERENT, text(ends[0]), text(ends[1]), "no")))
    gone = set(count_roots(material).links) - set(count_roots(cut).links)
    assert all({link.one, link.other} == set(ends) for link in gone)


@given(materials())
def test_bounds_hold(material: Material) -> None:
    roots = count_roots(material)
    assert roots.shown <= roots.separate or not roots.exact
    assert max(roots.shown, 1) <= roots.groups_low <= roots.groups
    assert roots.shown != 1
    assert roots.groups + roots.linked + len(roots.several) == len(NAMES)
    decided = sum(pair.relation is not Relation.NOT_ESTABLISHED for pair in roots.pairs)
    assert roots.not_established + decided == roots.groups * (roots.groups - 1) // 2


@settings(max_examples=300)
@given(materials())
def test_counting_agrees_with_a_slow_oracle(material: Material) -> None:
    roots = count_roots(material)
    groups, several, size = oracle(material)
    assert sorted(map(list, roots.joined)) == sorted(map(sorted, groups))
    assert {name for name, _ in roots.several} == several
    assert roots.shown == size


def oracle(material: Material) -> tuple[list[set[str]], set[str], int]:
    """Groups, what rests on several, and the largest set shown: by transitive closure and by trying every subset."""
    different = {frozenset(_ends(one)) for one in material.judgements if one.said is Said.DIFFERENT}
    same = {frozenset(_ends(one)) for one in material.judgements if one.said is Said.SAME}
    arcs = {(a, b) for pair in same - different for a in pair for b in pair}
    contested = same & different
    for of in NAMES:
        for on in NAMES:
            held = {one.status for one in material.rests if (one.of.holder, one.on.holder) == (of, on)}
            denied = Status.REJECTED in held or frozenset((of, on)) in different - same
            if denied and Status.CONFIRMED in held:
                contested |= {frozenset((of, on))}
            elif not denied and held & {Status.DECLARED, Status.CONFIRMED}:
                arcs.add((of, on))
    reach = {name: {name} for name in NAMES}
    for _ in NAMES:
        for one, other in arcs:
            for known in reach.values():
                if one in known:
                    known |= reach[other]
    in_root = {name for name in NAMES if all(name in reach[other] for other in reach[name])}
    roots = {frozenset(reach[name]) for name in in_root}
    rests_on = {name: [root for root in roots if root & reach[name]] for name in NAMES}
    groups = [{name for name in NAMES if rests_on[name] == [root]} for root in roots]
    shown: set[frozenset[str]] = set()
    barred: set[frozenset[str]] = set()
    for one, other in combinations(sorted(in_root), 2):
        if rests_on[one] == rests_on[other]:
            continue
        grounds = {item.ground for item in material.evidence if {item.one.holder, item.other.holder} == {one, other}}
        names = [{item.name for item in material.behind if item.unit.holder == name} for name in (one, other)]
        pair = frozenset((min(rests_on[one][0]), min(rests_on[other][0])))
        if grounds - set(REACH) or names[0] & names[1]:
            barred.add(pair)
        if any(REACH.get(ground) is Level.OBSERVERS for ground in grounds):
            shown.add(pair)
    for ends in contested:
        one, other = sorted(ends)
        barred |= {frozenset((min(a), min(b))) for a in rests_on[one] for b in rests_on[other] if a != b}
    names_of = sorted(min(root) for root in roots)
    best = max(
        len(chosen)
        for size in range(len(names_of) + 1)
        for chosen in combinations(names_of, size)
        if all(frozenset(pair) in shown - barred for pair in combinations(chosen, 2))
    )
    return groups, {name for name in NAMES if len(rests_on[name]) > 1}, best if best > 1 else 0


def _ends(judgement: Judgement) -> tuple[str, str]:
    return judgement.one.holder, judgement.other.holder


def test_the_oracle_itself_counts_two_shown_independent() -> None:
    material = Material((), evidence=(shown(text("a"), text("b")),))
    assert oracle(material)[2] == 2
