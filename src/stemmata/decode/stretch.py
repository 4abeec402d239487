"""Running text whose every letter knows which letters of the source it was."""

import re
from array import array
from dataclasses import dataclass, field

RUNS = re.compile(r"\s+|\S+")


@dataclass(slots=True)
class Stretch:
    """White space is single spaces. `starts[i]`, `ends[i]`: the code points of the source that show letter i."""

    text: str = ""
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))

    def part(self, start: int, end: int) -> "Stretch":
        return Stretch(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Code points [i, j) of the source that show letters [start, end), which is not empty."""
        return self.starts[start], self.ends[end - 1]


def joined(stretches: list[Stretch], space: bool = True) -> Stretch:
    """One after the other, a space between each two, which takes its place from the end of the one before."""
    whole = Writing()
    for stretch in stretches:
        if not stretch.text:
            continue
        if space:
            whole.blank(whole.last_end())
        whole.take(stretch)
    return whole.ended()


class Writing:
    """Takes letters as the source shows them and makes a Stretch."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: array[int] = array("q")
        self._ends: array[int] = array("q")
        self._blank: int | None = None
        self.length = 0

    def shown(self, text: str, start: int, end: int) -> None:
        """`text` as the source's [start, end) shows it: letter for letter, or all of it by one reference."""
        literal = len(text) == end - start
        for found in RUNS.finditer(text):
            begun, stop = (start + found.start(), start + found.end()) if literal else (start, end)
            if found.group().isspace():
                self.blank(begun)
            else:
                self._write(found.group(), begun, stop, literal)

    def blank(self, at: int) -> None:
        """White space at `at`: one space, if letters stand before it and follow."""
        if self.length and self._blank is None:
            self._blank = at

    def take(self, stretch: Stretch) -> None:
        self._space()
        self._pieces.append(stretch.text)
        self._starts.extend(stretch.starts)
        self._ends.extend(stretch.ends)
        self.length += len(stretch.text)

    def last_end(self) -> int:
        return self._ends[-1] if self._ends else 0

    def ended(self) -> Stretch:
        """What was written; this begins again empty."""
        made = Stretch("".join(self._pieces), self._starts, self._ends)
        self._pieces, self._starts, self._ends = [], array("q"), array("q")
        self._blank, self.length = None, 0
        return made

    def _write(self, word: str, start: int, end: int, literal: bool) -> None:
        self._space()
        self._pieces.append(word)
        self._starts.extend(range(start, end) if literal else [start] * len(word))
        self._ends.extend(range(start + 1, end + 1) if literal else [end] * len(word))
        self.length += len(word)

    def _space(self) -> None:
        if self._blank is not None:
            self._pieces.append(" ")
            self._starts.append(self._blank)
            self._ends.append(self._blank + 1)
            self.length += 1
            self._blank = None
