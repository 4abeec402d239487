"""Stemmata for tests, seeded: the one of the target page, and random ones of any size with every class in them."""

import random
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from stemmata.lineage import signs
from stemmata.lineage.stemma import Completeness, Descent, FourAnswers, Proof, Sign, Stemma, Sureness, Witness
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit
from stemmata.publish.stemma_case import Known, Tree, tree_of

NOON_US = 1_931_256_000_000_000
"""14 Mar 2031, 12:00 UTC."""
HOUR_US = 3_600_000_000
POPULATION = "stills-1"
REPRODUCED = Sign(signs.REPRODUCED, Proof.DESCENDS)
LEFT = Sign(signs.LEFT_OVER, None, 1.4, {"there": 2.25, "back": 9.5})
KIN = Sign(signs.KIN_ABOVE, Proof.SAME_ORIGIN, None, {"one": "seconds", "other": "seconds"})


def item(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def witness(name: str, files: int = 1) -> Witness:
    units = sorted(
        (Unit(Track.PICTURE, item=item(f"{name} {at}")) for at in range(files)), key=lambda unit: unit.holder
    )
    return Witness(f"w-{name}", tuple(units))


def proven(child: str, parent: str, *more: Sign, span: Span | None = None) -> Descent:
    return Descent(
        f"w-{child}", f"w-{parent}", Sureness.PROVEN, signs=(REPRODUCED, *more), span=span, assumes=("same_stream",)
    )


def likely(child: str, parent: str, *more: Sign, p: float = 0.964) -> Descent:
    return Descent(f"w-{child}", f"w-{parent}", Sureness.LIKELY, p, POPULATION, (LEFT, *more))


def kin(child: str, parent: str) -> Descent:
    return Descent(f"w-{child}", f"w-{parent}", Sureness.NEAREST_KIN, signs=(Sign(signs.COARSENESS, None, 0.2),))


def target() -> Stemma:
    """As the target page has it: one ω, two generations, a compilation that also takes from another family."""
    files = {"K": 1, "A": 3, "B": 2, "H": 1, "C": 14, "I": 4, "G": 3, "F": 4, "D": 6, "E": 2, "J": 1}
    descents = [
        Descent("w-K", "w-lost", Sureness.PROVEN, signs=(KIN,)),
        Descent("w-A", "w-lost", Sureness.PROVEN, signs=(KIN,)),
        Descent("w-B", "w-lost", Sureness.LIKELY, 0.91, POPULATION),
        proven("H", "K", Sign(signs.SOUND_LOST, None, 0.4)),
        proven("C", "A", Sign(signs.LAID_OVER_CHILD, None, 2.1, {"share": 0.15})),
        proven("I", "A"),
        likely("G", "B", Sign(signs.LAID_OVER_CHILD, None, 0.7, {"share": 0.02})),
        proven("F", "B", span=Span(0, 14_000_000)),
        proven("F", "elsewhere", span=Span(14_000_000, 26_000_000)),
        likely("D", "C", Sign(signs.ENLARGED, None, 0.3, {"scale": 0.5})),
        kin("E", "C"),
        kin("J", "F"),
    ]
    held = [witness(name, count) for name, count in files.items()]
    answers = FourAnswers(
        item("K 0"), Completeness(item("K 0"), 0.96, ((item("A 0"), Span(0, 3_000_000)),)), item("B 0"),
        ("posting-w-A", item("A 0")), ("best_most_come_from_it", "quality_by_detail"),
    )  # fmt: skip
    cut = Sign(signs.SECONDS, Proof.NOT_ANCESTOR, None, {"seconds": 4.0})
    return Stemma(
        "fam-7q3k",
        tuple(sorted([*held, Witness("w-lost", ())], key=lambda one: one.id)),
        tuple(sorted(descents, key=lambda one: (one.child, str(one.parent)))),
        answers,
        (("w-C", "w-A", cut),),
    )


def target_known(stemma: Stemma) -> dict[str, Known]:
    hours = {"A": 0, "B": 1, "C": 1, "D": 3, "F": 55, "G": 19, "H": 117, "I": 8, "J": 106}
    made = {}
    for one in stemma.witnesses:
        if not one.held:
            continue
        name = one.id.removeprefix("w-")
        low = None if name not in hours else NOON_US + hours[name] * HOUR_US
        made[one.id] = known(one, low, posted=name != "K")
    return made


def known(one: Witness, low: int | None, *, posted: bool = True, width_us: int = 0) -> Known:
    return Known(
        holders=one.holders,
        names=tuple(f"{one.id}-{at}.mp4" for at in range(len(one.holders))),
        files=len(one.holders),
        posting=f"posting-{one.id}" if posted else None,
        channel="Lower Town News" if posted else None,
        platform="telegram" if posted else None,
        low_us=low,
        high_us=None if low is None else low + width_us,
        received_us=NOON_US + 72 * HOUR_US,
        duration_us=58_000_000,
        picture=one.holders[0],
        posted=posted,
    )


def target_tree() -> Tree:
    stemma = target()
    return tree_of(stemma, target_known(stemma))


def random_stemma(count: int, seed: int, lost: int = 1, bushy: float = 0.5) -> Stemma:
    """`count` held witnesses and `lost` ω: every class occurs, every twentieth has a second parent."""
    draw = random.Random(seed)
    names = [f"{at:05d}" for at in range(count)]
    held = [witness(name, draw.choice((1, 1, 1, 2, 5))) for name in names]
    omegas = [f"lost-{at}" for at in range(lost)]
    descents: list[Descent] = []
    for at, name in enumerate(names):
        if at == 0 or draw.random() < 0.02:
            made = [Descent(f"w-{name}", None, Sureness.NONE)]
        elif at <= 3 * lost:
            made = [Descent(f"w-{name}", f"w-{omegas[(at - 1) // 3]}", Sureness.PROVEN, signs=(KIN,))]
        else:
            parent = names[int((at - 1) * draw.random() ** (1 + 2 * bushy))]
            make = draw.choices((proven, likely, kin), (4, 5, 3))[0]
            made = [make(name, parent)]
            other = names[draw.randrange(at)]
            if at % 20 == 19 and other != parent:
                made.append(proven(name, other, span=Span(0, 14_000_000)))
        descents += made
    return Stemma(
        f"family-{count}-{seed}",
        tuple(sorted([*held, *(Witness(f"w-{one}", ()) for one in omegas)], key=lambda one: one.id)),
        tuple(sorted(descents, key=lambda one: (one.child, str(one.parent)))),
    )


def random_tree(count: int, seed: int, lost: int = 1) -> Tree:
    stemma = random_stemma(count, seed, lost)
    draw = random.Random(seed + 1)
    known_of = {}
    for one in stemma.witnesses:
        if one.held:
            low = None if draw.random() < 0.2 else NOON_US + int(draw.expovariate(1 / 40) * HOUR_US)
            known_of[one.id] = known(one, low, width_us=draw.choice((0, 0, HOUR_US * 6)))
    return tree_of(stemma, known_of)


def shuffled(stemma: Stemma, seed: int) -> Stemma:
    draw = random.Random(seed)

    def mixed(values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(draw.sample(list(values), len(values)))

    return Stemma(stemma.family, mixed(stemma.witnesses), mixed(stemma.descents), stemma.answers, stemma.not_sources)
