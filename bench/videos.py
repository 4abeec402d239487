"""Videos of the shared corpus: recall and exactness per kind of edit, every false match, beside peers on the same work.

Every file against every file, under random names. Sources sv03 and sv05 were looked at while thresholds were chosen;
the others are reported apart. The peers use the same frame hashes, so they differ in method only.
Run: python -m bench.videos [--keep FOLDER]     (FOLDER keeps fingerprints between runs)
"""

import argparse
import itertools
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from bench.corpus import NOT_RUN, Entry, corpus, kind_of, random_names, sources_of, truth
from bench.peers import Pairs, by_vpdq
from bench.rows import none_wrong, row
from bench.sizes import MOMENTS, costs, hour_mb, print_costs

from stemmata.fingerprint.picture import FILM, film
from stemmata.match.pictures import PairEvidence, Picture, candidates, compare, picture_of
from stemmata.model.item import Media
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived

LOOKED_AT = {"sv03", "sv05"}
SAME = {"same_footage", "same_picture_part"}


@dataclass(frozen=True, slots=True)
class Share:
    """What the truth says two files have in common: spans of the one that the other shows too, in seconds."""

    seconds: float
    a: tuple[float, float]
    b: tuple[float, float]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--keep", type=Path)
    keep = options.parse_args().keep
    folder = corpus()
    if folder is None:
        print(NOT_RUN)
        return 0
    known = truth(folder, "truth_videos.jsonl")
    names = random_names(sorted(known))
    with tempfile.TemporaryDirectory() as temporary:
        pictures = _pictures(folder, names, Derived(keep or Path(temporary)))
        _report(known, names, pictures)
    return 0


def _pictures(folder: Path, names: dict[str, str], kept: Derived) -> list[Picture]:
    made: list[Picture] = []
    for name, file in sorted(names.items()):
        found = kept.get(FILM, name)
        if not isinstance(found, Reduction):
            with (folder / "bench" / file).open("rb") as source:
                found = film(source, {})
            kept.put(FILM, name, found)
        made.append(picture_of(name, Media.VIDEO, found))
    return made


def _report(known: dict[str, Entry], names: dict[str, str], pictures: list[Picture]) -> None:
    by_holder = {picture.holder: picture for picture in pictures}
    pairs = list(candidates(pictures))
    began = perf_counter()
    evidence = {(pair.a, pair.b): compare(by_holder[pair.a], by_holder[pair.b]) for pair in pairs}
    seconds = perf_counter() - began
    everything = len(pictures) * (len(pictures) - 1) // 2
    print(f"{len(pictures)} films, {len(pairs)} candidate pairs of {everything}, {seconds / len(pairs):.3f} s a pair")
    peers = {
        "vPDQ-style, 1 a second": by_vpdq(pictures, every=False),
        "vPDQ-style, every frame": by_vpdq(pictures, every=True),
    }
    matched = {pair for pair, found in evidence.items() if found.verdict in SAME}
    for title, hidden in (("all sources", set[str]()), ("sources not looked at", LOOKED_AT)):
        print(f"\n{title}: each edit and its source")
        _table(known, names, {"ours": matched, **peers}, hidden)
    _exactness(known, names, evidence)
    print("\nunrelated pairs (no source in common)")
    unrelated = [
        (a, b)
        for a, b in itertools.combinations(sorted(names), 2)
        if not sources_of(known[names[a]]) & sources_of(known[names[b]])
    ]
    for peer, found in {"ours": matched, **peers}.items():
        wrong = [pair for pair in unrelated if pair in found]
        print(none_wrong(f"false, {peer}", len(wrong), len(unrelated)))
        if peer == "ours":
            for a, b in wrong:
                print(f"  {names[a]} {names[b]} {evidence[a, b].facts}")
    verdicts = Counter(evidence[pair].verdict for pair in unrelated if pair in evidence)
    print("  verdicts on those compared:", dict(sorted(verdicts.items())))
    _relatives(known, names, matched, peers)
    found_costs = costs([picture.arrays for picture in pictures])
    print("\nfingerprints on disk")
    print_costs(found_costs)
    for rate in (25, 30, 60):
        hour, short = hour_mb(found_costs, rate), hour_mb(found_costs, rate, MOMENTS)
        print(f"  {rate} frames a second: an hour in one film {hour:.1f} MB, an hour of short films {short:.1f} MB")


