"""Trees put into a case's tables as the pipeline would, for pages and exports to read."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, delete, insert, select
from tests.media import make
from tests.publish.seeded_trees import HOUR_US, NOON_US

from stemmata.acts.create import create_case
from stemmata.case import schema
from stemmata.case.index import Index, set_value
from stemmata.decode.probe import PROBE
from stemmata.lineage import signs
from stemmata.lineage.stemma import Completeness, Descent, FourAnswers, Sign, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import stemma_to_json
from stemmata.model.seams import Reduction
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.derived import Derived
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.stemma_case import Tree

ANSWER = {
    "complete": True, "files": 0, "different_bytes": 0, "postings": 0, "footage": 1, "stories": 0, "footage_alone": 0,
    "stories_alone": 0, "groups": 1, "groups_low": 1, "shown": 0, "linked": 0, "edges": {}, "same_place": 0,
    "undecided": 0, "not_searched": 0, "media": {},
}  # fmt: skip


def planted_case(path: Path, tree: Tree, *, pictures: bool = False, kind: str = "footage") -> CaseFolder:
    """A case whose tables hold one family with this tree. `pictures`: every item has a poster to show."""
    case = create_case(path, "A roof above the market")
    index = Index(case.index_path)
    holders = sorted({holder for one in tree.stemma.witnesses for holder in one.holders})
    posts = {known.posting: known for known in tree.known.values() if known.posting is not None}
    with index.write() as connection:
        set_value(connection, "answer", ANSWER | {"files": len(holders), "different_bytes": len(holders)})
        _fill(connection, schema.item, [_item(tree, holder) for holder in holders])
        names = [(holder, f"{name}-{at}") for one in tree.stemma.witnesses for at, holder in enumerate(one.holders)
                 for name in [tree.known[one.id].names[0]]]  # fmt: skip
        _fill(connection, schema.name, [{"item": item, "entry": "e", "shown": name} for item, name in names])
        _fill(connection, schema.posting, [
            {"id": known.posting, "platform": known.platform, "channel_name": known.channel, "native_id": "1",
             "posted_low_us": known.low_us, "posted_high_us": known.high_us, "posted_basis": "platform-claimed",
             "raw_object": "0" * 64, "pointer": "", "reader": "telegram/1", "links": "[]"}
            for known in posts.values()
        ])  # fmt: skip
        _fill(connection, schema.posting_item, [
            {"posting": known.posting, "position": 0, "item": known.holders[0]} for known in posts.values()
        ])  # fmt: skip
        _fill(connection, schema.unit, [
            {"id": unit.id, "item": unit.item, "posting": unit.posting, "track": unit.track.value}
            for one in tree.stemma.witnesses for unit in one.units
        ])  # fmt: skip
        _fill(connection, schema.family, [
            {"id": tree.stemma.family, "kind": kind, "files": len(holders), "postings": len(posts),
             "title": "Grain market from a roof", "rank": 1, "groups": 1, "groups_low": 1}
        ])  # fmt: skip
        _fill(connection, schema.member, [
            {"family": tree.stemma.family, "position": at, "holder": unit.holder, "unit": unit.id}
            for at, unit in enumerate(unit for one in tree.stemma.witnesses for unit in one.units)
        ])  # fmt: skip
        _fill(connection, schema.stemma, [
            {"family": tree.stemma.family, "body": json.dumps(stemma_to_json(tree.stemma))}
        ])  # fmt: skip
    index.close()
    if pictures:
        derived = Derived(case.derived)
        for at, holder in enumerate(holders):
            derived.put(PROBE, holder, _poster(at))
    return case


def _fill(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _item(tree: Tree, holder: str) -> dict[str, object]:
    return {"sha256": holder, "bytes": 1_200_000, "received_us": NOON_US + 72 * HOUR_US, "media": "video",
            "mime": "video/mp4", "width": 1280, "height": 720, "duration_us": 58_000_000, "state": "read"}  # fmt: skip


def _poster(seed: int) -> Reduction:
    poster = np.ascontiguousarray(make.texture(seed % 7, 320, 180))
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "poster": poster,
        "gop_sha256": np.zeros((0, 32), np.uint8),
        "gop_start_us": np.zeros(0, np.int64),
        "gop_duration_us": np.zeros(0, np.int64),
    }
    return Reduction({"media": "video"}, arrays)


def without_tree(case: CaseFolder) -> CaseFolder:
    """As a case is before its trees were worked out."""
    index = Index(case.index_path)
    with index.write() as connection:
        connection.execute(schema.stemma.delete())
    index.close()
    return case


def plant_over(index: Index, family: str) -> Stemma:
    """A tree over the members of a family that was really compared: its first member, and what is likely from it."""
    member = schema.member.c
    with index.write() as connection:
        query = select(member.holder).distinct().where(member.family == family).order_by(member.holder)
        holders = list(connection.scalars(query))
        witnesses = tuple(
            sorted((Witness(f"w-{one}", (Unit(Track.PICTURE, item=one),)) for one in holders), key=lambda one: one.id)
        )
        first, *rest = [one.id for one in witnesses]
        links = [Descent(first, None, Sureness.NONE)]
        left = Sign(signs.LEFT_OVER, None, 1.2, {"there": 1.5, "back": 4.0})
        links += [Descent(one, first, Sureness.LIKELY, 0.9, "stills-1", (left,)) for one in rest]
        made = Stemma(
            family, witnesses, tuple(links), FourAnswers(holders[0], Completeness(holders[0], 0.96), holders[-1])
        )
        connection.execute(delete(schema.stemma).where(schema.stemma.c.family == family))
        connection.execute(insert(schema.stemma).values(family=family, body=json.dumps(stemma_to_json(made))))
    return made
