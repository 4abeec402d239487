"""Pairs of invented articles, on one event and on others, of one language and of two (match.subjects)."""

import json
from collections.abc import Iterator
from itertools import combinations, product

from bench.rows import row
from bench.stories.families import TEXTS

from stemmata.match.subjects import SAME_SUBJECT, Subjects


def report() -> Iterator[str]:
    """Half 0 is the first 20 articles, with a look at which SAME_SUBJECT was set; half 1 the others."""
    rows = [json.loads(line) for line in (TEXTS / "seeds.jsonl").read_text("utf-8").splitlines()]
    yield f"pairs whose likeness reaches {SAME_SUBJECT}"
    for language in ("en", "ar"):
        own = [one for one in rows if one["language"] == language]
        for half, articles in enumerate((own[:20], own[20:])):
            bodies = {one["id"]: "\n".join([one["text"]["headline"], *one["text"]["paragraphs"]]) for one in articles}
            event = {one["id"]: one["event"] for one in articles}
            found = Subjects(bodies)
            alike: dict[bool, list[bool]] = {True: [], False: []}
            for one, other in combinations(sorted(bodies), 2):
                alike[event[one] == event[other]].append(found.alike(one, other))
            yield row(f"{language} {half} one event", sum(alike[True]), len(alike[True]))
            yield row(f"{language} {half} other events", sum(alike[False]), len(alike[False]))
    bodies = {one["id"]: "\n".join([one["text"]["headline"], *one["text"]["paragraphs"]]) for one in rows}
    told = {one["id"]: (one["language"], one["event"]) for one in rows}
    found = Subjects(bodies)
    names = {language: [name for name, (own, _) in told.items() if own == language] for language in ("en", "ar")}
    pairs = [pair for pair in product(names["en"], names["ar"]) if told[pair[0]][1] != told[pair[1]][1]]
    yield row("en and ar, other events", sum(found.alike(*pair) for pair in pairs), len(pairs))
