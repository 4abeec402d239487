"""Who comes from whom in a tree, directly or not, and how surely."""

from collections.abc import Sequence
from functools import cached_property

from stemmata.lineage.stemma import Descent, Sureness, Witness
from stemmata.model.span import Span

SURE = frozenset({Sureness.PROVEN, Sureness.LIKELY})
EXPLAINED = 0.9
"""Share of a child's length that its parents have to explain for it to be theirs throughout."""


class Tree:
    """Questions to the descents of one family. Circles, which no finished tree has, are walked once. Links without a
    direction say nothing of who comes from whom."""

    def __init__(self, witnesses: Sequence[Witness], descents: Sequence[Descent]) -> None:
        self._held = frozenset(witness.id for witness in witnesses if witness.held)
        self._above: dict[str, list[Descent]] = {}
        self._below: dict[str, list[Descent]] = {}
        for one in descents:
            if one.parent is not None and not one.undirected:
                self._above.setdefault(one.child, []).append(one)
                self._below.setdefault(one.parent, []).append(one)

    @cached_property
    def is_told(self) -> bool:
        """Whether anything is said to come from anything."""
        return bool(self._above)

    def is_explained(self, witness: str, length_us: int | None) -> bool:
        """Whether all of it comes, proven or likely or judged, from something held."""
        sure = [one for one in self._above.get(witness, ()) if _is_sure(one) and self._leads_to_held(one)]
        if any(one.span is None for one in sure):
            return True
        covered = sum(one.span.length_us for one in sure if isinstance(one.span, Span))
        return bool(sure) and length_us is not None and covered >= EXPLAINED * length_us

    def has_sure_parent(self, witness: str) -> bool:
        """Whether something held is above it, proven or likely or judged, directly or by what is not held."""
        return any(_is_sure(one) and self._leads_to_held(one) for one in self._above.get(witness, ()))

    def descendants(self, witness: str, *, sure_only: bool) -> frozenset[str]:
        """Held witnesses that come from it, directly or not; without it."""
        seen = {witness}
        waiting = [witness]
        while waiting:
            for one in self._below.get(waiting.pop(), ()):
                if one.child not in seen and (_is_sure(one) or not sure_only):
                    seen.add(one.child)
                    waiting.append(one.child)
        return frozenset(seen - {witness}) & self._held

    def _leads_to_held(self, one: Descent) -> bool:
        seen: set[str] = set()
        waiting = [one]
        while waiting:
            step = waiting.pop()
            if step.parent is None or step.parent in seen:
                continue
            if step.parent in self._held:
                return True
            seen.add(step.parent)
            waiting += [above for above in self._above.get(step.parent, ()) if _is_sure(above)]
        return False


def _is_sure(one: Descent) -> bool:
    return one.sureness in SURE or one.judged
