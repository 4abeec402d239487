"""The partner's side: keep the last state of every log that was shown, demand proof that the next one begins with it.

    <folder>/<writer>/vkey               the key of the log, as it was shown first
    <folder>/<writer>/<entries>.note     every checkpoint that was cosigned; the largest is the state that is held
    <folder>/<writer>/refused/…          both sides of what did not fit: the checkpoint shown, beside those above

A state is durable before its cosignature leaves: a witness that crashed in between never signs two histories.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.model.errors import CaseBusy
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.checkpoint_file import Block, CheckpointFile
from stemmata.preserve.cosignature import Witness, cosigned
from stemmata.preserve.durable import make_folder, replace_file
from stemmata.preserve.note import open_note
from stemmata.preserve.proof_file import ConsistencyProof


class Outcome(StrEnum):
    FIRST = "first seen"
    GROWN = "grown"
    SAME = "same"
    NEEDS_PROOF = "needs proof"
    OLDER = "older"
    UNPROVED = "unproved"
    FORKED = "forked"
    OTHER_KEY = "other key"
    NOT_SIGNED = "not signed"


KEPT = frozenset({Outcome.UNPROVED, Outcome.FORKED, Outcome.OTHER_KEY})
"""Two states of one size show a fork. A proof that fails may be a damaged file: kept too, and asked for again."""

COSIGNED = frozenset({Outcome.FIRST, Outcome.GROWN, Outcome.SAME})


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What came of one log. `held`: the state that the witness holds (for one that was cosigned the new one, None where
    nothing is); `size`: entries of the checkpoint that was shown, -1 where it could not be read; `block`: cosigned."""

    writer: str
    outcome: Outcome
    held: Checkpoint | None
    size: int
    block: Block | None = None


class WitnessFolder:
    """`clock` gives POSIX seconds; `key` is the witness's own."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey, clock: Callable[[], int]) -> None:
        self._folder, self._key, self._clock = folder, key, clock

    def see(self, shown: CheckpointFile) -> tuple[CheckpointFile, list[Witnessed]]:
        """Look at every log; the file to return holds those that were cosigned. CaseBusy while another looks."""
        make_folder(self._folder.absolute())
        with self._locked():
            seen = [self._see(block) for block in shown.blocks]
        witness = Witness.of(self._key.public_key().public_bytes_raw())
        return CheckpointFile([one.block for one in seen if one.block is not None], witness), seen

    def _see(self, block: Block) -> Witnessed:
        place = self._folder / block.writer
        signed = block.proof.signed
        try:
            state = Checkpoint.parse(open_note(signed, block.verifier))
            if state.origin != block.verifier.name:
                raise ValueError("a checkpoint of another log")
        except ValueError:
            return Witnessed(block.writer, Outcome.NOT_SIGNED, self._held(place), -1)
        held = self._held(place)
        outcome = self._outcome(place, block, state, held)
        if outcome not in COSIGNED:
            if outcome in KEPT:
                self._refuse(place, block)
            return Witnessed(block.writer, outcome, held, state.size)
        self._keep(place, block, state)
        signed = cosigned(signed, self._key, self._clock())
        proof = ConsistencyProof(block.proof.old, block.proof.hashes, signed)
        return Witnessed(block.writer, outcome, state, state.size, Block(block.verifier, proof))

    def _outcome(self, place: Path, block: Block, state: Checkpoint, held: Checkpoint | None) -> Outcome:
        if held is None:
            begins = block.proof.old == 0 and not block.proof.hashes
            return Outcome.FIRST if begins else Outcome.NEEDS_PROOF
        if (place / "vkey").read_text("utf-8") != f"{block.verifier.vkey()}\n":
            return Outcome.OTHER_KEY
        if (place / f"{state.size}.note").exists():
            if self._note(place, state.size).root != state.root:
                return Outcome.FORKED
            return Outcome.SAME if state.size == held.size else Outcome.OLDER
        if state.size < held.size:
            return Outcome.OLDER
        if block.proof.old != held.size:
            return Outcome.NEEDS_PROOF
        try:
            block.proof.opened(held.root, block.verifier)
        except ValueError:
            return Outcome.UNPROVED
        return Outcome.GROWN

    def _held(self, place: Path) -> Checkpoint | None:
        sizes = [int(path.stem) for path in place.glob("*.note") if path.stem.isdecimal()]
        return self._note(place, max(sizes)) if sizes else None

    def _note(self, place: Path, size: int) -> Checkpoint:
        """Our own file: what it holds was checked when it was written."""
        text = (place / f"{size}.note").read_text("utf-8")
        return Checkpoint.parse(text.rpartition("\n\n")[0] + "\n")

    def _keep(self, place: Path, block: Block, state: Checkpoint) -> None:
        make_folder(place)
        if not (place / "vkey").exists():
            replace_file(place / "vkey", f"{block.verifier.vkey()}\n".encode(), self._folder)
        if not (place / f"{state.size}.note").exists():
            replace_file(place / f"{state.size}.note", block.proof.signed, self._folder)

    def _refuse(self, place: Path, block: Block) -> None:
        """What was shown, beside the notes of what was seen: signed by the log's own key, or naming another one."""
        make_folder(place / "refused")
        shown = CheckpointFile([block]).content()
        path = place / "refused" / f"{sha256(shown).hexdigest()[:16]}.txt"
        if not path.exists():
            replace_file(path, shown, self._folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise CaseBusy("another stemmata witness") from None
        finally:
            os.close(descriptor)
