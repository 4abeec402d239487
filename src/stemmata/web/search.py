"""The page of a search: what holds the words asked for, a page at a time, and the text in which they stand."""

from sqlalchemy import Connection

from stemmata.case.asked_words import asked_words
from stemmata.case.hits import Hit, How, Piece, hits_in, marked
from stemmata.case.search import Place, Result, search
from stemmata.case.versions import held_text
from stemmata.model.errors import BadRequest
from stemmata.model.interval import Basis, TimeInterval
from stemmata.publish.figures import plain
from stemmata.web.reading import blocks_of, hit_marks

READ_AT_ONCE = 200_000
"""Code points of one text on a page: a long report; of more the page shows the first, and says so."""
LANGUAGES_NAMED = frozenset({"ar", "en", "fr", "de", "es", "fa", "he", "ru", "uk", "el", "zh", "ja", "ko", "hi"})
"""Those that decode.text can tell, each with a word."""

Page = dict[str, object]


def search_page(connection: Connection, written: str, after: str | None) -> Page:
    """`refused`: nothing was asked for, or by a mark that is none."""
    page: Page = {"asked": written, "results": [], "total": 0, "next": None, "refused": False, "peeled": False}
    if not written.strip():
        return page
    try:
        found = search(connection, asked_words(written), after=after)
    except BadRequest:
        return page | {"refused": True}
    peeled = any(hit.how is How.PEELED for one in found.results for hit in (*one.hits, *one.title_hits, *one.name_hits))
    return page | {
        "results": [_result(one) for one in found.results],
        "total": found.total,
        "next": found.next,
        "peeled": peeled,
    }


def text_page(connection: Connection, holder: str, written: str) -> Page | None:
    """One text, with what was asked for marked in it; None where the case holds no such text."""
    text = held_text(connection, holder)
    if text is None:
        return None
    hits: tuple[Hit, ...] = ()
    refused = False
    if written.strip():
        try:
            hits = hits_in(text.body, asked_words(written))
        except BadRequest:
            refused = True
    body = text.body[:READ_AT_ONCE]
    parts = [part for part in text.parts if part.end <= len(body)]
    return {
        "text": text,
        "asked": written,
        "refused": refused,
        "hit_count": len(hits),
        "blocks": blocks_of(body, parts, hit_marks(hits)),
        "cut": len(text.body) > READ_AT_ONCE,
        "time": time_words(text.time, text.platform),
        "language_key": language_key(text.language),
    }


def language_key(language: str | None) -> str | None:
    """The key of its word; None where there is no word for it or it is not known."""
    return f"language_{language}" if language in LANGUAGES_NAMED else None


def time_words(time: TimeInterval | None, platform: str | None) -> Page:
    """The key of the sentence on when a text was posted, and its times in µs."""
    if time is None or (time.low_us is None and time.high_us is None):
        return {"key": "text_undated", "low": None, "high": None, "platform": platform}
    return {"key": _time_key(time, platform), "low": time.low_us, "high": time.high_us, "platform": platform}


def _time_key(time: TimeInterval, platform: str | None) -> str:
    if platform is None and time.basis is not Basis.COLLECTED:
        return "text_dated" if time.low_us == time.high_us else "text_dated_between"
    if platform is None:
        return "text_received"
    if time.low_us is None:
        return "text_posted_by"
    if time.high_us is None:
        return "text_posted_from"
    return "text_posted" if time.low_us == time.high_us else "text_posted_between"


def _result(result: Result) -> Page:
    first = None
    if result.snippet is not None:
        first = next((hit for hit in result.hits if hit.start >= result.snippet.start), None)
    return {
        "holder": result.holder,
        "is_item": result.is_item,
        "has_text": result.extraction is not None,
        "name": _pieces(marked(result.name, result.name_hits)),
        "title": None if result.title is None else _pieces(marked(result.title, result.title_hits)),
        "snippet": _pieces(result.snippet.pieces) if result.snippet is not None and result.hits else [],
        "cut_before": result.snippet is not None and result.snippet.cut_before,
        "cut_after": result.snippet is not None and result.snippet.cut_after,
        "places": len(result.hits),
        "first": None if first is None else (first.start, first.end),
        "where": _where(result.place),
        "paragraph": result.place.paragraph,
        "language": result.language,
        "language_key": language_key(result.language),
        "time": time_words(result.time, result.platform),
        "stories": result.stories,
    }


def _where(place: Place) -> str:
    if place.part == "quotation":
        return "where_quotation" if place.paragraph is None else "where_quotation_in"
    return "where_text" if place.part is None else f"where_{place.part}"


def _pieces(pieces: tuple[Piece, ...]) -> list[Page]:
    kinds = {None: None, How.PEELED: "peeled", How.WRITTEN: "found", How.BEGINNING: "found"}
    return [{"text": plain(piece.text), "mark": kinds[piece.how]} for piece in pieces]
