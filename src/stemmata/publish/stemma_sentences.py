"""For every link of a stemma a sentence that a judge can follow, and below it what it rests on, sign by sign.

The sentence is chosen by the class of the link alone; signs never raise it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, isfinite

from stemmata.lineage import signs
from stemmata.lineage.stemma import Descent, Proof, Sign, Stemma, Sureness
from stemmata.model.canonical import Plain
from stemmata.model.span import TextSpan
from stemmata.publish import sign_words
from stemmata.publish import stemma_words as words
from stemmata.publish.figures import decimals, isolated, listed, number, per_cent, stretch, when
from stemmata.publish.stemma_words import of
from stemmata.publish.unheld_words import unheld_title
from stemmata.publish.written_words import written_clause

BULLETS = 5
OF = 100
LARGER = 1.02
"""Beyond this an enlargement, below its inverse a reduction: as lineage.copying takes its own error of laying."""


class Mark(StrEnum):
    PROVES = "proves"
    FOUND = "found"
    AGAINST = "against"
    SILENT = "silent"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Bullet:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One link in words. more: bullets beyond BULLETS, which the exports hold."""

    sentence: str
    bullets: tuple[Bullet, ...]
    more: int = 0


def told(stemma: Stemma, descent: Descent, letters: Mapping[str, str], language: str) -> Told:
    """`letters`: of every witness and of every parent elsewhere."""
    bullets = list(_bullets(stemma, descent, letters, language))
    return Told(_sentence(stemma, descent, letters, language), tuple(bullets[:BULLETS]), max(0, len(bullets) - BULLETS))


def omega_sentence(stemma: Stemma, lost: str, letters: Mapping[str, str], language: str) -> str:
    """Why an ancestor that is not held must have existed: which of its copies each hold what the other lacks; of a
    source that texts name, who that is and how many name it."""
    named = next((one.named for one in stemma.witnesses if one.id == lost), None)
    if named is not None:
        return f"{unheld_title(named.name, named.texts, language)}."
    found = [
        (one.child, sign)
        for one in stemma.descents
        for sign in one.signs
        if one.parent == lost and one.sureness is Sureness.PROVEN and sign.kind == signs.KIN_ABOVE
    ]
    members = sorted({child for child, _ in found}, key=lambda one: (len(letters[one]), letters[one]))
    if len(members) < 2:
        return of(words.SENTENCES["omega_alone"], language)
    held = {str(sign.values.get(side)) for _, sign in found for side in ("one", "other")}
    key = (
        "omega_seconds" if held == {"seconds"} else "omega_margin" if held <= {"margin", "uncovered"} else "omega_other"
    )
    return of(words.SENTENCES[key], language, members=listed([letters[one] for one in members], language))


def edge_word(stemma: Stemma, descent: Descent, language: str) -> str | None:
    """What a line is marked with: the part of the child it explains, or the change it names; None where neither is."""
    if isinstance(descent.span, TextSpan):
        return of(sign_words.PASSAGE, language)
    if descent.span is not None:
        return stretch(descent.span.start_us, descent.span.end_us, language)
    away = {sign.kind for one, other, sign in stemma.not_sources if (one, other) == (descent.child, descent.parent)}
    held = {sign.kind for sign in descent.signs}
    for kind, pair in sign_words.EDGE_WORDS.items():
        if kind in (away if kind in {signs.UNCOVERED, signs.SECONDS} else held):
            return of(pair, language)
    scale = next((sign.values.get("scale") for sign in descent.signs if sign.kind == signs.ENLARGED), None)
    if isinstance(scale, int | float) and not isinstance(scale, bool) and scale > 0:
        if scale > LARGER:
            return of(sign_words.LARGER, language)
        if scale < 1 / LARGER:
            return of(sign_words.SMALLER, language)
    return None


def sign_clause(sign: Sign, child: str, parent: str, language: str) -> str:
    """One sign with its values; without them where they are not kept."""
    if sign.kind not in sign_words.SIGNS:
        return of(words.UNNAMED, language, key=isolated(sign.kind))
    written = written_clause(sign, language)
    if written is not None:
        return of(written[0], language, child=child, parent=parent, **written[1])
    values = _formatted(sign, language)
    pair = sign_words.SIGNS[sign.kind]
    if values is not None and sign.kind in sign_words.VALUED:
        pair = sign_words.VALUED[sign.kind]
    return of(pair, language, child=child, parent=parent, **(values or {}))


def class_word(descent: Descent, language: str) -> str:
    return of(words.CLASSES[descent.sureness], language)


def shares(p: float) -> tuple[int, int]:
    """(x, n) of "right in x of n": never more than was measured, and never all."""
    if not (isfinite(p) and 0 <= p <= 1):
        raise ValueError(f"a share of links lies between 0 and 1, got {p}")
    return min(OF - 1, floor(OF * p + 1e-9)), OF


