"""Entries of a disclosure: what was asked, what was looked for, what is handed over and what is withheld, and why.

    disclosure          references {"case": [id]}                        body {"request", "scope", "from", "authority"}
    disclosure-search   references {"disclosure": [entry], "items"}      body {"looked_for", "where", "found": count}
    disclosure-include  references {"disclosure": [entry], "items"}      body {"reason"}
    disclosure-withhold references {"disclosure": [entry], "items"}      body {"reason": the ground}
    disclose            references {"disclosure": [entry], "objects": [list], "items", "case"}
                        body {"reason", "numbers": {sha256: number}}
    disclosure-end      references {"disclosure": [entry]}               body {"reason"}

`disclose` is in force once a second person signed; it names the list that they signed (acts.disclose says its form).
From the first step that names a file until the end of the disclosure the file is on hold: no decision removes it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE
from stemmata.preserve.entry import Header
from stemmata.preserve.log import LoggedEntry

BEGIN, SEARCH, INCLUDE = "disclosure", "disclosure-search", "disclosure-include"
WITHHOLD, END = "disclosure-withhold", "disclosure-end"
DISCLOSE = CustodyEvent.DISCLOSE.value
ROLE = "disclosure"
ITEMS = "items"
HOLDING = frozenset({SEARCH, INCLUDE, WITHHOLD, DISCLOSE})


def begin_statement(case_id: str, told: Mapping[str, str | None]) -> Statement:
    body: dict[str, Json] = {key: told.get(key) for key in ("request", "scope", "from", "authority")}
    return Statement(BEGIN, {CASE_ROLE: [case_id]}, body)


def step_statement(kind: str, disclosure: str, items: Collection[str], body: Mapping[str, Json]) -> Statement:
    references = {ROLE: [disclosure], ITEMS: sorted(items)}
    return Statement(kind, {role: ids for role, ids in references.items() if ids}, body)


def disclose_statement(
    case_id: str, disclosure: str, listed: str, numbers: Mapping[str, int], reason: str
) -> Statement:
    """`numbers`: of every file that the list speaks of, those withheld too: which is which stands in the case alone."""
    references = {ROLE: [disclosure], "objects": [listed], ITEMS: sorted(numbers), CASE_ROLE: [case_id]}
    return Statement(DISCLOSE, references, {"reason": reason, "numbers": dict(numbers)})


@dataclass(slots=True)
class Disclosure:
    """All that was said of one.

    Of each writer the last word on a file counts. Where two disagree it is withheld: a file that left cannot be called
    back. Both are in the order in which they were first named. `lists`: (entry, object), oldest first. `numbers`: those
    given so far.
    """

    id: str
    told: Mapping[str, Json]
    searches: list[Mapping[str, Json]] = field(default_factory=list)
    included: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    lists: list[tuple[str, str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    ended: bool = False


def disclosure_of(entries: Iterable[LoggedEntry], named: str) -> Disclosure | None:
    """None where no such disclosure was begun. Bodies that were erased tell nothing."""
    found: Disclosure | None = None
    steps: list[LoggedEntry] = []
    for entry in entries:
        if entry.id == named and entry.type == BEGIN:
            found = Disclosure(named, entry.body or {})
        elif named in entry.references.get(ROLE, []):
            steps.append(entry)
    if found is None:
        return None
    words: dict[str, dict[str, LoggedEntry]] = {}
    for entry in in_order(steps):
        _take(found, entry)
        if entry.type in (INCLUDE, WITHHOLD):
            for item in entry.references.get(ITEMS, []):
                words.setdefault(item, {})[entry.writer] = entry
    for item, last in words.items():
        against = [entry for entry in last.values() if entry.type == WITHHOLD]
        said, one = (found.withheld, against[0]) if against else (found.included, next(iter(last.values())))
        said[item] = str((one.body or {}).get("reason") or "")
    return found


def in_order(entries: Iterable[LoggedEntry]) -> list[LoggedEntry]:
    """Each log in its own order, whatever its clock did; logs among each other by what their clocks claimed."""
    latest: dict[str, int] = {}
    timed = []
    for entry in sorted(entries, key=lambda one: (one.writer, one.index)):
        latest[entry.writer] = max(latest.get(entry.writer, entry.claimed_us), entry.claimed_us)
        timed.append((latest[entry.writer], entry.writer, entry.index, entry))
    return [entry for *_, entry in sorted(timed, key=lambda row: row[:3])]


def _take(found: Disclosure, entry: LoggedEntry) -> None:
    body = entry.body or {}
    if entry.type == SEARCH:
        found.searches.append(body)
    elif entry.type == DISCLOSE:
        found.lists.append((entry.id, (entry.references.get("objects") or [""])[0]))
        numbers = body.get("numbers")
        given = numbers.items() if isinstance(numbers, dict) else ()
        found.numbers |= {item: number for item, number in given if isinstance(number, int)}
    elif entry.type == END:
        found.ended = True


def on_hold(headers: Iterable[Mapping[int, Header]]) -> dict[str, str]:
    """Item -> a disclosure that was not ended and names it."""
    ended: set[str] = set()
    named: dict[str, set[str]] = {}
    for members in headers:
        for header in members.values():
            disclosures = header.references.get(ROLE, [])
            if header.type == END:
                ended.update(disclosures)
            elif header.type in HOLDING:
                for item in header.references.get(ITEMS, []):
                    named.setdefault(item, set()).update(disclosures)
    return {item: min(open_ones) for item, those in named.items() if (open_ones := those - ended)}
