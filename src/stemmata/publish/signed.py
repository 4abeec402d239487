"""Signed provenance as the interchange has it: whole for those who work on the case, without names for the public."""

from collections.abc import Mapping

from stemmata.lineage.signed import Binding, SignedCase
from stemmata.model.interval import Basis, iso_utc
from stemmata.model.signed import Ingredient, Signed

Row = dict[str, object]

NAMES = frozenset({"generator", "issuer", "subject", "authority", "address", "manifest", "title"})
"""Fields that a public export leaves out: a program or device, organisations, a file's name, and the labels and
addresses by which whoever signed could find an account."""


def signed_row(case: SignedCase, item: str) -> Row | None:
    """None where the item holds no manifest and names none."""
    one = case.signed.get(item)
    return None if one is None else _row(one, [_ingredient(named, case.held(named)) for named in one.ingredients])


def public_row(row: Mapping[str, object]) -> Row:
    """The same without NAMES, at any depth."""
    return {key: _public(value) for key, value in row.items() if key not in NAMES}


def _public(value: object) -> object:
    if isinstance(value, list):
        return [_public(one) for one in value]
    return public_row(value) if isinstance(value, dict) else value


def _row(one: Signed, ingredients: list[Row]) -> Row:
    return {
        "verdict": one.verdict.value,
        "reasons": list(one.reasons),
        "codes": list(one.codes),
        "signature": one.signature.value,
        "content": one.content.value,
        "place": one.place,
        "address": one.address,
        "manifest": one.manifest,
        "generator": one.generator,
        "issuer": one.issuer,
        "subject": one.subject,
        "signed_at": None if one.signed_us is None else {"time": iso_utc(one.signed_us), "basis": Basis.FILE.value},
        "authority": one.authority,
        "stamp": None if one.stamp is None else one.stamp.value,
        "actions": [{"action": action.name, "source": action.source} for action in one.actions],
        "ingredients": ingredients,
        "left_out": one.left_out,
    }


def _ingredient(named: Ingredient, held: Mapping[str, Binding]) -> Row:
    """`held`: null where the ingredient has no manifest of its own, so that nothing tells which file was meant."""
    found = [{"item": item, "binding": binding.value} for item, binding in sorted(held.items())]
    return {
        "relationship": named.relationship,
        "title": named.title,
        "manifest": named.manifest,
        "verdict": None if named.verdict is None else named.verdict.value,
        "held": None if named.manifest is None else found,
    }
