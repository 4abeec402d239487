"""Who stands behind material, as the interchange has it: everything that was recorded, persons under pseudonyms."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from stemmata.case.sourcings import sourcing_rows, sourcings
from stemmata.model.interval import iso_utc
from stemmata.model.unit import Unit, unit_of

Row = dict[str, object]


def sourcing_lines(connection: Connection) -> Iterator[Row]:
    """All of them, those taken back too: a reader that dropped them would revive what they undid."""
    for row in sorted(sourcing_rows(connection), key=lambda row: str(row.entry)):
        units = [unit_of(fields) for fields in json.loads(row.units)]
        other = units[1] if len(units) > 1 else None
        yield {
            "entry": row.entry,
            "who": row.who,
            "when": iso_utc(row.when_us),
            "value": row.said,
            "one": units[0].holder,
            "other": None if other is None else other.holder,
            "one_unit": units[0].id,
            "other_unit": None if other is None else other.id,
            "persons": json.loads(row.persons),
            "reason": row.reason,
            "undoes": row.undoes,
            "state": row.state,
        }


def sourced_units(connection: Connection) -> dict[str, Unit]:
    """Units that some record names, by id."""
    return {unit.id: unit for one in sourcings(connection) for unit in one.units}
