"""What a search found, in lines for a terminal. Marks: [as written], [~with و, ف, ب, ل, ك or ال before it]."""

from collections.abc import Iterator, Sequence

from stemmata.case.hits import Hit, How, Piece, marked
from stemmata.case.search import Found, Place, Result
from stemmata.cli.terminal import isolated
from stemmata.model.interval import Basis
from stemmata.publish.figures import when, when_between

NOTHING = "Nothing held contains this."
PEELED = "[~…] is found only without a و, ف, ب, ل, ك or ال that is written together with it."


def found_lines(found: Found) -> Iterator[str]:
    if not found.total:
        yield NOTHING
        return
    yield f"{found.total:,} {'file or post holds' if found.total == 1 else 'files and posts hold'} this."
    for number, result in enumerate(found.results, start=1):
        yield ""
        yield from _result(number, result)
    if any(hit.how is How.PEELED for result in found.results for hit in (*result.hits, *result.title_hits)):
        yield ""
        yield PEELED
    if found.next is not None:
        yield ""
        yield f"There are more: --after {found.next}"


def _result(number: int, result: Result) -> Iterator[str]:
    yield f"{number}  {_marked(result.name, result.name_hits)}  ({result.holder[:12]})"
    if result.title is not None:
        yield f"   {_marked(result.title, result.title_hits)}"
    if result.snippet is not None and result.hits:
        told = _joined(result.snippet.pieces).replace("\n", " ")
        before, after = "… " * result.snippet.cut_before, " …" * result.snippet.cut_after
        yield f"   {isolated(before + told + after)}"
        first = next(hit for hit in result.hits if hit.start >= result.snippet.start)
        places = f"{len(result.hits)} place{'s' if len(result.hits) > 1 else ''}"
        yield f"   {places}; this one {_place(result.place)}, characters {first.start:,}–{first.end:,}."
    yield f"   {_time(result)} Language: {result.language or 'unknown'}."
    for story in result.stories:
        yield f"   In story {story}."


PARTS = {
    "headline": "in a headline",
    "byline": "in the byline",
    "date": "in the date",
    "republication": "in a note of republication",
    "quotation": "in a quotation",
}
"""Where a hit stands, by the kind of the part; of paragraphs the number is said."""


def _marked(text: str, hits: Sequence[Hit]) -> str:
    return isolated(_joined(marked(text, hits)))


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(
        piece.text if piece.how is None else f"[{'~' if piece.how is How.PEELED else ''}{piece.text}]"
        for piece in pieces
    )


def _place(place: Place) -> str:
    if place.part == "paragraph":
        return f"in paragraph {place.paragraph}"
    if place.part == "quotation" and place.paragraph is not None:
        return f"in a quotation in paragraph {place.paragraph}"
    return PARTS.get(place.part or "", "in the text")


def _time(result: Result) -> str:
    if result.time is None:
        return "Time unknown."
    if not result.posted and result.time.basis is not Basis.COLLECTED:
        return f"Dated {when_between(result.time.low_us, result.time.high_us, 'en')}, as the file claims."
    if not result.posted:
        return f"Received {when(result.time.high_us, 'en')}; when it was posted is unknown."
    posted = when_between(result.time.low_us, result.time.high_us, "en")
    return f"Posted {posted}, clock as claimed by {isolated(result.platform or 'unknown')}."
