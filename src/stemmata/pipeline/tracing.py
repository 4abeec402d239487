"""Questions on two stills or two films to a comparer, and its answers: how well each explains the other as its copy."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from stemmata.fingerprint.film_rendition import FILM_RENDITION, FilmRendition, film_rendition_of
from stemmata.fingerprint.rendition import RENDITION, Rendition, rendition_of
from stemmata.lineage.film_copying import FilmPair, film_pair
from stemmata.lineage.lying import Lying
from stemmata.lineage.still_readings import Pair, read_pair, within
from stemmata.match.lines import Line
from stemmata.model.seams import Reduction
from stemmata.model.span import MILLIONTHS, Region
from stemmata.pipeline.derived import Derived

FILMS_HELD = 8
"""Of up to sixty megabytes."""
HELD = 24
"""Renditions in memory in each process, of up to six megabytes."""


@dataclass(frozen=True, slots=True)
class Traced:
    """a, b: items. matrix: 9 numbers, from shares of a's sides onto shares of b's, a mirrored first where `mirrored`.
    a_part, b_part: the windows that belong to the family, where it is not the whole."""

    a: str
    b: str
    matrix: tuple[float, ...]
    mirrored: bool
    a_part: Region | None = None
    b_part: Region | None = None

    def row(self) -> dict[str, object]:
        parts = [None if part is None else _sides(part) for part in (self.a_part, self.b_part)]
        return {"a": self.a, "b": self.b, "matrix": list(self.matrix), "mirrored": self.mirrored, "parts": parts}

    def message(self) -> dict[str, object]:
        """As a comparer takes it."""
        return {"stills": self.row()}


def _sides(part: Region) -> list[int]:
    return [part.x, part.y, part.width, part.height]


@dataclass(frozen=True, slots=True)
class FilmTraced:
    """a, b: items. slope, offset_us: from b's clock to a's. shares: 9 numbers, from shares of a's sides to those of
    b's, mirroring included. a_spans, b_spans: what was read of each, µs; () for all."""

    a: str
    b: str
    slope: float
    offset_us: float
    shares: tuple[float, ...]
    a_spans: tuple[tuple[int, int], ...] = ()
    b_spans: tuple[tuple[int, int], ...] = ()

    def row(self) -> dict[str, object]:
        return {
            "a": self.a,
            "b": self.b,
            "line": [self.slope, self.offset_us],
            "shares": list(self.shares),
            "spans": [[list(span) for span in spans] for spans in (self.a_spans, self.b_spans)],
        }

    def message(self) -> dict[str, object]:
        """As a comparer takes it."""
        return {"films": self.row()}


class FilmTracer:
    """The same of films."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._held: OrderedDict[str, FilmRendition] = OrderedDict()

    def answer(self, row: Mapping[str, object]) -> FilmPair | None:
        """To a `FilmTraced.row`; None where the two share too little. LookupError where a rendition is missing."""
        line, shares = row["line"], row["shares"]
        if not isinstance(line, list) or not isinstance(shares, list):
            raise ValueError(f"a question as pipeline.tracing asks it, got {row!r:.120}")
        lying = Lying(Line(float(line[0]), float(line[1])), np.array(shares, np.float64).reshape(3, 3))
        return film_pair(self._shown(str(row["a"])), self._shown(str(row["b"])), lying)

    def _shown(self, item: str) -> FilmRendition:
        shown = self._held.pop(item, None) or self._read(item)
        self._held[item] = shown
        while len(self._held) > FILMS_HELD:
            self._held.popitem(last=False)
        return shown

    def _read(self, item: str) -> FilmRendition:
        kept = self._derived.get(FILM_RENDITION, item)
        if not isinstance(kept, Reduction):
            raise LookupError(f"no rendition is kept of {item}")
        return film_rendition_of(item, kept)


class Tracer:
    """Answers questions from kept renditions, of which a few are held: the questions on one still follow each other."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._held: OrderedDict[str, Rendition] = OrderedDict()

    def answer(self, row: Mapping[str, object]) -> Pair:
        """To a `Traced.row`. LookupError where a rendition is missing."""
        parts, matrix = row["parts"], row["matrix"]
        if not isinstance(parts, list) or not isinstance(matrix, list):
            raise ValueError(f"a question as pipeline.tracing asks it, got {row!r:.120}")
        windows = [None if part is None else Region(*part) for part in parts]
        a, b = (self._shown(str(row[name]), part) for name, part in zip("ab", windows, strict=True))
        mirrored = row["mirrored"] is True
        whole = np.array(matrix, np.float64).reshape(3, 3)
        if windows[0] is not None:
            whole = whole @ _onto(windows[0], mirrored=mirrored)
        if windows[1] is not None:
            whole = np.linalg.inv(_onto(windows[1], mirrored=False)) @ whole
        return read_pair(a, b, (whole / whole[2, 2]).ravel().tolist(), mirrored=mirrored)

    def _shown(self, item: str, part: Region | None) -> Rendition:
        whole = self._held.pop(item, None) or self._read(item)
        self._held[item] = whole
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return whole if part is None else within(whole, part)

    def _read(self, item: str) -> Rendition:
        kept = self._derived.get(RENDITION, item)
        if not isinstance(kept, Reduction):
            raise LookupError(f"no rendition is kept of {item}")
        return rendition_of(item, kept)


def _onto(part: Region, *, mirrored: bool) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """From shares of the window's sides to shares of the picture's, both mirrored where asked."""
    x, y, width, height = (side / MILLIONTHS for side in _sides(part))
    left = 1 - x - width if mirrored else x
    return np.array([[width, 0, left], [0, height, y], [0, 0, 1]], np.float64)
