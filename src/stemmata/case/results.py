"""Writing what matching and lineage found: all of it in one transaction, so that a page never sees half an answer."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, Table, delete, insert, select

from stemmata.case import schema
from stemmata.case.declared import Declared, write_declared
from stemmata.case.events import Event, Microphones, write_events
from stemmata.case.followed import FOLLOWED
from stemmata.case.index import Index, set_value
from stemmata.case.tasks import replace_tasks
from stemmata.corroborate.roots import Roots
from stemmata.corroborate.roots_json import roots_to_json
from stemmata.corroborate.spread import Spread
from stemmata.lineage.families import Family
from stemmata.lineage.stemma import FourAnswers, Stemma
from stemmata.lineage.stemma_json import stemma_to_json
from stemmata.match.evidence import residue_row
from stemmata.model.edge import Edge, Segment
from stemmata.model.span import Region, Span
from stemmata.model.task import WITH_FAMILIES, WITH_ROOTS, WITH_TREES, Task
from stemmata.model.unit import Unit

CASE = "case"
"""The key under which the roots of everything held are kept; a family's are under its id."""


@dataclass(frozen=True, slots=True)
class Findings:
    """One pass of matching, lineage and counting. `undecided`: (a, b, method, verdict, facts)."""

    edges: Sequence[Edge]
    undecided: Sequence[tuple[str, str, str, str, Mapping[str, object]]]
    families: Sequence[Family]
    roots: Roots
    family_roots: Mapping[str, Roots]
    """By family: what stands behind it."""
    compared_pairs: int
    not_searched: int
    """Values of frames and details that too many files share to be searched by."""
    complete: bool
    """False while more of the case is still to be read: every number is then "so far"."""
    stemmata: Sequence[Stemma] = ()
    answers: Mapping[str, FourAnswers] = field(default_factory=dict)
    """By family."""
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    """By family, of those of which a posting is held."""
    no_earlier: tuple[int, int, int] = (0, 0, 0)
    """Dated postings with no earlier relative in the case, dated ones, undated ones; of those that carry anything."""
    learned: Mapping[str, object] | None = None
    """What a model of the user's added: its SHA-256, pairs that only it proposed, edges among them. None: no model."""
    tasks: Sequence[Task] = ()
    """What of people's entries could not simply be followed."""
    followed: Sequence[str] = ()
    """Entries that families and roots follow."""
    declared: Declared = field(default_factory=Declared)
    """What texts say of their sources."""
    events: Sequence[Event] = ()
    microphones: Microphones | None = None
    """How far other microphones were looked for; None for not yet."""


def write_findings(index: Index, findings: Findings) -> None:
    with index.write() as connection:
        for table in schema.RELATIONS:
            connection.execute(delete(table))
        units = {unit.id: unit for unit in _units(findings)}
        _insert(connection, schema.unit, [unit_row(unit) for _, unit in sorted(units.items())])
        _insert(connection, schema.edge, [_edge_row(edge) for edge in findings.edges])
        _insert(
            connection,
            schema.undecided,
            [
                {"a": a, "b": b, "method": method, "verdict": verdict, "facts": _json(facts)}
                for a, b, method, verdict, facts in findings.undecided
            ],
        )
        _insert(connection, schema.family, _family_rows(connection, findings))
        _insert(
            connection,
            schema.member,
            [
                {"family": family.id, "position": at, "holder": member.unit.holder, "unit": member.unit.id}
                for family in findings.families
                for at, member in enumerate(family.members)
            ],
        )
        _insert(
            connection,
            schema.link,
            _link_rows(findings),
        )
        _insert(
            connection,
            schema.stemma,
            [{"family": one.family, "body": _json(stemma_to_json(one))} for one in findings.stemmata],
        )
        _insert(
            connection,
            schema.spread,
            [{"family": name, "body": _json(asdict(spread))} for name, spread in sorted(findings.spreads.items())],
        )
        _insert(connection, schema.roots, _roots_rows(findings))
        write_declared(connection, findings.declared)
        write_events(connection, findings.events)
        replace_tasks(connection, WITH_FAMILIES | WITH_TREES | WITH_ROOTS, findings.tasks)
        set_value(connection, FOLLOWED, sorted(findings.followed))
        set_value(connection, "answer", _answer(connection, findings))


