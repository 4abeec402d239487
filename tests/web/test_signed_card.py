"""The card of signed provenance: every reason in words, every value the file's own, and never more than integrity."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from tests import cases
from tests.media import make
from tests.web.conftest import BASE, TOKEN

from stemmata.case.index import Index
from stemmata.case.signed import write_signed
from stemmata.model.signed import REASONS, Action, Ingredient, Signed, Verdict
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app
from stemmata.web.signed_words import WHY
from stemmata.web.words import WORDS

NOTE = "This says nothing on what the picture shows, nor on who took it when."
PARENT = Signed(Verdict.OK, content=Verdict.OK, signature=Verdict.OK, manifest="urn:1", binding="B1")
NAMED = Ingredient("parentOf", "before <b>.jpg", "urn:1", Verdict.OK, "B1")
CHILD = replace(
    PARENT, manifest="urn:2", binding="B2", generator="Invented <i>Editor", subject="Invented Press",
    issuer="Invented Root", actions=(Action("c2pa.edited"),), ingredients=(NAMED,),
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFolder]:
    folder = tmp_path_factory.mktemp("stills")
    for seed in (1, 2):
        (folder / f"still{seed}.jpg").write_bytes(make.still(seed))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("STEMMATA_CONFIG", str(tmp_path_factory.mktemp("keys")))
        yield cases.made(tmp_path_factory.mktemp("case") / "case", folder)


def page(case: CaseFolder, one: Signed, other: Signed | None = None, language: str = "en") -> str:
    """The page of the first still, which holds `one`; the second holds `other`. Without tags."""
    first, second = cases.items_of(case, "image")
    index = cases.opened(case)
    try:
        with index.write() as connection:
            write_signed(connection, {first: one} | ({} if other is None else {second: other}))
        return _asked(case, index, first, language)
    finally:
        index.close()


def _asked(case: CaseFolder, index: Index, item: str, language: str) -> str:
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as client:
        client.get(f"/?token={TOKEN}")
        client.get(f"/language/{language}?back=/")
        answer = client.get(f"/item/{item}")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_every_reason_has_its_words() -> None:
    assert set(WHY) == set(REASONS)
    assert {f"signed_why_{reason}" for reason in REASONS} <= set(WORDS)


@pytest.mark.parametrize("language", [0, 1], ids=["en", "ar"])
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_begins_with_its_verdict(reason: str, language: int) -> None:
    failed = reason in REASONS[:5]
    words = WHY[reason][language]
    assert words.startswith(("Failed:", "فشل:")) == failed
    assert failed or "ould not be checked" in words or "تعذّر التحقق" in words


@pytest.mark.parametrize("reason", REASONS)
def test_a_page_says_why(reason: str, case: CaseFolder) -> None:
    verdict = Verdict.FAILED if reason in REASONS[:5] else Verdict.UNCHECKED
    text = page(case, Signed(verdict, (reason,), ("a.code",)))
    assert WHY[reason][0].replace('"', "&#34;") in text
    assert "a.code" in text


def test_a_file_without_signed_provenance_has_no_card(case: CaseFolder) -> None:
    index = cases.opened(case)
    try:
        with index.write() as connection:
            write_signed(connection, {})
        assert "Signed provenance" not in _asked(case, index, cases.items_of(case, "image")[0], "en")
    finally:
        index.close()


def test_a_whole_manifest_is_ok_and_no_reason_for_trust(case: CaseFolder) -> None:
    text = page(case, CHILD)
    assert "OK: the manifest is as it was signed, and so is the content that it is bound to." in text
    assert "Signed by a certificate that this case has no reason to trust or not." in text
    assert text.count(NOTE) == 2
    assert "Invented &lt;i&gt;Editor" in text
    assert "unknown: no time stamp that could be checked" in text


def test_a_failed_manifests_values_are_anybodys(case: CaseFolder) -> None:
    text = page(case, replace(CHILD, verdict=Verdict.FAILED, reasons=("content",)))
    assert "These values stand in a manifest that fails" in text
    assert "Signed by a certificate" in text


def test_what_a_signature_is_not_of_was_signed_by_nobody(case: CaseFolder) -> None:
    signature = {"verdict": Verdict.FAILED, "signature": Verdict.FAILED, "reasons": ("signature",)}
    assert "Signed by a certificate" not in page(case, replace(CHILD, **signature))  # type: ignore[arg-type]


HELD = [
    # the other file                              what is said of the parent
    (PARENT,                                      ", by its content, byte for byte"),
    (replace(PARENT, content=Verdict.FAILED),     "that these bytes were meant was not shown"),
    (replace(PARENT, manifest="urn:9"),           "names a parent that is not held"),
    (None,                                        "names a parent that is not held"),
]  # fmt: skip


@pytest.mark.parametrize(("other", "words"), HELD)
def test_an_ingredient_is_told_with_the_held_file_that_it_is(
    other: Signed | None, words: str, case: CaseFolder
) -> None:
    text = page(case, CHILD, other)
    assert "before &lt;b&gt;.jpg" in text
    assert words in text


def test_an_ingredient_without_a_manifest_is_neither_held_nor_not(case: CaseFolder) -> None:
    text = page(case, replace(CHILD, ingredients=(Ingredient("componentOf", "part.jpg"),)), PARENT)
    assert "it had no manifest of its own: whether it is held cannot be told" in text
    assert "not held" not in text


def test_a_time_stamp_is_told_as_the_files_word(case: CaseFolder) -> None:
    stamped = replace(CHILD, signed_us=1_674_571_736_000_000, stamp=Verdict.OK, authority="Invented Clock")
    text = page(case, stamped)
    assert "24 Jan 2023, 14:48 UTC as the file says, by a time stamp of Invented Clock" in text
    assert "this case has no reason to trust Invented Clock or not" in text


def test_the_card_is_in_arabic_too(case: CaseFolder) -> None:
    text = page(case, CHILD, PARENT, "ar")
    assert "سليم: البيان كما وُقّع" in text
    assert "صُنع من" in text


def test_the_address_that_a_file_names_is_shown_as_written(case: CaseFolder) -> None:
    text = page(case, Signed(Verdict.UNCHECKED, ("not_fetched",), address="https://example.org/m"))
    assert "https://example.org/m" in text
