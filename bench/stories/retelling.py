"""One text made from one or two others, as an outlet would: shortened, reworded, reordered, added to. Seeded."""

import re
from dataclasses import dataclass, replace
from random import Random

from bench.stories.phrases import ALIKE, HEADS, LOOSE, STYLES

_SENTENCE = re.compile(r"(?<=[.!?؟])[”»\"]?\s+")
_SPACED = ' ،,.؛;:“”«»"'


@dataclass(frozen=True, slots=True)
class Sentence:
    """`id`: of the sentence that it was first, in this family."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    headline: str
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(one for paragraph in self.paragraphs for one in paragraph)


@dataclass(frozen=True, slots=True)
class Hand:
    """How much is changed: words of a hundred, and the shares of sentences that are cut at the end and inside."""

    words: float
    cut: tuple[float, float]
    dropped: float
    moved: float


HANDS = {
    "republished": Hand(0.002, (0.0, 0.0), 0.0, 0.0),
    "light": Hand(0.03, (0.0, 0.25), 0.03, 0.05),
    "rewritten": Hand(0.10, (0.0, 0.3), 0.08, 0.15),
    "brief": Hand(0.04, (0.4, 0.65), 0.03, 0.0),
}
OPINIONS = 0.3
OFTEN = ("republished", "light", "light", "light", "rewritten", "rewritten", "brief")


def story_of(name: str, headline: str, paragraphs: list[str]) -> Story:
    made = []
    for at, paragraph in enumerate(paragraphs):
        parts = [part for part in _SENTENCE.split(paragraph) if part.strip()]
        made.append(tuple(Sentence(f"{name}.{at}.{place}", part) for place, part in enumerate(parts)))
    return Story(headline, tuple(made))


def retold(story: Story, language: str, style: dict[str, str], rng: Random) -> Story:
    way = rng.choice(OFTEN)
    hand, style = HANDS[way], style if way != "republished" else {}
    made = _shortened(story, hand, rng)
    paragraphs = [
        tuple(replace(one, words=_styled(_reworded(one.words, hand.words, language, rng), style)) for one in paragraph)
        for paragraph in made.paragraphs
    ]
    for at in range(len(paragraphs) - 1):
        if rng.random() < hand.moved:
            paragraphs[at], paragraphs[at + 1] = paragraphs[at + 1], paragraphs[at]
    head = story.headline if rng.random() < 0.4 else _headed(made, language, rng)
    return Story(_styled(head, style), tuple(paragraphs))


def style_of(language: str, rng: Random) -> dict[str, str]:
    """What an outlet writes for some of the ways there are; of the others it leaves what it finds."""
    made: dict[str, str] = {}
    for ways in STYLES[language]:
        if rng.random() < OPINIONS:
            own = rng.choice(ways)
            made |= dict.fromkeys(ways, own)
    return made


def with_sentences(story: Story, sentences: list[Sentence], rng: Random) -> Story:
    """With these put in together, as a paragraph of their own."""
    at = rng.randint(1, len(story.paragraphs))
    return replace(story, paragraphs=(*story.paragraphs[:at], tuple(sentences), *story.paragraphs[at:]))


def merged(story: Story, other: Story, rng: Random) -> tuple[Story, int]:
    """With one to three sentences of the other that this one lacks; and how many words these have."""
    held = {one.id for one in story.sentences}
    fresh = [one for one in other.sentences if one.id not in held and len(one.words.split()) >= 8]
    if not fresh:
        return story, 0
    first = rng.randrange(len(fresh))
    taken = fresh[first : first + rng.randint(1, 3)]
    return with_sentences(story, taken, rng), sum(len(one.words.split()) for one in taken)


def _shortened(story: Story, hand: Hand, rng: Random) -> Story:
    keep = max(3, round(len(story.sentences) * (1 - rng.uniform(*hand.cut))))
    count, paragraphs = 0, []
    for paragraph in story.paragraphs:
        left = [one for one in paragraph[: max(0, keep - count)] if count == 0 or rng.random() >= hand.dropped]
        count += len(paragraph)
        if left:
            paragraphs.append(tuple(left))
    return replace(story, paragraphs=tuple(paragraphs))


def _reworded(text: str, share: float, language: str, rng: Random) -> str:
    budget = sum(rng.random() < share for _ in text.split())
    for _ in range(budget):
        act = rng.random()
        if act < 0.55:
            text = _exchanged(text, language, rng)
        elif act < 0.75:
            words = text.split(" ")
            if len(words) > 8:
                del words[rng.randrange(2, len(words) - 2)]
            text = " ".join(words)
        elif act < 0.9:
            words = text.split(" ")
            words.insert(rng.randint(1, len(words)), rng.choice(LOOSE[language]))
            text = " ".join(words)
        else:
            text = _turned(text)
    return text


def _exchanged(text: str, language: str, rng: Random) -> str:
    ways = [group for group in ALIKE[language] if any(_found(way, text) for way in group)]
    if not ways:
        return text
    group = rng.choice(ways)
    old = next(way for way in group if _found(way, text))
    new = rng.choice([way for way in group if way != old])
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text, count=1)


def _found(way: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(way)}(?!\w)", text) is not None


def _turned(text: str) -> str:
    """The first two of three clauses change places."""
    for comma in (", ", "، "):
        parts = text.split(comma)
        if len(parts) >= 3:
            return comma.join([parts[0], *parts[2:], parts[1].rstrip(_SPACED)])
    return text


def _styled(text: str, style: dict[str, str]) -> str:
    for way, own in style.items():
        if way != own and way in text:
            text = re.sub(rf"(?<!\w){re.escape(way)}(?!\w)", own, text)
    return text


def _headed(story: Story, language: str, rng: Random) -> str:
    first = story.sentences[0].words.split()
    head = " ".join(first[: rng.randint(7, 10)]).rstrip(_SPACED)
    return rng.choice(HEADS[language]).format(head=head)
