"""A person records who stands behind material, or what it rests on, or takes such a record back. Each is one entry."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from stemmata.acts.named_units import reason_given, refuse_unheld, tables
from stemmata.acts.told import as_text
from stemmata.case.pseudonym import compared_as, is_pseudonym, pseudonym
from stemmata.case.sourcings import observers_of, sourcing_from, sourcing_named
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.model.sourcing import OF_ONE, PERSONS, RESTING, Sourced
from stemmata.model.unit import Unit
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.sourcing_entry import sourcing_statement
from stemmata.preserve.unit_object import unit_object

RECORD = "a record of who stands behind material"
STATEMENT = "statement on who stands behind material"
NAME_CHARACTERS = 200
"""More than any name; what is longer was meant for the reason."""


def record(
    case: CaseFolder,
    said: Sourced,
    units: Sequence[Unit],
    reason: str,
    *,
    persons: Sequence[str] = (),
    undoes: str | None = None,
    clock_us: Callable[[], int] = now_us,
) -> str:
    """The entry's id. `persons`: a name or pseudonym for each unit, where the saying names persons; of separate
    observers they may be left out where one observer is recorded behind each. `undoes`: the record that this replaces.

    No error repeats a name. BadRequest without a reason, for units or persons that do not fit, or where the reason
    holds a name that was given; NotHeld for a unit or entry that is not in the case: then nothing is written.
    CaseClosed, CaseBusy, KeyMissing, StoreFull.
    """
    told = reason_given(reason, RECORD)
    _refuse_units(said, units)
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            for unit in units:
                refuse_unheld(connection, unit)
            if undoes is not None and sourcing_named(connection, undoes) is None:
                raise NotHeld(undoes, STATEMENT)
            named = _persons(connection, case.id, said, units, persons)
        _refuse_name_in(told, named)
        statement = sourcing_statement(case.id, said, units, told, persons=named, undoes=undoes)
        with case.objects.batch() as store:
            for unit in units:
                store.put_bytes(unit_object(unit))
        return writer.append([statement])[0]


def take_back_record(case: CaseFolder, entry: str, reason: str, *, clock_us: Callable[[], int] = now_us) -> str:
    """Undo one record, whoever signed it; the entry's id. Undoing an undo revives. Errors as of `record`."""
    told = reason_given(reason, RECORD)
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            row = sourcing_named(connection, entry)
            if row is None:
                raise NotHeld(entry, STATEMENT)
            undone = sourcing_from(row)
        statement = sourcing_statement(case.id, None, undone.units, told, undoes=entry)
        with case.objects.batch() as store:
            for unit in undone.units:
                store.put_bytes(unit_object(unit))
        return writer.append([statement])[0]


def _refuse_units(said: Sourced, units: Sequence[Unit]) -> None:
    wanted = 1 if said in OF_ONE else 2
    if len(units) != wanted:
        number = "one file or post" if wanted == 1 else "two files or posts"
        raise BadRequest(f"this is said of {number}, and {len(units)} were named", f"name {number}")
    if wanted == 1:
        return
    if units[0] == units[1]:
        raise BadRequest("both sides are one and the same", "name two files or posts, or two stretches of one")
    if said in RESTING and units[0].holder == units[1].holder:
        raise BadRequest("a file does not rest on itself", "name two files or posts")


def _persons(
    connection: Connection, case_id: str, said: Sourced, units: Sequence[Unit], typed: Sequence[str]
) -> list[str]:
    """As the body holds them."""
    wanted = PERSONS.get(said, 0)
    persons = [" ".join(as_text(one).split()) for one in typed]
    if not wanted and persons:
        raise BadRequest("a person was named where nobody can be", "leave the name out, or record it on one file")
    if not persons and said is Sourced.SEPARATE_OBSERVERS:
        persons = _recorded(connection, units)
    if len(persons) != wanted:
        raise BadRequest(
            f"{'one person is' if wanted == 1 else 'two persons are'} to be named, and {len(persons)} were",
            "give a name or pseudonym for each file",
        )
    for one in persons:
        if not compared_as(one) or len(one) > NAME_CHARACTERS:
            raise BadRequest(
                f"a name has letters or digits, and at most {NAME_CHARACTERS} characters",
                "give a name, or a pseudonym such as P-014",
            )
    if len({pseudonym(case_id, one) for one in persons}) < len(persons):
        raise BadRequest(
            "the same person is named behind both", "say that one person is behind both, or name another one"
        )
    return persons


def _recorded(connection: Connection, units: Sequence[Unit]) -> list[str]:
    """The observers that are on record, where there is just one behind each."""
    found = [observers_of(connection, unit) for unit in units]
    if any(len(one) != 1 for one in found):
        raise BadRequest(
            "separate observers are named ones, and not just one observer is on record behind each file",
            "give a name or pseudonym for each, or assert independence without naming anybody",
        )
    return [one[0] for one in found]


def _refuse_name_in(reason: str, persons: Sequence[str]) -> None:
    """Reasons are shown and exported; a name in one would be as well."""
    words = f" {compared_as(reason)} "
    if any(f" {compared_as(one)} " in words for one in persons if not is_pseudonym(one)):
        raise BadRequest(
            "the reason holds a name that was given for a person",
            "write the reason without it: reasons are shown and exported, the name is not",
        )
