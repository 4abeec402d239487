"""How two files were written, as signs on a link: marks of platforms and programs, and the form of their containers.

Neither weighs. A mark says that a file bears what somebody writes, and not that it went that way; where a mark is
missing it may have been taken off. A container is written anew whenever a file is stored, and by the program that does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product, zip_longest

from stemmata.decode.container_form import ASPECTS, FORMAT, Form
from stemmata.decode.mark_table import Basis
from stemmata.lineage import signs
from stemmata.lineage.stemma import Sign
from stemmata.model.canonical import Plain


@dataclass(frozen=True, slots=True)
class Written:
    """Of one item. form: None where it was not read. in_bytes: marks that it bears, as keys of decode.mark_table; None
    where nobody looked. in_name: those that any of its names bears."""

    form: Form | None = None
    in_bytes: frozenset[str] | None = None
    in_name: frozenset[str] = frozenset()


def written_signs(parent: Iterable[Written], child: Iterable[Written]) -> tuple[Sign, ...]:
    """`parent`, `child`: all files of each witness. Marks in bytes, then in names, then the container."""
    ours, theirs = tuple(parent), tuple(child)
    found = [*mark_signs(ours, theirs)]
    container = container_sign(ours, theirs)
    return tuple(found if container is None else [*found, container])


def mark_signs(parent: Sequence[Written], child: Sequence[Written]) -> tuple[Sign, ...]:
    """What only one of the two bears. A witness of several files bears what any of them does, and one of which no file
    was looked at has no sign."""
    ours, theirs = ([one.in_bytes for one in side if one.in_bytes is not None] for side in (parent, child))
    in_bytes = _own(ours, theirs, Basis.BYTES) if ours and theirs else []
    return (*in_bytes, *_own([one.in_name for one in parent], [one.in_name for one in child], Basis.NAME))


def _own(parent: Sequence[frozenset[str]], child: Sequence[frozenset[str]], basis: Basis) -> list[Sign]:
    ours, theirs = frozenset().union(*parent), frozenset().union(*child)
    return [
        Sign(signs.PLATFORM_MARK, None, None, {"parent": one, "child": other, "basis": basis.value})
        for one, other in zip_longest(sorted(ours - theirs), sorted(theirs - ours))
    ]


def container_sign(parent: Sequence[Written], child: Sequence[Written]) -> Sign | None:
    """None where two of their files agree in all that was read of both, or nothing was read of one."""
    pairs = product(*([one.form for one in side if one.form is not None] for side in (parent, child)))
    compared = [(differing(one, other), one, other) for one, other in pairs]
    if not compared:
        return None
    (differ, agree), one, other = min(compared, key=lambda found: (len(found[0][0]), -len(found[0][1]), found[0]))
    if not differ:
        return None
    values: dict[str, Plain] = {
        "parent": one.format,
        "child": other.format,
        "differ": list(differ),
        "agree": list(agree),
    }
    return Sign(signs.CONTAINER, None, None, values)


def differing(one: Form, other: Form) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(aspects in which the two differ, aspects in which they agree), in the order of ASPECTS, of those that were read
    of both. Containers of two types are not compared further."""
    if one.format != other.format:
        return (FORMAT,), ()
    both = [name for name in ASPECTS if name in one.aspects and name in other.aspects]
    return (
        tuple(name for name in both if one.aspects[name] != other.aspects[name]),
        (FORMAT, *(name for name in both if one.aspects[name] == other.aspects[name])),
    )
