"""JSON Lines, one file per noun, in a stable order and streamed: DESIGN section 7 names every field.

Seconds are decimal here and nowhere else. Nothing that a person asserted is left out and nothing is filled in: what is
not known is null.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy import Row as SqlRow

from stemmata.case import schema
from stemmata.case.custody import history
from stemmata.case.index import Index
from stemmata.case.results import stored_segment, unit_row
from stemmata.case.signed import signed_case
from stemmata.case.written import borne
from stemmata.lineage.stemma import FourAnswers
from stemmata.match.lag_lines import ERRORS_OF_95
from stemmata.model.edge import Edge
from stemmata.model.errors import BadRequest, OutputExists
from stemmata.model.interval import iso_utc
from stemmata.model.profile import Profile
from stemmata.model.span import MILLIONTHS
from stemmata.pipeline.proofs import Proofs
from stemmata.publish import jsonl_stemma
from stemmata.publish.changes_json import change_lines
from stemmata.publish.jsonl_declared import declarations
from stemmata.publish.jsonl_events import events
from stemmata.publish.judged import judged_units, judgement_lines, judgements_of_pairs, task_lines
from stemmata.publish.profile import left_out, profiled
from stemmata.publish.proof_files import ProofFiles
from stemmata.publish.signed import signed_row
from stemmata.publish.sourced import sourced_units, sourcing_lines
from stemmata.publish.stemma_case import stemma_of

MICRO = 1_000_000

Row = dict[str, object]


def export_jsonl(
    index: Index,
    target: Path,
    proofs: Proofs | None = None,
    profile: Profile = Profile.INTERNAL,
    own: Collection[str] = (),
) -> dict[str, int]:
    """Write every noun into `target`; returns lines per file. With `proofs` also a picture of each edge between
    pictures: of those that the profile lets out. `own`: names of this user and machine. OutputExists where `target`
    holds anything; BadRequest for proofs in public, since nobody looked at what they show."""
    if proofs is not None and profile is Profile.PUBLIC:
        raise BadRequest("proof pictures show people and are in no public export", "add --no-proofs")
    if target.exists() and any(target.iterdir()):
        raise OutputExists(str(target))
    target.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    drawn = None if proofs is None else ProofFiles(proofs, target)
    nouns = NOUNS if drawn is None else {**NOUNS, "edges": lambda connection: edges(connection, drawn.draw)}
    with index.read() as connection:
        for noun, rows in profiled(profile, nouns, own, connection).items():
            part = target / f".{noun}.part"
            with part.open("w", encoding="utf-8", newline="\n") as out:
                counts[noun] = 0
                for row in rows(connection):
                    out.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
                    counts[noun] += 1
            part.replace(target / f"{noun}.jsonl")
    if drawn is not None:
        counts["proofs"] = drawn.count
    if profile is not Profile.INTERNAL:
        told = {"profile": profile.value, "left_out": left_out(profile)}
        (target / "profile.json").write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", "utf-8")
    return counts


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / MICRO


def _span(text: object) -> list[float] | None:
    return None if text is None else [value / MICRO for value in json.loads(str(text))]


def _grouped(connection: Connection, query: Select[Any]) -> Iterator[tuple[str, list[str]]]:
    """(key, values) of a two-column query that is ordered by its first column, a key at a time."""
    key: str | None = None
    values: list[str] = []
    for row in connection.execute(query):
        if row[0] != key:
            if key is not None:
                yield key, values
            key, values = row[0], []
        values.append(row[1])
    if key is not None:
        yield key, values


class _Merge:
    """Values for keys asked in ascending order, without holding them all."""

    def __init__(self, groups: Iterator[tuple[str, list[str]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def of(self, key: str) -> list[str]:
        while self._next is not None and self._next[0] < key:
            self._next = next(self._groups, None)
        return self._next[1] if self._next is not None and self._next[0] == key else []


def items(connection: Connection) -> Iterator[Row]:
    item, name, member, mark = schema.item.c, schema.name.c, schema.member.c, schema.mark.c
    names = _Merge(_grouped(connection, select(name.item, name.shown).distinct().order_by(name.item, name.shown)))
    families = _Merge(
        _grouped(connection, select(member.holder, member.family).distinct().order_by(member.holder, member.family))
    )
    marks = _Merge(_grouped(connection, select(mark.item, mark.mark).order_by(mark.item, mark.mark)))
    parents = jsonl_stemma.parents_held(connection)
    signed = signed_case(connection)
    for row in connection.execute(select(schema.item).order_by(item.sha256)):
        called = names.of(row.sha256)
        yield {
            "item": row.sha256,
            "media": row.media or "other",
            "mime": row.mime,
            "bytes": row.bytes,
            "names": called,
            "marks": [{"mark": key, "basis": basis.value} for key, basis in borne(marks.of(row.sha256), called)],
            "duration_s": _seconds(row.duration_us),
            "width": row.width,
            "height": row.height,
            "stream": row.stream_sha256,
            "families": families.of(row.sha256),
            "parent_held": parents.get(row.sha256),
            "existed_by": {"time": iso_utc(row.received_us), "basis": "collected"},
            "not_before": None,
            "signed": signed_row(signed, row.sha256),
            "read_under": None if row.lock is None else json.loads(row.lock),
        }


def postings(connection: Connection) -> Iterator[Row]:
    link = schema.posting_item.c
    carried = _Merge(
        _grouped(
            connection,
            select(link.posting, link.item).where(link.item.is_not(None)).order_by(link.posting, link.position),
        )
    )
    for row in connection.execute(select(schema.posting).order_by(schema.posting.c.id)):
        posted = None
        if row.posted_basis is not None:
            posted = {"lo": iso_utc(row.posted_low_us), "hi": iso_utc(row.posted_high_us), "basis": row.posted_basis}
        yield {
            "posting": row.id,
            "items": carried.of(row.id),
            "platform": row.platform,
            "channel": {"id": row.channel_id, "name": row.channel_name},
            "url": row.url,
            "posted_at": posted,
            "text": row.text,
            "reply_to": row.reply_to,
            "forwarded_from": row.forwarded_from,
            "raw": {"object": row.raw_object, "pointer": row.pointer},
            "reader": row.reader,
        }


def units(connection: Connection) -> Iterator[Row]:
    """Those that something computed names, and those of which a person signed something."""
    judged = sorted({**judged_units(connection), **sourced_units(connection)}.items())
    for row in connection.execute(select(schema.unit).order_by(schema.unit.c.id)):
        while judged and judged[0][0] <= row.id:
            name, unit = judged.pop(0)
            if name != row.id:
                yield _unit(name, unit_row(unit))
        yield _unit(row.id, dict(row._mapping))
    for name, unit in judged:
        yield _unit(name, unit_row(unit))


def _unit(name: str, row: Mapping[str, Any]) -> Row:
    span: list[object] | None = None
    if row["span"] is not None:
        span = json.loads(row["span"]) if row["track"] == "text" else _as_objects(_span(row["span"]))
    return {
        "unit": name,
        "item": row["item"],
        "posting": row["posting"],
        "track": row["track"],
        "span": span,
        "region": _region(json.loads(row["region"])) if row["region"] is not None else None,
    }


def _as_objects(values: list[float] | None) -> list[object] | None:
    return None if values is None else list(values)


def _region(millionths: list[int] | None) -> list[float] | None:
    return None if millionths is None else [value / MILLIONTHS for value in millionths]


def edges(connection: Connection, proof: "Callable[[SqlRow[Any]], str | None] | None" = None) -> Iterator[Row]:
    """`proof` draws the picture of a row and returns its name."""
    table = schema.edge.c
    judged = judgements_of_pairs(connection)
    for row in connection.execute(
        select(schema.edge).order_by(table.a, table.b, table.kind, table.a_unit, table.b_unit)
    ):
        segments = json.loads(row.segments) if row.segments is not None else None
        facts = json.loads(row.facts)
        yield {
            "a": row.a,
            "b": row.b,
            "a_unit": row.a_unit,
            "b_unit": row.b_unit,
            "kind": row.kind,
            "chance": None if row.chance is None else json.loads(row.chance),
            "segments": None if segments is None else [segment_row(segment) for segment in segments],
            "offset_s": _seconds_of(facts.get("offset_us"), 1e6),
            "drift_ppm": _drift_of(facts.get("drift_ppb")),
            "method": row.method,
            "status": row.status,
            "facts": facts,
            "judgements": judged.get((min(row.a, row.b), max(row.a, row.b)), []),
            "proof": None if proof is None else proof(row),
        }


def segment_row(segment: dict[str, object]) -> Row:
    """One stored segment (µs, millionths) as the interchange has it (seconds, shares)."""
    a, b, left_over = segment["a"], segment["b"], segment["left_over"]
    return {
        "a": [value / MICRO for value in a] if isinstance(a, list) else None,
        "b": [value / MICRO for value in b] if isinstance(b, list) else None,
        "speed": segment["speed"],
        "mirrored": segment["mirrored"],
        "geometry": segment["geometry"],
        "a_region": _region(segment["a_region"]) if isinstance(segment["a_region"], list) else None,
        "b_region": _region(segment["b_region"]) if isinstance(segment["b_region"], list) else None,
        "left_over": [_residue_row(row) for row in left_over] if isinstance(left_over, list) else [],
    }


def _residue_row(kept: dict[str, object]) -> Row:
    """One difference; its side's seconds and shares."""
    region, span = kept["region"], kept["span"]
    return {
        "kind": kept["kind"],
        "side": kept["side"],
        "region": _region(region) if isinstance(region, list) else None,
        "span": [value / MICRO for value in span] if isinstance(span, list) else None,
        "amounts": kept["amounts"],
    }


