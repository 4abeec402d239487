"""The card of one item that says what signed provenance it holds."""

from collections.abc import Mapping

from sqlalchemy import Connection

from stemmata.case import queries
from stemmata.case.signed import signed_item
from stemmata.lineage.signed import Binding
from stemmata.model.signed import PARENT, Ingredient, Verdict
from stemmata.web.signed_words import RELATIONSHIPS

Page = dict[str, object]


def signed_card(connection: Connection, item: str) -> Page | None:
    """None where the item holds no manifest and names none."""
    found = signed_item(connection, item)
    if found is None:
        return None
    one, ingredients = found
    return {
        "one": one,
        "mark": {Verdict.OK: "ok", Verdict.FAILED: "fail", Verdict.UNCHECKED: "unk"}[one.verdict],
        "read": one.manifest is not None,
        "ingredients": [_ingredient(connection, named, held) for named, held in ingredients],
    }


def _ingredient(connection: Connection, named: Ingredient, held: Mapping[str, Binding]) -> Page:
    """`state`: the key of what is said of its being held; `of_copy`: of its manifest's copy, where that is not OK."""
    if named.manifest is None:
        state = "signed_cannot_tell"
    elif held:
        state = "signed_held"
    else:
        state = "signed_parent_not_held" if named.relationship == PARENT else "signed_not_held"
    return {
        "relationship": named.relationship,
        "known": named.relationship in RELATIONSHIPS,
        "title": named.title,
        "state": state,
        "of_copy": None if named.verdict in {None, Verdict.OK} else f"signed_copy_{named.verdict}",
        "held": [
            {"item": item, "name": queries.short_name(connection, item), "key": f"signed_held_{binding}"}
            for item, binding in sorted(held.items())
        ],
    }
