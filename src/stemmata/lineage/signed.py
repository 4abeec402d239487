"""What signed manifests say on direction: which held file, if any, a manifest names as an ingredient, and the signs.

A manifest whose signature holds was not changed since somebody signed it. Who that was, and whether it is true, it does
not show; so none of this weighs or proves anything, however exactly the file is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from stemmata.lineage import signs
from stemmata.lineage.stemma import Sign
from stemmata.model.canonical import Plain
from stemmata.model.signed import PARENT, Ingredient, Signed, Verdict


class Binding(StrEnum):
    """How a held file is told to be the ingredient that a manifest names."""

    EXACT = "exact"
    """Its bytes outside of a manifest store are those that the copy of its manifest is bound to; it may have lost that
    store, or hold it altered."""
    LABEL = "label"
    """It has a manifest of that label; that its bytes are those that were meant was not shown."""


class SignedCase:
    """All that is held: `signed` by item, `items` all of them."""

    def __init__(self, signed: Mapping[str, Signed], items: Iterable[str]) -> None:
        self.signed = signed
        self._items = frozenset(items)
        self._labelled: dict[str, list[str]] = {}
        for item, one in sorted(signed.items()):
            if one.manifest is not None:
                self._labelled.setdefault(one.manifest, []).append(item)

    def held(self, ingredient: Ingredient) -> Mapping[str, Binding]:
        """Items that the ingredient may be. Exact ones only, where there are any: the same label on other bytes is then
        that of a copy."""
        found: dict[str, Binding] = {}
        for item in self._labelled.get(ingredient.manifest or "", ()):
            found[item] = Binding.EXACT if _is_exact(ingredient, self.signed[item]) else Binding.LABEL
        if ingredient.verdict is Verdict.OK and ingredient.bare_sha256 in self._items:
            found[str(ingredient.bare_sha256)] = Binding.EXACT
        exact = {item: binding for item, binding in found.items() if binding is Binding.EXACT}
        return exact or found

    def signs(self, parent: Iterable[str], child: Iterable[str]) -> tuple[Sign, ...]:
        """On whether the witness whose files are `child` comes from the one whose files are `parent`: SIGNED,
        SIGNED_BACK and SIGNED_NOT_HELD, at most one of each."""
        above, below = sorted(set(parent)), sorted(set(child))
        found = (
            self._naming(signs.SIGNED, below, above),
            self._naming(signs.SIGNED_BACK, above, below),
            self._not_held(below),
        )
        return tuple(sign for sign in found if sign is not None)

    def _naming(self, kind: str, naming: Iterable[str], named: Iterable[str]) -> Sign | None:
        """An exact naming before one by label, then by item."""
        wanted = frozenset(named)
        made = [
            (binding is not Binding.EXACT, item, Sign(kind, values=_values(one, ingredient, binding)))
            for one, ingredient in self._parents_named(naming)
            for item, binding in self.held(ingredient).items()
            if item in wanted
        ]
        return min(made, key=_order)[2] if made else None

    def _not_held(self, naming: Iterable[str]) -> Sign | None:
        """An ingredient without a manifest of its own is passed over: whether it is held cannot be told."""
        for one, ingredient in self._parents_named(naming):
            if ingredient.manifest is not None and not self.held(ingredient):
                return Sign(signs.SIGNED_NOT_HELD, values=_values(one, ingredient, None))
        return None

    def _parents_named(self, items: Iterable[str]) -> Iterator[tuple[Signed, Ingredient]]:
        """By manifests that are whole."""
        for item in items:
            one = self.signed.get(item)
            if one is not None and one.verdict is Verdict.OK:
                yield from ((one, ingredient) for ingredient in one.ingredients if ingredient.relationship == PARENT)


def _is_exact(ingredient: Ingredient, named: Signed) -> bool:
    """Whether the named file's bytes, checked, are those to which the copy of its manifest is bound."""
    bound = ingredient.binding is not None and ingredient.binding == named.binding
    return bound and ingredient.verdict is Verdict.OK and named.content is Verdict.OK


def _values(one: Signed, ingredient: Ingredient, binding: Binding | None) -> dict[str, Plain]:
    """No title: it is a file's name."""
    values: dict[str, Plain] = {"generator": one.generator, "manifest": ingredient.manifest}
    return values if binding is None else {**values, "binding": binding.value}


def _order(made: tuple[bool, str, Sign]) -> tuple[bool, str, str]:
    return made[0], made[1], str(sorted(made[2].values.items()))