def conflict_sentence(key: str, entries: Sequence[str], language: str) -> str:
    named = listed([isolated(one[:12]) for one in entries], language) if entries else ""
    return of(words.CONFLICTS.get(key, words.UNNAMED_CONFLICT), language, key=isolated(key), entries=named)


def _sentence(stemma: Stemma, descent: Descent, letters: Mapping[str, str], language: str) -> str:
    if descent.parent is None:
        return of(words.SENTENCES["none_undirected" if stemma.undirected else "none"], language)
    child, parent = letters[descent.child], letters[descent.parent]
    lost = not any(one.held for one in stemma.witnesses if one.id == descent.parent) and any(
        one.id == descent.parent for one in stemma.witnesses
    )
    named = next((one.named for one in stemma.witnesses if one.id == descent.parent), None)
    if named is not None:
        return of(words.SENTENCES["names"], language, child=child, name=isolated(named.name))
    key, values = _pattern(descent, lost, child, parent, language)
    text = of(words.SENTENCES[key], language, child=child, parent=parent, **values)
    if lost:
        text = f"{omega_sentence(stemma, descent.parent, letters, language)} {text}"
    if isinstance(descent.span, TextSpan):
        places = f"{number(descent.span.start, language)}–{number(descent.span.end, language)}"
        text = (
            f"{text} {of(words.SENTENCES['span_of_text'], language, span=isolated_in(places, language), child=child)}"
        )
    elif descent.span is not None:
        span = stretch(descent.span.start_us, descent.span.end_us, language)
        text = f"{text} {of(words.SENTENCES['span'], language, span=isolated_in(span, language), child=child)}"
    return text


def isolated_in(text: str, language: str) -> str:
    """What runs from left to right in either language."""
    return f"\u2066{text}\u2069" if language == "ar" else text


def _pattern(descent: Descent, lost: bool, child: str, parent: str, language: str) -> tuple[str, dict[str, str]]:
    """The key of the sentence and what fills it."""
    reasons = [sign for sign in descent.signs if sign.proof is Proof.DESCENDS and sign.kind != signs.JUDGED]
    if descent.judged and not reasons:
        return "judged", {}
    if descent.undirected:
        return "undirected", {}
    if descent.sureness is Sureness.PROVEN and lost:
        return "from_omega", {}
    if descent.sureness is Sureness.PROVEN:
        if not reasons:
            return "proven_unnamed", {}
        values = {"reason": sign_clause(reasons[0], child, parent, language)}
        if not descent.assumes:
            return "proven_outright", values
        return "proven", values | {
            "assumes": _joined([_assumption(key, language) for key in descent.assumes], language)
        }
    if descent.sureness is Sureness.LIKELY:
        if descent.p is None or descent.population is None:
            return ("from_omega_unmeasured" if lost else "likely_unmeasured"), {}
        x, n = (number(value, language) for value in shares(descent.p))
        values = {"x": x, "n": n, "population": isolated(descent.population)}
        return ("from_omega_likely" if lost else "likely"), values
    return ("from_omega_kin" if lost else "nearest_kin"), {}


def _joined(clauses: Sequence[str], language: str) -> str:
    return ("؛ " if language == "ar" else "; ").join(clauses)


def _assumption(key: str, language: str) -> str:
    return of(words.ASSUMPTIONS.get(key, words.UNNAMED), language, key=isolated(key))


def _bullets(stemma: Stemma, descent: Descent, letters: Mapping[str, str], language: str) -> list[Bullet]:
    """Proofs first, then by how much they weigh, then what says nothing, then what is assumed."""
    if descent.parent is None:
        return []
    child, parent = letters[descent.child], letters[descent.parent]
    said = next(
        (sign for sign in descent.signs if sign.proof is Proof.DESCENDS and sign.kind != signs.JUDGED), None
    ) if descent.sureness is Sureness.PROVEN else None  # fmt: skip
    ranked: list[tuple[int, float, int, Bullet]] = []
    for at, sign in enumerate(descent.signs):
        if sign is said:
            continue
        mark = _mark(sign)
        ranked.append(
            (_RANK[mark], -abs(sign.weight or 0.0), at, Bullet(mark, sign_clause(sign, child, parent, language)))
        )
    back = [sign for one, other, sign in stemma.not_sources if (one, other) == (descent.child, descent.parent)]
    for at, sign in enumerate(back):
        text = of(
            words.SENTENCES["not_source"],
            language,
            one=child,
            other=parent,
            reason=sign_clause(sign, parent, child, language),
        )
        ranked.append((_RANK[Mark.FOUND], float("-inf"), at, Bullet(Mark.PROVES, text.rstrip("."))))
    made = [bullet for *_, bullet in sorted(ranked, key=lambda one: one[:3])]
    if said is None:
        made += [
            Bullet(Mark.ASSUMED, of(words.SENTENCES["assumed"], language, assumed=_assumption(key, language)))
            for key in descent.assumes
        ]
    return made


