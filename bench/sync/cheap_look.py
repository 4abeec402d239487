"""How many of the pairs that the full price finds the cheap look keeps. What a large case costs: bench.sync.whole."""

from collections.abc import Iterator

from bench.rows import row
from bench.sync.events import KINDS
from bench.sync.pairs import recorded

from stemmata.match.heard import Heard
from stemmata.match.sync_prefilter import coarse, worth_comparing
from stemmata.match.synchronise import Verdict, synchronise


def report(seeds: range) -> Iterator[str]:
    made = [one for kind in KINDS for one in recorded(kind, seeds)]
    clips = [clip for one in made for clip in one.clips[:2]]
    heard = [Heard(str(k), clip.samples) for k, clip in enumerate(clips)]
    chosen = {(one.a, one.b) for one in worth_comparing([coarse(one.flux) for one in heard])}
    found = [
        k for k, one in enumerate(made) if synchronise(heard[2 * k], heard[2 * k + 1]).verdict is Verdict.SAME_EVENT
    ]
    yield row("kept of those found", sum((2 * k, 2 * k + 1) in chosen for k in found), len(found))
    possible = len(clips) * (len(clips) - 1) // 2
    yield f"  {len(chosen)} of {possible} pairs left of {len(clips)} clips"
