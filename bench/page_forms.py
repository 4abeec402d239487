"""How well the text of a page is told from its furniture, on forms of pages that were labelled by other hands.

The half called *fit* may be looked at page by page while rules are chosen. The half called *report* is printed as sums
only, so that a run of it shows no page. Words of paragraphs are compared as a multiset of a page; shares are means over
all words, with the least page beside them. Peers: all that is visible, and trafilatura where it is installed.
Run: python -m bench.page_forms [--half fit|report] [--pages DIR] [--each]
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.entries import Target, verdict
from bench.rows import none_wrong, row

from stemmata.decode.encoding import decoded
from stemmata.decode.markup import page
from stemmata.decode.text import text
from stemmata.fingerprint.folding import folded_words

PAGES = Path(__file__).parent / "texts" / "pages"
TARGET = 0.95


@dataclass(frozen=True, slots=True)
class Truth:
    page: str
    language: str
    headline: str | None
    body: tuple[str, ...]
    byline: str | None
    republication: tuple[str, ...]
    date: str | None
    quotations: tuple[tuple[str, str | None], ...]
    not_body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a method read. Peers tell paragraphs only."""

    paragraphs: tuple[str, ...]
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    quotations: tuple[tuple[str, str | None], ...] = ()


Method = Callable[[bytes, str], Told]


def ours(content: bytes, name: str) -> Told:
    facts: dict[str, Any] = text(BytesIO(content), {}).facts
    body, parts = facts["body"], facts["parts"]
    notes: dict[str, list[str]] = {}
    for part in parts:
        if part["span"] is not None:
            notes.setdefault(part["kind"], []).append(body[slice(*part["span"])])
    quoted = tuple((body[slice(*part["span"])], part["speaker"]) for part in parts if part["kind"] == "quotation")
    return Told(tuple(notes.get("paragraph", ())), notes, quoted)


def all_visible(content: bytes, name: str) -> Told:
    read = decoded(content)
    if name.endswith(".html"):
        return Told(tuple(block.text for block in page(read.text).blocks))
    return Told(tuple(read.text.split("\n")))


def by_trafilatura(content: bytes, name: str) -> Told:
    """As its documentation calls it, comments off; of a dump, which is no HTML, all of it."""
    if not name.endswith(".html"):
        return all_visible(content, name)
    extracted = import_module("trafilatura").extract(content, include_comments=False, include_tables=True)
    return Told(tuple((extracted or "").split("\n")))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--half", choices=("fit", "report"), default="fit")
    options.add_argument("--pages", type=Path, default=PAGES)
    options.add_argument("--each", action="store_true", help="a line for every page; of the fit half only")
    asked = options.parse_args()
    if not (asked.pages / "truth.jsonl").is_file():
        print("page forms: not run (bench/texts/pages has no truth.jsonl)")
        return 0
    truths = _truths(asked.pages, asked.half)
    methods: dict[str, Method] = {"all visible text": all_visible, "ours": ours}
    if find_spec("trafilatura") is not None:
        methods = {"all visible text": all_visible, "trafilatura": by_trafilatura, "ours": ours}
    print(f"{len(truths)} pages of the {asked.half} half")
    shares = (0.0, 0.0, 0)
    for label, method in methods.items():
        told = [method((asked.pages / truth.page).read_bytes(), truth.page) for truth in truths]
        shares = _body(label, truths, told)
        if label == "ours":
            _notes(truths, told)
            if asked.each and asked.half == "fit":
                _each(truths, told)
    precision, recall, forms = shares
    return verdict(
        [
            Target("body precision", precision, TARGET, "", least=True),
            Target("body recall", recall, TARGET, "", least=True),
            Target("pieces of furniture in a body", forms, 0, "", least=False),
        ]
    )


