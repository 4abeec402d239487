"""Copies that other people made of one photo (facebook/ThreatExchange): they come out as one family."""

from pathlib import Path

import pytest

from stemmata.fingerprint.picture import still
from stemmata.lineage.families import footage_families
from stemmata.match.candidates import candidates
from stemmata.match.picture import picture_of
from stemmata.match.pictures import compare, to_edge
from stemmata.model.item import Media

ORIGINAL = "aaa-orig.jpg"
COPIES = 15


@pytest.mark.corpus
def test_the_real_copies_of_the_bridge_are_one_family(corpus: Path) -> None:
    """Every copy beside the original; all 120 pairs would take ten seconds and join the same sixteen."""
    pictures = {}
    for path in sorted((corpus / "real_copies").glob("*.jpg")):
        with path.open("rb") as source:
            pictures[path.name] = picture_of(path.name, Media.IMAGE, still(source, {}))
    assert len(pictures) == 1 + COPIES
    pairs = [pair for pair in candidates(list(pictures.values())) if pair.a == ORIGINAL]
    edges = [edge for pair in pairs if (edge := to_edge(compare(pictures[pair.a], pictures[pair.b]))) is not None]
    (family,) = footage_families(list(pictures), [], edges)
    assert family.holders == tuple(pictures)
