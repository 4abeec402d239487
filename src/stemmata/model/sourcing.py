"""What a person recorded of who stands behind material, or of what it rests on. Only another entry takes it back.

What is judged of footage (model.judgement) says whether two units are one; this says whose they are. Neither follows
from the other: one person can hold two phones, and two persons can send one clip.
"""

from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.unit import Unit


class Sourced(StrEnum):
    """What can be recorded. Of two units, of one, or of one that rests on another."""

    ONE_PERSON = "one_person"
    """One person with two phones, or who told both."""
    ONE_TEAM = "one_team"
    """One press team with several cameras."""
    ONE_ACCOUNT = "one_account"
    """One account behind two channels, as the author of both."""
    ONE_WITNESS = "one_witness"
    """Two texts that retell what one person said."""
    SEPARATE_DEVICES = "separate_devices"
    SEPARATE_AUTHORS = "separate_authors"
    SEPARATE_OBSERVERS = "separate_observers"
    """One named observer behind each; nobody behind the one is behind the other."""
    ASSERTED = "asserted"
    """Nobody behind the one is behind the other: asserted, with nobody named."""
    AUTHOR = "author"
    """Who made the unit. A channel that only passed it on is not behind it."""
    OBSERVER = "observer"
    """Who perceived what the unit shows or tells."""
    DECLARED = "declared"
    """The first says of itself that it rests on the second: it cites, embeds or links it."""
    CONFIRMED = "confirmed"
    """A person confirms that the first rests on the second."""
    REJECTED = "rejected"
    """A person rejects that the first rests on the second."""


ONE_OBSERVER = frozenset({Sourced.ONE_PERSON, Sourced.ONE_TEAM, Sourced.ONE_ACCOUNT, Sourced.ONE_WITNESS})
OTHER_OBSERVERS = frozenset({Sourced.SEPARATE_OBSERVERS, Sourced.ASSERTED})
OF_ONE = frozenset({Sourced.AUTHOR, Sourced.OBSERVER})
RESTING = frozenset({Sourced.DECLARED, Sourced.CONFIRMED, Sourced.REJECTED})
"""These have a direction: the first unit rests on the second."""
OF_PAIRS = frozenset(Sourced) - OF_ONE - RESTING
PERSONS = {Sourced.AUTHOR: 1, Sourced.OBSERVER: 1, Sourced.SEPARATE_OBSERVERS: 2}
"""How many persons are named, one behind each unit. With all others nobody is."""


@dataclass(frozen=True, slots=True)
class Sourcing:
    """One signed entry. `id` is the entry's; `who` the author's key id; `when_us` the claimed time, µs since 1970.

    `units`: one, or two in the order in which they were said. `persons`: pseudonyms, one for each unit where the saying
    names persons; empty where the body of the entry was erased. `reason` is None there too. `said` is None where the
    entry only takes back; `undoes` names the entry that no longer holds.
    """

    id: str
    said: Sourced | None
    units: tuple[Unit, ...]
    who: str
    when_us: int
    reason: str | None
    persons: tuple[str, ...] = ()
    undoes: str | None = None

    def __post_init__(self) -> None:
        wanted = (1,) if self.said in OF_ONE else (1, 2) if self.said is None else (2,)
        if len(self.units) not in wanted:
            raise ValueError(f"{self.said} is said of {wanted[-1]} units, got {len(self.units)}")

    @property
    def pair(self) -> tuple[str, ...]:
        """Ids of the units; sorted where they have no direction."""
        names = [unit.id for unit in self.units]
        return tuple(names if self.said in RESTING else sorted(names))