def _table(known: dict[str, Entry], names: dict[str, str], peers: dict[str, Pairs], hidden: set[str]) -> None:
    by_file = {file: name for name, file in names.items()}
    counted: dict[str, dict[str, list[int]]] = {peer: defaultdict(lambda: [0, 0]) for peer in peers}
    for file, entry in known.items():
        if entry["role"] == "source" or entry["source"] in hidden:
            continue
        one, other = sorted((by_file[file], by_file[f"videos/{entry['source']}.mp4"]))
        for peer, found in peers.items():
            counted[peer][kind_of(entry)][0] += (one, other) in found
            counted[peer][kind_of(entry)][1] += 1
    for kind in sorted(counted["ours"]):
        rest = "  ".join(f"{p} {counted[p][kind][0] / counted[p][kind][1]:.2f}" for p in peers if p != "ours")
        print(f"  {row(kind, *counted['ours'][kind])}  | {rest}")
    for peer, kinds in counted.items():
        print(f"  mean recall over kinds, {peer}: {np.mean([hit / n for hit, n in kinds.values()]):.3f}")


def _share(one: Entry, other: Entry) -> Share | None:
    """The longest stretch of their source that both show."""
    best: Share | None = None
    if one["source"] != other["source"]:
        return None
    for a in one["segments"]:  # type: ignore[attr-defined]
        for b in other["segments"]:  # type: ignore[attr-defined]
            low, high = max(a[0], b[0]), min(a[1], b[1])
            if high - low > (best.seconds if best else 0):
                best = Share(high - low, (_at(a, low), _at(a, high)), (_at(b, low), _at(b, high)))
    return best


def _at(segment: list[float], time: float) -> float:
    share = (time - segment[0]) / (segment[1] - segment[0])
    return segment[2] + share * (segment[3] - segment[2])


def _exactness(known: dict[str, Entry], names: dict[str, str], evidence: dict[tuple[str, str], PairEvidence]) -> None:
    """How far the ends of the longest aligned segment lie from the truth, and how far apart the clocks are in it."""
    ends: list[float] = []
    offsets: list[float] = []
    covered: list[float] = []
    worst: list[tuple[float, str]] = []
    for (a, b), found in evidence.items():
        expected = _share(known[names[a]], known[names[b]])
        if found.verdict not in SAME or expected is None or expected.seconds < 1:
            continue
        segments = [segment for segment in found.segments if segment.a is not None and segment.b is not None]
        if not segments:
            continue
        longest = max(segments, key=lambda s: s.a.end_us - s.a.start_us if s.a else 0)
        if longest.a is None or longest.b is None:
            continue
        start, end = longest.a.start_us / 1e6, longest.a.end_us / 1e6
        ends += [abs(start - expected.a[0]), abs(end - expected.a[1])]
        shared = max(0.0, min(end, expected.a[1]) - max(start, expected.a[0]))
        covered.append(shared / (expected.a[1] - expected.a[0]))
        slope = (expected.b[1] - expected.b[0]) / (expected.a[1] - expected.a[0])
        middle = (start + end) / 2
        theirs = (longest.b.start_us + longest.b.end_us) / 2e6
        offsets.append(abs(expected.b[0] + slope * (middle - expected.a[0]) - theirs))
        worst.append((offsets[-1], f"{names[a]} {names[b]} speed {longest.speed} [{start:.2f}, {end:.2f}] {expected}"))
    print(f"\nalignment, {len(offsets)} pairs with 1 s or more in common")
    for label, values in (("clock within, s", offsets), ("ends of the stretch, s", ends)):
        print(f"  {label:<24} median {np.median(values):.3f}, 90 in 100 below {np.quantile(values, 0.9):.3f}")
    print(f"  share of the stretch found: mean {np.mean(covered):.3f}")
    print(f"  clock more than 0.2 s off: {sum(value > 0.2 for value in offsets)} of {len(offsets)}")
    for off, text in sorted(worst, reverse=True)[:12]:
        print(f"    {off:.2f} s: {text}")


def _relatives(
    known: dict[str, Entry],
    names: dict[str, str],
    matched: Pairs,
    peers: dict[str, Pairs],
) -> None:
    """Any two files that share a second or more of one source: what a case is full of."""
    shared = [
        (a, b)
        for a, b in itertools.combinations(sorted(names), 2)
        if (common := _share(known[names[a]], known[names[b]])) is not None and common.seconds >= 1
    ]
    print(f"\nany two files with a second of one source in common: {len(shared)} pairs")
    for peer, found in {"ours": matched, **peers}.items():
        print(f"  {row(peer, sum(pair in found for pair in shared), len(shared))}")
    missed = Counter(
        " / ".join(sorted((kind_of(known[names[a]]) or "source", kind_of(known[names[b]]) or "source")))
        for a, b in shared
        if (a, b) not in matched
    )
    print("  most often missed:", dict(missed.most_common(8)))


if __name__ == "__main__":
    sys.exit(main())
