"""From a form to a signed record of who stands behind material: what a page sends, and what may stop it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from stemmata.acts.source import record, take_back_record
from stemmata.case import schema
from stemmata.case.held import stored_unit
from stemmata.case.index import Index
from stemmata.case.named import whole_unit
from stemmata.case.sourcings import sourcing_named
from stemmata.model.errors import BadRequest, CaseBusy, CaseClosed, NotHeld, StemmataError
from stemmata.model.sourcing import PERSONS, Sourced
from stemmata.model.unit import Unit
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.judging import Refused

OF_PAIR = {
    "one_person": (Sourced.ONE_PERSON, False),
    "one_team": (Sourced.ONE_TEAM, False),
    "one_account": (Sourced.ONE_ACCOUNT, False),
    "one_witness": (Sourced.ONE_WITNESS, False),
    "separate_observers": (Sourced.SEPARATE_OBSERVERS, False),
    "asserted": (Sourced.ASSERTED, False),
    "separate_authors": (Sourced.SEPARATE_AUTHORS, False),
    "separate_devices": (Sourced.SEPARATE_DEVICES, False),
    "one_rests": (Sourced.CONFIRMED, False),
    "other_rests": (Sourced.CONFIRMED, True),
    "one_rests_not": (Sourced.REJECTED, False),
    "other_rests_not": (Sourced.REJECTED, True),
}
"""Value of the form -> what is recorded, and whether the second of the page comes first in it."""
OF_ONE = {"observer": (Sourced.OBSERVER, False), "author": (Sourced.AUTHOR, False)}
PERSON_FIELDS = ("one_person_named", "other_person_named")


def units_meant(connection: Connection, holders: Sequence[str], fields: Mapping[str, str]) -> list[Unit] | None:
    """The units that a form names, or the whole of each holder; None where one is not held or was not read."""
    found: list[Unit] = []
    for holder, field in zip(holders, ("one_unit", "other_unit"), strict=False):
        row = connection.execute(select(schema.unit).where(schema.unit.c.id == fields.get(field, ""))).first()
        unit = None if row is None else stored_unit(row)
        if unit is None or unit.holder != holder:
            try:
                unit = whole_unit(connection, holder)
            except (NotHeld, BadRequest):
                return None
        found.append(unit)
    return found


def recorded(case: CaseFolder, index: Index, units: Sequence[Unit], fields: Mapping[str, str]) -> str | Refused:
    """The entry made, or why none was. No refusal holds a name."""
    try:
        return _act(case, index, units, fields)
    except CaseBusy:
        return Refused("refused_busy")
    except CaseClosed:
        return Refused("refused_closed")
    except BadRequest as error:
        return Refused("refused_record", error.diagnostics())
    except StemmataError as error:
        return Refused("refused_other", error.diagnostics())


def _act(case: CaseFolder, index: Index, units: Sequence[Unit], fields: Mapping[str, str]) -> str | Refused:
    reason = fields.get("reason", "")
    if "undo" in fields:
        with index.read() as connection:
            row = sourcing_named(connection, fields["undo"])
        held = {unit.holder for unit in units}
        if row is None or {row.one_holder, row.other_holder} - {None} != held:
            return Refused("refused_record")
        return take_back_record(case, fields["undo"], reason)
    choices = OF_PAIR if len(units) == 2 else OF_ONE
    if fields.get("said") not in choices or not reason.strip():
        return Refused("refused_record")
    said, turned = choices[fields["said"]]
    named = [fields.get(field, "") for field in PERSON_FIELDS[: len(units)]]
    wanted = PERSONS.get(said, 0)
    persons = [one for one in named if one.strip()] if wanted else []
    return record(case, said, units[::-1] if turned else units, reason, persons=persons)
