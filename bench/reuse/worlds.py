"""A case of texts in one language whose copying is known, made from one half of the seeds.

Six sites print all seeds but a few, with formulas strewn in, and what was copied from them in the ways of KINDS. Three
sites give clean bodies, two are plain dumps with all their furniture, and one is a dump of which nobody knows the site.
A few seeds are agency reports: others carry them beside text of their own and credit them, or they are held and older.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from bench.reuse.edits import excerpt, misread, reworded
from bench.reuse.furnishing import NAMES, above, below
from bench.reuse.pieces import Built, Piece, Role, Word, built, made, piece, with_role
from bench.reuse.seeds import Half, Seed

from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.told import PartKind, Text

HOUR_US = 3_600_000_000
STOCK_TEXTS = 5
"""Seeds that each formula stands in."""

AGENCIES = 2
"""Of a half's seeds in one language, those that are an agency's report."""


@dataclass(frozen=True, slots=True)
class Made:
    """A text, its truth, and how it came about. `of`: the seed that it was made from."""

    text: Text
    truth: Built
    kind: str
    of: Seed
    site: str


@dataclass(slots=True)
class World:
    language: str
    seeds: list[Seed]
    stock: Sequence[str]
    random: Random
    made: list[Made] = field(default_factory=list)
    vocabulary: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.vocabulary = [word for seed in self.seeds for part in seed.paragraphs for word in part.split()]
        self.vocabulary = [word for word in self.vocabulary if not set(word) & set('“”"')]

    @property
    def authored(self) -> list[Seed]:
        return self.seeds[AGENCIES:]

    def other(self, *seeds: Seed) -> Seed:
        """A seed on other events, and no agency's."""
        events = {seed.event for seed in seeds}
        return self.random.choice([seed for seed in self.authored if seed.event not in events])

    def add(self, kind: str, of: Seed, pieces: Sequence[Piece], hour: float, credit: str = "") -> None:
        number = self.random.randrange(6)
        site = NAMES[self.language][number]
        dump = number >= 3
        lines = list(pieces)
        if credit:
            lines.insert(1, made(credit, PartKind.BYLINE))
        if dump:
            lines = [
                *(made(line, None, Role.FURNITURE) for line in above(site, self.language, self.random)),
                *lines,
                *(made(line, None, Role.FURNITURE) for line in below(site, self.language, self.random)),
            ]
        truth = built(lines)
        parts = tuple(part for part in truth.parts if not dump or part.kind is PartKind.BYLINE)
        at = round(hour * HOUR_US)
        dated = kind == "common source" or self.random.random() < 0.8
        published = TimeInterval(at, at, Basis.FILE) if dated else None
        holder = f"{self.random.getrandbits(128):032x}"
        text = Text(holder, False, "bench", truth.body, parts, self.language, published, None if number == 5 else site)
        self.made.append(Made(text, truth, kind, of, site))

    def post(self, kind: str, of: Seed, pieces: Sequence[Piece], hour: float) -> None:
        truth = built(pieces)
        at = round(hour * HOUR_US)
        holder = f"{self.random.getrandbits(128):032x}"
        channel = f"channel {self.random.randrange(9)}"
        text = Text(holder, True, "bench", truth.body, (), self.language, TimeInterval(at, at, Basis.PLATFORM), channel)
        self.made.append(Made(text, truth, kind, of, channel))

    def filler(self, words: int) -> Piece:
        """Text of nobody: words of the half in no order."""
        return made(" ".join(self.random.choice(self.vocabulary) for _ in range(words)))


