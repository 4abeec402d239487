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
    name="films/2",
    population=(
        "359 nodes of 21 generated families of films (bench.families), one root each, platform regime, seeds 101, 102, "
        "201, 301 and 302, nothing lost; each child also as if no group of pictures began in it. Set by hand: "
        "mirrored, about log 0.12, since nothing is mirrored in that regime"
    ),
    each={
        "left": -0.388,
        "back": -1.039,
        "child_falls": 9.803,
        "child_rises": 0.000,
        "parent_falls": -3.761,
        "parent_rises": -0.379,
        "told_child": -1.261,
        "told_parent": 0.605,
        "no_steps": 3.230,
        "bare_child": -4.985,
        "cropped": -0.346,
        "sides_cut": -0.076,
        "more_child": -3.494,
        "trimmed": 0.000,
        "ends_cut": -0.675,
        "lost": -2.152,
        "enlarged": -4.103,
        "shrunk": -0.370,
        "detail_more": -4.095,
        "detail_less": -0.024,
        "marked_child": -0.364,
        "marked_parent": -1.587,
        "marked_untold": 0.000,
        "toned": -1.645,
        "mirrored": -2.0,
        "sped": 0.000,
        "slow_repeats": -0.502,
        "slow_whole": -3.239,
        "fast_from_repeats": -3.051,
        "part": 8.872,
        "whole": -7.022,
        "both_part": -0.073,
    },
    root=1.859,
)

POPULATION = "generated families of films (films-2026-11)"
"""As it is named on pages and in exports; what it is stands in FILMS.population."""

CALIBRATED = (POPULATION, (-0.1844, 0.5555, 0.1203, 0.1521), -1.3538, 0.88, 10.0)
"""As lineage.still_weights.CALIBRATED, by bench.families.film_curve: on the twelve families of seeds 301 and 302, with
four draws of 70 in 100 files, by weights that these had no part in (of what lay above 0.88, 0.964 was right)."""
