"""Roots as JSON and back: how case tables keep them, and what pages and programs read."""

from collections.abc import Mapping, Sequence

from stemmata.corroborate.evidence import Ground, Level
from stemmata.corroborate.joining import Because, Conflict, ConflictKind, Link
from stemmata.corroborate.pairs import Exhibit, PairOfGroups, Relation, Would
from stemmata.corroborate.roots import Fall, Group, Levels, Roots
from stemmata.model.canonical import Plain


def roots_to_json(roots: Roots) -> dict[str, Plain]:
    return {
        "groups": roots.groups,
        "groups_low": roots.groups_low,
        "shown": roots.shown,
        "separate": roots.separate,
        "not_established": roots.not_established,
        "linked": roots.linked,
        "exact": roots.exact,
        "shown_set": list(roots.shown_set),
        "named": [_group_row(group) for group in roots.named],
        "pairs": [_pair_row(pair) for pair in roots.pairs],
        "unlisted": roots.unlisted,
        "several": [[name, list(groups)] for name, groups in roots.several],
        "links": [
            {"one": link.one, "other": link.other, "because": link.because.value, "entries": list(link.entries)}
            for link in roots.links
        ],
        "conflicts": [
            {"kind": one.kind.value, "origins": list(one.origins), "entries": list(one.entries)}
            for one in roots.conflicts
        ],
        "levels": {
            "copies": roots.levels.copies,
            "recordings": roots.levels.recordings,
            "authored": roots.levels.authored,
            "observers": roots.levels.observers,
        },
    }


def roots_from_json(row: Mapping[str, Plain]) -> Roots:
    """ValueError or KeyError for anything that `roots_to_json` does not write."""
    levels = _mapping(row["levels"])
    return Roots(
        groups=_count(row["groups"]),
        groups_low=_count(row["groups_low"]),
        shown=_count(row["shown"]),
        separate=_count(row["separate"]),
        not_established=_count(row["not_established"]),
        linked=_count(row["linked"]),
        exact=_flag(row["exact"]),
        shown_set=_texts(row["shown_set"]),
        named=tuple(_group(_mapping(one)) for one in _items(row["named"])),
        pairs=tuple(_pair(_mapping(one)) for one in _items(row["pairs"])),
        unlisted=_count(row["unlisted"]),
        several=tuple(
            (_text(name), _texts(groups)) for name, groups in (_items(one) for one in _items(row["several"]))
        ),
        links=tuple(_link(_mapping(one)) for one in _items(row["links"])),
        conflicts=tuple(_conflict(_mapping(one)) for one in _items(row["conflicts"])),
        levels=Levels(*(_count(levels[key]) for key in ("copies", "recordings", "authored", "observers"))),
    )


def _group_row(group: Group) -> dict[str, Plain]:
    return {
        "id": group.id,
        "heads": list(group.heads),
        "origins": list(group.origins),
        "partly": list(group.partly),
        "copies": group.copies,
        "falls": {"groups": group.falls.groups, "shown": group.falls.shown},
    }


def _group(row: Mapping[str, Plain]) -> Group:
    falls = _mapping(row["falls"])
    return Group(
        _text(row["id"]),
        _texts(row["heads"]),
        _texts(row["origins"]),
        _texts(row["partly"]),
        _count(row["copies"]),
        Fall(_count(falls["groups"]), _count(falls["shown"])),
    )


def _pair_row(pair: PairOfGroups) -> dict[str, Plain]:
    return {
        "one": pair.one,
        "other": pair.other,
        "relation": pair.relation.value,
        "level": pair.level.value,
        "evidence": [_exhibit_row(exhibit) for exhibit in pair.evidence],
        "would_establish": [key.value for key in pair.would_establish],
        "raises": pair.raises,
    }


def _pair(row: Mapping[str, Plain]) -> PairOfGroups:
    raises = row["raises"]
    return PairOfGroups(
        _text(row["one"]),
        _text(row["other"]),
        Relation(_text(row["relation"])),
        Level(_text(row["level"])),
        tuple(_exhibit(_mapping(one)) for one in _items(row["evidence"])),
        tuple(Would(key) for key in _texts(row["would_establish"])),
        None if raises is None else _flag(raises),
    )


def _exhibit_row(exhibit: Exhibit) -> dict[str, Plain]:
    return {
        "ground": exhibit.ground.value,
        "one": exhibit.one,
        "other": exhibit.other,
        "one_unit": exhibit.one_unit,
        "other_unit": exhibit.other_unit,
        "who": exhibit.who,
        "entry": exhibit.entry,
        "reason": exhibit.reason,
        "values": dict(exhibit.values),
    }


def _exhibit(row: Mapping[str, Plain]) -> Exhibit:
    who, entry = row["who"], row["entry"]
    return Exhibit(
        Ground(_text(row["ground"])),
        _text(row["one"]),
        _text(row["other"]),
        _text(row["one_unit"]),
        _text(row["other_unit"]),
        None if who is None else _text(who),
        None if entry is None else _text(entry),
        _text(row["reason"]),
        dict(_mapping(row["values"])),
    )


def _link(row: Mapping[str, Plain]) -> Link:
    return Link(_text(row["one"]), _text(row["other"]), Because(_text(row["because"])), _texts(row["entries"]))


def _conflict(row: Mapping[str, Plain]) -> Conflict:
    return Conflict(ConflictKind(_text(row["kind"])), _texts(row["origins"]), _texts(row["entries"]))


def _mapping(value: Plain) -> Mapping[str, Plain]:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected an object, got {value!r:.80}")
    return value


def _items(value: Plain) -> Sequence[Plain]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"expected a list, got {value!r:.80}")
    return value


def _texts(value: Plain) -> tuple[str, ...]:
    return tuple(_text(one) for one in _items(value))


def _text(value: Plain) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text, got {value!r:.80}")
    return value


def _count(value: Plain) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"expected a whole number, got {value!r:.80}")
    return value


def _flag(value: Plain) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {value!r:.80}")
    return value
