"""Small cases of one event that several microphones heard, as files that code writes."""

from pathlib import Path

import numpy as np
from tests import cases
from tests.match.sounds import event, microphone
from tests.media.sounds import babble, sounding

from stemmata.case.events import Event, held_events
from stemmata.decode.sound import HZ, Samples
from stemmata.preserve.casefolder import CaseFolder

STARTS = {"one.wav": 2.0, "two.wav": 6.5, "three.wav": 4.0}
"""When each microphone began, on the event's clock."""
DRIFTS = {"one.wav": 40, "two.wav": -60, "three.wav": 15}


def heard(name: str, seed: int = 1) -> Samples:
    which = list(STARTS).index(name) + 1
    return microphone(event(seed), which, STARTS[name], ppm=DRIFTS[name]).samples


def wav(samples: Samples) -> bytes:
    return sounding(samples, HZ)


def filmed(samples: Samples, picture: int) -> bytes:
    """The same sound in a film of its own."""
    wide = np.repeat(samples, 6).astype(np.float32)
    return sounding(wide, 48_000, codec="aac", container="mp4", picture_s=len(samples) / HZ, seed=picture, bits=64_000)


def stranger() -> Samples:
    return microphone(event(51), 9, 3.0).samples


def over_a_song(samples: Samples, song: int = 900) -> Samples:
    """A song as loud as it over it."""
    laid = babble(song, len(samples) / HZ)
    mixed = laid / laid.std() + samples / samples.std()
    return np.asarray(mixed / np.abs(mixed).max(), np.float32)


def write(folder: Path) -> Path:
    """Three microphones on one event, an excerpt of the first, a stranger, and two strangers under one song."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in STARTS:
        (folder / name).write_bytes(wav(heard(name)))
    (folder / "copy.wav").write_bytes(wav(heard("one.wav")[2 * HZ :]))
    (folder / "stranger.wav").write_bytes(wav(stranger()))
    (folder / "song1.wav").write_bytes(wav(over_a_song(microphone(event(21), 21, 3.0).samples)))
    (folder / "song2.wav").write_bytes(wav(over_a_song(microphone(event(22), 22, 3.0).samples)))
    return folder


def write_films(folder: Path) -> Path:
    """Two films of one event, an excerpt of the first one's sound alone, and a stranger."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one.mp4").write_bytes(filmed(heard("one.wav"), 1))
    (folder / "three.mp4").write_bytes(filmed(heard("three.wav"), 2))
    (folder / "voice.wav").write_bytes(wav(heard("one.wav")[2 * HZ :]))
    (folder / "stranger.wav").write_bytes(wav(stranger()))
    return folder


def the_event(case: CaseFolder) -> Event:
    """The only one that is held."""
    index = cases.opened(case)
    with index.read() as connection:
        (found,) = held_events(connection)
    index.close()
    return found
