"""Quotations inside a paragraph, and who speaks, where the clause beside them says so.

The clause runs from the quotation to the end of the sentence, or back to its beginning, other quotations left out. A
speaker is the subject of its verb of saying, who follows "according to", a name before a colon or behind a dash. A
pronoun stands for the one full name that the paragraph gives before it; with two or none it stays unknown. What does
not read as a name or as an article and its noun is no speaker.
"""

import re
from dataclasses import dataclass

from stemmata.decode.cues import alternatives, same_length
from stemmata.decode.notes import word_count

PAIRS = re.compile(r"“([^“”]{1,3000})”|«([^«»]{1,3000})»|„([^„“”]{1,3000})[“”]|\"([^\"]{1,3000})\"|‹([^‹›]{1,3000})›")
FEWEST_WORDS = 4
"""Shorter ones are mostly titles and words held at arm's length, unless someone is said to say them."""
FEWEST_SAID_WORDS = 2
REACH = 200
"""Letters on either side in which the clause may stand."""
ANTECEDENT_REACH = 2_000
"""Letters before a quotation in which a pronoun's name may stand."""
LONGEST_LABEL = 4
"""Words before a colon that are a name and not a sentence."""
HELD = "\x00"


_W = r"[^\W\d_][\w'’\-]*"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ\u0600-\u06ff][\w'’\-]*"
_ARTICLE = r"(?:(?:the|an|a|their|his|her|its|le|la|les|une|un|des|du|son|sa|ses|notre)\s+|(?:l|d)['’])"
_RANK = rf"(?:(?i:{alternatives('ranks')})[.]?\s+(?={_CAPITAL}))"
_OF = r"(?:(?:of the|of|de la|de|du|des)[ ]|d['’])"
_NAME = rf"(?:{_CAPITAL}|[A-Z][.])(?:[ ](?:{_CAPITAL}|[A-Z][.])|[ ]{_OF}{_W})*"
SUBJECT = re.compile(
    rf"(?i:{_ARTICLE}){_RANK}*(?P<noun>{_NAME}|{_W}(?:[ ]{_OF}{_W})?)"
    rf"|(?i:old )?{_RANK}*(?P<name>{_NAME})"
)
AT_END = re.compile(rf"(?<!\w){_RANK}*(?P<name>{_CAPITAL}(?:[ ](?:{_CAPITAL}|[A-Z][.]))+)$")
COMMA = re.compile(r",\s+")
BETWEEN = re.compile(rf"\s*(?:,[^,]{{1,60}},\s*|,\s*)?(?:(?:{alternatives('auxiliaries')})\s+)?")
"""What may stand between a subject and its verb: words between two commas, and an auxiliary."""
APPOSITION = re.compile(rf",\s+(?P<name>{_CAPITAL}(?:[ ]{_CAPITAL})+)\s*(?=[,:.;]|$)")
VERB = re.compile(rf"(?<!\w)(?:{alternatives('verbs')})(?!\w)")
ARABIC_VERB = re.compile(rf"(?<!\w)[وف]?(?:{alternatives('verbs')})(?!\w)")
ACCORDING = re.compile(rf"(?<!\w)(?:{alternatives('according')})\s+")
PRONOUN = re.compile(rf"(?:{alternatives('pronouns')})(?!\w)")
INVERTED = re.compile(
    rf"[\s,]*(?:(?:{alternatives('auxiliaries')})[ -](?:t-)?)?(?P<pronoun>il|elle|on|ils|elles)?\s*"
    rf"(?:{alternatives('verbs')})(?P<after>-(?:t-)?(?:il|elle|on|ils|elles))?(?!\w),?\s*"
)
FULL_NAME = re.compile(rf"(?<!\w)(?:(?i:{alternatives('titles')})[.]?\s+{_CAPITAL}|{_CAPITAL}(?:[ ]{_CAPITAL})+)")
SENTENCE = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bM)[.!?؟…][\"”»]?(?=\s|\x00|$)")
DASHED = re.compile(rf"\s*[-–—]\s*(?P<name>{_NAME})")
LABEL = re.compile(rf"^\s*(?P<label>{_W}(?:\s+{_W})*)\s*:\s*$")
ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_END = re.compile(rf"[,،;:؛.!?؟(«\"\x00]|(?<!\w)(?:[وفب]?[اأإ]ن\w*|{alternatives('ends')})(?!\w)")
ARABIC_RENAMED = re.compile(r"،\s*وهو\s+|،\s*وهي\s+")
ARABIC_TO = re.compile(r"\s*(?:لنا|لي|له|لها|لهم)\s+")
"""To whom it was said stands between the verb and its subject."""
ARABIC_RANK = re.compile(rf"(?:{alternatives('ranks')})\s+(?!باسم)")
ARABIC_FULL = re.compile(r"\w+(?: \w+)+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Letters [start, end) of the paragraph, without its marks; `speaker` as the paragraph writes it, or None."""

    start: int
    end: int
    speaker: str | None


def quotations(paragraph: str) -> list[Quotation]:
    """In order. A stretch in quotation marks that is short, and that nobody is said to say, is none."""
    held = PAIRS.sub(_held, paragraph)
    found: list[Quotation] = []
    last: str | None = None
    for match in PAIRS.finditer(paragraph):
        start, end = match.span(match.lastindex or 1)
        while start < end and paragraph[start].isspace():
            start += 1
        while end > start and (paragraph[end - 1].isspace() or paragraph[end - 1] in ",،"):
            end -= 1
        between = held[found[-1].end : match.start()] if found and match.start() - found[-1].end <= REACH else ""
        closed = paragraph[end - 1] in ".!?؟…"
        speaker = _speaker(held, match.start(), match.end(), closed)
        if speaker is None and last is not None and _goes_on(between):
            speaker = last
        last = speaker
        count = word_count(paragraph[start:end])
        if start < end and (count >= FEWEST_WORDS or (speaker and count >= FEWEST_SAID_WORDS)):
            found.append(Quotation(start, end, speaker or None))
    return found


def _goes_on(between: str) -> bool:
    """“First part,” said X. “Second part.”: one clause parts the two, so that X speaks on."""
    clause = between.replace(HELD, "").strip()
    return VERB.search(same_length(clause)) is not None and not SENTENCE.search(clause[:-1])


def _held(match: re.Match[str]) -> str:
    """A title in quotation marks stays part of the clause."""
    return HELD * len(match.group()) if word_count(match.group()) >= FEWEST_WORDS else match.group()


def _speaker(held: str, start: int, end: int, closed: bool) -> str | None:
    """None: no clause says who. "": a pronoun does, and for whom it stands cannot be told.

    `closed`: the quotation ends its own sentence.
    """
    after = held[end : end + REACH]
    stop = re.search(rf"{SENTENCE.pattern}|{HELD}", after)
    after = after if stop is None else after[: stop.start()]
    before = held[max(0, start - REACH) : start]
    stops = [stop.end() for stop in re.finditer(rf"{SENTENCE.pattern}|{HELD}", before.rstrip())]
    if before.rstrip().endswith(tuple(".!?؟…”»")):
        stops, before = [], ""
    before = before[stops[-1] :] if stops else before
    for read, clause in ((_after, after), (_before, before)):
        if clause.strip() and not (read is _after and closed and held[end : end + 1] != ","):
            said = (
                (_arabic_after if read is _after else _arabic_before)(clause) if ARABIC.search(clause) else read(clause)
            )
            if said is not None:
                return said or _antecedent(held[max(0, start - ANTECEDENT_REACH) : start])
    dashed = DASHED.match(after)
    return dashed.group("name") if dashed is not None and not held[:start].strip() else None


def _after(clause: str) -> str | None:
    inverted = INVERTED.match(same_length(clause))
    if inverted is not None:
        if inverted.group("pronoun") or inverted.group("after"):
            return ""
        return _subject(clause[inverted.end() :])
    rest = clause.lstrip(" ,")
    low = same_length(rest)
    according = ACCORDING.match(low)
    if according is not None:
        return _subject(rest[according.end() :])
    pronoun = PRONOUN.match(low)
    if pronoun is not None:
        return "" if VERB.match(low[pronoun.end() :].lstrip()) else None
    subject = SUBJECT.match(rest)
    between = None if subject is None else BETWEEN.match(low, subject.end())
    if subject is not None and between is not None and VERB.match(low, between.end()) is not None:
        return _named(subject)
    return None


def _before(clause: str) -> str | None:
    rest = clause.lstrip(" ,;–—-")
    low = same_length(rest)
    according = ACCORDING.match(low)
    if according is not None:
        return _subject(rest[according.end() :])
    verbs = list(VERB.finditer(low))
    if PRONOUN.match(low) is not None:
        return "" if verbs else None
    label = LABEL.match(rest)
    if not verbs and label is not None and len(label.group("label").split()) <= LONGEST_LABEL and rest[:1].isupper():
        return _subject(rest)
    if verbs:  # the last: of "witnesses said the men shouted" it is the men's
        found = _subject_before(rest, low, verbs[-1].start())
        at_end = AT_END.search(rest[: verbs[-1].start()].rstrip())
        return at_end.group("name") if found is None and at_end is not None else found
    subject = SUBJECT.match(rest)
    renamed = None if subject is None else APPOSITION.match(rest, subject.end())
    return renamed.group("name") if renamed is not None and rest.rstrip().endswith(":") else None


def _subject_before(rest: str, low: str, verb: int) -> str | None:
    """What ends right before the verb and begins where the clause or a part of it does; a name before a noun."""
    begins = [0, *(comma.end() for comma in COMMA.finditer(rest, 0, verb))]
    nouns: list[str] = []
    for begin in reversed(begins):
        subject = SUBJECT.match(rest, begin)
        if subject is None or subject.end() > verb or BETWEEN.fullmatch(low, subject.end(), verb) is None:
            continue
        if VERB.fullmatch(low, subject.start(), subject.end()) is not None:
            continue
        found = _named(subject)
        if found is not None and found[:1].isupper():
            return found
        if found is not None:
            nouns.append(found)
    return nouns[0] if nouns else None


def _subject(written: str) -> str | None:
    subject = SUBJECT.match(written)
    if subject is None:
        return "" if PRONOUN.match(same_length(written)) is not None else None
    renamed = APPOSITION.match(written, subject.end())
    return renamed.group("name") if renamed is not None else _named(subject)


def _named(subject: re.Match[str]) -> str | None:
    found = subject.group("name") or subject.group("noun") or ""
    found = re.sub(r"['’]s?$", "", found)
    return None if PRONOUN.fullmatch(same_length(found)) is not None else found or None


def _antecedent(before: str) -> str:
    """The one full name that stands before, or ""."""
    names = {_without_article(found.group()) for found in FULL_NAME.finditer(before)}
    return names.pop() if len(names) == 1 else ""


def _without_article(name: str) -> str:
    subject = SUBJECT.match(name)
    return name if subject is None else _named(subject) or name


def _arabic_after(clause: str) -> str | None:
    rest = clause.lstrip(" ،,")
    for cue in (ARABIC_VERB, ACCORDING):
        found = cue.match(same_length(rest))
        if found is not None:
            return _arabic_subject(rest[found.end() :])
    return None


def _arabic_before(clause: str) -> str | None:
    """The verb stands before its subject; a name and a colon may stand alone."""
    low = same_length(clause)
    found = ACCORDING.search(low) or ARABIC_VERB.search(low)
    if found is not None:
        return _arabic_subject(clause[found.end() :])
    label = LABEL.match(clause)
    return label.group("label") if label is not None and len(label.group("label").split()) <= LONGEST_LABEL else None


def _arabic_subject(written: str) -> str | None:
    """What follows the verb, to a comma, a colon, "that" or a preposition; "who is" gives the fuller name."""
    written = written.lstrip()
    renamed = ARABIC_RENAMED.search(written)
    if renamed is not None and ARABIC_END.search(written) is not None and " " not in written[: renamed.start()]:
        fuller = _arabic_head(written[renamed.end() :])
        if fuller is not None and ARABIC_FULL.fullmatch(fuller):
            return fuller
    return _arabic_head(written)


def _arabic_head(written: str) -> str | None:
    to = ARABIC_TO.match(written)
    written = written if to is None else written[to.end() :]
    stop = ARABIC_END.search(same_length(written))
    head = (written if stop is None else written[: stop.start()]).strip()
    rank = ARABIC_RANK.match(same_length(head))
    head = head[rank.end() :] if rank is not None else head
    if not head:
        return ""
    return head if 1 <= len(head.split()) <= 6 else None
