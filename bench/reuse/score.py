"""Counted against the truth: characters of passages, pairs, manners, and what was joined that has nothing in common."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from bench.reuse.methods import Found, Pair, Spans
from bench.reuse.pieces import Overlap, Role, overlap
from bench.reuse.worlds import KINDS, Made
from bench.rows import none_wrong, row

LEAST_WORDS = 8
"""Shared words in a row from which a pair is one to be found."""

MANY_WORDS = 24
"""Or in all, where changes part them. Below both nothing is asked, and nothing is held against."""

ALWAYS = frozenset({"headline", "paraphrased"})
"""Kinds that are asked for all the same: a headline may be short, and of a paraphrase no word knows its exact place."""

SAYING_WORDS = 16
"""Shared words beside a quotation that still only say who said it."""


@dataclass(slots=True)
class Characters:
    """Found and true code points of both sides."""

    both: int = 0
    found: int = 0
    true: int = 0

    def count(self, found: tuple[set[int], set[int]], true: tuple[set[int], set[int]]) -> None:
        self.both += sum(len(one & other) for one, other in zip(found, true, strict=True))
        self.found += sum(map(len, found))
        self.true += sum(map(len, true))

    def line(self, label: str) -> str:
        if not self.true or not self.found:
            return f"{label:<22} nothing found" if self.true else f"{label:<22} not run"
        precision, recall = self.both / self.found, self.both / self.true
        f1 = 2 * precision * recall / (precision + recall) if self.both else 0.0
        return f"{label:<22} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}"


@dataclass(slots=True)
class Score:
    every: Characters = field(default_factory=Characters)
    by_kind: dict[str, Characters] = field(default_factory=dict)
    pairs: dict[str, list[int]] = field(default_factory=dict)
    """Of a kind, found and all."""
    manners: Counter[tuple[str, str]] = field(default_factory=Counter)
    """True and found manner, "none" where there is no edge."""
    unrelated: Counter[str] = field(default_factory=Counter)
    joined: Counter[str] = field(default_factory=Counter)
    rests_on: Counter[str] = field(default_factory=Counter)
    """What pairs that share nothing were joined by."""


def score(worlds: Sequence[Sequence[Made]], method: Callable[..., Mapping[Pair, Found]]) -> Score:
    total = Score()
    for one in worlds:
        found = method([made.text for made in one])
        for first, second in combinations(one, 2):
            a, b = sorted((first, second), key=lambda made: made.text.holder)
            _count(total, a, b, found.get((a.text.holder, b.text.holder)))
    return total


def _count(total: Score, a: Made, b: Made, found: Found | None) -> None:
    true = overlap(a.truth, b.truth)
    kind = kind_of(a, b)
    spans = found.spans if found is not None else []
    if not true.roles:
        for what in _alike(a, b):
            total.unrelated[what] += 1
            total.joined[what] += found is not None
        if found is None:
            return
        total.rests_on[_rests_on(a, spans)] += 1
    elif true.longest < LEAST_WORDS and true.equal < MANY_WORDS and kind not in ALWAYS:
        return
    covered = _covered(spans)
    total.every.count(covered, (true.a, true.b))
    total.manners[_manner(true, a, b), "none" if found is None else found.manner] += 1
    if kind is not None and true.roles:
        total.by_kind.setdefault(kind, Characters()).count(covered, (true.a, true.b))
        counted = total.pairs.setdefault(kind, [0, 0])
        counted[0] += found is not None
        counted[1] += 1


def kind_of(a: Made, b: Made) -> str | None:
    """Of a copy beside the seed that it was made from, of two that quote or carry the same: how they came about."""
    if {a.kind, b.kind} <= {"quotation", "common source"} and a.kind == b.kind and a.of is b.of:
        return a.kind
    for one, other in ((a, b), (b, a)):
        if other.kind in {"seed", "agency"} and one.of is other.of and one.kind != other.kind:
            return one.kind
    return None


def _alike(a: Made, b: Made) -> list[str]:
    """In what two texts that share nothing look alike."""
    found = ["nothing in common"]
    if a.of.topic == b.of.topic and a.of is not b.of:
        found.append("same topic")
    if a.of.event == b.of.event and a.of is not b.of:
        found.append("same event, apart")
    if a.site == b.site:
        found.append("same site" if a.text.channel else "same unknown site")
    return found


def _rests_on(a: Made, spans: Spans) -> str:
    """What most words of the passages are, by their role."""
    roles = Counter(
        role.value for start, end, _, role in a.truth.spans if any(a0 <= start and end <= a1 for a0, a1, _, _ in spans)
    )
    return roles.most_common(1)[0][0] if roles else "less than a word"


def _manner(true: Overlap, a: Made, b: Made) -> str:
    if not true.roles:
        return "none"
    running = [pair for pair in true.roles if Role.QUOTATION not in pair]
    if true.running < SAYING_WORDS and len(running) < len(true.roles):
        return "quotation"
    of_agency = all(pair == (Role.AGENCY, Role.AGENCY) for pair in running)
    return "common_source" if of_agency and "agency" not in {a.kind, b.kind} else "copy"


def _covered(spans: Spans) -> tuple[set[int], set[int]]:
    return (
        {place for a0, a1, _, _ in spans for place in range(a0, a1)},
        {place for _, _, b0, b1 in spans for place in range(b0, b1)},
    )


def table(total: Score, *, manners: bool) -> list[str]:
    lines = [total.every.line("all pairs")]
    for kind in (*KINDS, "common source"):
        if kind in total.by_kind:
            hits, n = total.pairs[kind]
            lines.append(f"{total.by_kind[kind].line('  ' + kind)}   pairs {hits} of {n}")
    for what, n in total.unrelated.items():
        lines.append(none_wrong(f"joined: {what}", total.joined[what], n))
    if total.rests_on:
        by = ", ".join(f"{what} {n}" for what, n in sorted(total.rests_on.items()))
        lines.append(f"joined with nothing in common, by: {by}")
    true = sum(count for (was, _), count in total.manners.items() if was != "none")
    hit = sum(count for (was, said), count in total.manners.items() if "none" not in (was, said))
    said = sum(count for (_, found), count in total.manners.items() if found != "none")
    lines += [row("pairs found", hit, true), row("pairs right", hit, said)]
    if manners:
        for manner in ("copy", "quotation", "common_source"):
            right = total.manners[manner, manner]
            was = sum(count for (one, _), count in total.manners.items() if one == manner)
            found = sum(count for (_, one), count in total.manners.items() if one == manner)
            lines += [row(f"  {manner} found", right, was), row(f"  {manner} right", right, found)]
        lines.append("  " + ", ".join(f"{was}→{said} {n}" for (was, said), n in sorted(total.manners.items())))
    return lines
