"""What a tool's pairs are worth against the truth: recall per edit, false pairs, how exactly stretches were found."""

import csv
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.edits.truth import Aligned, Entry, Medium, NotUsable, Relation, Role, Truth
from bench.rows import none_wrong, row

HEADER = ("a", "b", "a_start", "a_end", "b_start", "b_end")
FOUND_SHARE = 0.5
"""A true stretch counts as found where a reported one covers half of it on both clocks."""

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Reported:
    """One line of a tool's output: two files, and where given, seconds of each that show the same.

    Where one runs backwards, b's end stands before its start.
    """

    a: str
    b: str
    a_span: Ends | None = None
    b_span: Ends | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    found: int
    n: int

    @property
    def share(self) -> float:
        return self.found / self.n


@dataclass(frozen=True, slots=True)
class Unrelated:
    """How many pairs of files, and of how many pairs of sources: copies of one source are not independent."""

    files: int
    sources: int

    def __str__(self) -> str:
        return f"{self.files} pairs of files from {self.sources} pairs of sources"


@dataclass(frozen=True, slots=True)
class Exactness:
    """Of the pairs that were found with seconds: true stretches found of all, errors of those found, stretches reported
    that are none. ends: seconds, four for each stretch. speeds: shares of the true speed."""

    found: int
    true: int
    none: int
    wrong_direction: int
    ends: tuple[float, ...]
    speeds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Of one medium. recall: of an edit and its source, by edit. false: pairs that share no source, by what else they
    have in common; of how many such pairs: unrelated. ignored: reported pairs of two copies of one source, true but not
    asked for; unknown: lines that name other files, or a still and a film."""

    medium: Medium
    recall: dict[str, Hits]
    false: dict[Relation, tuple[tuple[str, str], ...]]
    unrelated: dict[Relation, Unrelated]
    exactness: Exactness | None
    ignored: int
    unknown: int

    @property
    def mean_recall(self) -> float:
        """Over kinds of edit, each alike."""
        return float(np.mean([hits.share for hits in self.recall.values()])) if self.recall else float("nan")


def read_pairs(path: Path) -> list[Reported]:
    """NotUsable for another header or a line that is no pair."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text)
        header = tuple(name.strip() for name in next(lines, []))
        if header not in (HEADER[:2], HEADER):
            raise NotUsable(f"{path.name} begins with {','.join(header)!r}, expected {','.join(HEADER)!r} or 'a,b'")
        return [_reported(line, f"{path.name}, line {lines.line_num}") for line in lines if line]


def _reported(line: Sequence[str], where: str) -> Reported:
    cells = [cell.strip() for cell in line] + [""] * (len(HEADER) - len(line))
    if len(cells) != len(HEADER) or not cells[0] or not cells[1]:
        raise NotUsable(f"{where}: expected {len(HEADER)} cells, got {len(line)}")
    if not any(cells[2:]):
        return Reported(cells[0], cells[1])
    try:
        a_start, a_end, b_start, b_end = (float(cell) for cell in cells[2:])
    except ValueError as error:
        raise NotUsable(f"{where}: seconds are four numbers, or all left empty") from error
    return Reported(cells[0], cells[1], (a_start, a_end), (b_start, b_end))


def write_pairs(path: Path, reported: Iterable[Reported]) -> None:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEADER)
        for one in sorted(reported, key=lambda one: (one.a, one.b, one.a_span or ())):
            spans = (*one.a_span, *one.b_span) if one.a_span and one.b_span else ("",) * 4
            writer.writerow((one.a, one.b, *spans))


def score(truth: Truth, medium: Medium, reported: Iterable[Reported]) -> Score:
    """Only lines on two files of this medium count; a file with itself is left out."""
    by_pair: dict[tuple[str, str], list[Reported]] = defaultdict(list)
    unknown = 0
    for one in reported:
        a, b = truth.by_file.get(one.a), truth.by_file.get(one.b)
        if a is None or b is None or a.medium != b.medium:
            unknown += 1
        elif a.medium is medium and a.file != b.file:
            by_pair[ordered(a.file, b.file)].append(one)
    entries = truth.of(medium)
    asked = {ordered(entry.file, entry.source): entry for entry in entries if entry.role is Role.EDIT}
    unrelated, false, ignored = _unrelated(truth, entries, by_pair, asked)
    return Score(medium, _recall(asked, by_pair), false, unrelated, _exactness(asked, by_pair), ignored, unknown)


def ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _recall(asked: dict[tuple[str, str], Entry], found: Iterable[tuple[str, str]]) -> dict[str, Hits]:
    n = Counter(str(entry.edit) for entry in asked.values())
    hits = Counter(str(asked[pair].edit) for pair in found if pair in asked)
    return {edit: Hits(hits[edit], n[edit]) for edit in sorted(n)}


