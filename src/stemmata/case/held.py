"""What the tables hold, as counting roots takes it, and which holder a person means by a word."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Row, distinct, func, or_, select

from stemmata.case import schema
from stemmata.case.declared import own_units, unheld_sources
from stemmata.case.judgements import standing_judgements
from stemmata.case.queries import short_name
from stemmata.case.sourcings import standing_sourcings
from stemmata.corroborate.evidence import Dependence, Status
from stemmata.corroborate.origins import Material, Origin, OriginKind, unheld_origin
from stemmata.corroborate.roots import Roots
from stemmata.corroborate.roots_json import roots_from_json
from stemmata.corroborate.sourced import with_sourcings
from stemmata.model.edge import Kind
from stemmata.model.errors import BadRequest
from stemmata.model.span import Region, Span, TextSpan
from stemmata.model.unit import Track, Unit

SHORTEST = 4
"""Digits of a hash from which on it may be shortened."""
AT_ONCE = 500
"""Names in one question: a database takes only so many."""


def roots_kept(connection: Connection, key: str) -> Roots | None:
    """As the last run wrote them: of a family by its id, of everything by "case"; None where there are none."""
    body = connection.scalar(select(schema.roots.c.body).where(schema.roots.c.key == key))
    return None if body is None else roots_from_json(json.loads(body))


def origin_titles(
    connection: Connection, origins: Iterable[str], unheld: Callable[[str, int], str] | None = None
) -> dict[str, str]:
    """What each origin is called: a family's title, the name of a file or post that is in none; of a source that is not
    held what `unheld` makes of its name and of how many texts name it."""
    asked = sorted(set(origins))
    family = schema.family.c
    known: dict[str, str] = {}
    for at in range(0, len(asked), AT_ONCE):
        rows = connection.execute(select(family.id, family.title).where(family.id.in_(asked[at : at + AT_ONCE])))
        known.update({row.id: row.title for row in rows})
    for source in unheld_sources(connection, asked):
        known[source.key] = source.name if unheld is None else unheld(source.name, source.texts)
    return {name: known.get(name) or short_name(connection, name) for name in asked}


def first_unit(connection: Connection, origins: Iterable[str]) -> Unit | None:
    """A file or post in these families, so that what is said of it is said of them: one that lies in no other family
    where there is such, then the earliest dated, the most complete, the first. Of one that lies in several families,
    the part that lies in these. None where none of them is a family."""
    member, family, unit, asked = schema.member.c, schema.family.c, schema.unit, sorted(origins)
    other = schema.member.alias("other").c
    lies_in = select(func.count(distinct(other.family))).where(other.holder == member.holder).scalar_subquery()
    best = (member.holder.is_distinct_from(one) for one in (family.earliest_item, family.most_complete))
    query = (
        select(unit, lies_in.label("families"))
        .join(schema.member, member.unit == unit.c.id)
        .join(schema.family, family.id == member.family)
        .where(member.family.in_(asked))
        .order_by(lies_in, *best, member.family, member.position)
    )
    row = connection.execute(query.limit(1)).first()
    if row is None:
        return None
    found = stored_unit(row)
    return replace(found, span=None, region=None) if row.families == 1 else found


def held_material(connection: Connection) -> Material:
    """Families, dependence and undecided pairs as the last run wrote them, with what people signed that stands now."""
    member, family, unit, edge = schema.member, schema.family, schema.unit, schema.edge
    units = {row.id: stored_unit(row) for row in connection.execute(select(unit))}
    members: dict[str, list[Unit]] = {}
    for row in connection.execute(select(member).order_by(member.c.family, member.c.position)):
        members.setdefault(row.family, []).append(units[row.unit])
    kinds = connection.execute(select(family.c.id, family.c.kind).order_by(family.c.id)).all()
    rests = connection.execute(select(edge).where(edge.c.kind == Kind.DRAWS_ON.value)).all()
    undecided = select(schema.undecided).where(schema.undecided.c.verdict == "undecided")
    material = Material(
        (
            *(Origin(row.id, OriginKind(row.kind), tuple(members[row.id])) for row in kinds),
            *(unheld_origin(source.key) for source in unheld_sources(connection)),
        ),
        tuple(
            Dependence(
                units[row.a_unit],
                units[row.b_unit],
                Status.SUGGESTED if row.status is None else Status(row.status),
                whole=json.loads(row.facts).get("whole") is True,
            )
            for row in rests
        ),
        standing_judgements(connection).applied,
        undecided=tuple(
            (Unit(Track.PICTURE, item=row.a), Unit(Track.PICTURE, item=row.b)) for row in connection.execute(undecided)
        ),
        own=own_units(connection),
    )
    return with_sourcings(material, standing_sourcings(connection).sourcings)


def stored_unit(row: Row[tuple[object, ...]]) -> Unit:
    """The unit of a row of `unit`."""
    track, span, region = Track(row.track), row.span, row.region
    where: Span | TextSpan | None = None
    if span is not None:
        where = TextSpan(*json.loads(span)) if track is Track.TEXT else Span(*json.loads(span))
    window = None if region is None else Region(*json.loads(region))
    return Unit(track, item=row.item, posting=row.posting, span=where, region=window)


def units_of(connection: Connection, holder: str) -> list[Unit]:
    """The parts of a file or post that lie in families; of one that lies in none, the whole of it."""
    unit, member = schema.unit, schema.member
    query = select(unit).join(member, member.c.unit == unit.c.id).where(member.c.holder == holder).distinct()
    found = [stored_unit(row) for row in connection.execute(query.order_by(unit.c.id))]
    if found:
        return found
    media = connection.scalar(select(schema.item.c.media).where(schema.item.c.sha256 == holder))
    if media is None and connection.scalar(select(schema.posting.c.id).where(schema.posting.c.id == holder)):
        return [Unit(Track.TEXT, posting=holder)]
    tracks = {"text": Track.TEXT, "audio": Track.SOUND}
    return [Unit(tracks.get(str(media), Track.PICTURE), item=holder)]


def holder_meant(connection: Connection, word: str) -> str:
    """The SHA-256 or posting id that `word` begins, or the file of that name. BadRequest where none or several are."""
    name = schema.name.c
    by_name = select(name.item).where(or_(name.shown == word, name.shown.endswith("/" + word, autoescape=True)))
    found = set(connection.scalars(by_name.distinct()))
    if not found and len(word) >= SHORTEST and all(character in "0123456789abcdef" for character in word):
        for column in (schema.item.c.sha256, schema.posting.c.id):
            found |= set(connection.scalars(select(column).where(column.startswith(word)).limit(10)))
    if len(found) == 1:
        return str(found.pop())
    if not found:
        raise BadRequest(
            f"nothing held is called {word}, nor does a SHA-256 or posting id begin with it",
            "give a file's name as it was added, or the first digits of its SHA-256 or posting id",
        )
    shown: Sequence[str] = sorted(holder[:12] for holder in found)
    raise BadRequest(
        f"{word} can mean {len(found)} files or posts: {', '.join(shown[:5])}{' …' if len(shown) > 5 else ''}",
        "give more of the path, or the first digits of the SHA-256 that is meant",
    )


def family_meant(connection: Connection, word: str) -> str:
    """The family whose id begins with `word`. BadRequest where none or several are."""
    family = schema.family.c
    found = connection.scalars(select(family.id).where(family.id.startswith(word, autoescape=True)).limit(10)).all()
    if len(found) == 1:
        return str(found[0])
    many = f"{word} begins the ids of several groups: {', '.join(sorted(found)[:5])}"
    raise BadRequest(
        many if found else f"no group of footage and no story has an id that begins with {word}",
        "take the id from the address of its page in stemmata serve, or from families.jsonl",
    )
