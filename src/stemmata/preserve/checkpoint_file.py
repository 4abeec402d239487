"""Checkpoints of a case that leave the house: a file for a witness, or a few lines to read out.

The file (every log a block; what a witness returns is the same file, its notes cosigned, with the line `witness`):

    stemmata checkpoint v1
    witness <vkey>                  (only in what a witness returns)
    log <vkey of the log>
    old <entries>                   from here on a consistency proof as preserve.proof_file writes it
    …

The lines to read out, print or type: `<log> <entries> <root in hex>`, with any white space between and within.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.cosignature import Witness
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.log import ORIGIN
from stemmata.preserve.note import Verifier, parse_note
from stemmata.preserve.proof_file import ConsistencyProof

HEADER = "stemmata checkpoint v1"
MOST_BYTES = 4_000_000
"""A file of 1,000 logs with full proofs is smaller."""

_SHORT = re.compile(r"([0-9a-f]{16}-[0-9a-f]{8})\s+([0-9]{1,15})(?:\s+entries)?\s+((?:[0-9a-f]\s*){64})")
GROUP = 8  # hex digits that a person reads in one breath


@dataclass(frozen=True, slots=True)
class Block:
    """One log: its key, and the proof that leads to its checkpoint."""

    verifier: Verifier
    proof: ConsistencyProof

    @property
    def writer(self) -> str:
        return self.verifier.name.removeprefix(ORIGIN)


@dataclass(frozen=True, slots=True)
class CheckpointFile:
    blocks: Sequence[Block]
    witness: Witness | None = None

    def content(self) -> bytes:
        head = [HEADER] if self.witness is None else [HEADER, f"witness {self.witness.vkey()}"]
        whole = "".join(f"{line}\n" for line in head).encode()
        return whole + b"".join(f"log {one.verifier.vkey()}\n".encode() + one.proof.content() for one in self.blocks)

    @classmethod
    def parse(cls, content: bytes) -> "CheckpointFile":
        """ValueError for any other form. Nothing is checked yet but the form."""
        if len(content) > MOST_BYTES:
            raise ValueError(f"a checkpoint file has at most {MOST_BYTES:,} bytes")
        head, *blocks = re.split(rb"^log ", content, flags=re.MULTILINE)
        lines = head.decode("utf-8", "replace").removesuffix("\n").split("\n")
        if lines[0] != HEADER or len(lines) > 2:
            raise ValueError(f"a checkpoint file begins with {HEADER!r}")
        witness = None
        if len(lines) == 2:
            witness = Witness.parse(lines[1].removeprefix("witness "))
        return cls([_block(block) for block in blocks], witness)


def _block(content: bytes) -> Block:
    vkey, gap, proof = content.partition(b"\n")
    if not gap:
        raise ValueError("a log has a key and a proof")
    verifier = Verifier.parse(vkey.decode("utf-8", "replace"))
    if not verifier.name.startswith(f"{ORIGIN}{public_key_id(verifier.key)[:16]}-"):
        raise ValueError(f"the name of a log is {ORIGIN} and the beginning of its key's id")
    return Block(verifier, ConsistencyProof.parse(proof))


@dataclass(frozen=True, slots=True)
class HeldState:
    """A state of a log that somebody holds. `signed`: the note, where more than the short lines is held."""

    writer: str
    size: int
    root: bytes
    signed: bytes | None = None


def short_lines(state: Checkpoint) -> list[str]:
    """A state as three lines for a person: the log, how many entries, the root in groups."""
    root = state.root.hex()
    groups = [root[at : at + GROUP] for at in range(0, len(root), GROUP)]
    return [state.origin.removeprefix(ORIGIN), f"{state.size} entries", " ".join(groups)]


def held_states(content: bytes) -> list[HeldState]:
    """Every state that a file or pasted text names: a checkpoint file, a signed note, or short lines in any text.

    ValueError where there is none.
    """
    if content.startswith(HEADER.encode()) and b"\nlog " in content:
        notes = [block.proof.signed for block in CheckpointFile.parse(content).blocks]
        return [_of_note(signed) for signed in notes]
    if content.startswith(ORIGIN.encode()) and b"\n\n" in content:
        return [_of_note(content)]
    text = content[:MOST_BYTES].decode("utf-8", "replace").lower()
    named = _SHORT.findall(text)
    found = [HeldState(log, int(size), bytes.fromhex("".join(root.split()))) for log, size, root in named]
    if not found:
        raise ValueError("no checkpoint was found in it: a log, a number of entries and a root of 64 hex digits")
    return found


def _of_note(signed: bytes) -> HeldState:
    state = Checkpoint.parse(parse_note(signed)[0])
    return HeldState(state.origin.removeprefix(ORIGIN), state.size, state.root, signed)
