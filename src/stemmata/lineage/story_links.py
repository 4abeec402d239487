"""From what two texts share, and what they say of their sources, to what it costs to hold one for the other's parent.

The cost is linear in TERMS, in nats up to a constant, with the weights of lineage.story_weights: fitted as a choice
between candidates (McFadden, Conditional logit analysis, 1974) on generated families. A candidate that is certainly
younger than the child is none, unless the child names it: dates are claims, and a page may be dated anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from stemmata.lineage import signs
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Sign
from stemmata.lineage.story_readings import Compared, Readings, Wording
from stemmata.lineage.story_weights import POPULATION, WEIGHTS
from stemmata.model.canonical import Plain
from stemmata.model.declaration import Resolved
from stemmata.model.interval import iso_span

TERMS = tuple(WEIGHTS)
LEAST_CHANCE = 0.01
"""Of an order of dates: what is less likely costs no more."""
COMES_BACK = 0.4
"""A reading of an older text, for one of a younger: house style and the mending of slips bring old readings back by
themselves, a reading that the candidate never had comes from elsewhere."""
LOST = 0.2
"""A reading of the candidate's that the child lacks."""
ROOT_LATE, ROOT_SHORT = 10.0, 2.0
"""Nats of a text that all others are older than, and for each e-fold by which the longest exceeds it. These four were
chosen on half 0 of the seed articles, families 1000 to 1039, and with a look at Notre Besoin (bench.stories)."""
INHERITED = 0.8
"""Of the words in which a text names its source: from here on, having them from an older text says nothing of its own
source."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the texts of one family say of their sources. by_holder: (child, parent) by witness. unheld: (child, key of
    an unheld source). Only what was not copied with the text around it."""

    by_holder: Mapping[tuple[str, str], Resolved] = field(default_factory=dict)
    unheld: Mapping[tuple[str, str], Resolved] = field(default_factory=dict)


def named_sources(readings: Readings, of_holder: Mapping[str, str], resolved: Iterable[Resolved]) -> Named:
    """`of_holder`: the witness of each holder. The first statement on each pair is kept, one on the whole text before
    others."""
    by_holder: dict[tuple[str, str], Resolved] = {}
    unheld: dict[tuple[str, str], Resolved] = {}
    for one in sorted(resolved, key=lambda one: (not one.declaration.whole, one.declaration.start or 0)):
        child = of_holder.get(one.declaration.of.holder)
        if child is None or is_inherited(readings, child, one):
            continue
        if not one.certain:
            continue
        if one.unheld is not None:
            unheld.setdefault((child, one.unheld), one)
        elif one.holder in of_holder and of_holder[str(one.holder)] != child:
            by_holder.setdefault((child, of_holder[str(one.holder)]), one)
    return Named(by_holder, unheld)


def is_inherited(readings: Readings, child: str, one: Resolved) -> bool:
    """Whether an older text has the sentence in which the child names its source: it may have come with that text."""
    span = one.declaration.span
    if span is None:
        return False
    wording = readings.wordings[child]
    said = [
        wording.runs[at]
        for at in range(len(wording.runs))
        if span.start <= wording.starts[at] and wording.ends[at + 2] <= span.end
    ]
    return bool(said) and any(
        readings.before(other, child) > LEAST_ORDERED and sum(run in held.held for run in said) >= INHERITED * len(said)
        for other, held in readings.wordings.items()
        if other != child
    )


LEAST_ORDERED = 0.5
"""Above this chance one text counts as the older of two."""


def links_of(readings: Readings, pairs: Iterable[tuple[str, str]], named: Named) -> list[Link]:
    """`pairs`: (parent, child) to be considered. Links of held texts to held ones, sorted."""
    made = []
    for parent, child in sorted({*pairs, *((parent, child) for child, parent in named.by_holder)}):
        declared = (child, parent) in named.by_holder
        if readings.before(parent, child) <= 0.0 and not declared:
            continue
        compared = readings.compared(parent, child)
        row = terms(readings, parent, child, compared, named)
        made.append(
            Link(parent, child, cost(row), signs_of(readings, parent, child, compared, named), population=POPULATION)
        )
    return made


