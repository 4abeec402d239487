"""Signed pictures in the summary, files that say nothing, and what is passed over."""

from pathlib import Path

from tests.media import make, signed
from tests.pipeline.inspect.looked import Look, Looked

from stemmata.acts.create import create_case
from stemmata.model.inspected import Kind, Signer


@signed.needs_the_library
def test_a_signed_picture_stands_in_the_summary(look: Look) -> None:
    content = signed.jpeg_with(signed.in_app11(signed.store()))
    found = look(content, name="x.jpg")
    assert (found.kind, found.signer) == (Kind.SIGNED_FILE, Signer.UNKNOWN)


def test_of_a_picture_without_signature_nothing_is_said(looked: Looked, tmp_path: Path) -> None:
    (tmp_path / "plain.jpg").write_bytes(make.still())
    outcome = looked(tmp_path / "plain.jpg")
    assert (outcome.found, outcome.failures, outcome.nothing) == ([], [], 1)


def test_a_case_within_a_folder_is_passed_over_and_named(looked: Looked, tmp_path: Path) -> None:
    create_case(tmp_path / "in" / "case", "case")
    assert looked(tmp_path / "in").skipped == [("in/case", "is a Stemmata case; take it in with stemmata merge")]
