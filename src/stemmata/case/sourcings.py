"""Records of who stands behind material, in the tables: all that the logs hold, with whether they stand.

Written by the projection alone. Persons are here under their pseudonyms; names stay in the bodies of the entries.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from stemmata.case import schema
from stemmata.case.pseudonym import name_key, one_for_each, pseudonym
from stemmata.case.tasks import replace_tasks
from stemmata.case.unreadable import read_or_told
from stemmata.corroborate.origins import meets
from stemmata.model.sourcing import Sourced, Sourcing
from stemmata.model.sourcing_standing import SourcingStanding, sourcing_standing
from stemmata.model.task import FROM_SOURCINGS, Task
from stemmata.model.unit import Unit, unit_of
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.sourcing_entry import persons_told, sourcing_of

SourcingRow = Row[tuple[Any, ...]]


def take_in_sourcing(connection: Connection, logged: LoggedEntry, objects: ObjectStore) -> None:
    """One entry as a row, or as a task where this version cannot read it. `settle_sourcings` comes after the last."""
    with read_or_told(connection, logged):
        found = sourcing_of(logged, objects, pseudonym)
        keys = [name_key(typed) for typed in persons_told(logged)]
        connection.execute(insert(schema.sourcing), [_row(found, keys)])


def settle_sourcings(connection: Connection) -> None:
    """One pseudonym for each person, what stands, and what conflicts: a function of the rows."""
    table = schema.sourcing
    rows = connection.execute(select(table)).all()
    made = [(row.entry, json.loads(row.made)) for row in rows]
    keys = [json.loads(row.keys) for row in rows]
    chosen = one_for_each(
        pair for (_, persons), known in zip(made, keys, strict=True) for pair in zip(persons, known, strict=True)
    )
    for entry, persons in made:
        shown = json.dumps([chosen[one] for one in persons])
        changed = (table.c.entry == entry) & (table.c.persons != shown)
        connection.execute(update(table).where(changed).values(persons=shown))
    every = sourcings(connection)
    found = sourcing_standing(every)
    state = {one.id: "standing" for one in every} | {one.id: "undone" for one in found.undone}
    state |= dict.fromkeys(found.contested, "in_conflict")
    for entry, holds in state.items():
        connection.execute(update(table).where((table.c.entry == entry) & (table.c.state != holds)).values(state=holds))
    when = {one.id: one.when_us for one in found.sourcings}
    replace_tasks(
        connection,
        FROM_SOURCINGS,
        [
            Task(conflict.why, conflict.entries, max(when[entry] for entry in conflict.entries))
            for conflict in found.conflicts
        ],
    )


def sourcings(connection: Connection) -> list[Sourcing]:
    """All of them, by id."""
    return [sourcing_from(row) for row in connection.execute(select(schema.sourcing).order_by(schema.sourcing.c.entry))]


def standing_sourcings(connection: Connection) -> SourcingStanding:
    return sourcing_standing(sourcings(connection))


def sourcing_rows(connection: Connection) -> Sequence[SourcingRow]:
    """Rows of all of them, with `state`: standing, in_conflict or undone; in the order of their claimed times."""
    table = schema.sourcing.c
    return connection.execute(select(schema.sourcing).order_by(table.when_us, table.entry)).all()


def sourcings_on(connection: Connection, holder: str) -> list[Sourcing]:
    """Those that stand on a file or posting, or on parts of it, by id."""
    table = schema.sourcing.c
    query = select(schema.sourcing).where(or_(table.one_holder == holder, table.other_holder == holder))
    return [
        sourcing_from(row) for row in connection.execute(query.where(table.state != "undone").order_by(table.entry))
    ]


def observers_of(connection: Connection, unit: Unit) -> list[str]:
    """Pseudonyms of those on record as observers behind it, or behind a part of it, sorted."""
    named: set[str] = set()
    for one in sourcings_on(connection, unit.holder):
        if one.said in (Sourced.OBSERVER, Sourced.SEPARATE_OBSERVERS):
            pairs = zip(one.units, one.persons, strict=False)  # shorter where the names were erased
            named |= {person for known, person in pairs if meets(known, unit)}
    return sorted(named)


def sourcing_named(connection: Connection, entry: str) -> SourcingRow | None:
    return connection.execute(select(schema.sourcing).where(schema.sourcing.c.entry == entry)).first()


def sourcing_from(row: SourcingRow) -> Sourcing:
    return Sourcing(
        row.entry,
        None if row.said is None else Sourced(row.said),
        tuple(unit_of(fields) for fields in json.loads(row.units)),
        row.who,
        row.when_us,
        row.reason,
        tuple(json.loads(row.persons)),
        row.undoes,
    )


def _row(one: Sourcing, keys: Sequence[str | None]) -> dict[str, object]:
    return {
        "entry": one.id,
        "said": None if one.said is None else one.said.value,
        "units": json.dumps([unit.fields() for unit in one.units], sort_keys=True),
        "one_holder": one.units[0].holder,
        "other_holder": one.units[1].holder if len(one.units) > 1 else None,
        "made": json.dumps(list(one.persons)),
        "keys": json.dumps(list(keys)),
        "persons": json.dumps(list(one.persons)),
        "who": one.who,
        "when_us": one.when_us,
        "reason": one.reason,
        "undoes": one.undoes,
        "state": "unsettled",
    }