def unheld_links(named: Named) -> list[Link]:
    """From unheld sources to the texts that name them: nothing is known of their wording."""
    return [
        Link(key, child, cost(UNHELD_ROW), (declared_sign(one),), population=POPULATION)
        for (child, key), one in sorted(named.unheld.items())
    ]


def terms(readings: Readings, parent: str, child: str, compared: Compared, named: Named) -> dict[str, float]:
    before = readings.before(parent, child)
    dated = all(readings.wordings[name].text.published is not None for name in (parent, child))
    return {
        "shared": compared.shared,
        "readings": unexplained_readings(compared),
        "lost_passages": log(1 + compared.lost_passages),
        "unsure_order": -log(max(LEAST_CHANCE, before)),
        "undated": float(not dated),
        "declared": float((child, parent) in named.by_holder),
        "declared_back": float((parent, child) in named.by_holder),
        "other_headline": float(compared.headline is False),
        "unheld": 0.0,
    }


def unexplained_readings(compared: Compared) -> float:
    """Logarithm, since the tenth reading says less than the first."""
    return log(1 + compared.later + COMES_BACK * compared.older + LOST * compared.lost)


def root_costs(readings: Readings) -> dict[str, float]:
    """What it costs, beside what any root costs, to hold none for a text's parent, in nats."""
    longest = max((len(wording.words) for wording in readings.wordings.values()), default=0)
    made: dict[str, float] = {}
    for name, wording in readings.wordings.items():
        others = [readings.before(other, name) for other in readings.wordings if other != name]
        late = sum(others) / len(others) if others else 0.0
        made[name] = ROOT_LATE * late + ROOT_SHORT * log(longest / max(1, len(wording.words)))
    return made


UNHELD_ROW: Mapping[str, float] = dict.fromkeys(TERMS, 0.0) | {"declared": 1.0, "unheld": 1.0}


def cost(row: Mapping[str, float]) -> float:
    return sum(WEIGHTS[term] * value for term, value in row.items())


def signs_of(readings: Readings, parent: str, child: str, compared: Compared, named: Named) -> tuple[Sign, ...]:
    """What is shown of a pair, strongest first."""
    made = []
    if (child, parent) in named.by_holder:
        made.append(declared_sign(named.by_holder[child, parent]))
    dates = published_sign(readings.wordings[parent], readings.wordings[child], readings.before(parent, child))
    if dates is not None:
        made.append(dates)
    weight = -WEIGHTS["shared"] * compared.shared - WEIGHTS["readings"] * unexplained_readings(compared)
    values: dict[str, Plain] = {
        "shared": round(compared.shared, 3),
        "later": round(compared.later, 1),
        "older": round(compared.older, 1),
        "lost": compared.lost,
        "passages": compared.elsewhere,
    }
    made.append(Sign(signs.WORDING, None, round(weight, 3), values))
    if compared.cut:
        made.append(Sign(signs.CUT_END, None, None, {"words": compared.cut}))
    if compared.headline is not None and not compared.headline and not compared.later + compared.older:
        made.append(Sign(signs.HEADLINE, None, None))
    return tuple(made)


def declared_sign(one: Resolved) -> Sign:
    values: dict[str, Plain] = {
        "source": one.declaration.source,
        "cue": one.declaration.cue,
        "whole": one.declaration.whole,
        "by": None if one.by is None else one.by.value,
    }
    return Sign(signs.DECLARED, None, round(-WEIGHTS["declared"], 3), values)


def published_sign(parent: Wording, child: Wording, before: float) -> Sign | None:
    """None where one of them bears no date."""
    one, other = parent.text.published, child.text.published
    if one is None or other is None:
        return None
    order = "parent first" if before >= 1.0 else "child first" if before <= 0.0 else "not told"
    values: dict[str, Plain] = {
        "parent": iso_span(one),
        "child": iso_span(other),
        "basis": max((one.basis, other.basis), key=list(type(one.basis)).index).value,
        "order": order,
    }
    weight = None if before == 0.5 else round(WEIGHTS["unsure_order"] * (log(max(LEAST_CHANCE, before)) - log(0.5)), 3)
    return Sign(signs.PUBLISHED, None, weight, values)
