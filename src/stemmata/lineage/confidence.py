"""How a chosen parent stands among the others: what is mapped to how often such a choice was right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from stemmata.lineage.links import Link

MOST = 12.0
"""Nats beyond which a difference says no more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """cost: of the link. margin: by how much the next candidate for the child's parent, none of its descendants, is
    dearer; MOST where there is no other. reverse: by how much it is dearer to hold the child for the parent's parent.
    support: share of draws in which the same parent is the cheapest of all that are no descendants; 1 without draws."""

    cost: float
    margin: float
    reverse: float
    support: float

    def features(self) -> tuple[float, ...]:
        """What `CALIBRATED` weighs: FEATURES in their order."""
        return (
            self.cost,
            min(self.margin, 3.0),
            self.margin,
            min(self.reverse, 3.0),
        )


FEATURES = ("cost", "margin to 3", "margin", "reverse to 3")


class Standings:
    """How the links of one tree stand. `chosen` by child: the tree. `links`: all that were allowed."""

    def __init__(self, chosen: Mapping[str, Link], links: Sequence[Link]) -> None:
        self._chosen = chosen
        self._into: dict[str, list[Link]] = {}
        for link in links:
            self._into.setdefault(link.child, []).append(link)
        self._cost = {(link.parent, link.child): link.cost for link in links}

    def of(self, link: Link) -> Standing:
        others = [
            one
            for one in self._into.get(link.child, ())
            if one.parent != link.parent and not self._lies_below(one.parent, link.child)
        ]
        margin = min((one.cost for one in others), default=link.cost + MOST) - link.cost
        back = self._cost.get((link.child, link.parent))
        reverse = MOST if back is None else back - link.cost
        drawn = [one.draws for one in others if len(one.draws) == len(link.draws)]
        wins = [all(cost <= other[draw] for other in drawn) for draw, cost in enumerate(link.draws)]
        return Standing(
            link.cost,
            max(-MOST, min(MOST, margin)),
            max(-MOST, min(MOST, reverse)),
            sum(wins) / len(wins) if wins else 1.0,
        )

    def _lies_below(self, one: str, above: str) -> bool:
        while one != above and one in self._chosen:
            one = self._chosen[one].parent
        return one == above


@dataclass(frozen=True, slots=True)
class Logistic:
    """How often a choice that stands like this was right, on `population`: a logistic curve over FEATURES. dear_from:
    cost from which a link names no parent, since hardly any was right.

    Times its support: on the generated families that is 1 nearly throughout, whether the choice was right or wrong,
    since which blocks were looked at is not what a choice is unsure for; where it is less, the choice is worth less.
    """

    population: str
    weights: tuple[float, ...]
    bias: float
    likely_from: float
    dear_from: float

    def p(self, standing: Standing) -> float:
        told = self.bias + sum(weight * value for weight, value in zip(self.weights, standing.features(), strict=True))
        return standing.support / (1 + exp(-max(-40.0, min(40.0, told))))
