"""A run ends in family trees: who was copied from whom among the stills of a case, read once and kept."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select
from tests import cases
from tests.media import make

from stemmata.acts.create import create_case
from stemmata.case import schema
from stemmata.fingerprint.rendition import RENDITION
from stemmata.lineage.stemma import Descent, Stemma, Sureness
from stemmata.lineage.stemma_json import stemma_from_json
from stemmata.pipeline import trees
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.readings import ReadingCache
from stemmata.pipeline.tracing import Traced
from stemmata.preserve.casefolder import CaseFolder

Edit = Callable[[Image.Image], Image.Image]


def stored(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def copied(content: bytes, quality: int, edit: Edit = lambda picture: picture) -> bytes:
    return stored(edit(Image.open(BytesIO(content)).convert("RGB")), quality)


def smaller(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width * 5 // 8, picture.height * 5 // 8), Image.Resampling.LANCZOS)


FIRST = stored(Image.fromarray(make.texture(7, 640, 480)), 95)
CHILD = copied(FIRST, 70, lambda picture: picture.crop((32, 16, 640, 480)))
GRANDCHILD = copied(CHILD, 60, smaller)
FILES = {"first.jpg": FIRST, "child.jpg": CHILD, "grandchild.jpg": GRANDCHILD}


def folder_of(tmp_path: Path, files: dict[str, bytes]) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def stemmata(case: CaseFolder) -> list[Stemma]:
    index = cases.opened(case)
    with index.read() as connection:
        bodies = connection.scalars(select(schema.stemma.c.body).order_by(schema.stemma.c.family)).all()
    index.close()
    return [stemma_from_json(json.loads(body)) for body in bodies]


def parents(case: CaseFolder, files: dict[str, bytes]) -> dict[str, tuple[str | None, Sureness]]:
    from hashlib import sha256

    named = {sha256(content).hexdigest(): name for name, content in sorted(files.items(), reverse=True)}
    found = {}
    for stemma in stemmata(case):
        held = {one.id: named[one.holders[0]] for one in stemma.witnesses if one.held}
        for descent in stemma.descents:
            found[held[descent.child]] = (held.get(descent.parent or ""), descent.sureness)
    return found


def test_each_copy_is_below_the_file_it_was_made_from(tmp_path: Path) -> None:
    case = cases.made(tmp_path / "case", folder_of(tmp_path, FILES))
    found = parents(case, FILES)
    assert {child: parent for child, (parent, _) in found.items()} == {
        "first.jpg": None,
        "child.jpg": "first.jpg",
        "grandchild.jpg": "child.jpg",
    }
    assert found["child.jpg"][1] in {Sureness.PROVEN, Sureness.LIKELY}


def test_two_crops_that_each_hold_what_the_other_lacks_come_from_what_is_not_held(tmp_path: Path) -> None:
    files = {
        "left.jpg": copied(FIRST, 80, lambda picture: picture.crop((0, 0, 480, 480))),
        "right.jpg": copied(FIRST, 80, lambda picture: picture.crop((160, 0, 640, 480))),
    }
    case = cases.made(tmp_path / "case", folder_of(tmp_path, files))
    (stemma,) = stemmata(case)
    lost = [one for one in stemma.witnesses if not one.held]
    assert len(lost) == 1
    assert [(one.parent, one.sureness) for one in stemma.descents] == [(lost[0].id, Sureness.PROVEN)] * 2


def test_files_of_the_same_coded_picture_are_one_witness(tmp_path: Path) -> None:
    commented = FIRST[:2] + b"\xff\xfe\x00\x06note" + FIRST[2:]
    files = {"first.jpg": FIRST, "commented.jpg": commented, "child.jpg": CHILD}
    case = cases.made(tmp_path / "case", folder_of(tmp_path, files))
    (stemma,) = stemmata(case)
    assert sorted(len(one.units) for one in stemma.witnesses) == [1, 2]


def test_a_picture_alone_has_no_tree(tmp_path: Path) -> None:
    case = cases.made(tmp_path / "case", folder_of(tmp_path, {"first.jpg": FIRST}))
    assert stemmata(case) == []


def test_nothing_is_read_twice_and_renditions_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cases.made(tmp_path / "case", folder_of(tmp_path, FILES))
    before = stemmata(case)
    assert not (case.derived / RENDITION.name.replace("/", "-")).exists()

    def refused(self: Comparers, question: object) -> str:
        raise AssertionError(f"read again: {question}")

    monkeypatch.setattr(Comparers, "trace", refused)
    cases.work(case)
    assert stemmata(case) == before


def test_the_order_in_which_files_arrive_leaves_no_trace(tmp_path: Path) -> None:
    whole = cases.made(tmp_path / "whole", folder_of(tmp_path, FILES))
    portions = create_case(tmp_path / "portions", "Test")
    for name in ("grandchild.jpg", "first.jpg", "child.jpg"):
        cases.add(portions, tmp_path / "folder" / name)
        cases.work(portions)
    assert [one.descents for one in stemmata(portions)] == [one.descents for one in stemmata(whole)]


def test_a_comparer_that_ends_over_a_pair_leaves_the_two_without_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Comparers, "trace", lambda self, question: "")
    case = cases.made(tmp_path / "case", folder_of(tmp_path, FILES))
    assert {sureness for _, sureness in parents(case, FILES).values()} == {Sureness.NONE}


def test_of_many_witnesses_each_is_read_beside_its_nearest_only() -> None:
    questions = {
        (str(a), str(b)): (float(-abs(a - b)), Traced(str(a), str(b), (), False)) for a in range(60) for b in range(a)
    }
    kept = trees.nearest(questions, 60)
    assert len(kept) <= 60 * trees.NEAREST
    assert all((str(a + 1), str(a)) in kept for a in range(59))
    assert trees.nearest(questions, trees.ALL_PAIRS_UP_TO) == {pair: asked for pair, (_, asked) in questions.items()}


def test_a_reading_comes_back_from_its_cache_as_it_was(tmp_path: Path) -> None:
    from tests.lineage.pictures import SAME_PLACE, read, scene, shown
    from tests.lineage.pictures import stored as kept_as

    from stemmata.lineage.still_readings import pair_from_json, pair_to_json, read_pair

    first = kept_as(scene(), 95)
    pair = read_pair(read(first), read(kept_as(shown(first), 60), "b"), SAME_PLACE, mirrored=False)
    cache = ReadingCache(tmp_path / "pairs.db")
    cache.put("key", json.dumps(pair_to_json(pair)))
    cache.commit()
    assert pair_from_json(json.loads(cache.get("key") or "")) == pair
    assert cache.get("other") is None
    cache.close()


def test_a_descent_names_what_it_was_read_from(tmp_path: Path) -> None:
    case = cases.made(tmp_path / "case", folder_of(tmp_path, FILES))
    descents: list[Descent] = [one for stemma in stemmata(case) for one in stemma.descents if one.parent]
    assert all(one.signs for one in descents)
    assert np.isfinite([one.p or 0.0 for one in descents]).all()
