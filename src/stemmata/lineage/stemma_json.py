"""Stemmata as JSON and back: how case tables keep them, and what pages, drawings and exports read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from stemmata.lineage.stemma import Completeness, Dated, Descent, FourAnswers, Proof, Sign, Stemma, Sureness, Witness
from stemmata.model.canonical import Plain
from stemmata.model.span import Region, Span, TextSpan
from stemmata.model.unit import Track, Unit


def stemma_to_json(stemma: Stemma) -> dict[str, Plain]:
    return {
        "family": stemma.family,
        "witnesses": [{"id": one.id, "units": [unit.fields() for unit in one.units]} for one in stemma.witnesses],
        "descents": [_descent_row(one) for one in stemma.descents],
        "answers": answers_to_json(stemma.answers),
        "not_sources": [[one, other, sign_to_json(sign)] for one, other, sign in stemma.not_sources],
        "conflicts": [[key, list(entries)] for key, entries in stemma.conflicts],
    }


def stemma_from_json(row: Mapping[str, Plain]) -> Stemma:
    """ValueError for anything that `stemma_to_json` does not write."""
    return Stemma(
        _text(row["family"]),
        tuple(
            Witness(_text(_mapping(one)["id"]), tuple(_unit(unit) for unit in _items(_mapping(one)["units"])))
            for one in _items(row["witnesses"])
        ),
        tuple(_descent(_mapping(one)) for one in _items(row["descents"])),
        answers_from_json(_mapping(row["answers"])),
        tuple(
            (_text(one), _text(other), sign_from_json(_mapping(sign)))
            for one, other, sign in (_items(found) for found in _items(row["not_sources"]))
        ),
        tuple(
            (_text(key), tuple(_text(entry) for entry in _items(entries)))
            for key, entries in (_items(found) for found in _items(row["conflicts"]))
        ),
    )


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
        _text(row["kind"]),
        None if proof is None else Proof(_text(proof)),
        _number_or_none(row["weight"]),
        dict(_mapping(row["values"])),
    )


def _descent_row(one: Descent) -> dict[str, Plain]:
    return {
        "child": one.child,
        "parent": one.parent,
        "sureness": one.sureness.value,
        "p": one.p,
        "population": one.population,
        "signs": [sign_to_json(sign) for sign in one.signs],
        "span": _span_row(one.span),
        "judged": one.judged,
        "assumes": list(one.assumes),
    }


def _descent(row: Mapping[str, Plain]) -> Descent:
    return Descent(
        _text(row["child"]),
        _text_or_none(row["parent"]),
        Sureness(_text(row["sureness"])),
        _number_or_none(row["p"]),
        _text_or_none(row["population"]),
        tuple(sign_from_json(_mapping(sign)) for sign in _items(row["signs"])),
        _span(row["span"]),
        row["judged"] is True,
        tuple(_text(key) for key in _items(row["assumes"])),
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
        _text_or_none(row["best_surviving"]),
        None if complete is None else _completeness(_mapping(complete)),
        _text_or_none(row["highest_quality"]),
        None if earliest is None else (_text(_items(earliest)[0]), _text(_items(earliest)[1])),
        tuple(_text(key) for key in _items(row["reasons"])),
        tuple(_text(item) for item in _items(row["also"])),
        tuple(_completeness(_mapping(one)) for one in _items(row["complete"])),
        None if dated is None else _dated(_mapping(dated)),
    )


def _dated(row: Mapping[str, Plain]) -> Dated:
    high = _number_or_none(row["high_us"])
    return Dated(
        _text(row["posting"]),
        _text(row["item"]),
        int(_number(row["low_us"])),
        None if high is None else int(high),
        _text(row["basis"]),
        _text(row["claimed_by"]),
        tuple(_text(posting) for posting in _items(row["rivals"])),
    )


def _completeness_row(one: Completeness) -> dict[str, Plain]:
    return {
        "item": one.item,
        "share": one.share,
        "lacks": [[holder, _span_row(span)] for holder, span in one.lacks],
        "margins": [[holder, _span_row(span)] for holder, span in one.margins],
    }


def _completeness(row: Mapping[str, Plain]) -> Completeness:
    return Completeness(_text(row["item"]), _number(row["share"]), _stretches(row["lacks"]), _stretches(row["margins"]))


def _stretches(value: Plain) -> tuple[tuple[str, Span | None], ...]:
    return tuple((_text(holder), _span(span)) for holder, span in (_items(found) for found in _items(value)))


def _span_row(span: Span | None) -> Plain:
    return None if span is None else [span.start_us, span.end_us]


def _span(value: Plain) -> Span | None:
    return None if value is None else Span(*(int(_number(end)) for end in _items(value)))


def _unit(value: Plain) -> Unit:
    row = _mapping(value)
    track, kept, region = Track(_text(row["track"])), row["span"], row["region"]
    span: Span | TextSpan | None = None
    if kept is not None and track is Track.TEXT:
        extraction, start, end = _items(kept)
        span = TextSpan(_text(extraction), int(_number(start)), int(_number(end)))
    elif kept is not None:
        span = _span(kept)
    window = None if region is None else Region(*(int(_number(side)) for side in _items(region)))
    return Unit(track, item=_text_or_none(row["item"]), posting=_text_or_none(row["posting"]), span=span, region=window)


def _mapping(value: Plain) -> Mapping[str, Plain]:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected an object, got {value!r:.80}")
    return value


def _items(value: Plain) -> Sequence[Plain]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"expected a list, got {value!r:.80}")
    return value


def _text(value: Plain) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text, got {value!r:.80}")
    return value


def _text_or_none(value: Plain) -> str | None:
    return None if value is None else _text(value)


def _number(value: Plain) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"expected a number, got {value!r:.80}")
    return value


def _number_or_none(value: Plain) -> float | None:
    return None if value is None else _number(value)
