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


def standing_of(link: Link, chosen: Mapping[str, Link], links: Sequence[Link]) -> Standing:
    """`chosen` by child: the tree. `links`: all that were allowed."""
    below = _descendants(link.child, chosen)
    others = [one for one in links if one.child == link.child and one.parent != link.parent and one.parent not in below]
    margin = min((one.cost for one in others), default=link.cost + MOST) - link.cost
    back = next((one.cost for one in links if (one.parent, one.child) == (link.child, link.parent)), None)
    reverse = MOST if back is None else back - link.cost
    wins = [
        all(drawn <= other.draws[draw] for other in others if len(other.draws) > draw)
        for draw, drawn in enumerate(link.draws)
    ]
    return Standing(
        link.cost,
        max(-MOST, min(MOST, margin)),
        max(-MOST, min(MOST, reverse)),
        sum(wins) / len(wins) if wins else 1.0,
    )


def _descendants(one: str, chosen: Mapping[str, Link]) -> set[str]:
    children: dict[str, list[str]] = {}
    for link in chosen.values():
        children.setdefault(link.parent, []).append(link.child)
    found: set[str] = set()
    waiting = [one]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


@dataclass(frozen=True, slots=True)
class Logistic:
    """How often a choice that stands like this was right, on `population`: a logistic curve over FEATURES.

    Times its support: on the generated families that is 1 nearly throughout, whether the choice was right or wrong,
    since which blocks were looked at is not what a choice is unsure for; where it is less, the choice is worth less.
    """

    population: str
    weights: tuple[float, ...]
    bias: float
    likely_from: float

    def p(self, standing: Standing) -> float:
        told = self.bias + sum(weight * value for weight, value in zip(self.weights, standing.features(), strict=True))
        return standing.support / (1 + exp(-max(-40.0, min(40.0, told))))