def _truths(pages: Path, half: str) -> list[Truth]:
    found = []
    with (pages / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith(f'{{"page": "{half}/'):
                continue
            read = json.loads(line)
            quoted = tuple((one["text"], one["speaker"]) for one in read["quotations"])
            found.append(
                Truth(
                    read["page"],
                    read["language"],
                    read["headline"],
                    tuple(read["body"]),
                    read["byline"],
                    tuple(read["republication"]),
                    read["date"],
                    quoted,
                    tuple(read["not_body"]),
                )
            )
    return found


def _body(label: str, truths: Sequence[Truth], told: Sequence[Told]) -> tuple[float, float, int]:
    right = given = wanted = 0
    least = [1.0, 1.0]
    forms = pieces = 0
    for truth, one in zip(truths, told, strict=True):
        ours, theirs = _words(one.paragraphs), _words(truth.body)
        common = (ours & theirs).total()
        right, given, wanted = right + common, given + ours.total(), wanted + theirs.total()
        if theirs:
            least = [min(least[0], common / max(1, ours.total())), min(least[1], common / theirs.total())]
        written = [f" {_plain(paragraph)} " for paragraph in one.paragraphs]
        forms += sum(any(f" {_plain(piece)} " in line for line in written) for piece in truth.not_body if _plain(piece))
        pieces += len(truth.not_body)
    precision, recall = right / max(1, given), right / max(1, wanted)
    print(f"\n{label}")
    print(
        f"  body precision {precision:.3f} (least page {least[0]:.3f}), recall {recall:.3f} (least page {least[1]:.3f})"
    )
    print(f"  n = {len(truths)} pages, {wanted:,} words of body, {given:,} given")
    print("  " + none_wrong("furniture in a body", forms, pieces))
    return precision, recall, forms


def _notes(truths: Sequence[Truth], told: Sequence[Told]) -> None:
    """A note is found where one holds the other and is at least half as long; those told in vain are counted."""
    for kind in ("headline", "byline", "date"):
        wanted = [(getattr(truth, kind), one.notes.get(kind, ())) for truth, one in zip(truths, told, strict=True)]
        hits = sum(any(_meets(given, want) for given in found) for want, found in wanted if want)
        false = sum(bool(found) for want, found in wanted if not want)
        print("  " + row(kind, hits, sum(bool(want) for want, _ in wanted)) + f"; told where there is none: {false}")
    notes = [(want, one) for truth, one in zip(truths, told, strict=True) for want in truth.republication]
    hits = sum(any(_meets(given, want) for given in one.notes.get("republication", ())) for want, one in notes)
    extra = sum(
        not any(_meets(given, want) for want in truth.republication)
        for truth, one in zip(truths, told, strict=True)
        for given in one.notes.get("republication", ())
    )
    print("  " + row("republication", hits, len(notes)) + f"; told beside these: {extra}")
    _quotations(truths, told)


def _quotations(truths: Sequence[Truth], told: Sequence[Told]) -> None:
    found = named = wrong = unknown = total = given = 0
    for truth, one in zip(truths, told, strict=True):
        ours = {_plain(quoted): speaker for quoted, speaker in one.quotations}
        given += len(one.quotations)
        for quoted, speaker in truth.quotations:
            total += 1
            if _plain(quoted) not in ours:
                continue
            found += 1
            told_speaker = ours[_plain(quoted)]
            if told_speaker is None:
                unknown += speaker is not None
                named += speaker is None
            elif speaker is not None and _meets(told_speaker, speaker):
                named += 1
            else:
                wrong += 1
    print("  " + row("quotation", found, total) + f"; {given} told")
    print("  " + row("its speaker", named, found) + f"; left open {unknown}, another than labelled {wrong}")


def _each(truths: Sequence[Truth], told: Sequence[Told]) -> None:
    for truth, one in zip(truths, told, strict=True):
        ours, theirs = _words(one.paragraphs), _words(truth.body)
        common = (ours & theirs).total()
        print(f"  {truth.page:<40} {common / max(1, ours.total()):.3f} {common / max(1, theirs.total()):.3f}")


def _words(paragraphs: Sequence[str]) -> Counter[str]:
    return Counter(word.text for paragraph in paragraphs for word in folded_words(paragraph))


def _plain(written: str) -> str:
    return " ".join(re.findall(r"\w+", written.casefold()))


def _meets(given: str, want: str) -> bool:
    short, long = sorted((_plain(given), _plain(want)), key=len)
    return bool(short) and short in long and 2 * len(short) >= len(long)


if __name__ == "__main__":
    sys.exit(main())
