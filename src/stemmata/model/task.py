"""Something that waits for a person, since no machine may settle it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.canonical import Json, digest_of


class TaskKind(StrEnum):
    SAME_AND_DIFFERENT = "same_and_different"
    PARENT_AND_DIFFERENT = "parent_and_different"
    PARENT_AND_NOT_PARENT = "parent_and_not_parent"
    PARENTS_IN_A_CIRCLE = "parents_in_a_circle"
    """Files of which each is said to come from the next: two of them, or more."""
    UNREADABLE = "unreadable"
    """An entry that a person signed on units cannot be read here: another version wrote it, or a part is gone."""
    STILL_JOINED = "still_joined"
    """Judged different, and joined all the same through what lies between."""
    SEVERAL_PARTS = "several_parts"
    """Judged the same as a whole, though one side holds several pieces of footage, and so joined with all of them."""
    RECOMPUTED = "recomputed"
    """What was computed when somebody judged is not what is computed now."""
    AGAINST_PROOF = "against_proof"
    """Judged the source, or not the source, against what the content proves; followed all the same."""
    PARENT_OF_ITSELF = "parent_of_itself"
    """Judged the source, or not the source, of a file with the very same coded pictures, which tell neither apart."""
    CIRCLE_OF_PICTURES = "circle_of_pictures"
    """Judged sources that make a circle once files with the same coded pictures count as one."""
    ONE_AND_SEPARATE = "one_and_separate"
    """One observer is said to be behind two units, and separate observers too: the first is followed."""
    CONFIRMED_AND_REJECTED = "confirmed_and_rejected"
    """That one unit rests on another is confirmed and rejected: neither is followed."""
    ONE_AND_SEPARATE_GROUPS = "one_and_separate_groups"
    """The same of two groups, said of different files of theirs."""
    JOINED_AND_SEPARATE = "joined_and_separate"
    """Said to be separate, and joined all the same: the link is followed."""
    SAID_OF_COPY = "said_of_copy"
    """Said to be separate, of what rests on other material: it does not count."""
    SAID_OF_SEVERAL = "said_of_several"
    """Said to be separate, of a file that lies in several groups: it does not count until the stretch is named."""
    CHANGE_CONFIRMED_AND_REJECTED = "change_confirmed_and_rejected"
    """A named change that some confirm and some reject; it stays suggested."""


FROM_JUDGEMENTS = frozenset(
    {
        TaskKind.SAME_AND_DIFFERENT,
        TaskKind.PARENT_AND_DIFFERENT,
        TaskKind.PARENT_AND_NOT_PARENT,
        TaskKind.PARENTS_IN_A_CIRCLE,
    }
)
FROM_SOURCINGS = frozenset({TaskKind.ONE_AND_SEPARATE, TaskKind.CONFIRMED_AND_REJECTED})
"""Kinds that, like those from judgements, follow from the logs alone; the others need what was computed as well."""

ON_CHANGES = frozenset({TaskKind.CHANGE_CONFIRMED_AND_REJECTED})
"""Kinds that follow from decisions on named changes alone."""

WITH_FAMILIES = frozenset({TaskKind.STILL_JOINED, TaskKind.SEVERAL_PARTS})
"""Kinds that come up while families are formed."""

WITH_TREES = frozenset({TaskKind.AGAINST_PROOF, TaskKind.PARENT_OF_ITSELF, TaskKind.CIRCLE_OF_PICTURES})
"""Kinds that come up while trees are built."""

WITH_ROOTS = frozenset(
    {
        TaskKind.ONE_AND_SEPARATE_GROUPS,
        TaskKind.JOINED_AND_SEPARATE,
        TaskKind.SAID_OF_COPY,
        TaskKind.SAID_OF_SEVERAL,
    }
)
"""Kinds that come up while roots are counted."""


@dataclass(frozen=True, slots=True)
class Task:
    """`entries`: what was signed and is concerned, by id. `since_us`: the latest time that one of them claims, µs since
    1970; the task cannot be older. `subject` says what else a sentence needs, each kind its own."""

    kind: TaskKind
    entries: tuple[str, ...]
    since_us: int
    subject: Mapping[str, Json] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same task has the same id after every rebuild."""
        return digest_of([self.kind.value, list(self.entries), dict(self.subject)])[:12]
