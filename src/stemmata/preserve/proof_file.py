"""Proofs as text files, each with the checkpoint that it leads to: readable, self-contained, checked without a network.

Inclusion (C2SP tlog-proof):         Consistency (the body of add-checkpoint in C2SP tlog-witness):

    c2sp.org/tlog-proof@v1               old <size of the earlier tree>
    extra <base64>      (if any)         <base64 of a hash>      (any number of lines)
    index <position>                     (empty line)
    <base64 of a hash>  (any number)     <the later checkpoint, verbatim>
    (empty line)
    <the checkpoint, verbatim>

A parsed proof is a claim: only `opened` says whether it holds.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.model.errors import LogDamaged
from stemmata.preserve import merkle, note
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.log import Log
from stemmata.preserve.note import exact_base64
from stemmata.preserve.tiles import HASH

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63  # tlog-witness, add-checkpoint; an inclusion proof of a tree below 2^63 needs no more
MAX_DIGITS = 15  # as of a checkpoint's size


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """The entry at `index` is in the tree of the checkpoint `signed`. `extra` is opaque, and nothing vouches for it."""

    index: int
    hashes: tuple[bytes, ...]
    signed: bytes
    extra: bytes = b""

    def content(self) -> bytes:
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        return _written([HEADER, *extra, f"index {self.index}"], self.hashes, self.signed)

    @classmethod
    def parse(cls, content: bytes) -> "InclusionProof":
        """ValueError for any other form."""
        lines, signed = _split(content)
        if lines.pop(0) != HEADER:
            raise ValueError(f"a proof of inclusion begins with {HEADER}")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = exact_base64(lines.pop(0).removeprefix("extra "))
            if not extra:
                raise ValueError("a proof without extra data has no line for it")
        if not lines:
            raise ValueError("a proof of inclusion names an index")
        index = number_line(lines.pop(0), "index")
        return cls(index, proof_hashes(lines), signed, extra)

    def opened(self, leaf_hash: bytes, verifier: note.Verifier) -> Checkpoint:
        """The checkpoint whose tree holds the leaf, once its signature and the proof hold. ValueError otherwise."""
        state = _opened(self.signed, verifier)
        if not merkle.includes(leaf_hash, self.index, state.size, self.hashes, state.root):
            raise ValueError(f"this is not entry {self.index} of the log that was signed at {state.size} entries")
        return state


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """The tree of the checkpoint `signed` begins with an earlier one of `old` entries."""

    old: int
    hashes: tuple[bytes, ...]
    signed: bytes

    def content(self) -> bytes:
        return _written([f"old {self.old}"], self.hashes, self.signed)

    @classmethod
    def parse(cls, content: bytes) -> "ConsistencyProof":
        """ValueError for any other form."""
        lines, signed = _split(content)
        return cls(number_line(lines.pop(0), "old"), proof_hashes(lines), signed)

    def opened(self, old_root: bytes, verifier: note.Verifier) -> Checkpoint:
        """The later checkpoint, once its signature holds and its tree begins with that of `old_root`.

        Every tree begins with the empty one. ValueError otherwise.
        """
        state = _opened(self.signed, verifier)
        begins = not self.hashes if self.old == 0 else self._extends(old_root, state)
        if not begins:
            raise ValueError(f"the log signed at {state.size} entries does not begin with that of {self.old}")
        return state

    def _extends(self, old_root: bytes, state: Checkpoint) -> bool:
        return merkle.extends(self.old, old_root, state.size, state.root, self.hashes)


def prove_inclusion(log: Log, signed: bytes, indexes: Iterable[int]) -> list[InclusionProof]:
    """Of entries of a held log, under one of its checkpoints. LogDamaged; ValueError for an index beyond it."""
    _, hashes = _tree(log, signed)
    return [InclusionProof(index, tuple(merkle.inclusion_proof(index, hashes)), signed) for index in indexes]


def prove_consistency(log: Log, old: int, signed: bytes) -> ConsistencyProof:
    """From the state of `old` entries to one of its later checkpoints. LogDamaged; ValueError for a smaller one."""
    state, hashes = _tree(log, signed)
    if not 0 <= old <= state.size:
        raise ValueError(f"a state of {old} entries is not earlier than one of {state.size}")
    return ConsistencyProof(old, tuple(merkle.consistency_proof(old, hashes)) if old else (), signed)


def _tree(log: Log, signed: bytes) -> tuple[Checkpoint, list[bytes]]:
    state = log.check(signed)
    hashes = log.leaf_hashes(state.size)
    if merkle.root_of(hashes) != state.root:
        raise LogDamaged(log.writer, f"its hash tiles do not give the root signed at {state.size} entries")
    return state, hashes


def _written(head: Sequence[str], hashes: Iterable[bytes], signed: bytes) -> bytes:
    lines = [*head, *(base64.b64encode(one).decode() for one in hashes)]
    return "".join(line + "\n" for line in lines).encode("ascii") + b"\n" + signed


def _split(content: bytes) -> tuple[list[str], bytes]:
    """The lines above the first empty one, at least one, and what stands below it."""
    above, gap, signed = content.partition(b"\n\n")
    if not above or not gap or not signed:
        raise ValueError("a proof has lines, an empty line and a checkpoint")
    try:
        return above.decode("ascii").split("\n"), signed
    except UnicodeDecodeError as error:
        raise ValueError("the lines of a proof are ASCII") from error


def number_line(line: str, word: str) -> int:
    digits = line.removeprefix(f"{word} ")
    if digits == line or not digits.isdecimal() or len(digits) > MAX_DIGITS or str(int(digits)) != digits:
        raise ValueError(f"a proof has a line of {word!r} and a number in decimal, got {line[:100]!r}")
    return int(digits)


def proof_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        raise ValueError(f"a proof has at most {MAX_HASHES} hashes, got {len(lines)}")
    found = tuple(exact_base64(line) for line in lines)
    if any(len(one) != HASH for one in found):
        raise ValueError(f"a hash of a proof has {HASH} bytes")
    return found


def _opened(signed: bytes, verifier: note.Verifier) -> Checkpoint:
    state = Checkpoint.parse(note.open_note(signed, verifier))
    if state.origin != verifier.name:
        raise ValueError(f"the checkpoint is that of {state.origin[:100]!r}")
    return state
