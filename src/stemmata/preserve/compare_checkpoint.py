"""This case against a checkpoint that somebody holds elsewhere: the same, grown from it, older, or another history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stemmata.model.errors import LogDamaged
from stemmata.preserve import merkle
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.checkpoint_file import HeldState
from stemmata.preserve.log import Log


class Relation(StrEnum):
    SAME = "same"
    GROWN = "grown"
    OLDER = "older copy"
    FORKED = "forked"
    NO_SUCH_LOG = "no such log"
    NOT_SIGNED = "not signed by it"
    DAMAGED = "damaged"


HOLDS = frozenset({Relation.SAME, Relation.GROWN})
"""Relations in which nothing that was held then is changed now."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`size`: entries that this case has of the log; `held`: entries of the checkpoint; `why`: of DAMAGED alone.

    `is_signed`: whether what was held carries the log's signature. Lines that were typed do not, and can be mistyped.
    """

    writer: str
    relation: Relation
    held: int
    size: int
    why: str = ""
    is_signed: bool = True


def compare_checkpoint(case: CaseFolder, held: Sequence[HeldState]) -> list[Compared]:
    """One line for every state that is held. Reads the logs, changes nothing."""
    logs = {log.writer: log for log in case.logs()}
    return [replace(_compared(logs.get(one.writer), one), is_signed=one.signed is not None) for one in held]


def _compared(log: Log | None, held: HeldState) -> Compared:
    if log is None:
        return Compared(held.writer, Relation.NO_SUCH_LOG, held.size, 0)
    try:
        state, _ = log.extension()
        if held.signed is not None and not _is_own(log, held.signed):
            return Compared(held.writer, Relation.NOT_SIGNED, held.size, state.size)
        if held.size > state.size:
            return Compared(held.writer, Relation.OLDER, held.size, state.size)
        begins = merkle.root_of(log.leaf_hashes(state.size)[: held.size]) == held.root
    except LogDamaged as error:
        return Compared(held.writer, Relation.DAMAGED, held.size, 0, error.happened)
    relation = Relation.FORKED if not begins else Relation.SAME if held.size == state.size else Relation.GROWN
    return Compared(held.writer, relation, held.size, state.size)


def _is_own(log: Log, signed: bytes) -> bool:
    try:
        log.check(signed)
    except LogDamaged:
        return False
    return True
