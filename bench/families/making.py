"""Makes the benchmark: grows every family, then files it under random names, in random order, with random times."""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
from bench.edits import sources
from bench.edits.films import Footage
from bench.edits.making import FOLDERS, TIMES
from bench.edits.sources import Source
from bench.edits.truth import Medium, NotUsable
from bench.families import films, stills, trees, truth
from bench.families.made import Made
from bench.families.regimes import FILMS, Regime
from bench.families.trees import Parents
from bench.families.truth import Witness
from example.textures import Picture


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made. `copies`: files of each family, its roots included. `photos`: a folder of real files; where
    it holds too few, families share sources."""

    seed: int = 41
    families: int = 6
    copies: int = 20
    medium: Medium = Medium.STILL
    regime: Regime = Regime.PLATFORM
    roots: int = 1
    photos: Path | None = None
    still_size: tuple[int, int] = (1280, 960)
    film_size: tuple[int, int] = (640, 360)


def make(folder: Path, asked: Asked, say: Callable[[str], None] = print) -> list[Witness]:
    """Fills `folder`; the same `asked` gives the same bytes on one machine with the same libraries.

    NotUsable for a folder that is not empty, too few real files, or a regime that films have not; ValueError for fewer
    copies than roots need.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotUsable(f"{folder} is not empty: name another folder")
    if asked.medium is Medium.FILM and asked.regime not in FILMS:
        raise NotUsable(f"the regime {asked.regime} is of stills: choose another for films")
    cv2.setNumThreads(1)
    found = _sources(asked, say)
    (folder / FOLDERS[asked.medium]).mkdir(parents=True)
    witnesses: list[Witness] = []
    for number in range(asked.families):
        own = [found[(number * asked.roots + root) % len(found)] for root in range(asked.roots)]
        witnesses += _family(folder, asked, number, own)
        say(f"family {number + 1} of {asked.families}: {asked.copies} files")
    truth.write(folder, witnesses)
    return witnesses


def _sources(asked: Asked, say: Callable[[str], None]) -> Sequence[Source]:
    """As many as all families need, where there are so many; one family never has one twice."""
    needed = asked.families * asked.roots
    if asked.photos is None:
        size = asked.still_size if asked.medium is Medium.STILL else asked.film_size
        return sources.rendered(asked.seed, asked.medium, needed, size)[:needed]
    found = sources.from_folder(asked.seed, asked.medium, asked.photos, needed)[:needed]
    if len(found) < asked.roots:
        raise NotUsable(
            f"{asked.photos} holds {len(found)} {asked.medium}s that can be used, one family needs {asked.roots}"
        )
    if len(found) < needed:
        say(f"{len(found)} sources for {needed}: some families share theirs, so they are not independent")
    return found


def _family(folder: Path, asked: Asked, number: int, own: Sequence[Source]) -> Iterator[Witness]:
    seed = f"families {asked.seed} {asked.medium} {asked.regime} {number}"
    planned = trees.planned(random.Random(seed), asked.roots, asked.copies)
    for node, made in enumerate(_grown(asked, own, planned, seed)):
        rng = random.Random(f"name {seed} {node}")
        file = f"{FOLDERS[asked.medium]}/{rng.getrandbits(96):024x}.{made.ending}"
        (folder / file).write_bytes(made.content)
        changed = rng.randint(*TIMES)
        os.utime(folder / file, (changed, changed))
        yield Witness(
            f"{number:04d}",
            file,
            node,
            planned[node],
            made.edits,
            made.exactly,
            made.pictures,
            asked.medium,
            str(asked.regime),
        )


def _grown(asked: Asked, own: Sequence[Source], planned: Parents, seed: str) -> Iterator[Made]:
    if asked.medium is Medium.STILL:
        return stills.grown([partial(_picture, source) for source in own], planned, asked.regime, seed)
    return films.grown([partial(_footage, source) for source in own], planned, asked.regime, seed)


def _picture(source: Source) -> Picture:
    return next(source.frames())


def _footage(source: Source) -> Footage:
    return Footage(list(source.frames()), source.rate)
