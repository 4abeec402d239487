"""The entry that says a derivative was made with parts hidden: written, and read back.

    type         redact (in force once a second person signed)
    references   {"derivative": [sha256], "objects": [sha256], "original": [commitment], "case": [id]}
    body         {"original": sha256, "salt": hex, "hidden": [text, ...], "tool": text, "reason": text}

A bare hash of footage that circulates is a key by which anybody finds it. So the header commits to the original by
SHA-256(salt, hash), and the opening stands in the body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE
from stemmata.preserve.log import LoggedEntry

DERIVATIVE, ORIGINAL = "derivative", "original"


@dataclass(frozen=True, slots=True)
class Redaction:
    """`original` and `hidden` are None and empty where the body was erased."""

    entry: str
    derivative: str
    original: str | None
    hidden: tuple[str, ...]


def original_commitment(original: str, salt: bytes) -> str:
    return sha256(salt + bytes.fromhex(original)).hexdigest()


def redaction_statement(
    case_id: str, derivative: str, original: str, salt: bytes, hidden: Sequence[str], tool: str, reason: str
) -> Statement:
    references = {
        CASE_ROLE: [case_id],
        DERIVATIVE: [derivative],
        "objects": [derivative],
        ORIGINAL: [original_commitment(original, salt)],
    }
    named: list[Json] = [*hidden]
    body: dict[str, Json] = {
        "original": original, "salt": salt.hex(), "hidden": named, "tool": tool, "reason": reason,
    }  # fmt: skip
    return Statement(CustodyEvent.REDACT, references, body)


def redaction_of(entry: LoggedEntry) -> Redaction:
    """ValueError for a form that this version does not write, or an opening that is not the one committed to."""
    derivatives, commitments = entry.references.get(DERIVATIVE, []), entry.references.get(ORIGINAL, [])
    if len(derivatives) != 1 or len(commitments) != 1:
        raise ValueError("a redaction names one derivative and one original")
    if entry.body is None:
        return Redaction(entry.id, derivatives[0], None, ())
    original, salt, hidden = (entry.body.get(key) for key in ("original", "salt", "hidden"))
    if not isinstance(original, str) or not isinstance(salt, str) or not isinstance(hidden, list):
        raise ValueError("a redaction tells its original, its salt and what was hidden")
    if original_commitment(original, bytes.fromhex(salt)) != commitments[0]:
        raise ValueError("the original of a redaction is not the one committed to")
    return Redaction(entry.id, derivatives[0], original, tuple(str(one) for one in hidden))
