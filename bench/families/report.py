"""Scores of many families in lines: trees by method, then each method's claims by kind."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from bench.families.score import DESCENDS, RIGHT, Kind, Known, Placed, TreeScore, Verdict, said, tree_score, verdict
from bench.rows import none_wrong, row, wilson

RESAMPLED = 2_000
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Bounds of the reliability table, finer where a claim is made: below 0.5 nobody would make one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One answer, and what it is in truth."""

    placed: Placed
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """One method over all families. `unplaced`: held files of which it said nothing, taken as "none held"."""

    method: str
    trees: Sequence[TreeScore]
    claims: Sequence[Claim]
    unplaced: int = 0
    unknown: int = 0
    """Answers that name files that are not held."""
    seconds: float | None = None


def outcome(method: str, families: Sequence[Known], placed: Iterable[Placed], seconds: float | None = None) -> Outcome:
    """`placed` of all families together, in any order. A parent from another family counts as no kin.

    Files of the same coded pictures are one node: what is said of several of them with one parent and kind counts once.
    """
    family_of = {file: family for family in families for file in family.files}
    by_family: dict[str, list[Placed]] = {family.family: [] for family in families}
    claims: list[Claim] = []
    told: set[str] = set()
    seen: set[tuple[str, str, str | None, Kind]] = set()
    unknown = 0
    for one in placed:
        family = family_of.get(one.child)
        if family is None or (one.parent is not None and one.parent not in family_of):
            unknown += 1
        else:
            by_family[family.family].append(one)
            told.add(one.child)
            node = None if one.parent is None else family_of[one.parent].stands_for[one.parent]
            claim = family.family, family.stands_for[one.child], node, one.kind
            if claim not in seen:
                claims.append(Claim(one, verdict(family, one)))
            seen.add(claim)
    trees = [tree_score(family.held, said(family, by_family[family.family])) for family in families]
    unplaced = len(set(family_of) - told)
    return Outcome(method, trees, claims, unplaced, unknown, seconds)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Trees by method, then the claims of each by kind."""
    yield from _trees(outcomes)
    for one in outcomes:
        yield f"  claims of {one.method}; n counts them between copies coded apart, of {len(one.trees)} families"
        yield from claim_lines(one)


TREES: tuple[tuple[str, Callable[[TreeScore], float | None]], ...] = (
    ("root", lambda score: float(score.root)),
    ("edges", lambda score: score.edges),
    ("leaves", lambda score: score.leaves),
    ("ancestry", lambda score: score.ancestry),
    ("depth", lambda score: score.depth),
)
NIST: tuple[tuple[str, Callable[[TreeScore], float | None]], ...] = (
    ("VO", lambda score: score.vo),
    ("EO", lambda score: score.eo),
    ("VEO", lambda score: score.veo),
    ("EO undirected", lambda score: score.eo_loose),
    ("VEO undirected", lambda score: score.veo_loose),
)
WIDE = 20


def _trees(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for measures in (TREES, NIST):
        yield f"  {'':<24}" + "".join(f"{name:<{WIDE}}" for name, _ in measures).rstrip()
        for one in outcomes:
            cells = [cell([measure(tree) for tree in one.trees], is_share=name == "root") for name, measure in measures]
            yield f"  {one.method:<24}" + "".join(f"{value:<{WIDE}}" for value in cells).rstrip()
    for one in outcomes:
        if one.seconds is not None:
            yield f"  {one.method}: {one.seconds:.1f} s"


def cell(values: Sequence[float | None], *, is_share: bool = False) -> str:
    """Mean over families and its 95 % interval: Wilson's for hits and misses, else a percentile bootstrap of families.

    The bootstrap is too narrow for fewer than about ten. Families without a value are left out.
    """
    known = np.array([value for value in values if value is not None], np.float64)
    if not len(known):
        return "none"
    if is_share:
        low, high = wilson(int(known.sum()), len(known))
    else:
        drawn = np.random.default_rng(0).choice(known, (RESAMPLED, len(known))).mean(axis=1)
        low, high = np.quantile(drawn, (0.025, 0.975)).tolist()
    return f"{known.mean():.3f} [{low:.2f}, {high:.2f}]"


def claim_lines(one: Outcome) -> Iterator[str]:
    """Of each kind: how many are right, and what the others are; PROVEN ones against "descends"; reliability of p."""
    for kind in Kind:
        verdicts = Counter(claim.verdict for claim in one.claims if claim.placed.kind is kind)
        n, right = verdicts.total(), sum(verdicts[verdict] for verdict in RIGHT)
        if n:
            said = ", ".join(f"{verdict} {verdicts[verdict]}" for verdict in Verdict if verdicts[verdict])
            yield f"    {row(kind, right, n)}: {said}"
        if kind is Kind.PROVEN:
            wrong = n - sum(verdicts[verdict] for verdict in DESCENDS)
            yield f"    {none_wrong('proven descent', wrong, n)}" if n else "    nothing claimed as proven"
    yield from _reliability(one.claims)
    if one.unplaced:
        yield f"    held files of which nothing was said: {one.unplaced}"
    if one.unknown:
        yield f"    not read: {one.unknown} answers that name files that are not held"


def _reliability(claims: Sequence[Claim]) -> Iterator[str]:
    """Claimed against found, by claimed chance; claims of "none" are not among them."""
    told = [(one.placed.p, one.verdict in RIGHT) for one in claims if one.placed.p is not None and one.placed.parent]
    for low, high in itertools.pairwise(BINS):
        within = [(p, right) for p, right in told if low <= p < high or (high == BINS[-1] and p == high)]
        if within:
            mean = float(np.mean([p for p, _ in within]))
            hits = sum(right for _, right in within)
            yield f"    {row(f'p {low:.2f} to {high:.2f}', hits, len(within))}; claimed {mean:.3f}"
