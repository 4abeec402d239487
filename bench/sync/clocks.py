"""The clocks of twelve clips from pairs of which some are wrong,: python -m bench.sync.clocks (research/audio.md 3.4).

Starts uniform over ± 200 s, 60 % of pairs measured with 50 ms of noise and an interval of ± 200 ms; wrong pairs uniform
over ± 200 s with the same interval. Placed: within 0.2 s of the truth, against the clip of reference.
"""

from collections.abc import Iterator

import numpy as np
from bench.rows import row

from stemmata.match.clock_edges import ClockEdge
from stemmata.match.timelines import timelines

CLIPS, MEASURED, NOISE_S, INTERVAL_S, RANGE_S, NEAR_S = 12, 0.6, 0.05, 0.2, 200.0, 0.2
SEED_FIT, SEED_REPORT = 9_000, 9_500
RUNS = 200


def drawn(rng: np.random.Generator, wrong: float) -> tuple[dict[str, float], list[ClockEdge]]:
    true = {f"clip{n:02}": float(rng.uniform(-RANGE_S, RANGE_S)) for n in range(CLIPS)}
    names, edges = sorted(true), []
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if rng.random() >= MEASURED:
                continue
            bad = rng.random() < wrong
            offset = rng.uniform(-RANGE_S, RANGE_S) if bad else true[other] - true[one] + rng.normal(0, NOISE_S)
            edges.append(ClockEdge(one, other, float(offset), float(offset) - INTERVAL_S, float(offset) + INTERVAL_S))
    return true, edges


def report(seed: int) -> Iterator[str]:
    for wrong in (0.1, 0.3, 0.5):
        near = all_clips = firm = firm_near = 0
        for run in range(RUNS):
            true, edges = drawn(np.random.default_rng([seed, run, int(wrong * 10)]), wrong)
            line = timelines(true, edges).timelines[0]
            zero = next(one.start for one in line.clips if one.clip == line.reference)
            right = [abs(one.start - zero - true[one.clip] + true[line.reference]) < NEAR_S for one in line.clips]
            near, all_clips = near + sum(right), all_clips + CLIPS
            firm += sum(one.confirmed for one in line.clips)
            firm_near += sum(ok and one.confirmed for ok, one in zip(right, line.clips, strict=True))
        yield row(f"{wrong:.0%} wrong: placed", near, all_clips)
        yield row("  of those confirmed", firm_near, firm)


if __name__ == "__main__":
    for printed in report(SEED_REPORT):
        print(printed)
