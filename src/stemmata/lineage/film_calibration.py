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
    name="films/0",
    population="51 children of 3 families: seed 102, platform regime",
    each={
        "left": -0.353,
        "back": -1.812,
        "step_child": -4.104,
        "step_parent": 0.031,
        "step_child_rises": 6.930,
        "step_parent_falls": -3.904,
        "told_child": -2.434,
        "told_parent": 0.961,
        "no_steps": 2.382,
        "bare_child": -1.699,
        "cropped": -0.213,
        "sides_cut": -0.137,
        "more_child": -3.269,
        "trimmed": -0.240,
        "ends_cut": -0.552,
        "lost": -2.874,
        "enlarged": -2.350,
        "shrunk": -0.095,
        "detail_more": -0.990,
        "detail_less": 0.447,
        "marked_child": 0.703,
        "marked_parent": -1.107,
        "marked_untold": 0.709,
        "toned": -1.777,
        "sped": -0.895,
        "slow_repeats": -3.076,
        "slow_whole": -1.071,
        "fast_from_repeats": -2.603,
        "part": 5.884,
        "whole": -5.683,
        "both_part": -0.183,
    },
    root=2.667,
)
