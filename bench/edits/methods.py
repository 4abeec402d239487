"""The benchmark run: Stemmata and its peers on the same files, each edit times each method."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import cv2
from bench.edits.score import Reported, Score, exactness_lines, ordered, score
from bench.edits.truth import Medium, Relation, Role, Truth
from bench.peers import Pairs
from bench.rows import none_wrong, row

from bench import peers
from stemmata.decode.animation_index import animation_index
from stemmata.decode.sniff import HEAD_BYTES, media_of, media_type
from stemmata.fingerprint.picture import film, still, warm
from stemmata.match.pictures import PairEvidence, Picture, candidates, compare, picture_of, to_edge
from stemmata.model.edge import SHARED_ORIGIN
from stemmata.model.errors import MediaError
from stemmata.model.item import Media, compared_as

OURS = "ours"
NAMED = 3  # kinds of false pairs that are printed, of each relation


@dataclass(frozen=True, slots=True)
class Files:
    """One medium of a benchmark, read. Holders are random names, in the place of the hashes that items have."""

    truth: Truth
    medium: Medium
    pictures: Sequence[Picture]
    file_of: Mapping[str, str]
    paths: Mapping[str, Path]
    """By holder."""
    unread: Sequence[str] = ()

    def reported(self, pairs: Pairs) -> list[Reported]:
        return [Reported(self.file_of[a], self.file_of[b]) for a, b in sorted(pairs)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method reported, and what it took in words. `reported` None: not run, and `said` is why."""

    method: str
    reported: list[Reported] | None
    said: str
    verdicts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Of ours: what each pair of files that was compared came to."""


def read(folder: Path, truth: Truth, medium: Medium) -> Files:
    """Fingerprints of every file, read as a run would. One that cannot be read is named in `unread`, and counts as not
    found."""
    cv2.setNumThreads(1)
    warm()  # as the worker does: Pillow does not know all of its own formats before
    files = [entry.file for entry in truth.of(medium)]
    file_of = {f"{random.Random(file).getrandbits(256):064x}": file for file in files}
    pictures, unread = [], []
    for holder, file in sorted(file_of.items()):
        try:
            with (folder / file).open("rb") as source:
                media = media_of(media_type(source.read(HEAD_BYTES)))
                index = animation_index(source)
                media = compared_as(media, index.duration_us if index is not None and index.moves else None)
                source.seek(0)
                made = film(source, {}) if media is Media.VIDEO else still(source, {})
        except MediaError as error:
            unread.append(f"{file}: {error}")
            continue
        pictures.append(picture_of(holder, media, made))
    paths = {holder: folder / file for holder, file in file_of.items()}
    return Files(truth, medium, pictures, file_of, paths, unread)


def outcomes(files: Files) -> Iterator[Outcome]:
    """Every method in turn, ours first."""
    yield _ours(files)
    tried: list[tuple[str, Callable[[], Pairs | None]]]
    if files.medium is Medium.STILL:
        tried = [
            ("DCT hash, 31 bits", lambda: peers.by_dct_hash(files.pictures)),
            ("DCT hash, 8 ways round", lambda: peers.by_oriented_dct_hash(files.pictures)),
            ("ImageHash pHash, 10", lambda: peers.by_phash(files.paths)),
            ("pdqhash, 31 bits", lambda: peers.by_pdqhash(files.paths)),
        ]
    else:
        tried = [
            ("vPDQ-style, 1 a second", lambda: peers.by_vpdq(files.pictures, every=False)),
            ("vPDQ-style, every frame", lambda: peers.by_vpdq(files.pictures, every=True)),
        ]
    for method, find in tried:
        began = perf_counter()
        pairs = find()
        if pairs is None:
            yield Outcome(method, None, "it is not installed")
        else:
            yield Outcome(method, files.reported(pairs), f"{perf_counter() - began:.1f} s")


def _ours(files: Files) -> Outcome:
    """Candidates, then comparison of those that are scored: of two copies of one source nothing is asked."""
    began = perf_counter()
    found = list(candidates(files.pictures))
    finding, began = perf_counter() - began, perf_counter()
    by_holder = {picture.holder: picture for picture in files.pictures}
    scored = [(pair.a, pair.b) for pair in found if _is_scored(files, pair.a, pair.b)]
    reported: list[Reported] = []
    verdicts: dict[tuple[str, str], str] = {}
    for a, b in scored:
        evidence = compare(by_holder[a], by_holder[b])
        reported += _stretches(evidence, by_holder[a], by_holder[b], files.file_of)
        verdicts[ordered(files.file_of[a], files.file_of[b])] = evidence.verdict
    said = (
        f"{len(found)} candidate pairs found in {finding:.1f} s; {len(scored)} of them are asked for and were compared"
        f" in {perf_counter() - began:.1f} s"
    )
    return Outcome(OURS, reported, said, verdicts)


def _is_scored(files: Files, a: str, b: str) -> bool:
    one, other = (files.truth.by_file[files.file_of[holder]] for holder in (a, b))
    if files.truth.relation(one, other) is not Relation.SOURCE:
        return True
    return any(e.role is Role.EDIT and e.source == o.file for e, o in ((one, other), (other, one)))


def _stretches(evidence: PairEvidence, a: Picture, b: Picture, file_of: Mapping[str, str]) -> list[Reported]:
    """Nothing where no shared origin is established; seconds count from each file's first picture."""
    edge = to_edge(evidence)
    if edge is None or edge.kind not in SHARED_ORIGIN:
        return []
    files = file_of[a.holder], file_of[b.holder]
    made = []
    for segment in edge.segments:
        if segment.a is None or segment.b is None:
            continue
        one, other = (
            ((span.start_us - int(picture.frame_us[0])) / 1e6, (span.end_us - int(picture.frame_us[0])) / 1e6)
            for span, picture in ((segment.a, a), (segment.b, b))
        )
        made.append(Reported(*files, one, other if segment.speed > 0 else (other[1], other[0])))
    return made or [Reported(*files)]


