"""The entries that keep files out of sight, and lift that again: written. case.restricted reads them from the tables.

    restrict          references {"items": [sha256, ...]}      body {"reason": text}
    lift-restriction  references {"entries": [entry, ...]}     body {"reason": text}

A file is out of sight while one `restrict` that names it is not lifted: clocks and the order of logs have no say.
"""

from collections.abc import Collection

from stemmata.model.seams import Statement

RESTRICT, LIFT = "restrict", "lift-restriction"


def restrict_statement(items: Collection[str], reason: str) -> Statement:
    return Statement(RESTRICT, {"items": sorted(items)}, {"reason": reason})


def lift_statement(entries: Collection[str], reason: str) -> Statement:
    return Statement(LIFT, {"entries": sorted(entries)}, {"reason": reason})