_RANK = {Mark.PROVES: 0, Mark.FOUND: 1, Mark.AGAINST: 1, Mark.SILENT: 2, Mark.ASSUMED: 3}


def _mark(sign: Sign) -> Mark:
    if sign.proof is Proof.NOT_ANCESTOR:
        return Mark.AGAINST
    if sign.proof is not None:
        return Mark.PROVES
    if not sign.weight:
        return Mark.SILENT
    return Mark.FOUND if sign.weight > 0 else Mark.AGAINST


def _formatted(sign: Sign, language: str) -> dict[str, str] | None:
    """Values as its clause needs them; None where one is not kept."""
    wanted = _FORMS.get(sign.kind)
    if wanted is None or any(sign.values.get(key) is None for key, _, _ in wanted):
        return None
    return {name: _value(sign.values[key], form, language) for key, name, form in wanted}


def _value(value: Plain, form: str, language: str) -> str:
    figure = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if form == "time" and isinstance(figure, int):
        return when(figure, language)
    if form == "kin":
        return of(sign_words.KIN_HOLDS.get(str(value), words.UNNAMED), language, key=isolated(value))
    if form == "binding":
        return of(sign_words.BINDINGS.get(str(value), words.UNNAMED), language, key=isolated(value))
    if figure is None or form in {"text", "time"}:
        return isolated(value)
    if form == "share":
        return per_cent(figure, language)
    if form == "count":
        return number(round(figure), language)
    return decimals(figure, {"seconds": 1, "ratio": 2, "level": 2}[form], language)


_FORMS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    signs.LATTICE: (("share", "share", "ratio"), ("values", "values", "count")),
    signs.SAME_STREAM: (("files", "files", "count"),),
    signs.SAME_GROUPS: (
        ("shared", "shared", "count"),
        ("parent", "parent_count", "count"),
        ("child", "child_count", "count"),
    ),
    signs.UNCOVERED: (("share", "share", "share"),),
    signs.SECONDS: (("seconds", "seconds", "seconds"),),
    signs.LAID_OVER_CHILD: (("share", "share", "share"),),
    signs.LAID_OVER_PARENT: (("share", "share", "share"),),
    signs.SHARED_MARK: (("members", "members", "count"),),
    signs.GAINED_AGAIN: (("marks", "marks", "count"),),
    signs.TAKEN_OFF: (("marks", "marks", "count"),),
    signs.LEFT_OVER: (("there", "there", "level"), ("back", "back", "level")),
    signs.GROUPS_BEGIN: (
        ("child", "child_fall", "level"),
        ("parent", "parent_fall", "level"),
        ("child_keys", "child_keys", "count"),
        ("parent_keys", "parent_keys", "count"),
    ),
    signs.DETAIL: (("child", "child_detail", "ratio"),),
    signs.REPEATED: (
        ("speed", "speed", "ratio"),
        ("child", "child_repeats", "share"),
        ("parent", "parent_repeats", "share"),
    ),
    signs.ENLARGED: (("scale", "scale", "ratio"),),
    signs.COARSENESS: (("parent", "parent_step", "level"), ("child", "child_step", "level")),
    signs.METADATA: (("parent", "parent_count", "count"), ("child", "child_count", "count")),
    signs.TIMES: (("not_before", "not_before", "time"), ("existed_by", "existed_by", "time")),
    signs.POSTED: (("parent", "parent_time", "time"), ("child", "child_time", "time"), ("basis", "basis", "text")),
    signs.FORWARDED: (("posting", "posting", "text"), ("channel", "channel", "text")),
    signs.DECLARED: (("source", "source", "text"),),
    signs.PUBLISHED: (("parent", "parent_time", "time"), ("child", "child_time", "time"), ("basis", "basis", "text")),
    signs.WORDING: (
        ("shared", "shared", "share"),
        ("later", "later", "count"),
        ("older", "older", "count"),
        ("passages", "passages", "count"),
        ("lost", "lost", "count"),
    ),
    signs.CUT_END: (("words", "words", "count"),),
    signs.EXPLAINS: (("readings", "readings", "count"), ("passages", "passages", "count"), ("words", "words", "count")),
    signs.KIN_ABOVE: (("one", "one", "kin"), ("other", "other", "kin")),
    signs.JUDGED: (("said", "said", "text"), ("entry", "entry", "text")),
    signs.SIGNED: (("generator", "generator", "text"), ("binding", "binding", "binding")),
    signs.SIGNED_BACK: (("generator", "generator", "text"), ("binding", "binding", "binding")),
    signs.SIGNED_NOT_HELD: (("generator", "generator", "text"),),
}
"""kind -> (key in Sign.values, place in the clause, how it is written)."""
