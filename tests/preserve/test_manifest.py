"""Manifests: the two forms that are read, and a refusal for every other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.preserve.cases import new_case

from stemmata.acts.receive import receive
from stemmata.model.errors import ObjectDamaged
from stemmata.model.seams import Statement
from stemmata.preserve import merkle
from stemmata.preserve.manifest import (
    ManifestRow,
    manifest_bytes,
    manifest_references,
    manifest_rows,
    read_manifest,
    row_hashes,
)
from stemmata.preserve.verify import verify_case

digests, salts = (st.binary(min_size=size, max_size=size).map(bytes.hex) for size in (32, 16))
salted = st.builds(ManifestRow, digests, st.integers(0, 2**53 - 1), salts, st.none() | digests, st.none() | digests)
EARLIER = b'{"bytes":3,"sha256":"%s"}\n' % (b"ab" * 32)
ROW = ManifestRow("ab" * 32, 3, "cd" * 16, "ef" * 32)


@given(st.lists(st.one_of(salted, st.builds(ManifestRow, digests, st.integers(0, 2**53 - 1))), max_size=5))
def test_rows_come_back_as_they_were_written(rows: list[ManifestRow]) -> None:
    assert manifest_rows(manifest_bytes(rows)) == rows


def test_a_row_is_the_line_that_the_documents_show() -> None:
    assert ROW.line() == b'{"bytes":3,"name":"%s","salt":"%s","sha256":"%s"}' % (b"ef" * 32, b"cd" * 16, b"ab" * 32)


def test_the_manifests_of_earlier_versions_are_read() -> None:
    assert manifest_rows(EARLIER) == [ManifestRow("ab" * 32, 3)]


def test_an_entry_names_the_root_over_the_lines_themselves() -> None:
    rows = [ManifestRow(f"{index:02x}" * 32, index, "cd" * 16, "ef" * 32) for index in range(5)]
    lines = manifest_bytes(rows).splitlines()
    assert manifest_references("ab" * 32, rows) == {"manifest": ["ab" * 32], "rows": [merkle.tree_hash(lines).hex()]}
    assert merkle.includes(
        row_hashes(rows)[3], 3, 5, merkle.inclusion_proof(3, row_hashes(rows)), merkle.tree_hash(lines)
    )


@pytest.mark.parametrize(
    "content",
    [
        b"not JSON\n",
        b"5\n",
        b"[" * 5000 + b"\n",
        EARLIER.replace(b"3", b"-3"),
        EARLIER.replace(b"3", b"3.0"),
        EARLIER.replace(b"3", b"true"),
        EARLIER.replace(b"abab", b"ABAB"),
        EARLIER.removesuffix(b"\n"),
        EARLIER.replace(b":3", b": 3"),
        EARLIER.replace(b"}", b',"more":1}'),
        ROW.line().replace(b"cdcd", b"CDCD") + b"\n",
        ROW.line().replace(b"cdcd", b"cd") + b"\n",
        ROW.line().replace(b"efef", b"ef") + b"\n",
        ROW.line().replace(b'"salt":"%s",' % (b"cd" * 16), b"") + b"\n",
    ],
    ids=lambda content: repr(content[:60]),
)
def test_anything_else_is_no_manifest(content: bytes, tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    name = case.objects.put_bytes(content).sha256
    with pytest.raises(ObjectDamaged, match="something that is no manifest"):
        read_manifest(case.objects, name)


def test_a_case_of_an_earlier_version_is_read_verified_and_added_to(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    film = case.objects.put_bytes(b"film")
    manifest = case.objects.put_bytes(b'{"bytes":4,"sha256":"%s"}\n' % film.sha256.encode())
    with case.writing() as writer:
        writer.append([Statement("receive", {"manifest": [manifest.sha256]}, {"names": [{"name": "clip.mp4"}]})])
    assert verify_case(case).exit_code == 0
    assert receive(case, [], {}).entries == []
