"""Roots in plain sentences for a terminal (WORDS section 2): one sentence for each thing that can be said."""

from collections.abc import Mapping
from types import MappingProxyType

from stemmata.corroborate.evidence import Ground, Level
from stemmata.corroborate.joining import Because, ConflictKind
from stemmata.corroborate.pairs import Exhibit, PairOfGroups, Relation, Would
from stemmata.corroborate.roots import Roots

CAVEAT = "Copying that was not detected would make these numbers too high."

GROUNDS = {
    Ground.OTHER_CAMERA: "another camera, by sound and parallax",
    Ground.OTHER_MICROPHONE: "another microphone heard the same event: another recording, not another observer",
    Ground.SEPARATE_DEVICES: "separate devices",
    Ground.SEPARATE_AUTHORS: "separate authors",
    Ground.SEPARATE_OBSERVERS: "separate named observers",
    Ground.ASSERTED: "asserted by a person, with a reason",
    Ground.ONE_PERSON: "one person behind both",
    Ground.ONE_TEAM: "one team behind both",
    Ground.ONE_ACCOUNT: "one account behind both",
    Ground.ONE_WITNESS: "both retell one person",
    Ground.ONE_NAME: "the same name behind both",
}

WOULD = {
    Would.SETTLE_CONTRADICTION: "judgements on this pair that do not contradict each other (stemmata tasks)",
    Would.JUDGE_PAIR: "a judgement on what was suggested or could not be decided (stemmata judge, or stemmata rests)",
    Would.SAME_MOMENT: "one moment in both, by sound, from two standpoints (shows two cameras)",
    Would.WHO_RECORDED: "who held the camera, by name or pseudonym, neither one person nor one team (stemmata behind)",
    Would.WHO_TOLD: "the person whom the text rests on, by name or pseudonym (stemmata behind)",
}
RECORD = (
    "Record it with: stemmata behind ONE OTHER --separate-observers --observer P-014 --observer P-015 --reason TEXT "
    "(or --one-person, --one-team and others: stemmata behind --help)."
)

LINKED = {
    Because.RESTS_ON: "{one} rests on {other}. (declared or confirmed)",
    Because.JUDGED_SAME: "{one} and {other} were judged to have one origin.",
    Because.ONE_FILE: "{one} is the sound of {other}.",
    Because.CARRIES: "A text says that {one} and {other} are one text.",
}

CONFLICTS = {
    ConflictKind.SAME_AND_DIFFERENT: "Some say that these are the same, some that they differ: {names}. "
    "Neither is followed.",
    ConflictKind.CONFIRMED_AND_REJECTED: "It is confirmed and rejected that one of these rests on another: {names}. "
    "Neither is followed.",
    ConflictKind.DIFFERENT_BUT_JOINED: "Judged different, yet other links join them: {names}.",
    ConflictKind.JOINED_AND_SEPARATE: "Linked, and shown independent: {names}. The link is followed.",
    ConflictKind.ONE_AND_SEPARATE: "One observer and separate observers are said to be behind these: {names}. "
    "The first is followed.",
    ConflictKind.UNCLEAR_PART: "Said of a file that lies in several groups, without saying which part: {names}. "
    "Not followed.",
    ConflictKind.SAID_OF_COPY: "Independence was shown of what rests on other material: {names}. It does not count.",
}


def groups_words(low: int, high: int) -> str:
    if low != high:
        return f"{low:,}–{high:,} groups with no copying found"
    return "1 group with no copying found" if high == 1 else f"{high:,} groups with no copying found"


def shown_words(shown: int, *, exact: bool = True) -> str:
    if shown < 2:
        return "none shown independent"
    return f"{shown:,} shown independent" if exact else f"at least {shown:,} shown independent"


def roots_lines(roots: Roots, titles: Mapping[str, str], typed: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """`titles`: what to call each origin; `typed`: by which word a command finds a file of it."""
    number = {group.id: at for at, group in enumerate(roots.named, start=1)}
    names = {origin: titles.get(origin, origin) for group in roots.named for origin in group.origins}
    names |= {origin: titles.get(origin, origin) for origin, _ in roots.several}
    lines = [
        f"{groups_words(roots.groups_low, roots.groups)}; {shown_words(roots.shown, exact=roots.exact)}; "
        f"pairs not established: {roots.not_established:,}.",
        CAVEAT,
    ]
    if roots.separate > max(roots.shown, 1):
        lines.append(
            f"{roots.separate:,} are shown to be other recordings or authors; "
            "that other persons are behind them is not shown."
        )
    for group in roots.named:
        word = typed.get(group.id, names[group.id])
        lines.append(f"{number[group.id]}. {names[group.id]}" + (f" [{word}]" if word != names[group.id] else ""))
        lines += [f"   {names[origin]} is one with it." for origin in group.origins if origin != group.id]
        lines += [f"   {names[origin]} rests on it and on others." for origin in group.partly]
    lines += [
        LINKED[link.because].format(one=names.get(link.one, link.one), other=names.get(link.other, link.other))
        for link in roots.links
    ]
    lines += [_pair_words(pair, number) for pair in roots.pairs]
    if any({Would.WHO_RECORDED, Would.WHO_TOLD} & set(pair.would_establish) for pair in roots.pairs):
        lines.append(RECORD)
    if roots.unlisted:
        lines.append(f"Pairs of which nothing is known, not listed here: {roots.unlisted:,}.")
    if roots.groups > 1:
        lines += [
            f"If {number[group.id]} falls: "
            f"{groups_words(group.falls.groups, group.falls.groups)}, {shown_words(group.falls.shown)}."
            for group in roots.named
        ]
    lines += [
        CONFLICTS[conflict.kind].format(names=", ".join(names.get(origin, origin) for origin in conflict.origins))
        for conflict in roots.conflicts
    ]
    return lines


def _pair_words(pair: PairOfGroups, number: Mapping[str, int]) -> str:
    ends = f"{number[pair.one]} and {number[pair.other]}"
    evidence = "; ".join(_exhibit_words(exhibit) for exhibit in pair.evidence)
    if pair.relation is Relation.SHOWN:
        return f"{ends}: shown independent ({evidence})."
    if pair.relation is Relation.LINKED:
        return f"{ends}: linked, one observer behind both ({evidence})."
    wanted = "; ".join(WOULD[key] for key in pair.would_establish)
    if pair.level is Level.SOURCES:
        return f"{ends}: not established; other recordings or authors ({evidence}). Would establish it: {wanted}."
    return f"{ends}: not established. Would establish it: {wanted}."


def _exhibit_words(exhibit: Exhibit) -> str:
    """What is said, of which persons, why, and by whom."""
    persons = exhibit.values.get("persons")
    named = [exhibit.values["name"]] if "name" in exhibit.values else persons if isinstance(persons, list) else []
    words = GROUNDS[exhibit.ground] + (f" ({', '.join(str(one) for one in named)})" if named else "")
    if exhibit.reason:
        words += f": “{exhibit.reason}”"
    return words if exhibit.who is None else f"{words}, by {exhibit.who[:16]}"
