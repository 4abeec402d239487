"""Values over time as a drawing and a table: the range that words allow, never a number that nobody wrote."""

from collections.abc import Mapping, Sequence

from stemmata.case.versions import HeldText
from stemmata.model.interval import iso_utc
from stemmata.pipeline.stated_values import ValueInTime
from stemmata.publish.figures import plain

LEFT, RIGHT, TOP, BOTTOM, WIDTH, HEIGHT = 34, 304, 26, 170, 310, 210
POINTS, ROWS = 8, 60
"""Drawn and listed at most; a page with more would not be read."""
DAY_WIDTH = 72
"""Units of the drawing that a day with its year takes."""
ROUND = (1, 2, 5)
LINES = 4
CONTEXT = 6
"""Words before and after a value that the table repeats."""

Page = dict[str, object]


def values_page(
    values: Sequence[ValueInTime] | None, texts: Mapping[str, HeldText], letters: Mapping[str, str]
) -> Page | None:
    """None where nothing reads values. Drawn in the order of time at equal steps; what has no time is in the table
    only."""
    if values is None:
        return None
    known = [one for one in values if one.holder in texts]
    dated = [one for one in known if one.time is not None and one.time.low_us is not None][:POINTS]
    bounds = [bound for one in dated for bound in (one.value.low, one.value.high) if bound is not None]
    top = _ceiling(max(bounds, default=1))
    step = (RIGHT - LEFT) / (len(dated) + 1)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "top": TOP,
        "bottom": BOTTOM,
        "ticks": [{"value": top * at // LINES, "y": _y(top * at // LINES, top)} for at in range(LINES + 1) if bounds],
        "points": _points(dated, letters, step, top),
        "rows": [_row(one, texts[one.holder], letters[one.holder]) for one in known[:ROWS]],
    }


def _ceiling(most: int) -> int:
    """A round number above it that LINES lines divide."""
    size = 1
    while True:
        for unit in ROUND:
            if unit * size * LINES >= most:
                return unit * size * LINES
        size *= 10


def _y(value: int, top: int) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * min(value, top) / top)


def _points(dated: Sequence[ValueInTime], letters: Mapping[str, str], step: float, top: int) -> list[Page]:
    """The day stands below the first point of each day, where there is room. Of a time that is no moment neither day
    nor clock is drawn: the table has both of its ends."""
    xs = [round(LEFT + step * at) for at in range(1, len(dated) + 1)]
    made = [_point(one, letters[one.holder], x, top) for one, x in zip(dated, xs, strict=True)]
    seen: set[object] = {None}
    free = LEFT - DAY_WIDTH
    for point, x in zip(made, xs, strict=True):
        point["names_day"] = point["day"] not in seen and x >= free
        seen.add(point["day"])
        free = x + DAY_WIDTH if point["names_day"] else free
    return made


def _point(one: ValueInTime, letter: str, x: int, top: int) -> Page:
    value = one.value
    vague = value.low is None and value.high is None
    low, high = value.low or 0, value.high if value.high is not None else value.low or 0
    us, until = (None, None) if one.time is None else (one.time.low_us, one.time.high_us)
    iso = iso_utc(us) if us == until else None
    upper = _y(high, top)
    return {
        "x": x,
        "letter": letter,
        "vague": vague,
        "low": min(BOTTOM, _y(low, top) + (3 if low == high else 0)),
        "high": upper - (3 if low == high else 0),
        "open": not vague and value.high is None,
        "label": TOP - 8 if vague else max(10, upper - 16),
        "us": us,
        "clock": None if iso is None else iso[11:16],
        "day": None if iso is None else iso[:10],
    }


def _row(one: ValueInTime, text: HeldText, letter: str) -> Page:
    before, after = text.body[: one.start].split(), text.body[one.end :].split()
    around = " ".join([*before[-CONTEXT:], text.body[one.start : one.end], *after[:CONTEXT]])
    around = f"{'… ' * (len(before) > CONTEXT)}{around}{' …' * (len(after) > CONTEXT)}"
    return {
        "letter": letter,
        "written": plain(text.body[one.start : one.end]),
        "context": plain(around),
        "language": text.language,
        "since": None if one.time is None else one.time.low_us,
        "until": None if one.time is None else one.time.high_us,
    }
