"""Signed provenance of a case: read once for each item and kept; the tables are then what the kept answers say."""

from collections.abc import Iterable
from typing import cast

from stemmata.case.index import Index
from stemmata.case.signed import write_signed
from stemmata.decode.signed import SIGNED
from stemmata.model.canonical import Plain
from stemmata.model.failure import Code, Failure
from stemmata.model.plain import mapping
from stemmata.model.seams import Reduction
from stemmata.model.signed import ENDED, NOT_LOADED, Signed, Verdict, signed_from_json
from stemmata.pipeline.analyse import Analysis, Task, Tick
from stemmata.pipeline.derived import Derived


def read_signed(items: Iterable[str], analysis: Analysis, derived: Derived, index: Index, tick: Tick) -> None:
    """`items`: all that may hold a manifest. Before anything is compared: trees say what manifests name."""
    found: dict[str, Signed] = {}

    def note(task: Task) -> None:
        one = _kept(derived, task.sha256)
        if one is not None:
            found[task.sha256] = one

    analysis.reduce_all("signed", [Task(item, SIGNED) for item in items], tick, note)
    with index.write() as connection:
        write_signed(connection, found)


def _kept(derived: Derived, item: str) -> Signed | None:
    answer = derived.get(SIGNED, item)
    if isinstance(answer, Failure):
        reason = NOT_LOADED if answer.code is Code.NEEDS_EXTRA else ENDED
        return Signed(Verdict.UNCHECKED, (reason,), (answer.code.value,))
    told = answer.facts.get("signed") if isinstance(answer, Reduction) else None
    if told is None:
        return None
    try:
        return signed_from_json(mapping(cast(Plain, told)))
    except (ValueError, KeyError):  # a worker that a file took over can say anything
        return Signed(Verdict.UNCHECKED, (ENDED,), (Code.WORKER_OUTPUT.value,))
