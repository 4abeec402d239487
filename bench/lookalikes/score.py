"""What a matcher said of the pairs, against what is true of them: false by kind, found by kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.lookalikes.truth import Ends, Entry, Relation, common, detail, relation
from bench.rows import row

VERDICTS = ("same_footage", "same_picture_part", "same_place", "undecided", "not_established", "not_comparable")
SAME = frozenset(VERDICTS[:2])
FOUND_SHARE = 0.5
"""A shared stretch counts as found where the claimed ones cover half of it."""
BEYOND_S = 0.5
"""What is claimed outside a shared stretch, or with the clock so far off, is false from here on: half a second is what
lies between two looks of the matcher."""


@dataclass(frozen=True, slots=True)
class Said:
    """Of one pair, in order of the files' names. claimed: seconds of each that are said to show the same, none where a
    still's side has no clock."""

    verdict: str
    claimed: tuple[tuple[Ends, Ends], ...] = ()

    @property
    def is_same(self) -> bool:
        return self.verdict in SAME


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair with what was said. wrong: why it is false, None where it is not. found: of what is shared, whether it
    was said; None where nothing is asked for."""

    a: Entry
    b: Entry
    relation: Relation
    said: Said
    wrong: str | None
    found: bool | None

    @property
    def takes(self) -> frozenset[str]:
        return frozenset({self.a.origin, self.b.origin})


def judged(a: Entry, b: Entry, said: Said) -> Judged:
    """The pair of files, in order of their names."""
    between = relation(a, b)
    if between is Relation.ALIKE:
        return Judged(a, b, between, said, said.verdict if said.is_same else None, None)
    if between is Relation.NOT_ASKED:
        return Judged(a, b, between, said, None, None)
    shared = common(a, b)
    if a.still or b.still:
        return Judged(a, b, between, said, None, said.is_same)
    beyond = [stretch for stretch in said.claimed if _beyond_s(stretch, shared) > BEYOND_S] if said.is_same else []
    wrong = f"{len(beyond)} stretches beyond what is shared: {beyond[0]}" if beyond else None
    return Judged(a, b, between, said, wrong, said.is_same and _covered(shared, said.claimed) >= FOUND_SHARE)


def _beyond_s(claimed: tuple[Ends, Ends], shared: Sequence[tuple[Ends, Ends]]) -> float:
    """Seconds by which a claimed stretch leaves the shared one that suits it best, or by which its clock is off."""
    return min((max(_outside(claimed[0], one[0]), _outside(claimed[1], one[1]), _clock_off(claimed, one))
                for one in _joined(shared)), default=float("inf"))  # fmt: skip


def _joined(shared: Sequence[tuple[Ends, Ends]]) -> list[tuple[Ends, Ends]]:
    """Stretches that follow each other in both files as one: an intro and what follows it in a copy."""
    made: list[tuple[Ends, Ends]] = []
    for a, b in sorted(shared):
        if made and abs(made[-1][0][1] - a[0]) < 0.01 and abs(made[-1][1][1] - b[0]) < 0.01:
            made[-1] = (made[-1][0][0], a[1]), (made[-1][1][0], b[1])
        else:
            made.append((a, b))
    return made


def _outside(claimed: Ends, shared: Ends) -> float:
    return max(shared[0] - claimed[0], claimed[1] - shared[1], 0.0)


def _clock_off(claimed: tuple[Ends, Ends], shared: tuple[Ends, Ends]) -> float:
    middle = [(ends[0] + ends[1]) / 2 for ends in claimed]
    return abs((middle[1] - middle[0]) - (shared[1][0] - shared[0][0]))


def _covered(shared: Sequence[tuple[Ends, Ends]], claimed: Sequence[tuple[Ends, Ends]]) -> float:
    """Share of what is shared that is claimed, on a's clock."""
    whole = sum(a[1] - a[0] for a, _ in shared)
    said = sum(max(0.0, min(a[1], c[1]) - max(a[0], c[0])) for a, _ in shared for c, _ in claimed)
    return said / whole


def table(found: Sequence[Judged]) -> Iterator[str]:
    """Look-alikes by kind and detail, then what is shared, then the names of all that is false."""
    alike = [one for one in found if one.relation is Relation.ALIKE]
    yield f"  {'look-alikes, by verdict':<58}{'pairs':>6}" + "".join(f"{_short(name):>12}" for name in VERDICTS)
    for kind, members in _by(alike, lambda one: one.a.kind).items():
        yield _verdicts(kind, members)
        for sort, part in sorted(_by(members, lambda one: detail(one.a, one.b)).items()):
            yield _verdicts(f"  {sort}", part)
    yield _verdicts("all", alike)
    yield "  called the same footage and false; pairs of one group are not independent"
    for kind, members in _by(alike, lambda one: one.a.kind).items():
        yield _false_row(kind, members)
    yield _false_row("all", alike)
    shared = [one for one in found if one.relation is Relation.SHARED]
    yield "  films that share an intro or an outro only"
    yield _row("that part found", _found(shared), len(shared))
    yield _row("claimed beyond it", _wrong(shared), len(shared))
    copies = [one for one in found if one.relation is Relation.COPY]
    yield "  true copies found"
    for kind, members in _by(copies, lambda one: one.a.kind).items():
        yield _row(kind, _found(members), len(members))
        empty = [one for one in members if not one.a.moving]
        if empty:
            yield _row("  of these, with nothing that moves", _found(empty), len(empty))
    for edit, members in sorted(_by(copies, lambda one: one.a.edit or one.b.edit or "frame of a film").items()):
        yield _row(f"  {edit}", _found(members), len(members))
    yield _row("all", _found(copies), len(copies))
    yield _row("copies claimed beyond what is shared", _wrong(copies), len(copies))
    yield "  false pairs"
    yield from (f"    {one.a.file}  {one.b.file}  {one.wrong}" for one in found if one.wrong is not None)


def _row(label: str, hits: int, n: int) -> str:
    return f"  {row(f'{label:<44}', hits, n)}"


def _short(verdict: str) -> str:
    return {"same_picture_part": "part", "not_established": "not_est", "not_comparable": "not_comp"}.get(
        verdict, verdict
    )


def _by(found: Iterable[Judged], key: Callable[[Judged], str]) -> Mapping[str, list[Judged]]:
    made: dict[str, list[Judged]] = {}
    for one in found:
        made.setdefault(key(one), []).append(one)
    return made


def _verdicts(label: str, members: Sequence[Judged]) -> str:
    counts = Counter(one.said.verdict for one in members)
    return f"  {label:<58}{len(members):>6}" + "".join(f"{counts[name]:>12}" for name in VERDICTS)


def _false_row(label: str, members: Sequence[Judged]) -> str:
    takes = {one.takes for one in members}
    wrong = {one.takes for one in members if one.wrong is not None}
    pairs = row(f"{label:<32}", _wrong(members), len(members))
    return f"  {pairs}; {len(wrong)} of {len(takes)} pairs of takes in {len({one.a.group for one in members})} groups"


def _wrong(members: Iterable[Judged]) -> int:
    return sum(one.wrong is not None for one in members)


def _found(members: Iterable[Judged]) -> int:
    return sum(bool(one.found) for one in members)
