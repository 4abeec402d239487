"""A request is answered: searched for, included, withheld with grounds, listed with stable numbers, signed by two.

The list that both sign is an object of the case, canonical JSON:

    {"form": "stemmata disclosure/1", "disclosure": entry, "request": {...},
     "numbers": [{"number": "0001", "state": "disclosed|redacted|withheld",
                  "file": sha256|null, "because": text, "ground": text|null, "hidden": [text, ...]}, ...],
     "searches": [{"looked_for", "where", "found"}, ...]}

A number once given stays with its file through every later list. A withheld file has a number and a ground, no hash.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from stemmata.acts.named_units import reason_given, refuse_unheld_items, tables
from stemmata.acts.package import Packaged, package
from stemmata.acts.told import as_told
from stemmata.model.canonical import Json, canonical_json
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.model.profile import Profile
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.disclosure_entry import (
    END,
    INCLUDE,
    SEARCH,
    WITHHOLD,
    Disclosure,
    begin_statement,
    disclose_statement,
    disclosure_of,
    in_order,
    step_statement,
)
from stemmata.preserve.redaction_entry import TYPE as REDACT
from stemmata.preserve.redaction_entry import redaction_of

FORM = "stemmata disclosure/1"

MOST_NAMED = 900
"""Files in one header: 67 bytes each, below the 65,535 that an entry may have."""


def begin_disclosure(case: CaseFolder, told: Mapping[str, str | None], clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id names the disclosure. `told`: request, scope, from, authority; the first two are needed."""
    for key in ("request", "scope"):
        if not (told.get(key) or "").strip():
            raise BadRequest(f"a disclosure without a {key} was asked for", f"add --{key} TEXT")
    with case.writing(clock_us) as writer:
        return writer.append([begin_statement(case.id, {key: as_told(value) for key, value in told.items()})])[0]


def record_search(
    case: CaseFolder,
    disclosure: str,
    looked_for: str,
    where: str,
    found: int,
    items: Collection[str],
    clock_us: Callable[[], int] = now_us,
) -> str:
    """What was looked for, also where nothing was found; the entry's id."""
    told = reason_given(looked_for, "a search")
    body: dict[str, Json] = {"looked_for": told, "where": as_told(where), "found": found}
    return _step(case, SEARCH, disclosure, items, body, clock_us)


def include(
    case: CaseFolder, disclosure: str, items: Collection[str], reason: str, clock_us: Callable[[], int] = now_us
) -> str:
    return _step(case, INCLUDE, disclosure, items, {"reason": reason_given(reason, "including")}, clock_us)


def withhold(
    case: CaseFolder, disclosure: str, items: Collection[str], ground: str, clock_us: Callable[[], int] = now_us
) -> str:
    """The ground is what the other side is told."""
    return _step(case, WITHHOLD, disclosure, items, {"reason": reason_given(ground, "withholding")}, clock_us)


def end_disclosure(case: CaseFolder, disclosure: str, reason: str, clock_us: Callable[[], int] = now_us) -> str:
    """The files that it names are no longer on hold because of it."""
    return _step(case, END, disclosure, (), {"reason": reason_given(reason, "an end")}, clock_us)


def propose_disclosure(
    case: CaseFolder,
    disclosure: str,
    reason: str,
    contradicting: Callable[[Collection[str]], Mapping[str, str]],
    clock_us: Callable[[], int] = now_us,
) -> tuple[str, dict[str, Json]]:
    """(entry, list). It waits for a second signature. `contradicting`: of files, others that speak against them, each
    with why: they are included unless they were withheld with a ground. BadRequest where nothing is included."""
    told = reason_given(reason, "a disclosure")
    now = _open(case, disclosure)
    if not now.included:
        raise BadRequest("this disclosure includes no file yet", "stemmata disclose include ID FILES --reason TEXT")
    against = {item: why for item, why in contradicting(now.included).items() if item not in now.withheld}
    because = against | now.included
    numbers = _numbered(now, because)
    if len(numbers) > MOST_NAMED:
        todo = "answer in parts, with a disclosure for each"
        raise BadRequest(f"one list names at most {MOST_NAMED} files, and this one {len(numbers)}", todo)
    listed = _list(case, now, because, numbers)
    with case.writing(clock_us) as writer:
        with case.objects.batch() as objects:
            name = objects.put_bytes(canonical_json(listed)).sha256
        return writer.append([disclose_statement(case.id, disclosure, name, numbers, told)])[0], listed


