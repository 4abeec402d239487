"""Candidates of a case, kept: what was looked up is not looked up again, so adding a hundred costs the hundred.

derived/candidates/<what>/ holds state.db (pictures and their numbers, parts, pairs with their certificates, buckets too
common to be searched) and parts of the index, immutable. A portion of pictures becomes a part, then one transaction
says so: a kill between the two leaves a file that nobody names, which is swept. Parts of like size are merged, so that
there are few. Whatever is damaged, of another version, or names a picture that is gone, is thrown away and made anew.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from math import log
from pathlib import Path
from typing import Protocol

import numpy as np

from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.match.candidates import Certificates, Growth, Pair, grown
from stemmata.match.inverted import Glance, Inverted, inverted, merged
from stemmata.match.meetings import expected_meetings
from stemmata.pipeline.index_files import IndexDamaged, check_part, read_part, streams, write_part

VERSION = f"3 {STILL.name} {FILM.name} {KEY_FRAMES.name}"
"""Raise the number whenever glances, keys or what makes a pair change."""
PORTION = 1 << 19
"""Details and hashes that become one part: some 700 stills or half an hour of film."""
FAN = 4
"""Parts of one size, a power of FAN, that become one: there are never more than three of a size, and each posting is
written about once for every size."""

SMALLEST = 1 << 14
"""Details and hashes: parts up to about this are all of one size."""

Searched = Callable[[int, int], None]
"""Progress: meetings looked at, and how many are expected in all; said before each portion is searched."""


class Glances(Protocol):
    """Where pictures come from: fingerprints that are kept."""

    def glance(self, holder: str, form: str) -> Glance | None:
        """None where there is nothing to look at yet."""

    def has(self, holder: str, form: str) -> bool: ...


_TABLES = """
CREATE TABLE meta (version TEXT NOT NULL);
CREATE TABLE item (number INTEGER PRIMARY KEY, holder TEXT NOT NULL UNIQUE, form TEXT NOT NULL);
CREATE TABLE part (first INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE pair (a INTEGER, b INTEGER, nodes BLOB NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE too_common (node INTEGER PRIMARY KEY);
"""


class CandidateIndex:
    """`folder` is made where it is missing. One at a time for a folder: the lock of `run` sees to that."""

    def __init__(self, folder: Path, portion: int = PORTION) -> None:
        self._folder, self._portion = folder, portion
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = self._opened()
        self._parts: list[Inverted] = []
        try:
            self._load()
        except (IndexDamaged, sqlite3.DatabaseError):
            self._forget()

    def pairs(
        self,
        forms: Mapping[str, str],
        glances: Glances,
        searched: Searched = lambda done, expected: None,
    ) -> list[Pair]:
        """The candidates among the holders in `forms`, in order. All that are held of a form are in it, or none: what
        is missing of a form is gone, and the others are then searched again without it."""
        try:
            return self._pairs(forms, glances, searched)
        except IndexDamaged:
            self._forget()
            return self._pairs(forms, glances, searched)

    def _pairs(self, forms: Mapping[str, str], glances: Glances, searched: Searched) -> list[Pair]:
        known = self._known()
        asked = set(forms.values())
        for holder, (_, form) in known.items():
            if form in asked and (forms.get(holder) != form or not glances.has(holder, form)):
                self._forget()
                known = {}
                break
        missing = [holder for holder in sorted(forms) if holder not in known]
        self._add(missing, forms, glances, searched)
        holders = {number: holder for holder, (number, _) in self._known().items() if holder in forms}
        rows = self._connection.execute("SELECT a, b FROM pair")
        named = [sorted((holders[a], holders[b])) for a, b in rows if a in holders and b in holders]
        return [Pair(one, other) for one, other in sorted(named)]

    @property
    def too_common(self) -> int:
        """Buckets that too many share to be searched."""
        return int(self._connection.execute("SELECT count(*) FROM too_common").fetchone()[0])

    @property
    def parts(self) -> int:
        return len(self._parts)

    def close(self) -> None:
        self._parts.clear()
        self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._folder / "state.db")

    def _load(self) -> None:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        made = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not made:
            self._begin()
        version = self._connection.execute("SELECT version FROM meta").fetchone()
        if version is None or version[0] != VERSION:
            raise IndexDamaged("another version")
        ranges = self._connection.execute("SELECT first, last FROM part ORDER BY first").fetchall()
        self._parts = [read_part(self._path(first, last)) for first, last in ranges]
        self._sweep()

    def _begin(self) -> None:
        self._connection.executescript(_TABLES)
        self._connection.execute("INSERT INTO meta VALUES (?)", (VERSION,))
        self._connection.commit()

    def _forget(self) -> None:
        """Everything is made again."""
        self._parts = []
        self._connection.close()
        for path in self._folder.iterdir():
            path.unlink()
        self._connection = self._opened()
        self._load()

    def _path(self, first: int, last: int) -> Path:
        return self._folder / f"{first}-{last}.part"

    def _sweep(self) -> None:
        """Files that nothing names: of a run that was killed, or merged into others."""
        named = {self._path(part.first, part.last) for part in self._parts}
        for path in self._folder.iterdir():
            if path not in named and not path.name.startswith("state.db"):
                path.unlink()

    def _known(self) -> dict[str, tuple[int, str]]:
        rows = self._connection.execute("SELECT holder, number, form FROM item")
        return {holder: (number, form) for holder, number, form in rows}

    def _add(
        self,
        missing: list[str],
        forms: Mapping[str, str],
        glances: Glances,
        searched: Searched,
    ) -> None:
        made = (glance for holder in missing if (glance := glances.glance(holder, forms[holder])) is not None)
        looked, left = 0, len(missing)
        for portion in _portions(made, self._portion):
            first = self._parts[-1].last if self._parts else 0
            fresh = inverted(portion, first)
            expected = expected_meetings(fresh, [*self._parts, fresh])
            searched(looked, looked + expected * left // len(portion))
            growth = grown(self._certificates(), self._parts, fresh)
            self._keep(fresh, [(glance.holder, forms[glance.holder]) for glance in portion], growth)
            looked, left = looked + expected, left - len(portion)
            self._merge()
        searched(looked, looked)

    def _certificates(self) -> Certificates:
        pairs, nodes, of = [], [], []
        for a, b, blob in self._connection.execute("SELECT a, b, nodes FROM pair ORDER BY a, b"):
            pairs.append(a << 32 | b)
            nodes.append(blob)
            of.append(len(blob) // 8)
        node = np.frombuffer(b"".join(nodes), "<i8").astype(np.int64)
        return Certificates(np.array(pairs, np.int64), node, np.repeat(np.arange(len(pairs)), of))

    def _keep(self, fresh: Inverted, items: list[tuple[str, str]], growth: Growth) -> None:
        write_part(self._path(fresh.first, fresh.last), fresh.first, fresh.last, streams(fresh))
        rows = [(pair >> 32, pair & 0xFFFFFFFF, nodes.astype("<i8").tobytes()) for pair, nodes in growth.found.items()]
        with self._connection as connection:
            numbered = [(fresh.first + at, holder, form) for at, (holder, form) in enumerate(items)]
            connection.executemany("INSERT INTO item VALUES (?, ?, ?)", numbered)
            connection.execute("INSERT INTO part VALUES (?, ?)", (fresh.first, fresh.last))
            connection.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?)", rows)
            lost = [(pair >> 32, pair & 0xFFFFFFFF) for pair in growth.lost]
            connection.executemany("DELETE FROM pair WHERE a = ? AND b = ?", lost)
            common = [(node,) for node in growth.too_common.tolist()]
            connection.executemany("INSERT OR IGNORE INTO too_common VALUES (?)", common)
        self._parts.append(read_part(self._path(fresh.first, fresh.last)))

    def _merge(self) -> None:
        """The last parts become one, FAN or more of one size or smaller, while there are such."""
        while last := _like_sized([_tier(part) for part in self._parts]):
            merging = self._parts[-last:]
            first, end = merging[0].first, merging[-1].last
            for part in merging:
                check_part(self._path(part.first, part.last))
            write_part(self._path(first, end), first, end, merged(merging))
            with self._connection as connection:
                connection.execute("DELETE FROM part WHERE first >= ?", (first,))
                connection.execute("INSERT INTO part VALUES (?, ?)", (first, end))
            self._parts[-last:] = [read_part(self._path(first, end))]
            self._sweep()


def _weight(glance: Glance) -> int:
    hashed = len(glance.references) + len(glance.views) + len(glance.windows.code)
    return hashed + sum(len(one.key) for one in glance.details)


def _like_sized(tiers: list[int]) -> int:
    """How many at the end are to be merged: 0 for none."""
    for most in range(max(tiers, default=0) + 1):
        larger = [at for at, tier in enumerate(tiers) if tier > most]
        run = len(tiers) - 1 - larger[-1] if larger else len(tiers)
        if run >= FAN:
            return run
    return 0


def _tier(part: Inverted) -> int:
    """Which power of FAN its size is near; small ones are all of one size."""
    size = len(part.details.signature) + len(part.references.hash) + len(part.views.hash) + len(part.moved.code)
    return max(0, round(log(max(size, 1) / SMALLEST, FAN)))


def _portions(glances: Iterator[Glance], most: int) -> Iterator[list[Glance]]:
    """At least one each, and together no more than `most` details and hashes where that can be."""
    held: list[Glance] = []
    weight = 0
    for glance in glances:
        if held and weight + _weight(glance) > most:
            yield held
            held, weight = [], 0
        held.append(glance)
        weight += _weight(glance)
    if held:
        yield held