def edge_row(edge: Edge) -> Row:
    """An edge that lies in no case, in the same fields."""
    return {
        "a": edge.a.holder,
        "b": edge.b.holder,
        "a_unit": edge.a.id,
        "b_unit": edge.b.id,
        "kind": edge.kind.value,
        "chance": None if edge.chance is None else asdict(edge.chance),
        "segments": [segment_row(stored_segment(segment)) for segment in edge.segments] or None,
        "offset_s": _seconds_of(edge.facts.get("offset_us"), 1e6),
        "drift_ppm": _drift_of(edge.facts.get("drift_ppb")),
        "method": edge.method,
        "status": edge.status,
        "facts": dict(edge.facts),
        "judgements": [],
        "proof": None,
    }


def _seconds_of(pair: object, unit: float) -> list[float] | None:
    """[low, high] as kept in whole units."""
    return [int(str(one)) / unit for one in pair] if isinstance(pair, list) and len(pair) == 2 else None


def _drift_of(kept: object) -> list[float] | None:
    """[value, standard error] in thousandths -> [low, high] of its 95 % interval, in ppm."""
    both = _seconds_of(kept, 1e3)
    return None if both is None else [both[0] - ERRORS_OF_95 * both[1], both[0] + ERRORS_OF_95 * both[1]]


