"""Postings as lineage asks for them: no author, no name of a place that is not public."""

from pathlib import Path

from sqlalchemy import insert

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.posted import held_posts

ROW: dict[str, object] = {
    "platform": "telegram",
    "author_name": "A. Writer",
    "native_id": "5",
    "posted_low_us": 1,
    "posted_high_us": 2,
    "posted_basis": "platform-claimed",
    "raw_object": "raw",
    "pointer": "/messages/0",
    "reader": "telegram/3",
    "links": "[]",
}


def test_a_private_chat_is_a_number_and_a_public_channel_has_its_name(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.db")
    rows = [
        ROW | {"id": "p1", "channel_id": "31", "channel_name": "Lower Town News", "channel_kind": "public_channel"},
        ROW | {"id": "p2", "channel_id": "77", "channel_name": "A. Writer", "channel_kind": "personal_chat"},
        ROW | {"id": "p3", "channel_id": "78", "channel_name": "Cousins", "channel_kind": None},
    ]
    with index.write() as connection:
        connection.execute(insert(schema.posting), rows)
    with index.read() as connection:
        found = held_posts(connection)
    index.close()
    assert [(one.channel, one.name) for one in found.values()] == [
        ("telegram:31", "Lower Town News"),
        ("telegram:private-1", None),
        ("telegram:private-2", None),
    ]
    assert "A. Writer" not in repr(found)
