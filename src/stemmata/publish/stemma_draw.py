"""From a tree to its drawing, and the words that stand in it: what SVG and PNG have in common."""

from dataclasses import dataclass, replace

from stemmata.lineage.stemma import Sureness
from stemmata.publish import stemma_words as words
from stemmata.publish.figures import number, plural, short_between, short_time, when_between
from stemmata.publish.stemma_case import Known, Tree
from stemmata.publish.stemma_choice import choose
from stemmata.publish.stemma_drawing import Box, BoxKind, Column, Drawing, mirror
from stemmata.publish.stemma_layout import steps_layout
from stemmata.publish.stemma_time import time_layout
from stemmata.publish.stemma_words import of
from stemmata.publish.unheld_words import unheld_title

STEPS, TIME = "steps", "time"


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the key under a drawing; from_omega: its line starts at an ω. No class: an ω itself, or a pile."""

    text: str
    sureness: Sureness | None
    from_omega: bool = False
    omega: bool = False


def drawing_of(tree: Tree, *, axis: str = STEPS, focus: str | None = None, right_to_left: bool = False) -> Drawing:
    """Right to left only the steps are mirrored: time runs as clocks and players show it."""
    choice = choose(tree.shape, tree.files, focus)
    if axis == TIME:
        return time_layout(tree.stemma, tree.shape, choice, tree.times)
    made = replace(steps_layout(tree.stemma, tree.shape, choice), undirected=tree.stemma.undirected)
    return mirror(made) if right_to_left else made


def box_lines(tree: Tree, box: Box, language: str) -> tuple[str, ...]:
    """What stands in a box, after its letter: how it came, when, how many files. A flat box has room for two."""
    known = tree.known[box.id]
    if box.kind is BoxKind.ELSEWHERE:
        return "", of(words.DRAWN["elsewhere"], language)
    came = of(words.DRAWN["posted" if known.posted else "dated" if known.stated else "received"], language)
    count = files_word(known.files, language) if known.files else of(words.DRAWN["one_post"], language)
    return came, box_time(known, language), count


def box_time(known: Known, language: str) -> str:
    if known.low_us is not None:
        return short_between(known.low_us, known.high_us, language)
    if not known.posted and known.received_us is not None:
        return short_time(known.received_us, language, clock_too=False)
    return of(words.DRAWN["time_unknown"], language)


def files_word(count: int, language: str) -> str:
    return words.FILES[language][plural(count, language)].replace("{n}", number(count, language))


def box_title(tree: Tree, box: Box, language: str, *, names: bool = True) -> str:
    """All that a box says, in one line, for a pointer and for those who listen. A drawing to be saved has no names."""
    if box.kind is BoxKind.FOLDED:
        return fold_word(box, language)
    letter = tree.letters[box.id]
    if box.kind is BoxKind.LOST:
        named = tree.named.get(box.id)
        if named is not None and names:
            return f"{letter}: {unheld_title(named.name, named.texts, language)}"
        return f"{letter}: {of(words.DRAWN['not_held' if named is None else 'named_by_some'], language)}"
    known = tree.known[box.id]
    if box.kind is BoxKind.ELSEWHERE:
        return f"{letter}: {of(words.DRAWN['elsewhere'], language)}"
    came, _, files = box_lines(tree, box, language)
    comma = "، " if language == "ar" else ", "
    time = (
        when_between(known.low_us, known.high_us, language) if known.low_us is not None else box_time(known, language)
    )
    return f"{letter}: {comma.join([came, time, files])}"


def fold_word(box: Box, language: str) -> str:
    return of(words.DRAWN["below" if box.id else "more"], language, n=number(box.count, language))


def column_word(column: Column, drawing: Drawing, language: str) -> str:
    if drawing.timed:
        return of(words.DRAWN["time_unknown"], language)
    if column.slot % 2:
        return of(words.DRAWN["not_held"], language)
    if drawing.undirected:
        return ""
    step = column.slot // 2
    return of(words.DRAWN[f"steps_{step}" if step < 3 else "steps_n"], language, n=number(step, language))


def keys_of(tree: Tree, drawing: Drawing, language: str) -> list[Key]:
    """Only what the drawing has."""
    lost = {box.id for box in drawing.boxes if box.kind is BoxKind.LOST}
    present = {line.sureness for line in drawing.lines if line.descent is not None and line.parent not in lost}
    named = {
        Sureness.PROVEN: "key_proven",
        Sureness.LIKELY: "key_likely",
        Sureness.NEAREST_KIN: "key_undirected" if drawing.undirected else "key_kin",
    }
    made = [Key(of(words.DRAWN[key], language), sureness) for sureness, key in named.items() if sureness in present]
    if lost - tree.named.keys():
        made.append(Key(of(words.DRAWN["key_from_omega"], language), Sureness.PROVEN, from_omega=True))
        made.append(Key(of(words.DRAWN["key_omega"], language), None, omega=True))
    if lost & tree.named.keys():
        made.append(Key(of(words.DRAWN["key_named"], language), None, omega=True))
    if any(has_no_parent(tree, box) for box in drawing.boxes):
        made.append(Key(of(words.CLASSES[Sureness.NONE], language), Sureness.NONE))
    if any(is_pile(tree, box) for box in drawing.boxes):
        made.append(Key(of(words.DRAWN["key_pile"], language), None))
    return made


def notes_of(tree: Tree, drawing: Drawing, language: str) -> list[str]:
    """What a drawing does not show, and whose clocks it goes by."""
    made = [of(words.DRAWN["clock"], language)] if drawing.timed else []
    open_links = sum(one.undirected for one in tree.stemma.descents)
    if tree.stemma.undirected:
        made.append(of(words.DRAWN["undirected"], language))
    elif open_links:
        made.append(of(words.DRAWN["partly_undirected"], language, n=number(open_links, language)))
    if drawing.left_out:
        all_of = len(tree.shape.order)
        shown, whole = number(all_of - drawing.left_out, language), number(all_of, language)
        made.append(of(words.DRAWN["left_out"], language, shown=shown, all=whole))
    if drawing.links_left_out:
        made.append(of(words.DRAWN["links_left_out"], language, n=number(drawing.links_left_out, language)))
    return [*made, of(words.DRAWN["caveat"], language)]


def is_pile(tree: Tree, box: Box) -> bool:
    known = tree.known.get(box.id)
    return box.kind is BoxKind.HELD and known is not None and max(known.files, len(known.holders)) > 1


def has_no_parent(tree: Tree, box: Box) -> bool:
    """Its only descent says that no parent is held: drawn with a dotted ring."""
    return box.kind is BoxKind.HELD and tree.shape.under[box.id] is None and not tree.stemma.undirected


def from_omega(tree: Tree, parent: str) -> bool:
    return parent not in tree.shape.held
