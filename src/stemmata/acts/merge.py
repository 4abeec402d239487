"""Another case taken in: its logs whole, and an entry that names the states they were in."""

import base64
from collections.abc import Callable

from stemmata.model.canonical import Json
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.copy import Copied, copy_into


def merge_case(case: CaseFolder, other: CaseFolder, clock_us: Callable[[], int] = now_us) -> Copied:
    """LogForked, LogDamaged, ObjectDamaged: then nothing of that log was taken in. Repeating it adds nothing."""
    with case.writing(clock_us) as writer:
        copied = copy_into(case, other)
        if copied.entries or copied.objects:
            states: list[Json] = []
            for log in other.logs():
                state = log.checkpoint()
                root = base64.b64encode(state.root).decode()
                states.append({"origin": state.origin, "size": state.size, "root": root})
            writer.append([Statement("merge", {}, {"case": other.id, "name": other.name, "checkpoints": states})])
    return copied
