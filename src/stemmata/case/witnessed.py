"""What partners saw of this case: the newest state of each log that a witness cosigned."""

from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.checkpoint_file import held_states
from stemmata.preserve.witness_entry import TYPE


def last_witnessed(case: CaseFolder) -> dict[str, int]:
    """Writer -> entries."""
    newest: dict[str, int] = {}
    for entry in case.entries():
        if entry.type == TYPE:
            for name in entry.references.get("checkpoints", []):
                for state in held_states(case.objects.read(name)):
                    newest[state.writer] = max(newest.get(state.writer, 0), state.size)
    return newest
