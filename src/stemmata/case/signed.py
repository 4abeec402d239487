"""Signed provenance in the tables: one row for each item that holds a manifest, or says that it has one."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from stemmata.case import schema
from stemmata.lineage.signed import Binding, SignedCase
from stemmata.model.signed import Ingredient, Signed, signed_from_json

Named = tuple[Ingredient, Mapping[str, Binding]]
"""An ingredient, and the held items that it may be."""


def write_signed(connection: Connection, found: Mapping[str, Signed]) -> None:
    """All of it anew."""
    connection.execute(delete(schema.signed))
    rows = [
        {"item": item, "manifest": one.manifest, "body": json.dumps(one.to_json(), sort_keys=True)}
        for item, one in sorted(found.items())
    ]
    if rows:
        connection.execute(insert(schema.signed), rows)


def signed_case(connection: Connection) -> SignedCase:
    """Everything that is held."""
    rows = connection.execute(select(schema.signed).order_by(schema.signed.c.item))
    signed = {row.item: signed_from_json(json.loads(row.body)) for row in rows}
    return SignedCase(signed, connection.scalars(select(schema.item.c.sha256)))


def signed_item(connection: Connection, item: str) -> tuple[Signed, Sequence[Named]] | None:
    """What one item holds, and which held items its ingredients may be; None where it holds nothing."""
    table = schema.signed.c
    body = connection.scalar(select(table.body).where(table.item == item))
    if body is None:
        return None
    one = signed_from_json(json.loads(body))
    labels = [named.manifest for named in one.ingredients if named.manifest is not None]
    bare = [named.bare_sha256 for named in one.ingredients if named.bare_sha256 is not None]
    rows = connection.execute(select(schema.signed).where(table.manifest.in_(labels)))
    held = connection.scalars(select(schema.item.c.sha256).where(schema.item.c.sha256.in_(bare)))
    about = SignedCase({row.item: signed_from_json(json.loads(row.body)) for row in rows}, held)
    return one, [(named, about.held(named)) for named in one.ingredients]
