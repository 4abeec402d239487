"""What came of a comparison, and of a witness's look, in whole sentences."""

from stemmata.preserve.compare_checkpoint import HOLDS, Compared, Relation
from stemmata.preserve.witness import Outcome, Witnessed

COMPARED = {
    Relation.SAME: "OK: log {log} is in the very state that was held, {held} entries.",
    Relation.GROWN: "OK: log {log} has grown from {held} to {size} entries; the first {held} are as they were.",
    Relation.OLDER: "Failed: log {log} has {size} entries, and {held} were signed before: this is an older copy, or "
    "its end was cut off.",
    Relation.FORKED: "Failed: log {log} is another history: its first {held} entries are not those that were signed. "
    "Keep both.",
    Relation.NO_SUCH_LOG: "Failed: log {log} is not in this case: it was taken away, or this is another case.",
    Relation.NOT_SIGNED: "Failed: the checkpoint of log {log} was not signed by that log's key.",
    Relation.DAMAGED: "Failed: {why}",
}

WITNESSED = {
    Outcome.FIRST: "Cosigned: log {log}, {size} entries, seen for the first time. Ask its owner, by another way, for "
    "the beginning of its key: {key}.",
    Outcome.GROWN: "Cosigned: log {log} has grown to {size} entries, and nothing before was changed.",
    Outcome.SAME: "Cosigned again: log {log} is where it was, at {size} entries.",
    Outcome.NEEDS_PROOF: "Not cosigned: log {log} was seen at {held} entries, and the file proves nothing from there. "
    "Send this back; with it in FILE, stemmata checkpoint --since FILE --out NEW makes the right one:",
    Outcome.OLDER: "Not cosigned: log {log} shows {size} entries, and {held} were seen before.",
    Outcome.UNPROVED: "REFUSED: nothing shows that log {log} at {size} entries begins with the {held} that were seen. "
    "The file was damaged, or history was rewritten: ask for it once more. Both sides are kept.",
    Outcome.FORKED: "REFUSED: log {log} was signed by its own key in two states of {size} entries. Both are kept: two "
    "histories were made.",
    Outcome.OTHER_KEY: "REFUSED: log {log} shows another key than before. Both are kept.",
    Outcome.NOT_SIGNED: "REFUSED: the checkpoint of log {log} is not signed by the key that stands beside it.",
}


TYPED = " What was compared carries no signature: make sure first that it was typed as it stands."


def comparison_sentence(one: Compared) -> str:
    says = COMPARED[one.relation].format(log=one.writer, held=f"{one.held:,}", size=f"{one.size:,}", why=one.why)
    return says if one.is_signed or one.relation in HOLDS else says + TYPED


def witness_sentence(one: Witnessed) -> str:
    held = 0 if one.held is None else one.held.size
    return WITNESSED[one.outcome].format(log=one.writer, size=f"{one.size:,}", held=f"{held:,}", key=one.writer[:16])
