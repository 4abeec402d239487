"""Stills of the shared corpus: recall per kind of edit and every false match, beside peers on the same work.

Files enter under random names and in random order. Sources si000-si006 were looked at while thresholds were chosen; the
others are reported apart. Run: python -m bench.images
"""

import itertools
import random
import sys
from collections import Counter, defaultdict

import numpy as np
from bench.corpus import NOT_RUN, corpus, edits_of, kind_of, random_names, sources_of, truth
from bench.peers import by_dct_hash, by_pdqhash, by_phash
from bench.rows import none_wrong, row

from stemmata.fingerprint.picture import still
from stemmata.match.pictures import Picture, candidates, compare
from stemmata.model.item import Media

SEEN = {f"si{number:03d}" for number in range(7)}
SEED = 7


def main() -> int:
    folder = corpus()
    if folder is None:
        print(NOT_RUN)
        return 0
    known = truth(folder, "truth_images.jsonl")
    files = sorted(known)
    random.Random(SEED).shuffle(files)
    names = random_names(files)
    pictures: list[Picture] = []
    for name, file in sorted(names.items()):
        with (folder / "bench" / file).open("rb") as source:
            made = still(source, {})
        grey = made.facts["grey"]
        pictures.append(Picture(name, Media.IMAGE, made.arrays, (grey[0], grey[1])))  # type: ignore[index]
    by_holder = {picture.holder: picture for picture in pictures}
    pairs = list(candidates(pictures))
    verdicts = {(pair.a, pair.b): compare(by_holder[pair.a], by_holder[pair.b]).verdict for pair in pairs}
    matched = {
        tuple(sorted((names[a], names[b])))
        for (a, b), v in verdicts.items()
        if v in {"same_footage", "same_picture_part"}
    }
    candidate = {tuple(sorted((names[a], names[b]))) for a, b in verdicts}
    print(f"{len(files)} stills, {len(pairs)} candidate pairs of {len(files) * (len(files) - 1) // 2}")
    paths = {name: folder / "bench" / file for name, file in names.items()}
    peers = {"ours": matched}
    for title, pairs_found in (
        ("DCT hash, 31 bits", by_dct_hash(pictures)),
        ("ImageHash pHash, 10", by_phash(paths)),
        ("pdqhash, 31 bits", by_pdqhash(paths)),
    ):
        if pairs_found is None:
            print(f"{title}: not run, it is not installed")
        else:
            peers[title] = {tuple(sorted((names[a], names[b]))) for a, b in pairs_found}
    for title, wanted in (("all sources", None), ("sources not looked at", SEEN)):
        print(f"\n{title}")
        _table(known, peers, wanted, candidate)

    def related(one: str, other: str) -> bool:
        return bool(sources_of(known[one]) & sources_of(known[other]))

    wrong = [pair for pair in sorted(matched) if not related(*pair)]
    print()
    unrelated = sum(1 for one, other in itertools.combinations(files, 2) if not related(one, other))
    print(none_wrong("false matches", len(wrong), unrelated))
    for one, other in wrong:
        print(f"  {one} {other}")
    kinds: Counter[str] = Counter()
    for (a, b), verdict in verdicts.items():
        if not related(names[a], names[b]):
            kinds[verdict] += 1
    print("verdicts on unrelated candidates:", dict(kinds))
    return 0


def _table(known, peers, seen, candidate) -> None:  # type: ignore[no-untyped-def]
    counted: dict[str, dict[str, list[int]]] = {peer: defaultdict(lambda: [0, 0]) for peer in (*peers, "candidates")}
    for file, entry in known.items():
        if entry["role"] == "source" or not edits_of(entry) or not entry.get("source"):
            continue
        if seen is not None and entry["source"] in seen:
            continue
        kind = kind_of(entry)
        pair = tuple(sorted((file, f"images/{entry['source']}.jpg")))
        for peer, found in {**peers, "candidates": candidate}.items():
            counted[peer][kind][0] += pair in found
            counted[peer][kind][1] += 1
    for kind in sorted(counted["ours"]):
        ours = counted["ours"][kind]
        others = "  ".join(
            f"{peer} {counted[peer][kind][0] / counted[peer][kind][1]:.2f}" for peer in counted if peer != "ours"
        )
        print(f"  {row(kind, *ours)}  | {others}")
    for peer, kinds in counted.items():
        mean = np.mean([hit / n for hit, n in kinds.values()]) if kinds else float("nan")
        print(f"  mean recall over kinds, {peer}: {mean:.3f}")


if __name__ == "__main__":
    sys.exit(main())
