"""Worlds with their truth: persons, what they recorded or told, and what was made from it. Seeded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True, slots=True)
class Made:
    """A recording or a text. `camps`: the persons behind it as far as they count apart, a team being one; of what rests
    on others, theirs. `rests_on`: places in the world's list. `channels`: one for each copy. `held`: False for what is
    in nobody's case. `together`: the one person, witness or team behind it; None where there are several."""

    recorded: bool
    maker: str
    device: str | None
    rests_on: tuple[int, ...]
    camps: frozenset[str]
    channels: tuple[str, ...]
    held: bool = True
    together: str | None = None
    own: bool = False
    """Beside what it rests on it has what a witness told its author."""


@dataclass(slots=True)
class World:
    kind: str
    rng: Random
    made: list[Made] = field(default_factory=list)

    def record(self, person: str, device: str = "phone", team: str | None = None) -> int:
        camp = team or person
        return self._add(
            Made(True, person, f"{person}/{device}", (), frozenset({camp}), self._channels(), together=camp)
        )

    def write(self, author: str, told_by: Sequence[str], *, held: bool = True) -> int:
        together = told_by[0] if len(told_by) == 1 else None
        channels = self._channels() if held else ()
        return self._add(Made(False, author, None, (), frozenset(told_by), channels, held, together))

    def rest(self, author: str, on: Sequence[int], channel: str | None = None, told_by: str | None = None) -> int:
        """`told_by`: a witness of the author's own."""
        camps = frozenset(camp for at in on for camp in self.made[at].camps) | ({told_by} if told_by else set())
        channels = self._channels() if channel is None else (channel,)
        return self._add(Made(False, author, None, tuple(on), camps, channels, own=told_by is not None))

    def _channels(self) -> tuple[str, ...]:
        """One for each copy: the same channel may well post twice."""
        return tuple(f"channel {self.rng.randrange(30)}" for _ in range(self.rng.randint(1, 6)))

    def _add(self, made: Made) -> int:
        self.made.append(made)
        return len(self.made) - 1

    def roots(self) -> list[Made]:
        return [made for made in self.made if made.own or not made.rests_on]

    @property
    def groups(self) -> int:
        """What copying and resting leave apart."""
        return len(self.roots())

    @property
    def shown(self) -> int:
        """Size of the largest set of roots of which no two share a camp; 0 below two."""
        most = _apart([made.camps for made in self.roots()])
        return most if most > 1 else 0


def _apart(camps: Sequence[frozenset[str]]) -> int:
    """Largest number of pairwise disjoint sets: those that meet nothing else count one each, of the others all
    choices are tried, smallest sets first."""
    left = sorted(set(camps), key=lambda one: (len(one), sorted(one)))
    alone = [one for one in left if not any(one & other for other in left if other != one)]
    return len(alone) + _packed([one for one in left if one not in alone])


def _packed(left: Sequence[frozenset[str]]) -> int:
    if not left:
        return 0
    first, rest = left[0], left[1:]
    return max(1 + _packed([one for one in rest if not one & first]), _packed(rest))


def _calls(world: World) -> None:
    for at in range(world.rng.randint(1, 3)):
        for author in range(world.rng.randint(2, 3)):
            world.write(f"author {at}.{author}", [f"witness {at}"])


def _agencies(world: World) -> None:
    for at in range(world.rng.randint(1, 2)):
        report = world.write(f"agency {at}", [f"witness {at}.{n}" for n in range(world.rng.randint(1, 3))], held=False)
        for outlet in range(world.rng.randint(2, 4)):
            world.rest(f"outlet {at}.{outlet}", [report])
    for at in range(world.rng.randint(0, 2)):
        world.record(f"passer-by {at}")


def _phones(world: World) -> None:
    for at in range(world.rng.randint(1, 4)):
        for device in ("phone", "other phone")[: world.rng.randint(1, 2)]:
            world.record(f"person {at}", device)


def _teams(world: World) -> None:
    for at in range(world.rng.randint(1, 2)):
        for person in range(world.rng.randint(2, 4)):
            world.record(f"crew {at}.{person}", "camera", f"team {at}")
    for at in range(world.rng.randint(0, 2)):
        world.record(f"passer-by {at}")


def _aggregators(world: World) -> None:
    clips = [world.record(f"witness {at}") for at in range(20)]
    for at in range(world.rng.randint(1, 2)):
        world.rest(f"aggregator {at}", clips, f"aggregator {at}")
        for clip in world.rng.sample(clips, 10):
            world.rest(f"aggregator {at}", [clip], f"aggregator {at}")


def _reposts(world: World) -> None:
    for at in range(world.rng.randint(1, 3)):
        clip = world.record(f"person {at}")
        for post in range(world.rng.randint(1, 5)):
            told = world.rest(f"poster {at}.{post}", [clip])
            if world.rng.random() < 0.3:
                world.rest(f"reader {at}.{post}", [told])


def _observers(world: World) -> None:
    for at in range(world.rng.randint(2, 6)):
        if world.rng.random() < 0.5:
            world.record(f"person {at}")
        else:
            world.write(f"author {at}", [f"person {at}"])


def _articles(world: World) -> None:
    for at in range(world.rng.randint(1, 2)):
        clip = world.record(f"person {at}")
        for article in range(world.rng.randint(2, 8)):
            told = f"witness {at}.{article}" if world.rng.random() < 0.2 else None
            world.rest(f"author {at}.{article}", [clip], told_by=told)


def _mixed(world: World) -> None:
    _teams(world)
    _phones(world)
    _calls(world)
    for at in range(world.rng.randint(1, 3)):
        world.rest(f"poster {at}", [world.rng.randrange(len(world.made))])
    several = world.rng.sample(range(len(world.made)), 3)
    world.rest("compiler", several)


KINDS: dict[str, Callable[[World], None]] = {
    "one telephone call": _calls,
    "unseen agencies": _agencies,
    "two phones": _phones,
    "one team": _teams,
    "aggregators": _aggregators,
    "plain reposts": _reposts,
    "independent observers": _observers,
    "articles on a clip": _articles,
    "all of it": _mixed,
}


def world(kind: str, seed: int) -> World:
    """The same kind and seed, the same world."""
    made = World(kind, Random(f"{kind} {seed}"))
    KINDS[kind](made)
    return made
