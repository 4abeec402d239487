"""The entry that says which witness cosigned which states: written, and read back.

    type         witness
    references   {"checkpoints": [sha256, ...]}   objects that hold the cosigned notes
    body         {"vkey": of the witness, "name": text or null}

The notes are kept under "checkpoints", so `verify` finds a log that is cut or rewritten below what a witness saw.
"""

from collections.abc import Iterable

from stemmata.model.seams import Statement

TYPE = "witness"


def witness_statement(vkey: str, notes: Iterable[str], name: str | None) -> Statement:
    return Statement(TYPE, {"checkpoints": sorted(notes)}, {"vkey": vkey, "name": name})