ROOTS = ("groups", "groups_low", "shown", "separate", "not_established")


def families(connection: Connection) -> Iterator[Row]:
    member = schema.member.c
    holders = _Merge(
        _grouped(connection, select(member.family, member.holder).distinct().order_by(member.family, member.holder))
    )
    held = _Merge(
        _grouped(connection, select(member.family, member.unit).distinct().order_by(member.family, member.unit))
    )
    joined = schema.family.outerjoin(schema.roots, schema.roots.c.key == schema.family.c.id)
    for row in connection.execute(
        select(schema.family, schema.roots.c.body).select_from(joined).order_by(schema.family.c.id)
    ):
        roots = None if row.body is None else json.loads(row.body)
        stemma = stemma_of(connection, row.id)
        found = FourAnswers() if stemma is None else stemma.answers
        yield {
            "family": row.id,
            "kind": row.kind,
            "items": holders.of(row.id),
            "units": held.of(row.id),
            "roots": None if roots is None else {key: roots[key] for key in ROOTS},
            "best_surviving": found.best_surviving,
            "most_complete": row.most_complete if found.most_complete is None else found.most_complete.item,
            "coverage": row.coverage,
            "highest_quality": row.highest_quality if found.highest_quality is None else found.highest_quality,
            "earliest_dated": row.earliest_posting if found.earliest_dated is None else found.earliest_dated[0],
            **jsonl_stemma.answers(stemma),
        }


def spread(connection: Connection) -> Iterator[Row]:
    """One row for each family of which a posting is held. Places that are not public have a number and no name."""
    table = schema.spread.c
    for row in connection.execute(select(schema.spread).order_by(table.family)):
        found = json.loads(row.body)
        crossings = {
            key: [
                {
                    "to": one["to"],
                    "since": one["since"],
                    "from_posting": one["from_posting"],
                    "to_posting": one["to_posting"],
                    "gap_s": [_seconds(us) for us in one["gap_us"]],
                    "certain": one["certain"],
                }
                for one in found[key]
            ]
            for key in ("platforms", "languages")
        }
        yield {"family": row.family, **found, **crossings}


def texts(connection: Connection) -> Iterator[Row]:
    for row in connection.execute(select(schema.text).order_by(schema.text.c.holder)):
        yield {
            "item": row.item,
            "posting": row.posting,
            "extraction": row.extraction,
            "title": row.title,
            "body": row.body,
            "parts": json.loads(row.parts),
            "language": row.language,
        }


def metadata(connection: Connection) -> Iterator[Row]:
    """What files say of themselves, each parser by itself; `withheld`: it could lead to the person who filmed."""
    table = schema.claimed.c
    for row in connection.execute(select(schema.claimed).order_by(table.item, table.position)):
        yield {
            "item": row.item,
            "field": row.field,
            "value": row.value,
            "raw": row.raw,
            "parser": row.parser,
            "zone": row.zone,
            "withheld": bool(row.withhold),
        }


def failures(connection: Connection) -> Iterator[Row]:
    table = schema.failure.c
    order = (table.shown, table.step, table.code, table.detail)
    for row in connection.execute(select(schema.failure).order_by(*order).distinct()):
        yield {"item": row.item, "name": row.shown, "step": row.step, "code": row.code, "detail": row.detail}


def custody(connection: Connection) -> Iterator[Row]:
    """Entries as they stand in the logs. The only file that tells in which portions material was added."""
    return (row.as_json() for row in history(connection))


def _none(_: Connection) -> Iterable[Row]:
    return ()


NOUNS = {
    "items": items,
    "postings": postings,
    "units": units,
    "edges": edges,
    "lineage": jsonl_stemma.lineage,
    "families": families,
    "events": events,
    "spread": spread,
    "declarations": declarations,
    "changes": change_lines,
    "texts": texts,
    "metadata": metadata,
    "claims": _none,
    "incidents": _none,
    "judgements": judgement_lines,
    "sourcing": sourcing_lines,
    "tasks": task_lines,
    "failures": failures,
    "custody": custody,
}
"""File name without .jsonl -> its rows. A noun that nothing computes yet is an empty file, so that readers find it."""
