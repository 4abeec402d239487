"""The corpus's three events with three simulated microphones each: one source of sound, rooms, 6 to 12 seconds."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from bench.corpus import NOT_RUN, corpus, truth
from bench.rows import row

from stemmata.decode.sound import SAMPLE_US, whole_sound
from stemmata.match.heard import Heard
from stemmata.match.synchronise import Verdict, synchronise

NEAR_S = 0.05
"""Of the truth: rooms move a peak by up to 20 ms here."""


def report() -> Iterator[str]:
    folder = corpus()
    if folder is None:
        yield f"multicam: {NOT_RUN}"
        return
    clips = list(truth(folder, "truth_multicam.jsonl").items())
    heard = []
    for name, _ in clips:
        with (folder / "bench" / name).open("rb") as source:
            block = whole_sound(source)
        heard.append(Heard(name, block.samples, block.first * SAMPLE_US))
    begins = [float(str(one["audio_start_in_event"])) for _, one in clips]
    of_one, strangers, wrong = 0, 0, 0
    off, said = [], []
    for a, b in combinations(range(len(clips)), 2):
        found = synchronise(heard[a], heard[b])
        if clips[a][1]["event"] != clips[b][1]["event"]:
            strangers += 1
            wrong += found.verdict is not Verdict.NOT_ESTABLISHED
            continue
        of_one += 1
        said.append(f"{found.verdict.value} {found.reason}".strip())
        if found.lag is not None:
            off.append(abs(found.lag - begins[b] + begins[a]))
    yield row("multicam, same event", sum(one.startswith(Verdict.SAME_EVENT.value) for one in said), of_one)
    yield row("  a lag within 50 ms", sum(one <= NEAR_S for one in off), of_one)
    yield f"  median {np.median(off) * 1e3:.1f} ms off where one is given; {', '.join(sorted(said))}"
    yield row("  strangers named", wrong, strangers)
