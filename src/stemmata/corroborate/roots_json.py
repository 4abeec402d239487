"""Roots as JSON and back: how case tables keep them, and what pages and programs read."""

from collections.abc import Mapping

from stemmata.corroborate.evidence import Ground, Level
from stemmata.corroborate.joining import Because, Conflict, ConflictKind, Link
from stemmata.corroborate.pairs import Exhibit, PairOfGroups, Relation, Would
from stemmata.corroborate.roots import Fall, Group, Levels, Roots
from stemmata.model.canonical import Plain
from stemmata.model.plain import count, flag, items, mapping, text, texts


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
    levels = mapping(row["levels"])
    return Roots(
        groups=count(row["groups"]),
        groups_low=count(row["groups_low"]),
        shown=count(row["shown"]),
        separate=count(row["separate"]),
        not_established=count(row["not_established"]),
        linked=count(row["linked"]),
        exact=flag(row["exact"]),
        shown_set=texts(row["shown_set"]),
        named=tuple(_group(mapping(one)) for one in items(row["named"])),
        pairs=tuple(_pair(mapping(one)) for one in items(row["pairs"])),
        unlisted=count(row["unlisted"]),
        several=tuple((text(name), texts(groups)) for name, groups in (items(one) for one in items(row["several"]))),
        links=tuple(_link(mapping(one)) for one in items(row["links"])),
        conflicts=tuple(_conflict(mapping(one)) for one in items(row["conflicts"])),
        levels=Levels(*(count(levels[key]) for key in ("copies", "recordings", "authored", "observers"))),
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
    falls = mapping(row["falls"])
    return Group(
        text(row["id"]),
        texts(row["heads"]),
        texts(row["origins"]),
        texts(row["partly"]),
        count(row["copies"]),
        Fall(count(falls["groups"]), count(falls["shown"])),
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
        text(row["one"]),
        text(row["other"]),
        Relation(text(row["relation"])),
        Level(text(row["level"])),
        tuple(_exhibit(mapping(one)) for one in items(row["evidence"])),
        tuple(Would(key) for key in texts(row["would_establish"])),
        None if raises is None else flag(raises),
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
        Ground(text(row["ground"])),
        text(row["one"]),
        text(row["other"]),
        text(row["one_unit"]),
        text(row["other_unit"]),
        None if who is None else text(who),
        None if entry is None else text(entry),
        text(row["reason"]),
        dict(mapping(row["values"])),
    )


def _link(row: Mapping[str, Plain]) -> Link:
    return Link(text(row["one"]), text(row["other"]), Because(text(row["because"])), texts(row["entries"]))


def _conflict(row: Mapping[str, Plain]) -> Conflict:
    return Conflict(ConflictKind(text(row["kind"])), texts(row["origins"]), texts(row["entries"]))
