"""What a person sees of a pair when judging it: frozen then, and compared with what is computed later.

The frozen form, canonical JSON ("stemmata seen/1"), floats as their shortest decimal text:

    one, other     the units judged, as model.unit has them
    complete       whether everything in the case had been compared by then
    verdict        in short: kinds of the edges between the two; `undecided`: what was said where none was; `descents`:
                   (child, parent, class) between the two, null where a person had said who came from whom
    edges          rows of the edges, and `not_joined` those of undecided pairs, whole, with method and chance
    descents       what the family tree says of the two: whole rows, with signs and class (lineage.stemma_json)
    judgements     entries on this pair that stood on the page: who judges after seeing them does not judge blind
    program        versions of the program and of the libraries that decode, compare and draw
    parameters     versions of the methods; their thresholds are constants of that version of the program
    picture        SHA-256 of the proof picture that was shown, or null
"""

import importlib.metadata
import json
import platform
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata import __version__
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.judgements import judgements_between, standing_judgements
from stemmata.case.queries import edges_between, families_of, undecided_between
from stemmata.case.tasks import replace_tasks
from stemmata.decode.probe import PROBE
from stemmata.fingerprint.picture import FILM, STILL
from stemmata.match.pictures import METHOD
from stemmata.model.canonical import Json, Plain, canonical_json, without_floats
from stemmata.model.errors import ObjectDamaged, ObjectMissing
from stemmata.model.judgement import Judgement, Seen
from stemmata.model.task import Task, TaskKind
from stemmata.model.unit import Unit
from stemmata.preserve.objects import ObjectStore

FORM = "stemmata seen/1"
LIBRARIES = ("av", "numpy", "opencv-python-headless", "pillow")

Verdict = dict[str, Json]


def seen_between(connection: Connection, one: Unit, other: Unit, picture: bytes | None = None) -> Seen:
    """Everything that the tables say of two units' holders now, with `picture` if it was shown."""
    a, b = sorted((one.holder, other.holder))
    answer = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "answer"))
    edges: list[Json] = [_plain(row, ("segments", "chance", "facts")) for row in edges_between(connection, a, b)]
    undecided: list[Json] = [_plain(row, ("facts",)) for row in undecided_between(connection, a, b)]
    before: list[Json] = [row.entry for row in judgements_between(connection, a, b) if row.state != "undone"]
    libraries: dict[str, Json] = {name: importlib.metadata.version(name) for name in LIBRARIES}
    result: dict[str, Json] = {
        "form": FORM,
        "one": one.fields(),
        "other": other.fields(),
        "complete": bool(json.loads(answer)["complete"]) if answer is not None else False,
        "verdict": verdict_between(connection, a, b),
        "edges": edges,
        "not_joined": undecided,
        "descents": [without_floats(row) for _, _, row in _descents(connection, a, b)],
        "judgements": before,
        "program": {"stemmata": __version__, "python": platform.python_version(), **libraries},
        "parameters": {"pictures": METHOD, "reducers": [PROBE.name, STILL.name, FILM.name]},
    }
    return Seen(result, picture)


def verdict_between(connection: Connection, a: str, b: str) -> Verdict:
    """The short of it, for two holders in order: equal while a recomputation says the same."""
    kinds: list[Json] = sorted({row.kind for row in edges_between(connection, a, b)})
    not_joined: list[Json] = sorted({row.verdict for row in undecided_between(connection, a, b)})
    found = _descents(connection, a, b)
    told = any(row["judged"] for _, _, row in found)
    descents: list[Json] = [[child, parent, str(row["sureness"])] for child, parent, row in found]
    return {"kinds": kinds, "undecided": not_joined, "descents": None if told else descents}


def look_again(index: Index, objects: ObjectStore) -> None:
    """Compare what is computed now with what each standing judgement relied on; differences become tasks.

    What was frozen before everything had been compared was no result yet, and an object that is gone or damaged is
    told by `stemmata verify`.
    """
    with index.write() as connection:
        found = [
            task
            for one in standing_judgements(connection).judgements
            if (task := _difference(connection, one, objects)) is not None
        ]
        replace_tasks(connection, {TaskKind.RECOMPUTED}, found)


def _difference(connection: Connection, one: Judgement, objects: ObjectStore) -> Task | None:
    frozen = None if one.relied_on is None else _frozen(one.relied_on, objects)
    if frozen is None or not frozen.get("complete"):
        return None
    was, now = frozen["verdict"], verdict_between(connection, *one.holders)
    if not isinstance(was, dict) or _comparable(was, now) == _comparable(now, was):
        return None
    parameters = frozen.get("parameters")
    by = parameters.get("pictures") if isinstance(parameters, dict) else None
    subject: dict[str, Json] = {"was": was, "now": now, "was_by": by, "now_by": METHOD}
    return Task(TaskKind.RECOMPUTED, (one.id,), one.when_us, subject)


def _comparable(verdict: Mapping[str, Json], beside: Mapping[str, Json]) -> bytes:
    """Descent is left out where, on either side, a person had said it: then nothing computed stands there."""
    told = verdict.get("descents") is None or beside.get("descents") is None
    return canonical_json({key: value for key, value in verdict.items() if not (told and key == "descents")})


def _frozen(name: str, objects: ObjectStore) -> dict[str, Json] | None:
    try:
        found = json.loads(objects.read(name))
    except (ValueError, RecursionError, ObjectMissing, ObjectDamaged):
        return None
    return found if isinstance(found, dict) and found.get("form") == FORM else None


def _plain(row: Row[tuple[Any, ...]], packed: tuple[str, ...]) -> Json:
    """A row as it may be signed; columns that hold JSON unpacked."""
    fields = dict(row._mapping)
    return without_floats(
        {key: json.loads(value) if key in packed and value is not None else value for key, value in fields.items()}
    )


def _descents(connection: Connection, a: str, b: str) -> list[tuple[str, str, dict[str, Plain]]]:
    """(child, parent, row of the tree) wherever one of the two is said to come from the other, in order."""
    shared = sorted(set(families_of(connection, a)) & set(families_of(connection, b)))
    kept = connection.scalars(select(schema.stemma.c.body).where(schema.stemma.c.family.in_(shared)))
    found: list[tuple[str, str, dict[str, Plain]]] = []
    for body in kept:
        stemma = json.loads(body)
        holders = {
            witness["id"]: {unit["item"] or unit["posting"] for unit in witness["units"]} & {a, b}
            for witness in stemma["witnesses"]
        }
        for descent in stemma["descents"]:
            found += [
                (child, parent, descent)
                for child in holders[descent["child"]]
                for parent in holders.get(descent["parent"], set()) - {child}
            ]
    return sorted(found, key=lambda one: (one[0], one[1], json.dumps(one[2], sort_keys=True)))
