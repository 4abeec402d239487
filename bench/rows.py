"""Printed lines: n counts independent *sources*, not files, and every share has an interval."""

from math import sqrt


def row(label: str, hits: int, n: int) -> str:
    """With its 95 % interval; of 0 hits, the exact one-sided bound instead."""
    if n == 0:
        return f"{label:<22} not run"
    if hits == 0:
        return f"{label:<22} 0 of {n}; below {1 - 0.05 ** (1 / n):.3f} (95 %)"
    low, high = wilson(hits, n)
    return f"{label:<22} {hits / n:.3f}  [{low:.3f}, {high:.3f}]  n = {n}"


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share, for n above 0 (J. Am. Stat. Assoc. 22, 1927)."""
    share, z2 = hits / n, 1.96**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def none_wrong(label: str, wrong: int, n: int) -> str:
    """Wrong results, with the upper 95 % bound where there were none."""
    if wrong == 0:
        return f"{label:<22} 0 wrong in {n}; below {1 - 0.05 ** (1 / max(n, 1)):.2e} (95 %)"
    return f"{label:<22} {wrong} wrong in {n}"
