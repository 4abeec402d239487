"""What is said of two units beside copying: that they are separate, that one observer is behind both, that one rests on
the other.

Three levels are never mixed (DESIGN section 6). Evidence on cameras, devices or authors shows separate *recordings or
authored sources*; it cannot show separate *observers*, since one person may hold two phones and one team several
cameras. Only evidence on the persons themselves reaches that level.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.canonical import Plain
from stemmata.model.unit import Unit


class Level(StrEnum):
    """What is counted."""

    COPIES = "copies"
    """Files and posts."""
    SOURCES = "sources"
    """What one camera took; what one author wrote or one agency sent."""
    OBSERVERS = "observers"
    """Who perceived the event."""


class Ground(StrEnum):
    """What a piece of evidence on a pair says: a key of words."""

    OTHER_CAMERA = "other_camera"
    """Sound puts both at one moment of one event, parallax at two standpoints."""
    OTHER_MICROPHONE = "other_microphone"
    """Another microphone heard the same event; a team with two cameras gives the same."""
    SEPARATE_DEVICES = "separate_devices"
    SEPARATE_AUTHORS = "separate_authors"
    SEPARATE_OBSERVERS = "separate_observers"
    """Named, by name or pseudonym; nobody behind the one is behind the other."""
    ASSERTED = "asserted"
    """A person says, with a reason, that nobody behind the one is behind the other."""
    ONE_PERSON = "one_person"
    """One person with two phones, or who told both."""
    ONE_TEAM = "one_team"
    """One press team with several cameras: two recordings, not two observers."""
    ONE_ACCOUNT = "one_account"
    """One account behind two channels, as the author of both."""
    ONE_WITNESS = "one_witness"
    """Two texts that retell what one person said."""
    ONE_NAME = "one_name"
    """The same author or observer is named behind both."""


REACH = {
    Ground.OTHER_CAMERA: Level.SOURCES,
    Ground.OTHER_MICROPHONE: Level.SOURCES,
    Ground.SEPARATE_DEVICES: Level.SOURCES,
    Ground.SEPARATE_AUTHORS: Level.SOURCES,
    Ground.SEPARATE_OBSERVERS: Level.OBSERVERS,
    Ground.ASSERTED: Level.OBSERVERS,
}
"""On which level a ground shows two origins to be separate. The others show that one observer is behind both.

bench.roots prints what would be counted if another camera were taken for another observer.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement on two units. `entry` is the log entry that holds it, None where a comparison found it; `who` the
    author's key id; `reason` in that person's words, empty where it was erased from the entry. `values`: what a
    comparison measured, or the pseudonyms of the persons that were named.

    ValueError for an assertion without an author, or with neither a reason nor the entry that had one.
    """

    ground: Ground
    one: Unit
    other: Unit
    reason: str = ""
    who: str | None = None
    entry: str | None = None
    values: Mapping[str, Plain] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ground is Ground.ASSERTED and not (self.who and (self.reason.strip() or self.entry)):
            raise ValueError("independence is asserted by a person, with a reason")

    @property
    def bars(self) -> bool:
        """Whether it says that one observer is behind both."""
        return self.ground not in REACH


class Role(StrEnum):
    AUTHOR = "author"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Behind:
    """Who made a unit or perceived what it tells, by name or pseudonym. A channel that only passed it on is not behind
    it: nothing of the kind is stated for a repost."""

    unit: Unit
    name: str
    role: Role
    entry: str | None = None


class Status(StrEnum):
    """How dependence stands (WORDS section 3)."""

    DECLARED = "declared"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Dependence:
    """`of` rests on `on`: it carries, embeds, cites or describes it. Suggested dependence joins nothing. `whole`: it is
    said to be the other's own text, word for word or translated, and not only to draw on it."""

    of: Unit
    on: Unit
    status: Status = Status.DECLARED
    entry: str | None = None
    whole: bool = False
