"""Counted against the truth."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from bench.rows import none_wrong, row
from bench.sync import peers
from bench.sync.events import KINDS
from bench.sync.microphones import Clip
from bench.sync.pairs import Pair, copied, layered, recorded, strangers, true_pair

from stemmata.match.heard import Heard
from stemmata.match.lag_lines import ERRORS_OF_95
from stemmata.match.sound_kinship import Kinship
from stemmata.match.sync_candidates import DEFAULT_APART_M
from stemmata.match.synchronise import Synchronised, Verdict, synchronise

RIGHT_S = 0.45
"""A lag this near to the clocks' offset is that of some source: microphones are up to 113 m apart."""
COPIES = (Kinship.COPY, Kinship.COPY_WITH_LAYER)


def report(seeds: range, false: int, layers: int) -> Iterator[str]:
    """`seeds`: events of each kind."""
    rng = np.random.default_rng(seeds[0])
    made = {kind: recorded(kind, seeds) for kind in KINDS}
    every = [one for kind in KINDS for one in made[kind]]
    heard = _Heard()
    answered: list[tuple[Pair, Synchronised]] = []
    for kind in KINDS:
        found = [(pair, heard.ask(pair)) for pair in map(true_pair, made[kind])]
        answered += found
        yield row(f"same event, {kind}", sum(_right(pair, one) for pair, one in found), len(found))
        yield f"  otherwise: {_said(one for pair, one in found if not _right(pair, one))}"
    foreign = [(pair, heard.ask(pair)) for pair in strangers(every, false, rng)]
    yield none_wrong(
        "strangers, same event", sum(one.verdict is Verdict.SAME_EVENT for _, one in foreign), len(foreign)
    )
    yield f"  all said: {_said(one for _, one in foreign)}"
    yield from _lags([(pair, one) for pair, one in answered if one.verdict is Verdict.SAME_EVENT])
    beside = [(pair, heard.ask(pair)) for pair in (true_pair(one, True) for one in every)]
    yield row("beside (2 m), event", sum(_right(pair, one) for pair, one in beside), len(beside))
    yield from _copies([(pair, heard.ask(pair)) for pair in copied(every, rng)], answered + beside)
    over = [(pair, heard.ask(pair)) for pair in layered(every, layers, rng)]
    yield none_wrong("layer, same event", sum(one.verdict is Verdict.SAME_EVENT for _, one in over), len(over))
    yield none_wrong("layer, same recording", sum(one.kinship in COPIES for _, one in over), len(over))
    yield f"  all said: {_said(one for _, one in over)}"
    yield from _exact_bound(answered)
    yield from _against(answered, foreign, heard)


class _Heard:
    def __init__(self) -> None:
        self._kept: dict[int, tuple[Clip, Heard]] = {}

    def of(self, clip: Clip) -> Heard:
        """Each clip once; clips are kept, so that an id means one of them."""
        if id(clip) not in self._kept:
            self._kept[id(clip)] = (clip, Heard(str(id(clip)), clip.samples))
        return self._kept[id(clip)][1]

    def ask(self, pair: Pair, apart_m: float = DEFAULT_APART_M) -> Synchronised:
        return synchronise(self.of(pair.a), self.of(pair.b), apart_m)


def _right(pair: Pair, one: Synchronised) -> bool:
    return (
        one.verdict is Verdict.SAME_EVENT
        and pair.offset is not None
        and one.lag is not None
        and abs(one.lag - pair.offset) <= RIGHT_S
    )


def _said(answers: Iterable[Synchronised]) -> str:
    counted = Counter(f"{one.verdict.value}{' ' + one.reason if one.reason else ''}" for one in answers)
    return ", ".join(f"{number} {what}" for what, number in sorted(counted.items())) or "nothing"