def _link_rows(findings: Findings) -> list[dict[str, object]]:
    """Families by the group that they are in; a source that is not held joins them and is none."""
    families = {family.id for family in findings.families}
    groups = [[name for name in group if name in families] for group in findings.roots.joined]
    return [{"family": name, "group_name": group[0]} for group in groups for name in group]


def _roots_rows(findings: Findings) -> list[dict[str, object]]:
    counted = {CASE: findings.roots, **findings.family_roots}
    return [{"key": key, "body": _json(roots_to_json(roots))} for key, roots in sorted(counted.items())]


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _units(findings: Findings) -> Iterable[Unit]:
    for edge in findings.edges:
        yield edge.a
        yield edge.b
    for family in findings.families:
        for member in family.members:
            yield member.unit


def unit_row(unit: Unit) -> dict[str, object]:
    fields = unit.fields()
    return {
        "id": unit.id,
        "item": unit.item,
        "posting": unit.posting,
        "track": unit.track.value,
        "span": None if fields["span"] is None else _json(fields["span"]),
        "region": None if fields["region"] is None else _json(fields["region"]),
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start_us, span.end_us]


def _region(region: Region | None) -> list[int] | None:
    return None if region is None else [region.x, region.y, region.width, region.height]


def stored_segment(segment: Segment) -> dict[str, object]:
    """A segment as the tables hold it: µs and millionths, all integers but for speed and geometry."""
    return {
        "a": _span(segment.a),
        "b": _span(segment.b),
        "speed": segment.speed,
        "mirrored": segment.mirrored,
        "geometry": dict(segment.geometry),
        "a_region": _region(segment.a_region),
        "b_region": _region(segment.b_region),
        "left_over": [residue_row(residue) for residue in segment.left_over],
    }


