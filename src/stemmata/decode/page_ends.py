"""Where the text of a page begins and ends: short lines, voices of readers and a colophon are cut off."""

from stemmata.decode.cues import dates
from stemmata.decode.markup import Block
from stemmata.decode.notes import byline_in, is_sentence
from stemmata.decode.page_seen import FEWEST_PROSE_WORDS, Seen, is_heading

MOST_NAME_WORDS = 4
COLOPHON_SHARE = 0.15
"""Of the words of a text, behind its last rule; more belongs to it."""


def trim(inside: list[Seen]) -> None:
    """What stands before the first sentence or behind the last is no text, nor are voices at the end, or a colophon."""
    chosen = [one for one in inside if one.body]
    for one in _voices(chosen) + _colophon(chosen):
        one.body = False
    chosen = [one for one in chosen if one.body]
    while chosen and not _speaks(chosen[-1]):
        chosen.pop().body = False
    for place, one in enumerate(chosen):
        dated = not is_sentence(one.block.text) and (dates(one.block.text) or byline_in(one.block.text, named=False))
        follows = chosen[place + 1 : place + 2]
        heads = (is_heading(one) or one.block.text.endswith(("?", "؟"))) and any(next_one.prose for next_one in follows)
        if not dated and (heads or one.prose or one.words >= FEWEST_PROSE_WORDS or _is_item(one)):
            break
        one.body = False


def _voices(chosen: list[Seen]) -> list[Seen]:
    """Two blocks and more at the end that each begin with a name set in bold, where none before does: comments."""
    count = 0
    while count < len(chosen) and _begins_with_name(chosen[-1 - count].block):
        count += 1
    first = len(chosen) - count
    if count < 2 or first < 2 or any(_begins_with_name(one.block) for one in chosen[:first]):
        return []
    return chosen[first - (not _speaks(chosen[first - 1])) :]


def _begins_with_name(block: Block) -> bool:
    for mark in block.marks:
        if mark.start == 0 and mark.element.tag in {"b", "strong", "cite", "a"} and mark.end < len(block.text):
            return len(block.text[: mark.end].split()) <= MOST_NAME_WORDS
    return False


def _colophon(chosen: list[Seen]) -> list[Seen]:
    """A few last words behind a rule."""
    ruled = [place for place, one in enumerate(chosen) if one.block.after_rule]
    if not ruled or ruled[-1] == 0:
        return []
    behind = chosen[ruled[-1] :]
    few = len(behind) <= 2 and sum(one.words for one in behind) <= COLOPHON_SHARE * sum(one.words for one in chosen)
    return behind if few else []


def _speaks(one: Seen) -> bool:
    return one.prose or one.words >= FEWEST_PROSE_WORDS or is_sentence(one.block.text) or _is_item(one)


def _is_item(one: Seen) -> bool:
    return any(element.tag == "li" for element in one.path[:2])
