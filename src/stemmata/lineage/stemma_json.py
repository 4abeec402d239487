"""Stemmata as JSON and back: how case tables keep them, and what pages, drawings and exports read."""

from collections.abc import Mapping
from dataclasses import asdict

from stemmata.lineage.stemma import (
    Completeness,
    Dated,
    Descent,
    FourAnswers,
    Named,
    Proof,
    Sign,
    Stemma,
    Sureness,
    Witness,
)
from stemmata.model.canonical import Plain
from stemmata.model.declaration import SourceKind
from stemmata.model.plain import count, items, mapping, number, number_or_none, text, text_or_none
from stemmata.model.span import Span, TextSpan
from stemmata.model.unit import unit_of


def stemma_to_json(stemma: Stemma) -> dict[str, Plain]:
    return {
        "family": stemma.family,
        "witnesses": [
            {"id": one.id, "units": [unit.fields() for unit in one.units], "named": _named_row(one.named)}
            for one in stemma.witnesses
        ],
        "descents": [_descent_row(one) for one in stemma.descents],
        "answers": answers_to_json(stemma.answers),
        "not_sources": [[one, other, sign_to_json(sign)] for one, other, sign in stemma.not_sources],
        "conflicts": [[key, list(entries)] for key, entries in stemma.conflicts],
    }


def stemma_from_json(row: Mapping[str, Plain]) -> Stemma:
    """ValueError for anything that `stemma_to_json` does not write."""
    return Stemma(
        text(row["family"]),
        tuple(
            Witness(
                text(mapping(one)["id"]),
                tuple(unit_of(mapping(unit)) for unit in items(mapping(one)["units"])),
                _named(mapping(one)["named"]),
            )
            for one in items(row["witnesses"])
        ),
        tuple(_descent(mapping(one)) for one in items(row["descents"])),
        answers_from_json(mapping(row["answers"])),
        tuple(
            (text(one), text(other), sign_from_json(mapping(sign)))
            for one, other, sign in (items(found) for found in items(row["not_sources"]))
        ),
        tuple(
            (text(key), tuple(text(entry) for entry in items(entries)))
            for key, entries in (items(found) for found in items(row["conflicts"]))
        ),
    )


def _named_row(named: Named | None) -> Plain:
    return None if named is None else {"name": named.name, "kind": named.kind.value, "texts": named.texts}


def _named(row: Plain) -> Named | None:
    if row is None:
        return None
    found = mapping(row)
    return Named(text(found["name"]), SourceKind(text(found["kind"])), count(found["texts"]))


def sign_to_json(sign: Sign) -> dict[str, Plain]:
    return {
        "kind": sign.kind,
        "proof": None if sign.proof is None else sign.proof.value,
        "weight": sign.weight,
        "values": dict(sign.values),
    }


def sign_from_json(row: Mapping[str, Plain]) -> Sign:
    proof = row["proof"]
    return Sign(
        text(row["kind"]),
        None if proof is None else Proof(text(proof)),
        number_or_none(row["weight"]),
        dict(mapping(row["values"])),
    )


def _descent_row(one: Descent) -> dict[str, Plain]:
    return {
        "child": one.child,
        "parent": one.parent,
        "sureness": one.sureness.value,
        "p": one.p,
        "population": one.population,
        "signs": [sign_to_json(sign) for sign in one.signs],
        "span": _part_row(one.span),
        "judged": one.judged,
        "assumes": list(one.assumes),
        "undirected": one.undirected,
    }


def _descent(row: Mapping[str, Plain]) -> Descent:
    return Descent(
        text(row["child"]),
        text_or_none(row["parent"]),
        Sureness(text(row["sureness"])),
        number_or_none(row["p"]),
        text_or_none(row["population"]),
        tuple(sign_from_json(mapping(sign)) for sign in items(row["signs"])),
        _part(row["span"]),
        row["judged"] is True,
        tuple(text(key) for key in items(row["assumes"])),
        row["undirected"] is True,
    )


def answers_to_json(answers: FourAnswers) -> dict[str, Plain]:
    complete, dated = answers.most_complete, answers.dated
    return {
        "best_surviving": answers.best_surviving,
        "most_complete": None if complete is None else _completeness_row(complete),
        "highest_quality": answers.highest_quality,
        "earliest_dated": None if answers.earliest_dated is None else list(answers.earliest_dated),
        "reasons": list(answers.reasons),
        "also": list(answers.also),
        "complete": [_completeness_row(one) for one in answers.complete],
        "dated": None if dated is None else {**asdict(dated), "rivals": list(dated.rivals)},
    }


def answers_from_json(row: Mapping[str, Plain]) -> FourAnswers:
    complete, earliest, dated = row["most_complete"], row["earliest_dated"], row["dated"]
    return FourAnswers(
        text_or_none(row["best_surviving"]),
        None if complete is None else _completeness(mapping(complete)),
        text_or_none(row["highest_quality"]),
        None if earliest is None else (text(items(earliest)[0]), text(items(earliest)[1])),
        tuple(text(key) for key in items(row["reasons"])),
        tuple(text(item) for item in items(row["also"])),
        tuple(_completeness(mapping(one)) for one in items(row["complete"])),
        None if dated is None else _dated(mapping(dated)),
    )


def _dated(row: Mapping[str, Plain]) -> Dated:
    high = number_or_none(row["high_us"])
    return Dated(
        text(row["posting"]),
        text(row["item"]),
        int(number(row["low_us"])),
        None if high is None else int(high),
        text(row["basis"]),
        text(row["claimed_by"]),
        tuple(text(posting) for posting in items(row["rivals"])),
    )


def _completeness_row(one: Completeness) -> dict[str, Plain]:
    return {
        "item": one.item,
        "share": one.share,
        "lacks": [[holder, _span_row(span)] for holder, span in one.lacks],
        "margins": [[holder, _span_row(span)] for holder, span in one.margins],
    }


def _completeness(row: Mapping[str, Plain]) -> Completeness:
    return Completeness(text(row["item"]), number(row["share"]), _stretches(row["lacks"]), _stretches(row["margins"]))


def _stretches(value: Plain) -> tuple[tuple[str, Span | None], ...]:
    return tuple((text(holder), _span(span)) for holder, span in (items(found) for found in items(value)))


def _span_row(span: Span | None) -> Plain:
    return None if span is None else [span.start_us, span.end_us]


def _span(value: Plain) -> Span | None:
    return None if value is None else Span(*(int(number(end)) for end in items(value)))


def _part_row(span: Span | TextSpan | None) -> Plain:
    """Of a text the extraction and two code points, as units have it."""
    return [span.extraction, span.start, span.end] if isinstance(span, TextSpan) else _span_row(span)


def _part(value: Plain) -> Span | TextSpan | None:
    if value is None or len(items(value)) == 2:
        return _span(value)
    extraction, start, end = items(value)
    return TextSpan(text(extraction), int(number(start)), int(number(end)))
