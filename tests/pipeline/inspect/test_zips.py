"""ZIPs that break a bound, are damaged, or hold nothing of the kind."""

import struct
import zipfile
from pathlib import Path

import pytest
from tests.media import bags
from tests.pipeline.inspect.looked import FAILED, UNCHECKED, Look, Looked

from stemmata.model.inspected import Kind
from stemmata.model.signed import Verdict

DIRECTORY = 100_000_000


def end_of_zip(size: int, offset: int = 0, comment: bytes = b"") -> bytes:
    return b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, size, offset, len(comment)) + comment


def zip64_of(size: int) -> bytes:
    record = b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, size, 0)
    return record + b"PK\6\7" + struct.pack("<LQL", 0, 0, 1)


LARGE = "Its list of members has more than 64,000,000 bytes"
ZIPS: list[tuple[str, bytes, Verdict, str]] = [
    ("large list", bytes(99) + end_of_zip(DIRECTORY), UNCHECKED, LARGE),
    ("large list, another end in its end", end_of_zip(DIRECTORY, 0x06054B50), UNCHECKED, LARGE),
    ("large list of 64 bits", zip64_of(DIRECTORY) + end_of_zip(0xFFFFFFFF), UNCHECKED, LARGE),
    (
        "large list of 64 bits, a small one in the comment",
        zip64_of(DIRECTORY) + end_of_zip(0xFFFFFFFF, comment=zip64_of(10)),
        UNCHECKED,
        LARGE,
    ),
    ("torn", bags.zipped(bags.bag())[:-40], FAILED, "The ZIP is damaged"),
    ("bomb", bags.zipped({"bagit.txt": bytes(210_000_000)}), UNCHECKED, "It would unpack to 210,000,000 bytes"),
]


@pytest.mark.parametrize(("name", "content", "verdict", "why"), ZIPS, ids=[row[0] for row in ZIPS])
def test_a_zip_that_breaks_a_bound_is_refused(
    look: Look, name: str, content: bytes, verdict: Verdict, why: str
) -> None:
    found = look(content, name="x.wacz")
    assert (found.kind, found.verdict) == (Kind.ARCHIVE, verdict)
    assert why in found.reasons[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(look: Look, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for content in (b"a", b"b"):
            archive.writestr("bagit.txt", content)
    assert look(tmp_path / "two.zip").reasons == (
        "The ZIP has two members of one name, which programs read differently.",
    )


def test_a_flipped_byte_in_a_member_is_damage(look: Look) -> None:
    content = bags.zipped(bags.bag(), method=zipfile.ZIP_STORED)
    assert content.count(b"second\n") == 1
    found = look(content.replace(b"second\n", b"sexond\n"))
    assert found.verdict is FAILED
    assert "data/sub/b.txt is damaged" in found.reasons[0]


def test_a_zip_of_other_things_is_nothing_for_or_against(looked: Looked, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(bags.zipped({"letter.txt": b"x"}))
    outcome = looked(tmp_path / "x.zip")
    assert (outcome.found, outcome.failures, outcome.nothing) == ([], [], 1)
