"""A stemma comes back from its JSON as it was."""

import json
from dataclasses import replace

import pytest

from stemmata.lineage import signs
from stemmata.lineage.stemma import Completeness, Dated, Descent, FourAnswers, Proof, Sign, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import stemma_from_json, stemma_to_json
from stemmata.model.span import Region, Span, TextSpan
from stemmata.model.unit import Track, Unit

FILM = Unit(Track.PICTURE, item="a" * 64, span=Span(0, 5_000_000), region=Region(0, 0, 500_000, 500_000))
WHOLE = Sign(signs.UNCOVERED, Proof.NOT_ANCESTOR, None, {"share": 0.125})
STEMMA = Stemma(
    "f" * 12,
    (
        Witness("w1", (FILM, Unit(Track.PICTURE, item="b" * 64))),
        Witness("w2", (Unit(Track.TEXT, posting="p" * 64, span=TextSpan("text/1", 3, 9)),)),
        Witness("w3", ()),
    ),
    (
        Descent("w1", None, Sureness.NONE),
        Descent("w1", "w3", Sureness.PROVEN, signs=(WHOLE, Sign(signs.LEFT_OVER, weight=-1.5, values={"there": 2.0}))),
        Descent("w2", "w1", Sureness.LIKELY, 0.96, "stills-1", (WHOLE,), Span(3, 9), True, ("same_scene",)),
    ),
    FourAnswers(
        "b" * 64,
        Completeness("a" * 64, 0.96, (("b" * 64, Span(1, 2)), ("c" * 64, None)), (("b" * 64, Span(3, 9)),)),
        None,
        ("p", "i"),
        ("quality_by_size_only",),
        ("d" * 64,),
        (Completeness("a" * 64, 0.96), Completeness("b" * 64, 0.5)),
        Dated("p", "i", 5, None, "platform-claimed", "telegram", ("q",)),
    ),
    (("w1", "w2", WHOLE),),
    (("circle", ("e1", "e2")),),
)


@pytest.mark.parametrize("stemma", [STEMMA, replace(STEMMA, answers=FourAnswers(), conflicts=(), not_sources=())])
def test_a_stemma_survives_its_json(stemma: Stemma) -> None:
    assert stemma_from_json(json.loads(json.dumps(stemma_to_json(stemma)))) == stemma


@pytest.mark.parametrize("broken", [{"family": 3}, {"witnesses": "w"}, {"descents": [{"child": None}]}])
def test_what_was_not_written_here_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        stemma_from_json(json.loads(json.dumps(stemma_to_json(STEMMA) | broken)))
