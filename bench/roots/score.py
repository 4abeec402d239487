"""Counted against the truth, kind by kind, beside the ways in which it is usually counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.roots.seen import Seen, seen
from bench.roots.worlds import KINDS, World, world
from bench.rows import none_wrong, row

from stemmata.corroborate.roots import Roots, count_roots


@dataclass(frozen=True, slots=True)
class Answer:
    """One world: what is true, what was held, what was counted."""

    world: World
    seen: Seen
    roots: Roots


def answers(kind: str, seeds: Iterable[int], missed: float, false: float) -> list[Answer]:
    made: list[Answer] = []
    for seed in seeds:
        one = world(kind, seed)
        held = seen(one, missed, false)
        made.append(Answer(one, held, count_roots(held.material)))
    return made


def report(seed: int, worlds: int, missed: float, false: float) -> list[str]:
    lines: list[str] = []
    every: list[Answer] = []
    for kind in KINDS:
        found = answers(kind, range(seed * worlds, (seed + 1) * worlds), missed, false)
        every += found
        lines += [f"{kind}", *(f"  {line}" for line in table(found))]
    return [*lines, "all kinds", *(f"  {line}" for line in table(every))]


def table(found: Sequence[Answer]) -> list[str]:
    n = len(found)
    whole = [one for one in found if one.seen.whole]
    told = [one for one in found if one.seen.told == 1.0]
    return [
        none_wrong("shown above truth", sum(one.roots.shown > one.world.shown for one in found), n),
        none_wrong("groups below truth", sum(one.roots.groups < one.world.groups for one in found), n),
        row("groups exact", sum(one.roots.groups == one.world.groups for one in found), n),
        row("  no link undetected", sum(one.roots.groups == one.world.groups for one in whole), len(whole)),
        row("truth in low–groups", sum(_within(one) for one in found), n),
        row("shown exact", sum(one.roots.shown == one.world.shown for one in found), n),
        row("  all told", sum(one.roots.shown == one.world.shown for one in told), len(told)),
        "counted as independent instead, above truth in:",
        row("  cameras and authors", sum(one.roots.separate > one.world.shown for one in found), n),
        row("  groups", sum(one.roots.groups > max(one.world.shown, 1) for one in found), n),
        row("  the channels", sum(one.seen.channels > max(one.world.shown, 1) for one in found), n),
        row("  the links", sum(one.seen.links > max(one.world.shown, 1) for one in found), n),
    ]


def _within(one: Answer) -> bool:
    return one.roots.groups_low <= one.world.groups <= one.roots.groups
