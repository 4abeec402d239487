"""What a search found, for programs. Spans are code points of the untouched text that `in` names."""

from collections.abc import Iterator

from stemmata.case.hits import Hit
from stemmata.case.search import Found, Result
from stemmata.model.interval import Basis, iso_utc

Row = dict[str, object]


def found_json(found: Found) -> Row:
    return {
        "query": found.asked.written,
        "total": found.total,
        "next": found.next,
        "results": [_result(result) for result in found.results],
    }


def _result(result: Result) -> Row:
    time, snippet, body = result.time, result.snippet, None
    if snippet is not None and result.hits:
        body = {
            "span": [snippet.start, snippet.end],
            "text": "".join(piece.text for piece in snippet.pieces),
            "part": result.place.part,
            "paragraph": result.place.paragraph,
        }
    posted = None
    if time is not None and result.posted:
        posted = {"lo": iso_utc(time.low_us), "hi": iso_utc(time.high_us), "basis": time.basis.value}
    dated = None
    if time is not None and not result.posted and time.basis is not Basis.COLLECTED:
        dated = {"lo": iso_utc(time.low_us), "hi": iso_utc(time.high_us), "basis": time.basis.value}
    received = None
    if result.received_us is not None and not result.posted:
        received = {"time": iso_utc(result.received_us), "basis": Basis.COLLECTED.value}
    return {
        "item": result.holder if result.is_item else None,
        "posting": None if result.is_item else result.holder,
        "name": result.name,
        "title": result.title,
        "extraction": result.extraction,
        "language": result.language,
        "posted_at": posted,
        "dated": dated,
        "existed_by": received,
        "stories": list(result.stories),
        "snippet": body,
        "hits": [
            *_hits("name", result.name, result.name_hits),
            *_hits("title", result.title or "", result.title_hits),
            *_hits("body", None, result.hits),
        ],
    }


def _hits(where: str, text: str | None, hits: tuple[Hit, ...]) -> Iterator[Row]:
    for hit in hits:
        told = {} if text is None else {"text": text[hit.start : hit.end]}
        yield {"in": where, "span": [hit.start, hit.end], "as": hit.how.value, **told}
