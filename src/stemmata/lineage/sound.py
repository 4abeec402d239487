"""Families of sound: files that hold one recording, where that says more than their pictures do.

Sound that only ever comes with one footage is that footage's, and its family would say the same twice. What is kept are
recordings under several footages, and those that files without a picture hold. Files are split where one recording
gives way to another, so that a compilation chains nothing together.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from stemmata.lineage.families import Family, Formed, form_footage
from stemmata.lineage.stretches import Timeline
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.span import Span
from stemmata.model.unit import Track

BRIDGED_US = 500_000
"""By so much a shared stretch must go on beyond a point to say that one recording goes on there."""


def form_sound(
    heard: Mapping[str, int],
    edges: Sequence[Edge],
    footage: Sequence[Family],
    judgements: Sequence[Judgement] = (),
) -> Formed:
    """Of the items in `heard` (µs of each) that edges of sound join. `footage`: the families of their pictures."""
    shared = [edge for edge in edges if edge.a.track is Track.SOUND and edge.kind is Kind.SAME_RECORDING]
    joined = sorted({holder for edge in shared for holder in edge.holders} & set(heard))
    spans: dict[str, list[Span]] = {holder: [] for holder in joined}
    for edge in shared:
        for segment in edge.segments:
            for holder, span in ((edge.a.holder, segment.a), (edge.b.holder, segment.b)):
                if span is not None and holder in spans:
                    spans[holder].append(span)
    timelines = [
        Timeline(holder, max([heard[holder], *(span.end_us for span in spans[holder])]), tuple(_ends(spans[holder])))
        for holder in joined
    ]
    formed = form_footage((), timelines, edges, track=Track.SOUND, judgements=judgements)
    pictured = [frozenset(family.holders) for family in footage]
    families = [one for one in formed.families if len(one.holders) > 1 and _says_more(one, pictured)]
    return Formed(families, formed.tasks)


def _says_more(family: Family, pictured: Sequence[frozenset[str]]) -> bool:
    return not any(set(family.holders) <= holders for holders in pictured)


def _ends(spans: Sequence[Span]) -> Iterator[int]:
    """Where shared stretches end and none goes on, each the end of what was shared up to there."""
    runs: list[list[int]] = []
    for span in sorted(spans):
        if runs and span.start_us <= runs[-1][1] - BRIDGED_US:
            runs[-1][1] = max(runs[-1][1], span.end_us)
        else:
            runs.append([span.start_us, span.end_us])
    for before, _ in pairwise(runs):
        yield before[1]
