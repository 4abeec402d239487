"""A person keeps files out of sight, or lets them be seen again."""

from collections.abc import Callable, Collection

from stemmata.acts.named_units import reason_given, refuse_unheld_items, tables
from stemmata.case.restricted import restrictions
from stemmata.model.errors import BadRequest
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.restriction_entry import lift_statement, restrict_statement


def restrict(case: CaseFolder, items: Collection[str], reason: str, clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id. NotHeld; BadRequest without a reason or a file."""
    told = reason_given(reason, "a restriction")
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            refuse_unheld_items(connection, items)
        if not items:
            raise BadRequest("no file was named", "name the files that nobody should come to see by accident")
        return writer.append([restrict_statement(items, told)])[0]


def lift_restriction(
    case: CaseFolder, items: Collection[str], reason: str, clock_us: Callable[[], int] = now_us
) -> str:
    """Takes back every restriction that names one of these files, also for the others that it names; the entry's id."""
    told = reason_given(reason, "lifting a restriction")
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            standing = restrictions(connection)
        entries = {entry for item in items for entry in standing.get(item, [])}
        if not entries:
            raise BadRequest("none of these files is restricted", "stemmata custody FILE shows what was said of one")
        return writer.append([lift_statement(entries, told)])[0]
