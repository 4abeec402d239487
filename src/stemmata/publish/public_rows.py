"""The public profile: what may stand in the open, field by field. What is not named here does not leave.

Left out: accounts and posts, who judged, names of files, addresses, places of cameras (offsets and geometry between
recordings of one event or place), and the tree of a family whose first witness is known from one or two accounts: it
would point at whoever filmed. Times are days. A day counts only where at least three accounts posted on it.
Every rule depends on the case alone, so that two exports laid side by side tell no more than the later one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from stemmata.publish.signed import public_row

Row = dict[str, object]
Rows = Callable[[Connection], Iterable[Row]]

FEWEST_ACCOUNTS = 3
"""The usual smallest cell of published tables: one of two can subtract themselves and see the other."""

LEFT_OUT = {
    "postings": "accounts and exact times of posts",
    "declarations": "names of persons and accounts",
    "texts": "texts name persons",
    "judgements": "who judged, and why",
    "sourcing": "who stands behind material",
    "tasks": "work inside the case",
    "failures": "names of files",
    "custody": "who handed what to whom",
    "metadata": "what files say of themselves can lead to the person who filmed",
    "claims": "not published by this version",
    "incidents": "not published by this version",
    "lineage": "trees whose first witness is known from one or two accounts only",
    "spread": "days on which fewer than three accounts posted",
    "edges": "where cameras and microphones stood; files that were posted under an account are named by hash alone",
}

ITEM = ("item", "media", "mime", "bytes", "duration_s", "width", "height", "stream", "marks")
EDGE = ("a", "b", "a_unit", "b_unit", "kind", "chance", "method", "status")
FAMILY = ("kind", "roots", "coverage", "most_complete_share", "answer_reasons")
ANSWERS = ("best_surviving", "most_complete", "highest_quality")
LINEAGE = (
    "child", "parent", "child_unit", "parent_unit", "node", "parent_node", "class", "p", "population", "span",
    "undirected", "judged", "assumes",
)  # fmt: skip
CLIP = ("item", "recording")
CHANGE = ("change", "parent", "child", "code", "class", "order", "status")

FACTS = frozenset({
    "agreeing_by_chance", "agreeing_moments", "changes_r_thousandths", "checked_frames", "coincident_details",
    "inliers", "kinship", "manner", "moments", "motion_r_thousandths", "nats", "picture", "share_a", "share_b",
    "short", "sound", "verified_frames", "words",
})  # fmt: skip
"""Counts and verdicts behind an edge: no times, no names, no places."""

PLACED = frozenset({"same_event", "same_place"})
"""Kinds of edges whose offsets and geometry tell where a camera or microphone stood."""


@dataclass(frozen=True, slots=True)
class Known:
    """What every row is looked at by. `families`: id -> public name, since an id could be tried against accounts;
    `guarded`: families whose tree would point at an account; `held`: items in them."""

    items: frozenset[str]
    families: Mapping[str, str]
    guarded: frozenset[str]
    held: frozenset[str]


def known_of(connection: Connection, nouns: Mapping[str, Rows]) -> Known:
    items = frozenset(str(row["item"]) for row in nouns["items"](connection))
    accounts: dict[str, set[str]] = {}
    for row in nouns["postings"](connection):
        for item in _strings(row["items"]):
            accounts.setdefault(item, set()).add(f"{row['platform']} {row['channel']}")
    followers = {str(row["child"]) for row in nouns["lineage"](connection) if row["parent"] is not None}
    members = {str(row["family"]): sorted(set(_strings(row["items"])) & items) for row in nouns["families"](connection)}
    order = sorted(members, key=lambda family: (members[family], family))
    guarded = frozenset(
        family
        for family, held in members.items()
        if any(0 < len(accounts.get(item, ())) < FEWEST_ACCOUNTS for item in held if item not in followers)
    )
    return Known(
        items,
        {family: f"F{number}" for number, family in enumerate(order, start=1)},
        guarded,
        frozenset(item for family in guarded for item in members[family]),
    )


def _item(row: Row, known: Known) -> Row:
    signed = row["signed"]
    told = public_row(signed) if isinstance(signed, dict) else None
    if told is not None:
        told["signed_at"] = _day(told["signed_at"])
    return _only(row, ITEM) | {
        "names": [],
        "families": [known.families[family] for family in _strings(row["families"]) if family in known.families],
        "parent_held": None if row["item"] in known.held else row["parent_held"],
        "existed_by": _day(row["existed_by"]),
        "not_before": _day(row["not_before"]),
        "signed": told,
    }


def _unit(row: Row, known: Known) -> Row | None:
    return row if row["item"] in known.items else None


def _edge(row: Row, known: Known) -> Row | None:
    if not {row["a"], row["b"]} <= known.items:
        return None
    placed = row["kind"] in PLACED
    facts, judgements = row["facts"], row["judgements"]
    return _only(row, EDGE) | {
        "segments": None if placed else row["segments"],
        "offset_s": None,
        "drift_ppm": None,
        "facts": {key: value for key, value in facts.items() if key in FACTS} if isinstance(facts, dict) else {},
        "judgements": [{"value": one["value"]} for one in judgements] if isinstance(judgements, list) else [],
        "proof": None,
    }


def _lineage(row: Row, known: Known) -> Row | None:
    if row["child"] in known.held or row["parent"] in known.held or row["child"] not in known.items:
        return None
    evidence = row["evidence"]
    kinds = [{"kind": one["kind"]} for one in evidence] if isinstance(evidence, list) else []
    parent = row["parent"] if row["parent"] in known.items else None
    if row["parent"] is not None and parent is None:
        return None
    return _only(row, LINEAGE) | {"evidence": kinds}


def _family(row: Row, known: Known) -> Row | None:
    items = [item for item in _strings(row["items"]) if item in known.items]
    if not items:
        return None
    guarded = row["family"] in known.guarded
    told = _only(row, FAMILY) | {key: None if guarded or row[key] not in known.items else row[key] for key in ANSWERS}
    return told | {
        "family": known.families[str(row["family"])],
        "items": items,
        "earliest_dated": None,
        "most_complete_lacks": None,
        "lost": [],
    }


def _event(row: Row, known: Known) -> Row:
    clips = row["clips"]
    listed = [one for one in clips if isinstance(one, dict)] if isinstance(clips, list) else []
    return {
        "event": "+".join(sorted(str(one["item"])[:12] for one in listed)),
        "recordings": row["recordings"],
        "clips": [_only(one, CLIP) for one in sorted(listed, key=lambda one: str(one["item"]))],
    }


def _spread(row: Row, known: Known) -> Row | None:
    """Posts a day, where at least three accounts posted on it."""
    posts = row["posts"]
    days: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for one in posts if isinstance(posts, list) else []:
        if isinstance(one, dict) and isinstance(one["low"], str) and one["channel"] is not None:
            day = one["low"][:10]
            days.setdefault(day, set()).add(str(one["channel"]))
            counts[day] = counts.get(day, 0) + 1
    shown = [[day, counts[day]] for day in sorted(days) if len(days[day]) >= FEWEST_ACCOUNTS]
    family = known.families.get(str(row["family"]))
    return {"family": family, "per_day": shown} if shown and family is not None else None


def _change(row: Row, known: Known) -> Row | None:
    """Which kind of change, and where; never the words."""
    if not {row["parent"], row["child"]} <= known.items:
        return None
    return _only(row, CHANGE) | {side: _without_words(row[side]) for side in ("from", "to")}


MAKERS: dict[str, Callable[[Row, Known], Row | None]] = {
    "items": _item,
    "units": _unit,
    "edges": _edge,
    "lineage": _lineage,
    "families": _family,
    "events": _event,
    "spread": _spread,
    "changes": _change,
}


def _only(row: Row, keys: Iterable[str]) -> Row:
    return {key: row[key] for key in keys}


def _without_words(side: object) -> object:
    return {key: value for key, value in side.items() if key in ("part", "span")} if isinstance(side, dict) else None


def _day(known: object) -> object:
    """A time as its day, the basis kept."""
    if not isinstance(known, dict) or not isinstance(known["time"], str):
        return None
    return {"time": known["time"][:10], "basis": known["basis"]}


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
