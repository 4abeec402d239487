"""ZIPs that break a bound, are damaged, or hold nothing of the kind."""

import zipfile
from pathlib import Path

import pytest
from tests.media import bags
from tests.pipeline.inspect.looked import FAILED, UNCHECKED, Look, Looked

from stemmata.model.inspected import Kind
from stemmata.model.signed import Verdict

ZIPS: list[tuple[str, bytes, Verdict, str]] = [
    ("torn", bags.zipped(bags.bag())[:-40], FAILED, "The ZIP is damaged"),
    ("bomb", bags.zipped({"bagit.txt": bytes(210_000_000)}), UNCHECKED, "It would unpack to 210,000,000 bytes"),
]


@pytest.mark.parametrize(("name", "content", "verdict", "why"), ZIPS, ids=[row[0] for row in ZIPS])
def test_a_zip_that_breaks_a_bound_is_refused(
    look: Look, name: str, content: bytes, verdict: Verdict, why: str
) -> None:
    found = look(content)
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
