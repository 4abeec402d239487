"""Roots put into a case's tables as a run counts them, over material that a test makes up."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from stemmata.case import schema
from stemmata.case.index import Index, set_value
from stemmata.case.results import CASE, unit_row
from stemmata.corroborate.evidence import Evidence, Ground
from stemmata.corroborate.origins import Material, Origin, OriginKind
from stemmata.corroborate.roots import Count, Roots
from stemmata.corroborate.roots_json import roots_to_json
from stemmata.model.unit import Track, Unit

RECEIVED_US = 1_931_515_200_000_000
TRACKS = {OriginKind.FOOTAGE: Track.PICTURE, OriginKind.SOUND: Track.SOUND, OriginKind.STORY: Track.TEXT}
MEDIA = {OriginKind.FOOTAGE: "image", OriginKind.SOUND: "audio", OriginKind.STORY: "text"}


def origin(name: str, kind: OriginKind, files: int = 1) -> Origin:
    """Of so many files, whose ids are the name and a number, filled up to 64 digits."""
    return Origin(name, kind, tuple(Unit(TRACKS[kind], item=holder(name, at)) for at in range(files)))


def holder(name: str, at: int = 0) -> str:
    return f"{name.encode().hex()}{at:02x}".rjust(64, "0")


def evidence(ground: Ground, one: Origin, other: Origin, reason: str = "") -> Evidence:
    entry = f"{ground.value}-{one.id}-{other.id}"
    return Evidence(ground, one.units[0], other.units[0], reason, "9f" * 32, entry)


def plant_roots(index: Index, material: Material, titles: Mapping[str, str]) -> Roots:
    """Families that are not there yet, all of their files, and what counting says of the case and of each family."""
    counted = Count(material)
    whole = counted.whole()
    kept = {CASE: whole, **{one.id: counted.behind([one.id]) for one in material.origins}}
    with index.write() as connection:
        known = set(connection.scalars(select(schema.family.c.id)))
        for at, one in enumerate(material.origins):
            if one.id not in known:
                _plant_family(connection, one, at, titles[one.id])
        for pair in material.undecided:
            a, b = sorted(unit.holder for unit in pair)
            connection.execute(insert(schema.undecided).values(
                a=a, b=b, method="pictures/1", verdict="undecided", facts="{}",
            ))  # fmt: skip
        connection.execute(
            insert(schema.roots),
            [{"key": key, "body": json.dumps(roots_to_json(roots))} for key, roots in sorted(kept.items())],
        )
    answer = index.value("answer")
    assert isinstance(answer, dict)
    kinds = [one.kind for one in material.origins]
    numbers = {
        "footage": kinds.count(OriginKind.FOOTAGE), "stories": kinds.count(OriginKind.STORY), "groups": whole.groups,
        "groups_low": whole.groups_low, "shown": whole.shown, "linked": whole.linked,
    }  # fmt: skip
    with index.write() as connection:
        set_value(connection, "answer", answer | numbers)
    return whole


def _plant_family(connection: Connection, one: Origin, rank: int, title: str) -> None:
    for at, unit in enumerate(one.units):
        connection.execute(insert(schema.item).values(
            sha256=unit.holder, bytes=90_000, received_us=RECEIVED_US, media=MEDIA[one.kind], state="read",
        ))  # fmt: skip
        connection.execute(insert(schema.name).values(item=unit.holder, entry="e", shown=f"folder/{one.id}-{at}"))
        connection.execute(insert(schema.unit).values(**unit_row(unit)))
        connection.execute(insert(schema.member).values(family=one.id, position=at, holder=unit.holder, unit=unit.id))
    kind = "story" if one.kind is OriginKind.STORY else one.kind.value
    connection.execute(insert(schema.family).values(
        id=one.id, kind=kind, files=len(one.units), postings=0, title=title, rank=rank + 2, groups=1, groups_low=1,
    ))  # fmt: skip


TITLES: Mapping[str, str] = {
    "car": "From a car", "wire": "Wire report", "list": "Hospital list", "resident": "A resident’s account",
    "doc": "صفحة مصوّرة من دفتر <b>",
}  # fmt: skip


def crowd(own: Origin, others: int) -> tuple[Material, dict[str, str]]:
    """`own` and so many texts, of which nothing is known, with their titles."""
    texts = tuple(origin(f"text-{at}", OriginKind.STORY) for at in range(others))
    return Material((own, *texts)), {one.id: f"A report with a long title, number {one.id}" for one in texts}


def market(own: Origin) -> Material:
    """Six groups: other cameras shown for one pair, other observers for one, one witness behind two texts, and one
    pair of pictures that could not be told apart."""
    car, doc = origin("car", OriginKind.FOOTAGE, 3), origin("doc", OriginKind.FOOTAGE)
    wire, listed, resident = (origin(name, OriginKind.STORY, 2) for name in ("wire", "list", "resident"))
    return Material(
        (own, car, doc, wire, listed, resident),
        undecided=((car.units[0], doc.units[0]),),
        evidence=(
            evidence(Ground.OTHER_CAMERA, own, car),
            evidence(Ground.SEPARATE_OBSERVERS, own, listed, "the clerk was at the hospital all morning"),
            evidence(Ground.ONE_WITNESS, wire, resident),
        ),
    )
