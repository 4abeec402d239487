"""What files say of themselves reaches the tables, the item page and the interchange, and no public export."""

import json
from pathlib import Path

import pytest
from PIL import Image
from tests import cases
from tests.decode import containers as c
from tests.media import make

from stemmata.model.profile import Profile
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.jsonl import export_jsonl

IN_2024 = 3_797_409_600
PLACE, MODEL, SERIAL = "+10.5000+020.5000/", "Canary Model 7", "canary-serial-77"


def film() -> bytes:
    """Its own date of changing in the index is not that of its tag."""
    written = make.film(seconds=1, tags={"creation_time": "2031-01-02T03:04:05Z"})
    return written + c.box(b"moov", c.dated(b"mvhd", IN_2024, 0) + c.box(b"udta", c.tag(b"\xa9xyz", PLACE.encode())))


def still() -> bytes:
    exif = Image.Exif()
    exif[0x0110], exif[0x0132] = MODEL, "2024:05:01 12:00:00"
    exif.get_ifd(0x8769)[0xA431] = SERIAL
    return make.still(size=(256, 192), exif=exif)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    place = tmp_path_factory.mktemp("metadata")
    (place / "folder").mkdir()
    (place / "folder" / "film.mp4").write_bytes(film())
    (place / "folder" / "still.jpg").write_bytes(still())
    return cases.made(place / "case", place / "folder")


def exported(case: CaseFolder, target: Path, profile: Profile) -> list[dict[str, object]]:
    index = cases.opened(case)
    export_jsonl(index, target, None, profile)
    index.close()
    return [json.loads(line) for line in (target / "metadata.jsonl").read_text("utf-8").splitlines()]


def test_dates_that_contradict_each_other_stand_side_by_side(case: CaseFolder, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "out", Profile.INTERNAL)
    dates = {(row["value"], row["zone"], str(row["parser"]).split("/")[0]) for row in rows if row["zone"] is not None}
    assert dates >= {
        ("2031-01-02T03:04:05.000000Z", "unknown", "PyAV"),
        ("2031-01-02T03:04:05", "unknown", "stemmata walk"),
        ("2024-05-01T12:00:00", "unknown", "stemmata walk"),
        ("2024:05:01 12:00:00", "unknown", "Pillow"),
    }


def test_a_raw_form_is_kept_where_the_walk_read_it(case: CaseFolder, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "out", Profile.INTERNAL)
    raws = {row["raw"] for row in rows if row["value"] == "2024-05-01T12:00:00"}
    assert raws == {IN_2024.to_bytes(4, "big").hex()}
    assert {row["raw"] for row in rows if not str(row["parser"]).startswith("stemmata")} == {None}


def test_the_team_sees_what_is_withheld_and_a_partner_only_that_it_is_there(case: CaseFolder, tmp_path: Path) -> None:
    for profile, seen in ((Profile.INTERNAL, {PLACE, MODEL, SERIAL}), (Profile.PARTNER, {None})):
        rows = exported(case, tmp_path / profile.value, profile)
        fields = ("moov/udta/©xyz", "Model", "BodySerialNumber")
        assert {row["value"] for row in rows if row["withheld"] and row["field"] in fields} == seen


def test_no_raw_form_tells_a_partner_what_is_taken_out_of_the_value(case: CaseFolder, tmp_path: Path) -> None:
    rows = exported(case, tmp_path / "out", Profile.PARTNER)
    assert {row["zone"] for row in rows if row["raw"] is not None} == {"unknown"}


def test_nothing_of_it_is_in_a_public_export(case: CaseFolder, tmp_path: Path) -> None:
    assert exported(case, tmp_path / "out", Profile.PUBLIC) == []
    content = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    hidden = [one.encode() for one in (PLACE, MODEL, SERIAL)]
    assert [one for one in (*hidden, *(one.hex().encode() for one in hidden)) if one in content] == []


def test_tables_made_again_say_the_same(case: CaseFolder, tmp_path: Path) -> None:
    before = exported(case, tmp_path / "before", Profile.INTERNAL)
    case.index_path.unlink()
    cases.work(case)
    assert exported(case, tmp_path / "after", Profile.INTERNAL) == before
