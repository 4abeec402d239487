"""What a case would hold of a world: copies found or missed, dependence declared or not, and what people told."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

from bench.roots.worlds import Made, World

from stemmata.corroborate.evidence import Behind, Dependence, Evidence, Ground, Role, Status
from stemmata.corroborate.origins import Material, Origin, OriginKind, unheld_origin
from stemmata.model.unit import Track, Unit

WAITING = 0.5
"""Of what is missed, the share that waits as undecided or suggested; the rest is not noticed at all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`links` and `channels`: what the two commonest ways of counting would count. `told`: the share of what could be
    said of pairs that was said. `whole`: no link went undetected."""

    material: Material
    links: int
    channels: int
    told: float
    whole: bool
    made_of: Mapping[int, tuple[str, ...]]
    """By place in the world's list: the holders of its copies."""


def seen(world: World, missed: float, false: float) -> Seen:
    rng = Random(f"seen {world.kind} {world.rng.random()}")
    told = rng.choice((0.0, 0.5, 1.0))
    origins: list[Origin] = []
    parts: dict[int, list[tuple[str, Unit]]] = {}
    undecided: list[tuple[Unit, Unit]] = []
    split = False
    for at, made in enumerate(world.made):
        if not made.held:
            continue
        units = [_unit(rng, made) for _ in made.channels]
        cut = rng.randint(1, len(units) - 1) if len(units) > 1 and rng.random() < missed else len(units)
        if cut < len(units):
            split = True
            if rng.random() < WAITING:
                undecided.append((units[cut - 1], units[cut]))
        for group in (units[:cut], units[cut:]):
            if group:
                name = f"{rng.getrandbits(48):012x}"
                kind = OriginKind.FOOTAGE if made.recorded else OriginKind.STORY
                origins.append(Origin(name, kind, tuple(group)))
                parts.setdefault(at, []).extend((name, unit) for unit in group)
    rests, undeclared = _rests(world, parts, rng, missed)
    unheld = sorted({one.on.holder for one in rests if one.on.posting is not None})
    own = tuple(held[0][1] for at, held in sorted(parts.items()) if world.made[at].own)
    evidence = [*_told(world, parts, rng, told), *_false(world, parts, rng, false)]
    behind = [
        Behind(unit, made.maker, Role.AUTHOR)
        for at, made in enumerate(world.made)
        if at in parts and not made.recorded and rng.random() < told
        for _, unit in parts[at][:1]
    ]
    rng.shuffle(origins)
    return Seen(
        Material(
            (*origins, *(unheld_origin(key) for key in unheld)),
            tuple(rests),
            undecided=tuple(undecided),
            evidence=tuple(evidence),
            behind=tuple(behind),
            own=own,
        ),
        sum(len(held) for held in parts.values()),
        len({channel for at in parts for channel in world.made[at].channels}),
        told,
        not split and not undeclared,
        {at: tuple(unit.holder for _, unit in held) for at, held in parts.items()},
    )


def _unit(rng: Random, made: Made) -> Unit:
    return Unit(Track.PICTURE if made.recorded else Track.TEXT, item=f"{rng.getrandbits(256):064x}")


def _rests(
    world: World, parts: dict[int, list[tuple[str, Unit]]], rng: Random, missed: float
) -> tuple[list[Dependence], bool]:
    """Each copy of what rests on something declares it; of something that is not held, by its name."""
    made: list[Dependence] = []
    undeclared = False
    for at, parent in ((at, parent) for at, one in enumerate(world.made) for parent in one.rests_on):
        status = Status.DECLARED
        if rng.random() < missed:
            undeclared = True
            if rng.random() >= WAITING:
                continue
            status = Status.SUGGESTED
        if parent in parts:
            target = rng.choice(parts[parent])[1]
        else:
            target = Unit(Track.TEXT, posting=f"unheld {world.kind} {parent}")
        made += [Dependence(unit, target, status) for _, unit in parts[at]]
    return made, undeclared


def _told(world: World, parts: dict[int, list[tuple[str, Unit]]], rng: Random, share: float) -> list[Evidence]:
    """True statements on pairs: what differs, who is behind both."""
    found: list[Evidence] = []
    for one, other in combinations(sorted(parts), 2):
        first, second = world.made[one], world.made[other]
        ends = rng.choice(parts[one])[1], rng.choice(parts[other])[1]
        grounds: list[Ground] = []
        if first.recorded and second.recorded and first.device != second.device:
            grounds.append(rng.choice((Ground.OTHER_CAMERA, Ground.SEPARATE_DEVICES)))
        elif not first.recorded and not second.recorded and first.maker != second.maker:
            grounds.append(Ground.SEPARATE_AUTHORS)
        if not first.camps & second.camps:
            grounds.append(rng.choice((Ground.SEPARATE_OBSERVERS, Ground.ASSERTED)))
        elif first.together is not None and first.together == second.together:
            grounds.append(_common(first, second))
        found += [Evidence(ground, *ends, "as told", "a person") for ground in grounds if rng.random() < share]
    return found


def _common(first: Made, second: Made) -> Ground:
    if not first.recorded or not second.recorded:
        return Ground.ONE_WITNESS
    return Ground.ONE_PERSON if first.maker == second.maker else Ground.ONE_TEAM


def _false(world: World, parts: dict[int, list[tuple[str, Unit]]], rng: Random, share: float) -> list[Evidence]:
    return [
        Evidence(
            Ground.SEPARATE_OBSERVERS, rng.choice(parts[one])[1], rng.choice(parts[other])[1], "as told", "a person"
        )
        for one, other in combinations(sorted(parts), 2)
        if share and world.made[one].camps & world.made[other].camps and rng.random() < share
    ]
