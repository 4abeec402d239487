"""An index of all sound in a case, kept: what was asked once is not asked again, so adding a hundred costs the hundred.

derived/candidates/sound/ holds state.db (files and their numbers, parts, guesses) and the parts, immutable and
memory-mapped. New files become a part; they ask all parts, and the files before them ask the new one. So every ordered
pair is asked exactly once, whatever the portions, and a guess depends on its two sounds only. Whatever is damaged, of
another version, or names a file that is gone, is thrown away and made anew.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.sound import SOUND
from stemmata.match.recording import METHOD, turned
from stemmata.match.sound_alignment import Guess
from stemmata.match.sound_hashes import Marks
from stemmata.match.sound_search import Part, guessed, part_of
from stemmata.match.sound_votes import GAP, Postings

VERSION = f"1 {SOUND.name} {METHOD}"
PORTION_MARKS = 1 << 20
"""Landmarks that become one part: some seven hours of sound, 25 MB of postings."""

Progress = Callable[[int, int], None]
Guesses = Mapping[tuple[str, str], Sequence[tuple[Guess, int]]]
"""By pair, smaller holder first: guesses that lay the first over the second, each with its votes."""

_TABLES = """
CREATE TABLE meta (version TEXT NOT NULL);
CREATE TABLE item (number INTEGER PRIMARY KEY, holder TEXT NOT NULL UNIQUE);
CREATE TABLE part (first INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE guess (a TEXT NOT NULL, b TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX guess_pair ON guess (a, b);
"""
_ARRAYS = ("number", "base", "hash", "start", "place")


class SoundIndex:
    """`folder` is made where it is missing. One at a time for a folder: the lock of `run` sees to that."""

    def __init__(self, folder: Path, portion: int = PORTION_MARKS) -> None:
        self._folder, self._portion = folder, portion
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(folder / "state.db")
        try:
            self._parts = self._loaded()
        except (sqlite3.DatabaseError, OSError, ValueError):
            self._parts = self._forgotten()

    def guesses(
        self, holders: Sequence[str], marks: Callable[[str], Marks], progress: Progress = lambda done, total: None
    ) -> Guesses:
        """Of all pairs among `holders`, which are all that the case holds with sound."""
        known = self._known()
        if not set(known) <= set(holders):
            self._parts, known = self._forgotten(), {}
        missing = sorted(set(holders) - set(known))
        done = 0
        for portion in _portions(missing, marks, self._portion):
            before = self._known()
            first = max(before.values(), default=-1) + 1
            numbered = [(first + at, holder, held) for at, (holder, held) in enumerate(portion)]
            part = part_of([(number, held) for number, _, held in numbered], GAP)
            names = {number: holder for holder, number in before.items()} | {n: h for n, h, _ in numbered}
            rows: list[tuple[str, str, str]] = []
            for _, holder, held in numbered:
                rows += _rows(holder, held, [*self._parts, part], names)
                done += 1
                progress(done, len(missing))
            for holder in sorted(before):
                rows += _rows(holder, marks(holder), [part], names)
            self._keep(part, [(number, holder) for number, holder, _ in numbered], rows)
        return self._kept()

    def parts(self) -> Sequence[Part]:
        return tuple(self._parts)

    def numbers(self) -> Mapping[str, int]:
        return self._known()

    def close(self) -> None:
        self._parts = []
        self._connection.close()

    def _known(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT holder, number FROM item"))

    def _kept(self) -> Guesses:
        found: dict[tuple[str, str], list[tuple[Guess, int]]] = {}
        for a, b, row in self._connection.execute("SELECT a, b, row FROM guess ORDER BY a, b, row"):
            at, there, speed, pitch, votes = json.loads(row)
            found.setdefault((a, b), []).append((Guess(at, there, speed, pitch), int(votes)))
        return found

    def _keep(self, part: Part, items: list[tuple[int, str]], rows: list[tuple[str, str, str]]) -> None:
        first, last = items[0][0], items[-1][0]
        held = part.postings
        arrays: tuple[npt.NDArray[np.generic], ...] = (part.number, part.base, held.hash, held.start, held.place)
        for name, array in zip(_ARRAYS, arrays, strict=True):
            part_file = self._path(first, name).with_suffix(".part")
            with part_file.open("wb") as target:
                np.save(target, array)
            part_file.replace(self._path(first, name))
        with self._connection as connection:
            connection.executemany("INSERT INTO item VALUES (?, ?)", items)
            connection.execute("INSERT INTO part VALUES (?, ?)", (first, last))
            connection.executemany("INSERT INTO guess VALUES (?, ?, ?)", rows)
        self._parts.append(self._read(first))

    def _path(self, first: int, name: str) -> Path:
        return self._folder / f"{first}-{name}.npy"

    def _read(self, first: int) -> Part:
        number, base, hashed, start, place = (
            np.load(self._path(first, name), mmap_mode="r" if name == "place" else None) for name in _ARRAYS
        )
        if len(start) != len(hashed) + 1 or (len(start) and start[-1] != len(place)):
            raise ValueError(f"part {first} of the index of sound holds other arrays than were written")
        return Part(number, base, Postings(hashed, start, place))

    def _loaded(self) -> list[Part]:
        if not self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._begin()
        version = self._connection.execute("SELECT version FROM meta").fetchone()
        if version is None or version[0] != VERSION:
            raise ValueError("another version")
        return [self._read(first) for (first,) in self._connection.execute("SELECT first FROM part ORDER BY first")]

    def _begin(self) -> None:
        self._connection.executescript(_TABLES)
        self._connection.execute("INSERT INTO meta VALUES (?)", (VERSION,))
        self._connection.commit()

    def _forgotten(self) -> list[Part]:
        """Everything is made again."""
        self._connection.close()
        for path in self._folder.iterdir():
            path.unlink()
        self._connection = sqlite3.connect(self._folder / "state.db")
        self._begin()
        return []


def _rows(holder: str, held: Marks, parts: Sequence[Part], names: Mapping[int, str]) -> list[tuple[str, str, str]]:
    rows = []
    for found in guessed(held, parts):
        other = names[found.number]
        if other == holder:
            continue
        guess = found.guess if holder < other else turned(found.guess)
        row = json.dumps([guess.at, guess.there, guess.speed, guess.pitch, found.votes])
        rows.append((min(holder, other), max(holder, other), row))
    return rows


def _portions(holders: Sequence[str], marks: Callable[[str], Marks], most: int) -> Iterator[list[tuple[str, Marks]]]:
    held: list[tuple[str, Marks]] = []
    weight = 0
    for holder in holders:
        one = marks(holder)
        if held and weight + len(one) > most:
            yield held
            held, weight = [], 0
        held.append((holder, one))
        weight += len(one)
    if held:
        yield held
