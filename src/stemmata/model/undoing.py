"""Which entries hold, of a set in which some take others back: a function of the set, not of its order or of clocks."""

from collections.abc import Mapping


def holding(undoes: Mapping[str, str | None]) -> set[str]:
    """Entries that every undo of theirs is itself undone of: settled from those that nothing undoes.

    `undoes`: entry -> the entry that it takes back, or None. Taking back what takes back revives. An undo of an entry
    that is not held waits for it. Undoes in a circle, which signed entries cannot form, leave all of the circle undone.
    """
    undoers: dict[str, set[str]] = {entry: set() for entry in undoes}
    for entry, undone in undoes.items():
        if undone in undoers:
            undoers[undone].add(entry)
    held: set[str] = set()
    fallen: set[str] = set()
    waiting = [entry for entry, against in undoers.items() if not against]
    while waiting:
        entry = waiting.pop()
        against = undoers[entry]
        (fallen if against & held else held).add(entry)
        undone = undoes[entry]
        if undone is None or undone not in undoes or undone in held or undone in fallen:
            continue
        if entry in held or undoers[undone] <= fallen:
            waiting.append(undone)
    return held
