"""How files were written reaches the tables and the interchange, and comes back when the tables are made again."""

from pathlib import Path

from sqlalchemy import select
from tests import marked_case

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.written import written_of
from stemmata.lineage.written import Written
from stemmata.publish.jsonl import items


def by_name(index: Index) -> dict[str, Written]:
    with index.read() as connection:
        names = {row.item: row.shown for row in connection.execute(select(schema.name.c.item, schema.name.c.shown))}
        return {names[item].rsplit("/", 1)[-1]: one for item, one in written_of(connection, names).items()}


def test_marks_and_forms_stand_with_what_is_held(tmp_path: Path) -> None:
    index, _ = marked_case.looked_at(marked_case.received(tmp_path))
    found = by_name(index)
    index.close()
    assert {name: (set(one.in_bytes or ()), set(one.in_name)) for name, one in found.items()} == {
        marked_case.PLAIN: (set(), set()),
        marked_case.FROM_META: ({"meta"}, {"meta"}),
        marked_case.RENAMED: (set(), {"whatsapp"}),
    }
    assert {name: one.form.aspects["coding"] for name, one in found.items() if one.form is not None} == {
        marked_case.PLAIN: "baseline",
        marked_case.FROM_META: "progressive",
        marked_case.RENAMED: "baseline",
    }


def test_the_interchange_names_the_marks_of_each_item_with_their_basis(tmp_path: Path) -> None:
    index, _ = marked_case.looked_at(marked_case.received(tmp_path))
    with index.read() as connection:
        marks = {row["names"][0].rsplit("/", 1)[-1]: row["marks"] for row in items(connection)}  # type: ignore[index]
    index.close()
    assert marks == {
        marked_case.PLAIN: [],
        marked_case.FROM_META: [{"mark": "meta", "basis": "bytes"}, {"mark": "meta", "basis": "name"}],
        marked_case.RENAMED: [{"mark": "whatsapp", "basis": "name"}],
    }


def test_tables_that_are_made_again_say_the_same_without_a_file_being_read(tmp_path: Path) -> None:
    case = marked_case.received(tmp_path)
    index, asked = marked_case.looked_at(case)
    before = by_name(index)
    index.close()
    case.index_path.unlink()
    again, asked_again = marked_case.looked_at(case)
    assert by_name(again) == before
    again.close()
    assert (asked, asked_again) == (6, 0)


def test_of_what_was_not_looked_at_nothing_is_said(tmp_path: Path) -> None:
    index, _ = marked_case.looked_at(marked_case.received(tmp_path))
    with index.write() as connection:
        connection.execute(schema.item.update().values(form=None))
    assert {one.in_bytes for one in by_name(index).values()} == {None}
    index.close()
