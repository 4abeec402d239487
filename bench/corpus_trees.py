"""Trees of the shared corpus: is the parent right, with all files held and with 30 in 100 of them gone?

The files with role "tree" and the sources they go back to: chains of up to four copies, stills and films. The corpus's
own names tell the tree, so files enter under random names, with random times, all into one case. Files of the same
coded pictures are one node. Beside Stemmata: everything comes from the source, from the largest, from the earliest
file. n counts files whose parent is held; they come from few sources and are not independent.
Run: python -m bench.corpus_trees
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import av
from bench.corpus import NOT_RUN, Entry, corpus, edits_of, truth
from bench.edits.making import TIMES
from bench.edits.truth import Medium
from bench.families import metadata
from bench.families.methods import OURS, SHORT, Held, answered
from bench.families.score import DESCENDS, Kind, Known, Placed, Verdict, held_files, known, said
from bench.families.truth import Witness, families
from bench.rows import none_wrong, row

LISTS = {Medium.STILL: "truth_images.jsonl", Medium.FILM: "truth_videos.jsonl"}
LOST = 0.3
LOSS_SEEDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--only", nargs="+", choices=list(SHORT), default=["star", "earliest", "largest", "stemmata"])
    options.add_argument("--loss-seeds", type=int, default=LOSS_SEEDS)
    asked = options.parse_args(arguments)
    folder = corpus()
    if folder is None:
        print(NOT_RUN)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        for medium in Medium:
            given = trees(folder, medium, Path(temporary))
            print(f"\n{medium}s: {sum(map(len, given))} files from {len(given)} sources", flush=True)
            _report(Path(temporary), medium, given, asked.only, [(0.0, 0)])
            print(f"{LOST:.0%} of each family lost, seeds 0 to {asked.loss_seeds - 1}", flush=True)
            _report(Path(temporary), medium, given, asked.only, [(LOST, seed) for seed in range(asked.loss_seeds)])
    return 0


def trees(folder: Path, medium: Medium, target: Path) -> list[list[Witness]]:
    """Each source's tree, its files copied to `target` under random names with random times."""
    entries = truth(folder, LISTS[medium])
    chosen = {file for file, entry in entries.items() if entry["role"] == "tree"}
    chosen |= {str(entries[file]["parent"]) for file in chosen}
    numbers = {file: number for number, file in enumerate(_parents_first(entries, chosen))}
    found: list[Witness] = []
    for file, number in numbers.items():
        rng = random.Random(f"tree {file}")
        name = f"{rng.getrandbits(96):024x}{Path(file).suffix}"
        shutil.copyfile(folder / "bench" / file, target / name)
        os.utime(target / name, (rng.randint(*TIMES),) * 2)
        entry, parent = entries[file], entries[file]["parent"]
        above = () if parent is None else (numbers[str(parent)],)
        edits = tuple({"edit": str(edit["op"])} for edit in edits_of(entry))
        pictures = coded_pictures(target / name, medium)
        found.append(Witness(str(entry["source"]), name, number, above, edits, None, pictures, medium, "corpus"))
    return list(families(found).values())


def _parents_first(entries: dict[str, Entry], chosen: set[str]) -> list[str]:
    def steps(file: str) -> int:
        parent = entries[file]["parent"]
        return 0 if parent is None else 1 + steps(str(parent))

    return sorted(chosen, key=lambda file: (steps(file), file))


def coded_pictures(path: Path, medium: Medium) -> str:
    """The same for files whose coded pictures are the same, in whatever container of the corpus's kinds."""
    if medium is Medium.STILL:
        content = path.read_bytes()
        return sha256(metadata.stripped(content) if content[:2] == metadata.START else content).hexdigest()
    coded = sha256()
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams.video[0]):
            coded.update(bytes(packet))
    return coded.hexdigest()


def _report(
    folder: Path,
    medium: Medium,
    given: Sequence[Sequence[Witness]],
    only: Sequence[str],
    losses: Sequence[tuple[float, int]],
) -> None:
    right: dict[str, list[bool]] = {}
    proven: dict[str, list[Verdict]] = {}
    for lost, seed in losses:
        held = [known(family, held_files(family, lost, seed)) for family in given]
        media = {family.family: medium for family in held}
        for method in answered(Held(folder, held, media, one_case=True), only):
            name = method.outcome.method
            right.setdefault(name, []).extend(parents_right(held, method.placed))
            claims = [claim for claim in method.outcome.claims if claim.placed.kind is Kind.PROVEN]
            proven.setdefault(name, []).extend(claim.verdict for claim in claims)
    print("  the parent, where it is held")
    for name, found in right.items():
        print(f"    {row(name, sum(found), len(found))}")
    for name, verdicts in proven.items():
        if name == OURS:
            children = verdicts.count(Verdict.REVERSED)
            wrong = sum(one not in DESCENDS for one in verdicts)
            print(f"    {none_wrong('a child as proven parent', children, len(verdicts))}")
            print(f"    {none_wrong('proven descent', wrong, len(verdicts))}")


def parents_right(held: Sequence[Known], placed: Sequence[Placed]) -> list[bool]:
    """Of every held node whose parent is held: whether that parent was named, and no other."""
    found: list[bool] = []
    for family in held:
        named = said(family, placed)
        for node in sorted(family.kept):
            own = family.whole[node]
            if own and own <= family.kept:
                found.append(named[node] == own)
    return found


if __name__ == "__main__":
    sys.exit(main())
