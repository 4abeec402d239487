"""What Stemmata says of a family: a case in a temporary folder, files under random names, one run, its trees."""

import json
import os
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.entries import own_configuration
from bench.families.score import Kind, Placed
from sqlalchemy import select

from stemmata.acts.create import create_case
from stemmata.acts.receive import Incoming, receive
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.intake.folder import survey
from stemmata.lineage.stemma import Descent, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import stemma_from_json
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder

SUREST = (Sureness.PROVEN, Sureness.LIKELY, Sureness.NEAREST_KIN, Sureness.NONE)


def placed(folder: Path, files: Sequence[str]) -> list[Placed]:
    """Answers about `files`, named relative to `folder`. Those in no family are not among them: no kin is held.

    The case sees neither their names nor their order; file times stay, as a case would see them.
    """
    with TemporaryDirectory() as temporary, own_configuration(Path(temporary)):
        place = Path(temporary)
        holders = _hidden(folder, files, place / "files")
        case = create_case(place / "case", "Families")
        found = survey([place / "files"]).entries
        receive(case, [Incoming(entry.path, entry.name) for entry in found], {})
        with Run(case, os.cpu_count() or 1, _silent) as run:
            run.run()
        return answers(stemmata_of(case), holders)


def _silent(step: str, done: int, total: int) -> None:
    """Progress is not shown."""


def _hidden(folder: Path, files: Sequence[str], target: Path) -> dict[str, list[str]]:
    """Copies under names that tell nothing. SHA-256 -> the files that have these bytes, in order."""
    target.mkdir(parents=True)
    holders: dict[str, list[str]] = {}
    for file in sorted(files):
        digest = sha256((folder / file).read_bytes()).hexdigest()
        name = f"{random.Random(f'hidden {digest} {file}').getrandbits(96):024x}{Path(file).suffix}"
        shutil.copy2(folder / file, target / name)
        holders.setdefault(digest, []).append(file)
    return holders


def stemmata_of(case: CaseFolder) -> list[Stemma]:
    """Every tree that a run wrote."""
    index = Index(case.index_path)
    try:
        with index.read() as connection:
            bodies = connection.scalars(select(schema.stemma.c.body).order_by(schema.stemma.c.family)).all()
    finally:
        index.close()
    return [stemma_from_json(json.loads(body)) for body in bodies]


def answers(stemmata: Iterable[Stemma], holders: Mapping[str, Sequence[str]]) -> list[Placed]:
    """Files with their parents, sorted; of several claims of one parent, the surest.

    Every file of a witness is given the witness's parents: its pictures cannot tell which of them came first. The first
    file by name stands for a parent of several. Where the parent is not held (ω), the nearest held one above it does,
    no surer than the weakest step; "none" only where no tree names a parent.
    """
    found: dict[str, dict[str | None, Placed]] = {}
    for stemma in stemmata:
        witnesses = {one.id: one for one in stemma.witnesses}
        above: dict[str, list[Descent]] = {}
        for descent in stemma.descents:
            above.setdefault(descent.child, []).append(descent)
        for witness in stemma.witnesses:
            for child in _files(witness, holders):
                for parent, sureness, p in _nearest_held(witness.id, above, witnesses):
                    named = next(iter(_files(witnesses[parent], holders)), None) if parent else None
                    if named != child:
                        _keep(found.setdefault(child, {}), _answer(child, named, sureness, p))
    return [
        one
        for child in sorted(found)
        for one in sorted(found[child].values(), key=lambda one: one.parent or "")
        if one.parent is not None or len(found[child]) == 1
    ]


def _answer(child: str, parent: str | None, sureness: Sureness, p: float | None) -> Placed:
    return Placed(child, None, Kind.NONE) if parent is None else Placed(child, parent, Kind(sureness.value), p)


def _keep(kept: dict[str | None, Placed], one: Placed) -> None:
    before = kept.get(one.parent)
    if before is None or (_rank(one.kind), -(one.p or 0.0)) < (_rank(before.kind), -(before.p or 0.0)):
        kept[one.parent] = one


def _rank(kind: Kind) -> int:
    return SUREST.index(Sureness(kind.value))


def _files(witness: Witness, holders: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted({file for unit in witness.units for file in holders.get(unit.item or "", ())})


def _nearest_held(
    child: str, above: Mapping[str, Sequence[Descent]], witnesses: Mapping[str, Witness]
) -> Iterator[tuple[str | None, Sureness, float | None]]:
    """(parent, class, p) along every line upwards; p of several steps is their product, None where one is not known."""
    for descent in above.get(child, ()):
        if descent.parent is None:
            yield None, Sureness.NONE, None
        elif witnesses[descent.parent].held:
            yield descent.parent, descent.sureness, descent.p
        else:
            further = list(_nearest_held(descent.parent, above, witnesses)) or [(None, Sureness.NONE, None)]
            for parent, sureness, p in further:
                weakest = max(descent.sureness, sureness, key=SUREST.index)
                both = None if p is None or descent.p is None else p * descent.p
                yield parent, weakest, both
