"""What each number of a film reading weighs: a named snapshot, fitted on generated families."""

from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.lineage.film_reading import FEATURES, FilmReading


@dataclass(frozen=True, slots=True)
class Weights:
    """Log of how much likelier a parent is for each 1 of each number; `root`: what it costs that none is held, nats."""

    name: str
    population: str
    each: Mapping[str, float]
    root: float

    def __post_init__(self) -> None:
        if set(self.each) != set(FEATURES):
            raise ValueError(f"weights of {sorted(set(self.each) ^ set(FEATURES))} are missing or too many")

    def cost(self, reading: FilmReading) -> float:
        """Nats: log of how unlikely this parent is, up to what all candidates of one child have in common."""
        return -sum(weight * float(getattr(reading, name)) for name, weight in self.each.items())


def cost(reading: FilmReading) -> float:
    """Of parent -> child in nats, by the snapshot FILMS; may be negative. FILMS.root is what it costs that no parent is
    held."""
    return FILMS.cost(reading)


FILMS = Weights(
    name="films/1",
    population=(
        "159 nodes of 9 generated families of films (bench.families), one root each, platform regime, seeds 101, 102 "
        "and 201, nothing lost; each child also as if no group of pictures began in it. Set by hand: mirrored, about "
        "log 0.12, since nothing is mirrored in that regime"
    ),
    each={
        "left": -0.615,
        "back": -2.377,
        "child_falls": 8.290,
        "child_rises": 0.000,
        "parent_falls": -2.156,
        "parent_rises": -2.347,
        "told_child": -2.156,
        "told_parent": 1.377,
        "no_steps": 3.388,
        "bare_child": -4.370,
        "cropped": 0.000,
        "sides_cut": -0.222,
        "more_child": -4.262,
        "trimmed": 0.000,
        "ends_cut": -0.526,
        "lost": -3.709,
        "enlarged": -3.353,
        "shrunk": 0.000,
        "detail_more": -2.926,
        "detail_less": 0.876,
        "marked_child": 0.000,
        "marked_parent": -1.930,
        "marked_untold": 0.000,
        "toned": -1.915,
        "mirrored": -2.0,
        "sped": -0.382,
        "slow_repeats": 0.127,
        "slow_whole": -2.602,
        "fast_from_repeats": -3.157,
        "part": 7.362,
        "whole": -6.420,
        "both_part": -0.116,
    },
    root=1.951,
)

POPULATION = "generated families of films (films-2026-11)"
"""As it is named on pages and in exports; what it is stands in FILMS.population."""

CALIBRATED = (POPULATION, (-0.1765, 0.2123, 0.1916, 0.2226), -0.6750, 0.88, 10.0)
"""As lineage.still_weights.CALIBRATED, by bench.families.film_curve: on the nine families of FILMS, with four draws of
70 in 100 files."""
