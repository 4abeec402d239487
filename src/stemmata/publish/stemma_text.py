"""A whole stemma as an indented list, for a terminal: each line a witness, its class in words."""

from collections.abc import Sequence

from stemmata.lineage.stemma import Descent
from stemmata.publish import stemma_words as words
from stemmata.publish.figures import listed, when_between
from stemmata.publish.stemma_case import Tree
from stemmata.publish.stemma_draw import files_word
from stemmata.publish.stemma_sentences import class_word, edge_word, shares
from stemmata.publish.stemma_shape import OMEGA, strength
from stemmata.publish.stemma_words import of
from stemmata.publish.unheld_words import unheld_name

LANGUAGE = "en"


def stemma_text(tree: Tree) -> list[str]:
    """One line for each witness, below the one it is drawn under; further parents are named on its line."""
    links: dict[str, list[Descent]] = {}
    for link in tree.stemma.descents:
        links.setdefault(link.child, []).append(link)
    waiting = [(one, 0) for one in reversed(tree.shape.roots)]
    made: list[str] = []
    while waiting:
        one, depth = waiting.pop()
        made.append("  " * depth + _line(tree, one, sorted(links.get(one, []), key=strength)))
        waiting.extend((child, depth + 1) for child in reversed(tree.shape.below[one]))
    made.append("")
    if tree.stemma.undirected:
        made.append(of(words.DRAWN["undirected"], LANGUAGE))
    made.append(of(words.DRAWN["caveat"], LANGUAGE))
    return made


def _line(tree: Tree, one: str, links: Sequence[Descent]) -> str:
    letter, known = tree.letters[one], tree.known[one]
    if one in tree.named:
        said = [unheld_name(tree.named[one].name, tree.named[one].texts, LANGUAGE).removeprefix(f"{OMEGA} ")]
    elif one not in tree.shape.held:
        said = [of(words.DRAWN["not_held"], LANGUAGE)]
    elif one in tree.shape.elsewhere:
        said = [of(words.DRAWN["elsewhere"], LANGUAGE)]
    else:
        said = [files_word(known.files, LANGUAGE) if known.files else of(words.DRAWN["one_post"], LANGUAGE)]
        if known.names:
            said.insert(0, known.names[0].rsplit("/", 1)[-1])
        if known.low_us is not None and known.stated:
            said.append(f"dated {when_between(known.low_us, known.high_us, LANGUAGE)} (as the file says)")
        elif known.low_us is not None:
            posted = when_between(known.low_us, known.high_us, LANGUAGE)
            said.append(f"posted {posted} (clock as claimed by {known.platform})")
    from_where = [_link(tree, link) for link in links if link.parent is not None]
    if not from_where and one in tree.shape.held - tree.shape.elsewhere:
        from_where = [of(words.CLASSES[link.sureness], LANGUAGE) for link in links[:1]] or ["no parent held"]
    if tree.stemma.undirected and tree.shape.under[one] is None:
        from_where = []
    return f"{letter}  {', '.join(said)}{': ' if from_where else ''}{'; '.join(from_where)}"


def _link(tree: Tree, link: Descent) -> str:
    """likely from A (in 96 of 100 on …), cropped"""
    parent = tree.letters[str(link.parent)]
    if link.undirected:
        return f"next to {parent} by wording; which came first is not shown"
    if link.parent in tree.named:
        return f"names {parent} as its source"
    text = f"{class_word(link, LANGUAGE)} {'to' if link.sureness.value == 'nearest_kin' else 'from'} {parent}"
    if link.p is not None and link.population is not None:
        x, n = shares(link.p)
        text += f" (right in {x} of {n} on {link.population})"
    notes = [edge_word(tree.stemma, link, LANGUAGE), "judged by a person" if link.judged else None]
    named = [note for note in notes if note is not None]
    return f"{text}, {listed(named, LANGUAGE)}" if named else text