def table(files: Files, found: Sequence[Outcome]) -> Iterator[str]:
    """Recall by edit and method, means, false pairs of each method, how exactly ours finds stretches."""
    scores = {one.method: score(files.truth, files.medium, one.reported) for one in found if one.reported is not None}
    ours = scores[OURS]
    yield from (f"  not read by ours: {line}" for line in files.unread)
    rest = {method: one for method, one in scores.items() if method != OURS}
    yield f"  {'each edit and its source':<26}{OURS}, with 95 % interval".ljust(64) + " | ".join(rest)
    for edit, hits in ours.recall.items():
        shares = "   ".join(f"{one.recall[edit].share:<{len(method)}.2f}" for method, one in rest.items())
        yield f"  {row(f'{edit:<25}', hits.found, hits.n):<62}{shares}".rstrip()
    yield f"  mean recall over {len(ours.recall)} kinds"
    yield from (f"    {method:<24} {one.mean_recall:.3f}" for method, one in scores.items())
    for relation, n in ours.unrelated.items():
        if n.files:
            yield f"  false among {n} with {relation} in common"
            for method, one in scores.items():
                yield f"    {none_wrong(f'{method:<24}', len(one.false[relation]), n.files)}"
    yield from _missed(files.truth, found[0], ours)
    if ours.exactness is not None:
        yield from exactness_lines(ours.exactness)
    yield "  what each took"
    for outcome in found:
        yield f"    {outcome.method:<24} {'' if outcome.reported is not None else 'not run: '}{outcome.said}"


def _missed(truth: Truth, outcome: Outcome, ours: Score) -> Iterator[str]:
    """Edits that ours missed, by what it said instead, and some of its false pairs."""
    found = {ordered(one.a, one.b) for one in outcome.reported or []}
    for edit, hits in ours.recall.items():
        if hits.found < hits.n:
            asked = {ordered(one.file, one.source) for one in truth.of(ours.medium) if one.edit == edit}
            said = Counter(outcome.verdicts.get(pair, "not a candidate") for pair in sorted(asked - found))
            yield f"  missed by ours: {edit}: " + ", ".join(f"{verdict} {n}" for verdict, n in sorted(said.items()))
    for relation, pairs in ours.false.items():
        kinds = Counter(" / ".join(sorted(truth.by_file[file].edit or "plain" for file in pair)) for pair in pairs)
        for kind, n in kinds.most_common(NAMED):
            yield f"  false by ours, with {relation} in common: {kind} {n}"
        if pairs:
            yield f"    such as {pairs[0][0]} {pairs[0][1]}"
