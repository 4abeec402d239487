"""Cosignatures of a partner are taken in: the case keeps who saw which of its states."""

from collections.abc import Callable

from stemmata.acts.told import as_told
from stemmata.model.errors import CosignatureRefused, LogDamaged
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.checkpoint_file import Block, CheckpointFile, HeldState
from stemmata.preserve.compare_checkpoint import HOLDS, compare_checkpoint
from stemmata.preserve.cosignature import Witness, cosigned_at
from stemmata.preserve.log import Log
from stemmata.preserve.witness_entry import TYPE, witness_statement


def take_cosignatures(
    case: CaseFolder, returned: CheckpointFile, name: str | None, clock_us: Callable[[], int] = now_us
) -> str:
    """The entry's id. CosignatureRefused, and nothing is written, where one does not hold, is of no state of this case,
    or where a witness of that name had another key before."""
    witness = returned.witness
    if witness is None or not returned.blocks:
        raise CosignatureRefused("it holds no cosignature of a witness")
    _refuse_other_key(case, witness)
    logs = {log.writer: log for log in case.logs()}
    for block in returned.blocks:
        _check(case, logs.get(block.writer), block, witness)
    with case.writing(clock_us) as writer:
        with case.objects.batch() as objects:
            notes = [objects.put_bytes(block.proof.signed).sha256 for block in returned.blocks]
        return writer.append([witness_statement(witness.vkey(), notes, as_told(name))])[0]


def _refuse_other_key(case: CaseFolder, witness: Witness) -> None:
    for entry in case.entries():
        vkey = (entry.body or {}).get("vkey") if entry.type == TYPE else None
        if isinstance(vkey, str) and vkey.partition("+")[0] == witness.name and vkey != witness.vkey():
            raise CosignatureRefused(f"{witness.name} had another key when it cosigned before")


def _check(case: CaseFolder, log: Log | None, block: Block, witness: Witness) -> None:
    if log is None:
        raise CosignatureRefused(f"log {block.writer} is not in this case")
    signed = block.proof.signed
    try:
        state = log.check(signed)
        cosigned_at(signed, witness)
    except (LogDamaged, ValueError) as error:
        raise CosignatureRefused(f"log {block.writer}: {error}") from error
    (found,) = compare_checkpoint(case, [HeldState(block.writer, state.size, state.root, signed)])
    if found.relation not in HOLDS:
        raise CosignatureRefused(f"log {block.writer} was never in the state that was cosigned ({found.relation})")
