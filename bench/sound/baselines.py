"""MFCC correlation, as editors' tools align by: every query is slid over every source, and the best peak answers."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from bench.rows import row
from bench.sound.edits import EDITS, coded, heard
from bench.sound.score import PLACE_S, Query
from bench.sound.sources import Sound

from stemmata.decode.sound import HZ, Samples

WINDOW, HOP, BANDS, KEPT = 256, 128, 26, 13


def mfcc(sound: Samples) -> npt.NDArray[np.float64]:
    """(frames, 13) cepstra every 16 ms, each coefficient of mean 0 and variance 1."""
    if len(sound) < WINDOW:
        return np.zeros((1, KEPT))
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP] * np.hamming(WINDOW)
    power = np.abs(np.fft.rfft(frames)) ** 2
    mel = 2595 * np.log10(1 + np.linspace(0, HZ / 2, WINDOW // 2 + 1) / 700)
    centres = np.linspace(0, mel[-1], BANDS + 2)
    width = centres[1]
    bank = np.clip(1 - np.abs(mel[:, None] - centres[None, 1:-1]) / width, 0, None)
    level = np.log(power @ bank + 1e-10)
    turn = np.cos(np.pi / BANDS * np.outer(np.arange(KEPT), np.arange(BANDS) + 0.5))
    cepstra = level @ turn.T
    return np.asarray((cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + 1e-9))


def report(made: Sequence[Sound], asked: Sequence[Query], held: int) -> Iterator[str]:
    sources = [mfcc(heard(coded(sound, "pcm_s16le", "wav", 0))) for sound in made[:held]]
    size = 1 << (max(map(len, sources)) + 900).bit_length()
    turned = [np.fft.rfft(one, size, axis=0) for one in sources]
    best: list[tuple[Query, int, float, float]] = []
    for query in asked:
        own = np.conj(np.fft.rfft(mfcc(query.sound), size, axis=0))
        peaks = [np.fft.irfft((one * own).sum(axis=1), size) for one in turned]
        scores = [(float(peak.max() - peak.mean()) / float(peak.std()), int(peak.argmax())) for peak in peaks]
        at = max(range(held), key=lambda number: scores[number][0])
        best.append((query, at, *scores[at]))
    bar = max(score for query, _, score, _ in best if query.source >= held)
    shares = []
    for edit in EDITS:
        own_edit = [one for one in best if one[0].edit == edit and one[0].source < held]
        hits = sum(
            at == query.source and score > bar and abs(lag * HOP / HZ - query.at_s) <= PLACE_S
            for query, at, score, lag in own_edit
        )
        shares.append(hits / len(own_edit))
        yield row(f"  {edit}", hits, len(own_edit))
    yield f"  mean of all edits      {np.mean(shares):.3f}"
