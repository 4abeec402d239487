"""Another case taken in: its logs whole, and an entry that names the states they were in."""

from collections.abc import Callable, Mapping

from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder, now_us
from stemmata.preserve.copy import Copied, copy_into
from stemmata.preserve.writer import Writer


def merge_case(case: CaseFolder, other: CaseFolder, clock_us: Callable[[], int] = now_us) -> Copied:
    """LogForked, LogDamaged, ObjectDamaged, ObjectMissing: then none of its logs was taken in. Repeating adds nothing.

    The signed checkpoints of the other logs become objects that the entry names: whoever holds it can later tell a log
    that was taken away, cut or rewritten.
    """
    with case.writing(clock_us) as writer:
        copied = copy_into(case, other)
        names = _new_states(case, copied.states, writer)
        if names:
            references = {CASE_ROLE: [other.id], "checkpoints": names}
            writer.append([Statement("merge", references, {"name": other.name})])
    return copied


def _new_states(case: CaseFolder, states: Mapping[str, bytes], writer: Writer) -> list[str]:
    """Objects that hold the other logs' signed states, durable; those that an entry of ours names already left out."""
    said = {
        name
        for _, header in writer.log.headers(writer.log.checkpoint().size)
        for name in header.references.get("checkpoints", [])
    }
    with case.objects.batch() as objects:
        names = [objects.put_bytes(signed).sha256 for name, signed in states.items() if name != writer.log.writer]
    return sorted(set(names) - said)
