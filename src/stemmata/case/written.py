"""How held files were written: the form of their containers, and the marks that their bytes and names bear."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.case.held import AT_ONCE
from stemmata.decode.container_form import form_of
from stemmata.decode.mark_table import Basis
from stemmata.decode.marks import marks_in_name
from stemmata.lineage.written import Written


def written_of(connection: Connection, items: Iterable[str]) -> dict[str, Written]:
    """By item, of those that are held."""
    asked = sorted(set(items))
    made: dict[str, Written] = {}
    for at in range(0, len(asked), AT_ONCE):
        made |= _written(connection, asked[at : at + AT_ONCE])
    return made


def _written(connection: Connection, items: Sequence[str]) -> dict[str, Written]:
    item, mark, name = schema.item.c, schema.mark.c, schema.name.c
    marked: dict[str, set[str]] = {}
    for row in connection.execute(select(mark.item, mark.mark).where(mark.item.in_(items))):
        marked.setdefault(row.item, set()).add(row.mark)
    named: dict[str, set[str]] = {}
    for row in connection.execute(select(name.item, name.shown).where(name.item.in_(items))):
        named.setdefault(row.item, set()).update(marks_in_name(row.shown))
    made = {}
    for row in connection.execute(select(item.sha256, item.form).where(item.sha256.in_(items))):
        form = None if row.form is None else form_of(json.loads(row.form))
        in_bytes = None if form is None else frozenset(marked.get(row.sha256, ()))
        made[row.sha256] = Written(form, in_bytes, frozenset(named.get(row.sha256, ())))
    return made


def marks_of(connection: Connection, item: str, names: Iterable[str]) -> list[tuple[str, Basis]]:
    """As `borne`, of one held item. `names`: all under which it was received."""
    mark = schema.mark.c
    return borne(connection.scalars(select(mark.mark).where(mark.item == item)), names)


def borne(in_bytes: Iterable[str], names: Iterable[str]) -> list[tuple[str, Basis]]:
    """(mark, basis) of one item, from the marks of its bytes and all its names: by basis, then by mark."""
    in_names = {mark for name in names for mark in marks_in_name(name)}
    return [(mark, Basis.BYTES) for mark in sorted(set(in_bytes))] + [(mark, Basis.NAME) for mark in sorted(in_names)]
