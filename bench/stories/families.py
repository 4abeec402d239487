"""Families of texts with known trees: seeded retellings of invented articles, in English and Arabic.

Population. A family begins with one article of bench/texts/reuse/seeds.jsonl and has 8 to 16 texts. In three of ten the
first is an agency's report that nobody holds. Each other text is made from an earlier one, newer ones more often: most
are republished, lightly edited, rewritten (about a tenth of the words, clauses turned, paragraphs moved) or cut to a
brief; three in ten add sentences of their own, one in seven takes sentences from a second text. Every outlet that
rewords has its own spelling of some words, so that older readings come back by themselves. Half name their source, in a
sentence, a credit or a link. One in eight is held in part only, as pages are that ask for money or were cut later: what
was made of it had all of it. Dates: one in eight has none; half are known to the minute, the others to the day, and one
in ten is up to two days late. What stands round an article leaks into one in seven.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from bench.stories.phrases import AGENCIES, CREDITS, NAMING, OUTLETS
from bench.stories.retelling import Sentence, Story, merged, retold, story_of, style_of, with_sentences

from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.told import Part, PartKind, Text

TEXTS = Path(__file__).parents[1] / "texts" / "reuse"
MINUTE_US, HOUR_US, DAY_US = 60_000_000, 3_600_000_000, 86_400_000_000
BEGIN_US = 1_900_000_000_000_000 // DAY_US * DAY_US
INTERVAL_US = 36 * HOUR_US
"""In the mean, from a text to what is made of it."""
UNHELD_FIRST, DECLARES, MERGES, ADDS, LEAKS = 0.3, 0.5, 0.15, 0.3, 0.15
UNDATED, LATE, TO_THE_MINUTE = 0.12, 0.1, 0.55
TORN, LEFT = 0.12, (0.45, 0.8)
"""How often a text is held in part, and how much of it is then left."""
SECOND_FROM_WORDS = 8
"""Words from which a second text counts as a parent."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One text. `parents`: nodes of the family. `declares`: the node that it names as its source. `links`: addresses.
    `text` is None for what is not held."""

    node: str
    parents: tuple[str, ...]
    declares: str | None
    text: Text | None
    links: tuple[str, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    language: str
    copies: tuple[Copy, ...]
    agency: str | None
    """The name of the source that is not held."""

    @property
    def parents(self) -> dict[str, frozenset[str]]:
        return {one.node: frozenset(one.parents) for one in self.copies}


@cache
def articles(language: str, half: int) -> tuple[Story, ...]:
    """Seeds of one language; half 0 is for fitting, half 1 for reports."""
    rows = [json.loads(line) for line in (TEXTS / "seeds.jsonl").read_text("utf-8").splitlines()]
    own = [row for row in rows if row["language"] == language]
    return tuple(story_of(row["id"], row["text"]["headline"], row["text"]["paragraphs"]) for row in own[half::2])


@cache
def stock(language: str) -> tuple[str, ...]:
    rows = [json.loads(line) for line in (TEXTS / "stock.jsonl").read_text("utf-8").splitlines()]
    return tuple(row["text"] for row in rows if row["language"] == language)


def family(language: str, half: int, seed: int) -> Family:
    rng = Random(f"story {language} {half} {seed}")
    held = articles(language, half)
    first = rng.choice(held)
    fresh = [one for story in held if story is not first for one in story.sentences if len(one.words.split()) >= 8]
    rng.shuffle(fresh)
    outlets = rng.sample(OUTLETS[language], len(OUTLETS[language]))
    agency = rng.choice(AGENCIES[language]) if rng.random() < UNHELD_FIRST else None
    stories: dict[str, Story] = {"n00": first}
    times: dict[str, int] = {"n00": BEGIN_US + rng.randrange(DAY_US)}
    names: dict[str, str] = {"n00": agency or outlets[0]}
    copies = [_copy("n00", (), None, None if agency else first, names, times, language, seed, rng)]
    for at in range(1, rng.randint(8, 16)):
        node = f"n{at:02d}"
        order = sorted(stories, key=lambda one: times[one])
        parent = order[max(rng.randrange(len(order)), rng.randrange(len(order)))]
        story = retold(stories[parent], language, style_of(language, rng), rng)
        times[node] = times[parent] + HOUR_US + int(rng.expovariate(1 / INTERVAL_US))
        parents, story = _second(node, parent, story, stories, times, rng)
        if rng.random() < ADDS:
            story = with_sentences(story, [fresh.pop() for _ in range(rng.randint(1, 2))], rng)
        stories[node], names[node] = story, outlets[at]
        declares = rng.choice(parents) if rng.random() < DECLARES else None
        copies.append(_copy(node, parents, declares, story, names, times, language, seed, rng))
    return Family(language, tuple(copies), agency)


def _second(
    node: str, parent: str, story: Story, stories: Mapping[str, Story], times: dict[str, int], rng: Random
) -> tuple[tuple[str, ...], Story]:
    others = sorted(set(stories) - {parent})
    if not others or rng.random() >= MERGES:
        return (parent,), story
    other = rng.choice(others)
    story, words = merged(story, stories[other], rng)
    if words < SECOND_FROM_WORDS:
        return (parent,), story
    times[node] = max(times[node], times[other] + HOUR_US)
    return (parent, other), story


def _copy(
    node: str,
    parents: tuple[str, ...],
    declares: str | None,
    story: Story | None,
    names: Mapping[str, str],
    times: Mapping[str, int],
    language: str,
    seed: int,
    rng: Random,
) -> Copy:
    address = f"https://{node}.{language}{seed}.example/story/{node}"
    if story is None:
        return Copy(node, parents, None, None, address=address)
    links: tuple[str, ...] = ()
    credit = None
    if declares is not None:
        name = names[declares]
        way = rng.random()
        if way < 0.2 and declares != "n00":
            links = (f"https://{declares}.{language}{seed}.example/story/{declares}",)
        elif way < 0.4 and len(parents) == 1:
            credit = _filled(rng.choice(CREDITS[language]), name)
        else:
            said = Sentence(f"{node}.named", _filled(rng.choice(NAMING[language]), name))
            story = with_sentences(story, [said], rng)
    if rng.random() < LEAKS:
        story = with_sentences(story, [Sentence(f"{node}.leak", rng.choice(stock(language)))], rng)
    if rng.random() < TORN:
        story = _torn(story, rng)
    holder = f"{Random(f'{language} {seed} {node}').getrandbits(256):064x}"
    text = _text(holder, story, credit, names[node], language, _dated(times[node], rng))
    return Copy(node, parents, declares, text, links, address)


def _torn(story: Story, rng: Random) -> Story:
    """Without some paragraphs in a row."""
    lost = round(len(story.paragraphs) * (1 - rng.uniform(*LEFT)))
    at = rng.randint(1, max(1, len(story.paragraphs) - lost))
    return replace(story, paragraphs=(*story.paragraphs[:at], *story.paragraphs[at + lost :]))


def _filled(pattern: str, name: str) -> str:
    bare = name.removeprefix("The ")
    return pattern.format(name=name, the=f"the {bare}" if bare.isascii() else name, The=f"The {bare}")


def _dated(at_us: int, rng: Random) -> TimeInterval | None:
    if rng.random() < UNDATED:
        return None
    at_us += rng.randrange(2 * DAY_US) if rng.random() < LATE else 0
    if rng.random() < TO_THE_MINUTE:
        minute = at_us // MINUTE_US * MINUTE_US
        return TimeInterval(minute, minute + MINUTE_US - 1, Basis.FILE)
    day = at_us // DAY_US * DAY_US
    return TimeInterval(day, day + DAY_US - 1, Basis.FILE)


def _text(
    holder: str, story: Story, credit: str | None, outlet: str, language: str, published: TimeInterval | None
) -> Text:
    blocks = [(PartKind.HEADLINE, story.headline)]
    blocks += [(PartKind.PARAGRAPH, " ".join(one.words for one in paragraph)) for paragraph in story.paragraphs]
    if credit is not None:
        blocks.append((PartKind.REPUBLICATION, credit))
    parts, start = [], 0
    for kind, written in blocks:
        parts.append(Part(kind, start, start + len(written)))
        start += len(written) + 2
    body = "\n\n".join(written for _, written in blocks)
    return Text(holder, False, f"text/1:{holder}", body, tuple(parts), language, published, outlet, story.headline)


def held_nodes(own: Family, lost: float, seed: int) -> frozenset[str]:
    """What is left of the texts when this share is lost; at least two stay."""
    nodes: Sequence[str] = [one.node for one in own.copies if one.text is not None]
    stay = max(2, len(nodes) - round(lost * len(nodes)))
    return frozenset(Random(f"lost {seed} {own.copies[-1].address}").sample(list(nodes), stay))