def world(half: Half, language: str, seed: int) -> list[Made]:
    """The same for the same half, language and seed."""
    random = Random(f"{language} {seed}")
    seeds = half.of(language)
    random.shuffle(seeds)
    made_up = World(language, seeds, half.stock.get(language, ()), random)
    authored = made_up.authored
    strewn = {
        phrase: set(random.sample(range(len(authored)), min(STOCK_TEXTS, len(authored)))) for phrase in made_up.stock
    }
    for at, one in enumerate(authored):
        phrases = [phrase for phrase in made_up.stock if at in strewn[phrase]]
        made_up.add("seed", one, _with_stock(article(one), phrases, random), random.uniform(0, 24))
    for number, (kind, make) in enumerate(KINDS.items()):
        for one in random.sample(authored, min(len(authored), 3)):
            make(made_up, kind, one, 30 + number + random.random())
    for number, agency in enumerate(seeds[:AGENCIES]):
        _agency(made_up, agency, held=number % 2 == 0)
    return made_up.made


def article(seed: Seed) -> list[Piece]:
    """Headline and paragraphs; the statement in it is the speaker's."""
    return [headline(seed), *(paragraph(seed, at) for at in range(len(seed.paragraphs)))]


def headline(seed: Seed) -> Piece:
    return piece(seed.headline, f"{seed.id} headline", part=PartKind.HEADLINE)


QUOTED = re.compile(r'“[^”]*”|"[^"]*"')


def paragraph(seed: Seed, at: int) -> Piece:
    """What stands in quotation marks is the speaker's, whoever prints it; the statement has an origin of its own."""
    written = seed.paragraphs[at]
    start = written.find(seed.quote)
    ends = [found.end() for found in re.finditer(r"\S+", written)]
    said = iter(quotation(seed).words)
    quoted = [(found.start(), found.end()) for found in QUOTED.finditer(written)]
    words: list[Word] = []
    for word, end in zip(piece(written, f"{seed.id} {at}").words, ends, strict=True):
        role = Role.QUOTATION if any(low < end <= high + 1 for low, high in quoted) else Role.TEXT
        inside = 0 <= start < end <= start + len(seed.quote) + 2
        words.append(Word(word.written, next(said, word).origin if inside else word.origin, role))
    return Piece(tuple(words))


def quotation(seed: Seed) -> Piece:
    return piece(seed.quote, f"statement {seed.quote}", Role.QUOTATION)


def _with_stock(pieces: Sequence[Piece], phrases: Sequence[str], random: Random) -> list[Piece]:
    """Each formula at the end of a paragraph, in no order."""
    lines = list(pieces)
    for phrase in random.sample(list(phrases), len(phrases)):
        at = random.randrange(1, len(lines))
        lines[at] = Piece((*lines[at].words, *made(phrase.rstrip(".") + ".", role=Role.FORMULA).words))
    return lines


Maker = Callable[[World, str, Seed, float], None]


def _copied(share: float, keep: Callable[[list[Piece], Random], list[Piece]] = lambda pieces, _: pieces) -> Maker:
    def make(world: World, kind: str, seed: Seed, hour: float) -> None:
        paragraphs = keep(article(seed)[1:], world.random)
        new = Piece(world.filler(9).words, PartKind.HEADLINE)
        world.add(
            kind, seed, [new, *(reworded(one, share, world.vocabulary, world.random) for one in paragraphs)], hour
        )

    return make


def _first(pieces: list[Piece], random: Random) -> list[Piece]:
    return pieces[: random.randint(2, 3)]


def _shuffled(pieces: list[Piece], random: Random) -> list[Piece]:
    random.shuffle(pieces)
    return pieces


def _scanned(share: float) -> Maker:
    def make(world: World, kind: str, seed: Seed, hour: float) -> None:
        world.add(kind, seed, [misread(one, share, world.language, world.random) for one in article(seed)], hour)

    return make


def _in_part(world: World, kind: str, seed: Seed, hour: float) -> None:
    """One paragraph, one word in ten changed, among three of another seed."""
    other = world.other(seed)
    taken = world.random.randrange(len(seed.paragraphs))
    own = article(other)[:4]
    own.insert(3, reworded(paragraph(seed, taken), 0.1, world.vocabulary, world.random))
    world.add(kind, seed, own, hour)