def _lags(found: list[tuple[Pair, Synchronised]]) -> Iterator[str]:
    off = [min(abs((one.lag or 0.0) - lag) for lag in pair.lags) * 1e3 for pair, one in found]
    clock = [abs((one.lag or 0.0) - (pair.offset or 0.0)) * 1e3 for pair, one in found]
    most = np.quantile(off, 0.9)
    yield f"lag to nearest source  median {np.median(off):.2f} ms, 90 of 100 within {most:.1f} ms, n = {len(off)}"
    yield f"lag to the clocks      median {np.median(clock):.0f} ms: the travel of sound"
    covered = [_within(pair, one) for pair, one in found]
    width = np.median([(one.high or 0.0) - (one.low or 0.0) for _, one in found])
    yield row("interval has the truth", sum(covered), len(covered)) + f", median width {width:.2f} s at 150 m"
    told = [
        (one.drift_ppm - (p.a.drift_ppm - p.b.drift_ppm), one.drift_error_ppm)
        for p, one in found
        if one.drift_ppm is not None and one.drift_error_ppm is not None
    ]
    if told:
        wrong = np.abs([error for error, _ in told])
        inside = sum(abs(error) <= ERRORS_OF_95 * se for error, se in told)
        yield f"drift told in {len(told)}: median error {np.median(wrong):.1f} ppm; " + row(
            "in its interval", inside, len(told)
        )


def _within(pair: Pair, one: Synchronised) -> bool:
    return (
        one.low is not None and one.high is not None and pair.offset is not None and one.low <= pair.offset <= one.high
    )


def _exact_bound(answered: list[tuple[Pair, Synchronised]]) -> Iterator[str]:
    """With the true distance of the microphones given, and 5 m to spare."""
    asked = _Heard()
    found = [
        (pair, asked.ask(pair, (pair.apart_m or 0.0) + 5))
        for pair, one in answered[::3]
        if one.verdict is Verdict.SAME_EVENT
    ]
    event = [(pair, one) for pair, one in found if one.verdict is Verdict.SAME_EVENT]
    width = np.median([(one.high or 0.0) - (one.low or 0.0) for _, one in event])
    yield row("  distance known", sum(_within(*both) for both in event), len(event)) + f", median width {width:.2f} s"


def _against(
    answered: list[tuple[Pair, Synchronised]], foreign: list[tuple[Pair, Synchronised]], heard: _Heard
) -> Iterator[str]:
    peer: Callable[[Heard, Heard], tuple[float, float]]
    for name, peer in (("phase alone", peers.phase_alone), ("MFCC", peers.mfcc)):
        null = sorted(peer(heard.of(pair.a), heard.of(pair.b))[1] for pair, _ in foreign[:600])
        level = null[-1]
        for kind in KINDS:
            mine = [pair for pair, _ in answered if pair.kind == kind]
            got = [(pair, *peer(heard.of(pair.a), heard.of(pair.b))) for pair in mine]
            hits = sum(abs(lag - (pair.offset or 0.0)) <= RIGHT_S and worth > level for pair, lag, worth in got)
            yield row(f"{name}, {kind}", hits, len(mine)) + f" at 0 of {len(null)} strangers"


def _copies(copies: list[tuple[Pair, Synchronised]], others: list[tuple[Pair, Synchronised]]) -> Iterator[str]:
    """Only pairs about which something is said: a pair that is not synchronised is not asked."""
    right = sum(one.kinship in COPIES for _, one in copies)
    asked = [one for _, one in others if one.verdict is not Verdict.NOT_ESTABLISHED]
    refused = sum(one.kinship is Kinship.UNDECIDED for _, one in copies) + sum(
        one.kinship is Kinship.UNDECIDED for one in asked
    )
    other = sum(one.kinship is Kinship.OTHER_MICROPHONE for one in asked)
    n = len(copies) + len(asked)
    yield row("copy or microphone", right + other, n - refused) + " of those told"
    yield row("  refused", refused, n)
    yield f"  copies: {_said(one for _, one in copies)}; microphones: {_said(asked)}"
    yield row("  copies found", right, len(copies))
