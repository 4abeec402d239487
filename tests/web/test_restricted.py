"""What is kept out of sight is shown by no door, and made by no run."""

import numpy as np
import pytest
from tests import cases
from tests.web.conftest import browsing
from typer.testing import CliRunner

from stemmata.case.named import item_named
from stemmata.case.restricted import restricted
from stemmata.cli.main import app
from stemmata.decode.probe import PROBE
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.keyring import Says
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.proofs import Proofs, edge_between
from stemmata.preserve.anchor_entry import TYPE as ANCHOR
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.disclosure_entry import BEGIN, END, INCLUDE, SEARCH, WITHHOLD
from stemmata.preserve.restriction_entry import LIFT, RESTRICT
from stemmata.preserve.vault_entry import IDENTITY, SEAL, VAULT
from stemmata.preserve.witness_entry import TYPE as WITNESS
from stemmata.publish.proof_between import proof_between
from stemmata.publish.proof_picture import Labels
from stemmata.web.words import WORDS


@pytest.fixture
def case(own_small_case: CaseFolder) -> CaseFolder:
    return own_small_case


def said(case: CaseFolder, *words: str) -> None:
    ended = CliRunner().invoke(app, ["-C", str(case.path), *words])
    assert ended.exit_code in (0, 3), ended.output


def poster(case: CaseFolder, item: str) -> int:
    kept = Derived(case.derived).get(PROBE, item)
    return int(np.asarray(kept.arrays["poster"]).size) if isinstance(kept, Reduction) else 0


def named(case: CaseFolder, name: str) -> str:
    with cases.opened(case).read() as connection:
        return item_named(connection, name)


@pytest.mark.parametrize("name", ["photo.png", "film.mkv"])
def test_no_poster_is_kept_and_none_is_made(case: CaseFolder, name: str) -> None:
    item = named(case, name)
    assert poster(case, item) > 0
    said(case, "restrict", name, "--reason", "shows a child")
    assert poster(case, item) == 0
    said(case, "run")
    assert Derived(case.derived).has_result(PROBE, item)
    assert poster(case, item) == 0


def test_it_is_still_compared_and_the_proof_picture_is_not_drawn(case: CaseFolder) -> None:
    a, b = sorted((named(case, "photo.png"), named(case, "crop.jpg")))
    said(case, "restrict", "photo.png", "--reason", "shows a child")
    said(case, "run")
    with cases.opened(case).read() as connection:
        assert edge_between(connection, a, b) is not None
        proofs = Proofs(Derived(case.derived), restricted(connection))
        assert proof_between(connection, proofs, a, b, Labels("A", "B")) is None
        seen = Proofs(Derived(case.derived))
        assert proof_between(connection, seen, a, b, Labels("A", "B")) is not None


def test_what_is_lifted_is_shown_again(case: CaseFolder) -> None:
    said(case, "restrict", "photo.png", "--reason", "shows a child")
    said(case, "run")
    said(case, "restrict", "photo.png", "--lift", "--reason", "it does not")
    said(case, "run")
    assert poster(case, named(case, "photo.png")) > 0
    with cases.opened(case).read() as connection:
        assert restricted(connection) == frozenset()


def test_no_page_hands_it_out(case: CaseFolder) -> None:
    item = named(case, "photo.png")
    with browsing(case) as browser:
        assert browser.get(f"/thumb/{item}.jpg").status_code == 200
    said(case, "restrict", "photo.png", "--reason", "shows a child")
    said(case, "run")
    with browsing(case) as browser:
        assert browser.get(f"/thumb/{item}.jpg").status_code == 404
        a, b = sorted((item, named(case, "crop.jpg")))
        assert browser.get(f"/proof/{a}/{b}.jpg").status_code == 404
        assert browser.get(f"/viewing/{item}.webm").status_code == 404
        page = browser.get(f"/item/{item}").text
        assert f"/thumb/{item}.jpg" not in page
        assert "kept out of sight" in page
        assert "shows a child" in page


ENTRY_TYPES = {
    *CustodyEvent, *Says, RESTRICT, LIFT, VAULT, IDENTITY, SEAL, WITNESS, ANCHOR, BEGIN, SEARCH, INCLUDE, WITHHOLD, END,
}  # fmt: skip


def test_the_history_has_words_for_every_entry_on_custody() -> None:
    assert [kind for kind in ENTRY_TYPES if f"act_{kind}" not in WORDS] == []