def _paraphrased(world: World, kind: str, seed: Seed, hour: float) -> None:
    """A paragraph rewritten by hand, among three of another seed; of a seed that has one."""
    seeds = [one for one in world.authored if one.paraphrases]
    seed = seed if seed.paraphrases else world.random.choice(seeds)
    at, written = world.random.choice(sorted(seed.paraphrases.items()))
    words, before = written.split(), len(seed.paragraphs[at].split())
    rewritten = piece(written, f"{seed.id} {at}")
    spread = [
        Word(word.written, (f"{seed.id} {at}", number * before // len(words)))
        for number, word in enumerate(rewritten.words)
    ]
    own = article(world.other(seed))[:4]
    world.add(kind, seed, [*own[:3], Piece(tuple(spread)), *own[3:]], hour)


def _headline(world: World, kind: str, seed: Seed, hour: float) -> None:
    line = headline(seed)
    address = made(f"https://example.org/{world.random.getrandbits(32):08x}")
    world.post(kind, seed, [line, address], hour)


def _excerpt(words: int) -> Maker:
    def make(world: World, kind: str, seed: Seed, hour: float) -> None:
        at = world.random.choice([at for at, text in enumerate(seed.paragraphs) if len(text.split()) >= words])
        taken = excerpt(paragraph(seed, at), words, world.random)
        before, after = world.filler(8), world.filler(8)
        world.post(kind, seed, [Piece((*before.words, *taken.words, *after.words))], hour)

    return make


def _quoted(world: World, kind: str, seed: Seed, hour: float) -> None:
    """Two reports on other events that quote the statement, each in its own way."""
    first = world.other(seed)
    second = world.other(seed, first)
    marks = ("“", "”") if world.language == "en" else ("«", "»")
    for other, sentence in ((first, SAID[world.language][0]), (second, SAID[world.language][1])):
        words: list[Word] = []
        for token in sentence.split():
            if token == "…":
                said = list(quotation(seed).words)
                said[0] = replace(said[0], written=marks[0] + said[0].written)
                said[-1] = replace(said[-1], written=said[-1].written + marks[1])
                words += said
            elif token == "{speaker}":
                words += piece(seed.speaker, f"speaker {seed.speaker}", Role.QUOTATION).words
            else:
                words += made(token).words
        world.add(kind, seed, [*article(other)[:4], Piece(tuple(words))], hour + world.random.random())


SAID = {
    "en": ("… said {speaker} on Monday.", "In a letter {speaker} replied: …"),
    "ar": ("… هكذا رد {speaker} يوم الاثنين.", "وكتب {speaker} في رسالة: …"),
}


def _agency(world: World, agency: Seed, *, held: bool) -> None:
    """Two that carry the report beside text of their own. Held: it is there, and older; else both credit it."""
    report = [with_role(one, Role.AGENCY) for one in article(agency)]
    if held:
        at = round(25 * HOUR_US)
        truth = built(report)
        text = Text(
            f"{world.random.getrandbits(128):032x}",
            False,
            "bench",
            truth.body,
            truth.parts,
            world.language,
            TimeInterval(at, at, Basis.FILE),
            agency.agency,
        )
        world.made.append(Made(text, truth, "agency", agency, agency.agency))
    first = world.other(agency)
    for other in (first, world.other(agency, first)):
        own = article(other)
        carried = [reworded(one, 0.05, world.vocabulary, world.random) for one in report[1:]]
        credit = "" if held else agency.agency
        world.add("common source", agency, [*own[:4], *carried], 28 + world.random.random(), credit)


KINDS: dict[str, Maker] = {
    "syndicated": _copied(0.0),
    "edited 10 %": _copied(0.1),
    "edited 25 %": _copied(0.25),
    "truncated": _copied(0.1, _first),
    "reordered": _copied(0.05, _shuffled),
    "in part": _in_part,
    "paraphrased": _paraphrased,
    "scanned 4 %": _scanned(0.04),
    "scanned 10 %": _scanned(0.10),
    "headline": _headline,
    "8 words": _excerpt(8),
    "12 words": _excerpt(12),
    "quotation": _quoted,
}


def texts_of(made_up: Sequence[Made]) -> Iterator[Text]:
    return (one.text for one in made_up)