def _unrelated(
    truth: Truth, entries: Sequence[Entry], found: Iterable[tuple[str, str]], asked: Iterable[tuple[str, str]]
) -> tuple[dict[Relation, Unrelated], dict[Relation, tuple[tuple[str, str], ...]], int]:
    pairs: dict[Relation, list[frozenset[str]]] = {one: [] for one in Relation}
    for a, b in itertools.combinations(entries, 2):
        pairs[truth.relation(a, b)].append(frozenset({a.source, b.source}))
    false: dict[Relation, list[tuple[str, str]]] = defaultdict(list)
    for one, other in sorted(set(found) - set(asked)):
        false[truth.relation(truth.by_file[one], truth.by_file[other])].append((one, other))
    ignored = len(false.pop(Relation.SOURCE, []))
    del pairs[Relation.SOURCE]
    counted = {relation: Unrelated(len(of), len(set(of))) for relation, of in pairs.items()}
    return counted, {relation: tuple(false[relation]) for relation in counted}, ignored


def _exactness(asked: dict[tuple[str, str], Entry], by_pair: dict[tuple[str, str], list[Reported]]) -> Exactness | None:
    """None where no pair that was found came with seconds."""
    found = true = none = wrong = 0
    ends: list[float] = []
    speeds: list[float] = []
    for pair, entry in asked.items():
        spans = [_turned(one, entry) for one in by_pair.get(pair, []) if one.a_span and one.b_span]
        if not spans:
            continue
        used: set[int] = set()
        for segment in entry.segments:
            shares = [(_covered(segment, one), -at) for at, one in enumerate(spans)]
            share, at = max(shares)
            if share < FOUND_SHARE:
                continue
            source, copy = spans[-at]
            used.add(-at)
            found += 1
            ends += [
                abs(t - u) for t, u in zip(segment.source + segment.copy, sorted(source) + sorted(copy), strict=True)
            ]
            wrong += ((source[1] - source[0]) * (copy[1] - copy[0]) < 0) != segment.reversed
            speeds.append(abs(abs((source[1] - source[0]) / (copy[1] - copy[0])) / segment.speed - 1))
        true += len(entry.segments)
        none += len(spans) - len(used)
    return Exactness(found, true, none, wrong, tuple(ends), tuple(speeds)) if true else None


def _turned(one: Reported, entry: Entry) -> tuple[Ends, Ends]:
    """Seconds of the source, then of the copy."""
    if one.a_span is None or one.b_span is None:
        raise ValueError(f"{one.a} and {one.b} came without seconds")
    return (one.a_span, one.b_span) if one.a == entry.source else (one.b_span, one.a_span)


def _covered(segment: Aligned, spans: tuple[Ends, Ends]) -> float:
    """How much of the true stretch a reported one covers, on the clock where that is less; 0 where it is no stretch."""
    shares = []
    for true, own in zip((segment.source, segment.copy), spans, strict=True):
        low, high = sorted(own)
        if high <= low:
            return 0.0
        shares.append((min(high, true[1]) - max(low, true[0])) / (true[1] - true[0]))
    return min(shares)


def report(found: Score) -> Iterator[str]:
    """The score in lines."""
    for edit, hits in found.recall.items():
        yield f"  {row(edit, hits.found, hits.n)}"
    yield f"  mean recall over {len(found.recall)} kinds: {found.mean_recall:.3f}"
    for relation, n in found.unrelated.items():
        if n.files:
            common = f"from {n.sources} pairs of sources with {relation} in common"
            yield f"  {none_wrong('false pairs', len(found.false[relation]), n.files)}; {common}"
    if found.exactness is not None:
        yield from exactness_lines(found.exactness)
    if found.ignored:
        yield f"  not asked for: {found.ignored} pairs of two copies of one source"
    if found.unknown:
        yield f"  not read: {found.unknown} lines that name other files, or a still and a film"


def exactness_lines(exactness: Exactness) -> Iterator[str]:
    """Ends in seconds, speeds in percent; both of the stretches that were found."""
    yield f"  {row('stretches found', exactness.found, exactness.true)}, of the pairs that came with seconds"
    yield f"  reported stretches that are none: {exactness.none}; direction wrong: {exactness.wrong_direction}"
    for label, values, unit in (
        ("ends of stretches", np.array(exactness.ends), "s"),
        ("speed", 100 * np.array(exactness.speeds), "%"),
    ):
        if len(values):
            median, high = np.quantile(values, (0.5, 0.95))
            numbers = f"{median:.3f} {unit} in the median, 95 in 100 below {high:.3f} {unit}; n = {len(values)}"
            yield f"  {label}: off by {numbers}"