def issue_disclosure(
    case: CaseFolder,
    disclosure: str,
    target: Path,
    recipient: str | None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    clock_us: Callable[[], int] = now_us,
) -> Packaged:
    """The newest list that two people signed, as a package. BadRequest where there is none, and where a file on it was
    withheld or redacted since."""
    now = _of(case, disclosure)
    signed = {one.place.entry for one in authority(case).proposals if one.in_force}
    ready = [name for entry, name in now.lists if entry in signed]
    if not ready:
        raise BadRequest(
            "no list of this disclosure was signed by two people",
            "stemmata disclose propose ID, then another person: stemmata countersign ENTRY --key FILE",
        )
    listed = json.loads(case.objects.read(ready[-1]))
    files = [row["file"] for row in listed["numbers"] if row["file"] is not None]
    _refuse_outdated(now, listed, _derivatives(case))
    return package(
        case, files, target, Profile.PUBLIC, recipient=recipient, disclosure=listed, tick=tick, clock_us=clock_us
    )


def _refuse_outdated(
    now: Disclosure, listed: Mapping[str, list[dict[str, object]]], derivatives: Mapping[str, "_Derivative"]
) -> None:
    """A file that was withheld or redacted after the list was signed would leave with it."""
    items = {f"{number:04d}": item for item, number in now.numbers.items()}
    for row in listed["numbers"]:
        item = items.get(str(row["number"]), "")
        newest = derivatives.get(item)
        redacted = newest is not None and row["file"] not in (None, newest.sha256)
        if redacted or (item in now.withheld and row["file"] is not None):
            what = "redacted" if redacted else "withheld"
            raise BadRequest(
                f"number {row['number']} was {what} after two people signed the list",
                "make the list anew: stemmata disclose propose ID, then a second signature",
            )


@dataclass(frozen=True, slots=True)
class _Derivative:
    sha256: str
    hidden: tuple[str, ...]


def _list(case: CaseFolder, now: Disclosure, because: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, Json]:
    derivatives = _derivatives(case)
    rows: list[Json] = [
        _row(number, item, because, now.withheld, derivatives.get(item))
        for item, number in sorted(numbers.items(), key=lambda pair: pair[1])
        if item in because or item in now.withheld
    ]
    searches: list[Json] = [dict(one) for one in now.searches]
    return {
        "form": FORM, "disclosure": now.id, "request": dict(now.told), "numbers": rows, "searches": searches,
    }  # fmt: skip


def _row(
    number: int, item: str, because: Mapping[str, str], withheld: Mapping[str, str], derivative: _Derivative | None
) -> Json:
    row: dict[str, Json] = {"number": f"{number:04d}", "because": because.get(item), "ground": None, "hidden": []}
    if item in withheld:
        return row | {"state": "withheld", "file": None, "ground": withheld[item]}
    if derivative is not None:
        hidden: list[Json] = [*derivative.hidden]
        return row | {"state": "redacted", "file": derivative.sha256, "hidden": hidden}
    return row | {"state": "disclosed", "file": item}


def _numbered(now: Disclosure, because: Collection[str]) -> dict[str, int]:
    """Item -> number. One that was given stays, and none is given again."""
    numbers = dict(now.numbers)
    after = max(numbers.values(), default=0)
    for item in [*now.included, *now.withheld, *sorted(because)]:
        if item not in numbers:
            after += 1
            numbers[item] = after
    return numbers


def _derivatives(case: CaseFolder) -> dict[str, _Derivative]:
    """Original -> its newest redaction that two people signed."""
    signed = {one.place.entry for one in authority(case).proposals if one.in_force}
    found: dict[str, _Derivative] = {}
    for entry in in_order(entry for entry in case.entries() if entry.type == REDACT and entry.id in signed):
        one = redaction_of(entry, case.objects)
        if one.original is not None:
            found[one.original] = _Derivative(one.derivative, one.hidden)
    return found


def _step(
    case: CaseFolder,
    kind: str,
    disclosure: str,
    items: Collection[str],
    body: Mapping[str, Json],
    clock_us: Callable[[], int],
) -> str:
    _open(case, disclosure)
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            refuse_unheld_items(connection, items)
        return writer.append([step_statement(kind, disclosure, items, body)])[0]


def _open(case: CaseFolder, disclosure: str) -> Disclosure:
    found = _of(case, disclosure)
    if found.ended:
        raise BadRequest("this disclosure was ended", "begin another one: stemmata disclose begin")
    return found


def _of(case: CaseFolder, disclosure: str) -> Disclosure:
    found = disclosure_of(case.entries(), disclosure)
    if found is None:
        raise NotHeld(disclosure, "disclosure")
    return found
