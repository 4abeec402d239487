"""Greedy string tiling (Wise, 1993): the longest common runs of words first, each word used once."""

from collections.abc import Iterator, Sequence

MATCH_WORDS = 8
Tile = tuple[int, int, int]


def tiles(a: Sequence[str], b: Sequence[str], least: int = MATCH_WORDS) -> list[Tile]:
    """(first word in a, first word in b, words), longest first. Runs are found by hashing their first `least` words
    (Wise, Running Karp-Rabin Matching, 1993), so that only texts that share one cost anything."""
    at: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(b) - least + 1):
        at.setdefault(tuple(b[place : place + least]), []).append(place)
    if not any(tuple(a[place : place + least]) in at for place in range(len(a) - least + 1)):
        return []
    used_a, used_b = [False] * len(a), [False] * len(b)
    made: list[Tile] = []
    while True:
        found = sorted(_matches(a, b, at, least, used_a, used_b), key=lambda tile: (-tile[2], tile))
        laid = False
        for first, other, length in found:
            if any(used_a[first : first + length]) or any(used_b[other : other + length]):
                continue
            used_a[first : first + length] = [True] * length
            used_b[other : other + length] = [True] * length
            made.append((first, other, length))
            laid = True
        if not laid:
            return made


def _matches(
    a: Sequence[str],
    b: Sequence[str],
    at: dict[tuple[str, ...], list[int]],
    least: int,
    used_a: Sequence[bool],
    used_b: Sequence[bool],
) -> Iterator[Tile]:
    for first in range(len(a) - least + 1):
        for other in at.get(tuple(a[first : first + least]), ()):
            if first and other and a[first - 1] == b[other - 1] and not (used_a[first - 1] or used_b[other - 1]):
                continue  # the middle of a longer run
            length = 0
            while (
                first + length < len(a)
                and other + length < len(b)
                and a[first + length] == b[other + length]
                and not used_a[first + length]
                and not used_b[other + length]
            ):
                length += 1
            if length >= least:
                yield first, other, length
