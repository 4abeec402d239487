"""What speaks against files that are handed over: nobody should have to remember to include it."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.case.judgements import judgements
from stemmata.case.queries import short_name
from stemmata.model.judgement import Said
from stemmata.publish.changes_json import change_lines
from stemmata.publish.jsonl import families

AGAINST = frozenset({Said.DIFFERENT, Said.NOT_PARENT})
"""Judgements by which a pair is not what one might take it for."""


def contradicting(connection: Connection, items: Collection[str]) -> dict[str, str]:
    """Other files of the case, each with why: judged different, a text that says it otherwise, a copy that holds more
    of the footage. Of posts nothing: what they carry are files."""
    held = set(connection.scalars(select(schema.item.c.sha256)))
    found: dict[str, str] = {}

    def note(one: object, other: object, why: str) -> None:
        for here, there in ((str(one), str(other)), (str(other), str(one))):
            if here in items and there in held and there not in items:
                found.setdefault(there, f"{why} {here[:12]} ({short_name(connection, here)})")

    for said in judgements(connection):
        if said.said in AGAINST:
            note(said.one.holder, said.other.holder, "judged different from")
    for change in change_lines(connection):
        note(change["parent"], change["child"], f"says it otherwise ({change['code']}) than")
    for family in families(connection):
        members = family["items"]
        for member in members if isinstance(members, list) else []:
            if family["most_complete"] is not None and member in items:
                note(member, family["most_complete"], "holds more of the footage than")
    return found