def _edge_row(edge: Edge) -> dict[str, object]:
    return {
        "a": edge.a.holder,
        "b": edge.b.holder,
        "a_unit": edge.a.id,
        "b_unit": edge.b.id,
        "kind": edge.kind.value,
        "method": edge.method,
        "status": edge.status,
        "segments": _json([stored_segment(segment) for segment in edge.segments]) if edge.segments else None,
        "chance": None if edge.chance is None else _json(asdict(edge.chance)),
        "facts": _json(dict(edge.facts)),
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """What the tables say of the holders: enough to name a family and to answer what the first form can answer."""

    names: Mapping[str, str]
    files: Mapping[str, int]
    pixels: Mapping[str, int]
    titles: Mapping[str, str]
    posted: Mapping[str, tuple[int, str]]  # item -> earliest (low µs, posting id)


def _known(connection: Connection) -> _Known:
    names: dict[str, str] = {}
    files: dict[str, int] = {}
    for sha256, shown in connection.execute(
        select(schema.name.c.item, schema.name.c.shown).order_by(schema.name.c.shown.desc())
    ):
        names[sha256] = shown.rsplit("/", 1)[-1]
        files[sha256] = files.get(sha256, 0) + 1
    pixels = {
        row.sha256: row.width * row.height
        for row in connection.execute(select(schema.item.c.sha256, schema.item.c.width, schema.item.c.height))
        if row.width and row.height
    }
    titles = {}
    for row in connection.execute(select(schema.text.c.holder, schema.text.c.title, schema.text.c.body)):
        first_line = row.body.strip().split("\n", 1)[0]
        titles[row.holder] = row.title or first_line[:80]
    posted: dict[str, tuple[int, str]] = {}
    joined = select(schema.posting_item.c.item, schema.posting.c.id, schema.posting.c.posted_low_us).select_from(
        schema.posting.outerjoin(schema.posting_item, schema.posting_item.c.posting == schema.posting.c.id)
    )
    for sha256, posting, low in connection.execute(joined):
        if low is None:
            continue
        if sha256 is not None and (sha256 not in posted or (low, posting) < posted[sha256]):
            posted[sha256] = (low, posting)
    return _Known(names, files, pixels, titles, posted)


def _family_rows(connection: Connection, findings: Findings) -> list[dict[str, object]]:
    known = _known(connection)
    weight = {family.id: _weight(family, known) for family in findings.families}
    order = sorted(findings.families, key=lambda family: (-weight[family.id], family.id))
    rows: list[dict[str, object]] = []
    for rank, family in enumerate(order, start=1):
        items = [member.unit.item for member in family.members if member.unit.item is not None]
        postings = sorted({member.unit.posting for member in family.members if member.unit.posting is not None})
        answers = findings.answers.get(family.id, FourAnswers())
        complete, dated = answers.most_complete, answers.dated
        rows.append(
            {
                "id": family.id,
                "kind": family.kind,
                "files": sum(known.files.get(item, 1) for item in set(items)),
                "postings": len(postings),
                "title": _title(family, known),
                "rank": rank,
                "groups": findings.family_roots[family.id].groups,
                "groups_low": findings.family_roots[family.id].groups_low,
                "most_complete": None if complete is None else complete.item,
                "coverage": None if complete is None else complete.share,
                "highest_quality": answers.highest_quality,
                "earliest_posting": None if dated is None else dated.posting,
                "earliest_item": None if dated is None or dated.item not in items else dated.item,
            }
        )
    return rows


def _weight(family: Family, known: _Known) -> int:
    """Members, and members that were posted: the first form of "what settles most"."""
    return len(family.holders) + sum(1 for holder in family.holders if holder in known.posted)


def _title(family: Family, known: _Known) -> str:
    holders = family.holders
    if family.kind == "story":
        titled = [known.titles[holder] for holder in holders if holder in known.titles]
        return titled[0] if titled else holders[0][:12]
    dated = sorted((known.posted[holder][0], holder) for holder in holders if holder in known.posted)
    first = dated[0][1] if dated else max(holders, key=lambda holder: (known.pixels.get(holder, 0), holder))
    return known.names.get(first, first[:12])


def _answer(connection: Connection, findings: Findings) -> dict[str, object]:
    """The numbers of the first page, counted once here so that a request never counts."""
    media: dict[str, int] = {}
    states: dict[str, int] = {}
    for kind, state in connection.execute(select(schema.item.c.media, schema.item.c.state)):
        media[kind or "unknown"] = media.get(kind or "unknown", 0) + 1
        states[state] = states.get(state, 0) + 1
    footage = [family for family in findings.families if family.kind == "footage"]
    stories = [family for family in findings.families if family.kind == "story"]
    kinds: dict[str, int] = {}
    for edge in findings.edges:
        kinds[edge.kind.value] = kinds.get(edge.kind.value, 0) + 1
    files = connection.exec_driver_sql("SELECT count(*) FROM name").scalar_one()
    return {
        "files": files,
        "different_bytes": sum(media.values()),
        "media": media,
        "states": states,
        "postings": connection.exec_driver_sql("SELECT count(*) FROM posting").scalar_one(),
        "failures": connection.exec_driver_sql("SELECT count(*) FROM failure").scalar_one(),
        "footage": len(footage),
        "footage_alone": sum(1 for family in footage if len(family.holders) == 1),
        "stories": len(stories),
        "stories_alone": sum(1 for family in stories if len(family.holders) == 1),
        "sounds": sum(1 for family in findings.families if family.kind == "sound"),
        "events": len(findings.events),
        "microphones": None if findings.microphones is None else asdict(findings.microphones),
        "groups": findings.roots.groups,
        "groups_low": findings.roots.groups_low,
        "shown": findings.roots.shown,
        "not_established": findings.roots.not_established,
        "linked": findings.roots.linked,
        "no_earlier": findings.no_earlier[0],
        "dated_postings": findings.no_earlier[1],
        "undated_postings": findings.no_earlier[2],
        "edges": kinds,
        "undecided": sum(1 for row in findings.undecided if row[3] == "undecided"),
        "same_place": sum(1 for row in findings.undecided if row[3] == "same_place"),
        "compared_pairs": findings.compared_pairs,
        "not_searched": findings.not_searched,
        "learned": findings.learned,
        "complete": findings.complete,
    }
