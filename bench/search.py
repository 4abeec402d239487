"""The search for candidates at scale: frame hashes beside FAISS, time and disk as they grow, stills among 100,000.

Hashes and details that stand for unrelated material are derived from real ones: hashes with 40 to 100 bits turned,
details as mixtures of two real descriptors, of pictures whose copies are not asked for. How often two details of real
unrelated stills agree, and two of the generated, is printed, since everything depends on it.
Run: python -m bench.search [hashes] [growth] [stills] [--stills N] [--most N]
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

import cv2
import numpy as np
import numpy.typing as npt
from bench.corpus import NOT_RUN, Entry, corpus, edits_of, random_names, truth
from bench.rows import row

from stemmata.decode import stills as decode_stills
from stemmata.fingerprint.picture import FILM, STILL, STILL_PX, film, still
from stemmata.fingerprint.signature import signs, turned
from stemmata.match.candidates import Certificates, glance, grown
from stemmata.match.hamming import CANDIDATE_BITS, Hashes, distances
from stemmata.match.inverted import Glance, Inverted, inverted, merged, with_columns
from stemmata.match.meetings import Search, close_frames, expected_meetings, met
from stemmata.match.picture import Picture, picture_of
from stemmata.match.prefixes import KEY_BITS
from stemmata.match.shared_details import FIRST_BITS, TABLES, Posted, posted
from stemmata.model.item import Media
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.index_files import read_part, streams, write_part

SEEN = {f"si{number:03d}" for number in range(7)}
QUERIES = 10_000
DETAILS = 577
"""Of a still on the bench, in the mean."""
GROUP = 12_500

Floats = npt.NDArray[np.float32]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("parts", nargs="*", default=["hashes", "growth", "stills"])
    options.add_argument("--keep", type=Path)
    options.add_argument("--stills", type=int, default=100_000)
    options.add_argument("--most", type=int, default=10_000_000)
    asked = options.parse_args()
    folder = corpus()
    if folder is None:
        print(NOT_RUN)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        kept = Derived(asked.keep or Path(temporary) / "kept")
        if "hashes" in asked.parts or "growth" in asked.parts:
            films = _pictures(folder, "truth_videos.jsonl", FILM, Media.VIDEO, kept)
            if "hashes" in asked.parts:
                _hashes(films)
            if "growth" in asked.parts:
                _growth(films, asked.most, Path(temporary))
        if "stills" in asked.parts:
            parts = asked.keep / "strangers" if asked.keep else Path(temporary)
            parts.mkdir(exist_ok=True)
            _stills(folder, kept, asked.stills, parts)
    return 0


def _pictures(
    folder: Path, named: str, reducer: Reducer, media: Media, kept: Derived
) -> list[tuple[str, Entry, Picture]]:
    known = truth(folder, named)
    made = []
    for name, file in sorted(random_names(sorted(known)).items()):
        found = kept.get(reducer, name)
        if not isinstance(found, Reduction):
            with (folder / "bench" / file).open("rb") as source:
                found = (film if media is Media.VIDEO else still)(source, {})
            kept.put(reducer, name, found)
        made.append((file, known[file], picture_of(name, media, found)))
    return made


def _generated(real: Hashes, count: int, seed: int) -> Hashes:
    """Real hashes with 40 to 100 bits turned: as skewed as real ones, and like none of them."""
    random = np.random.default_rng(seed)
    made = real[random.integers(0, len(real), count)]
    for _ in range(4):
        bits = random.random((count, 64)) < random.uniform(0.15, 0.4, (count, 1))
        made[:, _] ^= np.packbits(bits, axis=1).view("<u8")[:, 0]
    return made


def _as_references(hashed: Hashes) -> Inverted:
    """Each hash a picture of its own."""
    nothing = inverted([], 0)
    side = with_columns(hashed, np.arange(len(hashed), dtype=np.uint32))
    return Inverted(0, len(hashed), side, nothing.views, nothing.details, nothing.moved)


def _as_views(hashed: Hashes, first: int) -> Inverted:
    nothing = inverted([], 0)
    side = with_columns(hashed, np.arange(first, first + len(hashed), dtype=np.uint32))
    return Inverted(first, first + len(hashed), nothing.references, side, nothing.details, nothing.moved)


def _hash_pairs(asking: Inverted, held: Sequence[Inverted]) -> npt.NDArray[np.int64]:
    search = Search(asking, held, held)
    found = [np.unique(pairs) for pairs, _ in close_frames(search, [])]
    return np.unique(np.concatenate(found))


def _loud(pictures: list[tuple[str, Entry, Picture]], role: str | None) -> Hashes:
    return np.concatenate(
        [
            one.frame_hash[one.loud]
            for _, entry, one in pictures
            if role is None or (entry["role"] == "source") == (role == "source")
        ]
    )


def _hashes(films: list[tuple[str, Entry, Picture]]) -> None:
    copies, sources = _loud(films, "copy"), _loud(films, "source")
    chosen = np.random.default_rng(1).permutation(len(copies))[:QUERIES]
    queries = copies[np.sort(chosen)]
    filling = _generated(np.concatenate([copies, sources]), 1_000_000 - len(sources), 2)
    references = np.concatenate([sources, filling])
    print(
        f"\n{len(queries):,} frames of edited films in {len(references):,} hashes, "
        f"{len(sources):,} of them of their sources"
    )
    began = process_time()
    held = _as_references(references)
    print(f"  ours, building: {process_time() - began:.1f} s of CPU")
    asking = _as_views(queries, len(references))
    began = process_time()
    ours = _hash_pairs(asking, [held])
    ours_s = process_time() - began
    brute = queries[:: len(queries) // 100]
    began = process_time()
    for begin in range(0, len(references), 16_384):
        distances(brute, references[begin : begin + 16_384])
    brute_s = (process_time() - began) * len(queries) / len(brute)
    print(f"  ours: {ours_s:.2f} s of CPU, each query also as a negative; every distance with numpy: {brute_s:.0f} s")
    try:
        import faiss
    except ImportError:
        print("  FAISS Flat: not run, it is not installed")
        return
    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(256)
    index.add(references.view(np.uint8).reshape(-1, 32))
    began = process_time()
    limits, _, found = index.range_search(queries.view(np.uint8).reshape(-1, 32), CANDIDATE_BITS + 1)
    flat_s = process_time() - began
    query = np.repeat(np.arange(len(queries)), np.diff(limits.astype(np.int64)))
    whole = np.unique(found.astype(np.int64) << 32 | query + len(references))
    hit = np.isin(whole, ours)
    print(f"  FAISS Flat: {flat_s:.2f} s of CPU; ours takes {ours_s / flat_s:.3f} of it")
    print(f"  {row('pairs within 31 bits', int(hit.sum()), len(whole))}")
    answered = np.unique(whole & 0xFFFFFFFF)
    print(f"  {row('queries with a pair', len(np.unique(whole[hit] & 0xFFFFFFFF)), len(answered))}")
    apart = np.bitwise_count(references[whole >> 32] ^ queries[(whole & 0xFFFFFFFF) - len(references)]).sum(axis=1)
    for low, high in ((0, 15), (16, 24), (25, 31)):
        within = (apart >= low) & (apart <= high)
        print(f"  {row(f'  {low} to {high} bits apart', int(hit[within].sum()), int(within.sum()))}")


def _growth(films: list[tuple[str, Entry, Picture]], most: int, folder: Path) -> None:
    real = _loud(films, None)
    queries = real[np.random.default_rng(3).permutation(len(real))[:QUERIES]]
    print("\nhashes generated from real ones; 10,000 queries that are real")
    count = 100_000
    while count <= most:
        began = process_time()
        held = _as_references(_generated(real, count, 4))
        built = process_time() - began
        path = folder / f"{count}.part"
        write_part(path, held.first, held.last, streams(held))
        disk = path.stat().st_size
        mapped = read_part(path)
        del held
        asking = _as_views(queries, count)
        began = process_time()
        found = _hash_pairs(asking, [mapped])
        asked_s = process_time() - began
        print(
            f"  {count:>11,}: build {built:7.1f} s ({1e6 * built / count:.1f} s a million), {disk / 1e6:,.0f} MB "
            f"({disk / count:.0f} bytes each), queries {asked_s:.2f} s of CPU, {len(found):,} pairs"
        )
        path.unlink()
        count *= 10


def _descriptors(path: Path) -> Floats:
    """RootSIFT of a still, at most DETAILS, turned as for signatures."""
    with path.open("rb") as source:
        pixels = decode_stills.read_still(source, longest_px=STILL_PX).pixels
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    _, raw = cv2.SIFT.create(nfeatures=DETAILS, contrastThreshold=0.02).detectAndCompute(grey, None)
    described = np.asarray(raw, np.float32)
    return turned(np.sqrt(described / described.sum(axis=1, keepdims=True)))


def _agreement(keys: list[npt.NDArray[np.uint32]]) -> float:
    """How often a key of every second picture and one of the others begin alike, mean over the tables."""
    one, other = np.concatenate(keys[::2]), np.concatenate(keys[1::2])
    shares = []
    for table in range(TABLES):
        left, right = (side[:, table] >> (KEY_BITS - FIRST_BITS) for side in (one, other))
        values, count = np.unique(right, return_counts=True)
        at = np.minimum(np.searchsorted(values, left), len(values) - 1)
        shares.append(count[at][values[at] == left].sum() / (len(left) * len(right)))
    return float(np.mean(shares))


def _strangers(pool: Floats, hashed: Hashes, count: int, seed: int) -> list[Glance]:
    """Each detail is a mixture of two real descriptors, the first with 50 to 90 parts in 100. `pool` holds them turned
    already, since turning is linear."""
    random = np.random.default_rng(seed)
    total = count * DETAILS
    one, other = pool[random.integers(0, len(pool), (2, total))]
    signature = signs(other + (one - other) * random.uniform(0.5, 0.9, (total, 1)).astype(np.float32))
    places = random.uniform(0, 1, (total, 2))
    points = np.c_[places, np.exp2(random.normal(-6, 1, total)), random.uniform(0, 360, total)].astype(np.float32)
    whole = posted(signature, points, 1.5)
    shown = _generated(hashed, 17 * count, seed + 1)
    made = []
    for at in range(count):
        rows, frames = slice(at * DETAILS, (at + 1) * DETAILS), shown[17 * at : 17 * at + 17]
        details = Posted(
            whole.signature[rows], whole.key[rows], whole.turn[rows], whole.octave[rows], whole.place[rows]
        )
        made.append(Glance("", frames[:1], frames[1:], (details,)))
    return made


def _strange_part(pool: Floats, hashed: Hashes, count: int, first: int) -> Inverted:
    made = [
        one
        for begin in range(0, count, 500)
        for one in _strangers(pool, hashed, min(500, count - begin), first + begin)
    ]
    return inverted(made, first)


def _stills(folder: Path, kept: Derived, count: int, temporary: Path) -> None:
    held = _pictures(folder, "truth_images.jsonl", STILL, Media.IMAGE, kept)
    glances = [glance(picture) for _, _, picture in held]
    alone = inverted(glances, 0)
    sources = {str(entry["source"]): at for at, (_, entry, _) in enumerate(held) if entry["role"] == "source"}
    copies = [
        (at, sources[str(e["source"])])
        for at, (_, e, _) in enumerate(held)
        if edits_of(e) and str(e["source"]) in sources
    ]
    unasked = [
        at
        for at, (_, entry, _) in enumerate(held)
        if entry["role"] == "distractor" or (entry["role"] == "source" and entry["source"] in SEEN)
    ]
    pool = np.concatenate([_descriptors(folder / "bench" / held[at][0]) for at in unasked])
    hashed = np.concatenate([one.references for one in glances])
    real = _agreement([glances[at].details[0].key for at in unasked])
    made = _agreement([one.details[0].key for one in _strangers(pool, hashed, 60, 5)])
    print(f"\n{count:,} strange stills with {DETAILS} details each, from {len(pool):,} of {len(unasked)} real stills")
    print(f"  keys begin alike: {real:.2e} of real unrelated details, {made:.2e} of generated ones")
    parts = [alone]
    began = perf_counter()
    while parts[-1].last < len(held) + count:
        begin = parts[-1].last
        path = temporary / f"{begin}.part"
        if not path.exists():
            part = _strange_part(pool, hashed, min(GROUP, len(held) + count - begin), begin)
            write_part(path, part.first, part.last, streams(part))
            del part
        parts.append(read_part(path))
    disk = sum(path.stat().st_size for path in temporary.glob("*.part"))
    print(
        f"  index of {len(parts)} parts: {disk / 1e9:.2f} GB, {disk / count / 1e3:.0f} kB a still, "
        f"made or opened in {perf_counter() - began:.0f} s"
    )
    for title, everything in (("without strangers", [alone]), ("with strangers", parts)):
        found = met(Search(alone, [alone], everything)).certificates
        for seen in (True, False):
            wanted = [pair for pair in copies if (held[pair[1]][1]["source"] in SEEN) == seen]
            hits = sum((min(pair) << 32 | max(pair)) in found for pair in wanted)
            label = f"{title}, {'looked at' if seen else 'not looked at'}"
            print(f"  {row(label, hits, len(wanted))}")
    asked = [glances[at] for at, of in copies if held[of][1]["source"] not in SEEN][::2]
    _queries(asked, parts)
    one = _as_one(parts[1:], temporary / "whole")
    _queries(asked, [alone, one])
    _portion(_strangers(pool, hashed, 50, 6) + glances[:50], [alone, one])


def _as_one(parts: list[Inverted], path: Path) -> Inverted:
    """What the index comes to when its parts are of like size."""
    began = process_time()
    write_part(path, parts[0].first, parts[-1].last, merged(parts))
    print(f"  parts merged into one in {process_time() - began:.0f} s of CPU")
    return read_part(path)


def _queries(asked: list[Glance], parts: list[Inverted]) -> None:
    """One still after the other; its own fingerprint is in the index, too, so each has a twin there."""
    seconds, proposed = [], []
    for one in asked:
        fresh = inverted([one], parts[-1].last)
        began = process_time()
        found = met(Search(fresh, [*parts, fresh], [*parts, fresh])).certificates
        seconds.append(1000 * (process_time() - began))
        proposed.append(len(found))
    print(
        f"  CPU of one still after its features, {len(parts)} parts, n = {len(asked)}:"
        f" median {np.median(seconds):.0f} ms, 90 in 100 below "
        f"{np.quantile(seconds, 0.9):.0f} ms, most {max(seconds):.0f} ms; candidates: mean {np.mean(proposed):.0f}"
    )


def _portion(asked: list[Glance], parts: list[Inverted]) -> None:
    fresh = inverted(asked, parts[-1].last)
    began = process_time()
    expected = expected_meetings(fresh, [*parts, fresh])
    counted = process_time() - began
    began = process_time()
    growth = grown(Certificates.from_mapping({}), parts, fresh)
    print(
        f"  {len(asked)} more: {expected:,} meetings expected (said after {counted:.2f} s), joined in "
        f"{process_time() - began:.1f} s of CPU, {len(growth.found):,} pairs, "
        f"{len(growth.too_common):,} values too common"
    )


if __name__ == "__main__":
    sys.exit(main())
