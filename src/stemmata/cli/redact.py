"""`stemmata redact FILE`: a derivative with windows blackened and times muted, for good."""

import re
from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say
from stemmata.model.canonical import Json
from stemmata.model.errors import BadRequest
from stemmata.model.span import MILLIONTHS

_CLOCK = r"(\d{1,4}):([0-5]\d(?:\.\d{1,3})?)"
_SHARE = r"([01](?:\.\d{1,6})?)"
_BOX = re.compile(rf"{_SHARE},{_SHARE},{_SHARE},{_SHARE}(?:@{_CLOCK}[-–]{_CLOCK})?")
_TIMES = re.compile(rf"{_CLOCK}[-–]{_CLOCK}")


def redact(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="FILE", help="A still, film or sound, by SHA-256 or name.")],
    box: Annotated[
        list[str] | None,
        typer.Option("--box", metavar="X,Y,W,H[@0:03-0:17]", help="Window in shares of the picture. Repeatable."),
    ] = None,
    mute: Annotated[
        list[str] | None, typer.Option("--mute", metavar="0:03-0:17", help="Silence this stretch. Repeatable.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Make a derivative in which what you name is hidden for good. It may leave once a second person signed.

    The original is not touched. The derivative is encoded anew: nothing of the original's bytes or metadata is in it.

    Example: stemmata -C riverside redact clip.mp4 --box 0.1,0.2,0.3,0.3@0:03-0:17 --reason "a bystander's face"
    """
    from stemmata import __version__
    from stemmata.acts.redact import redact as sign
    from stemmata.case.named import item_named
    from stemmata.decode.redaction import REDACTION
    from stemmata.pipeline.redacted import redacted

    boxes = [_box(text) for text in box or ()]
    silences = [_stretch(text) for text in mute or ()]
    hidden = [f"box {text}" for text in box or ()] + [f"mute {text}" for text in mute or ()]
    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        named = item_named(connection, item)
    derivative, mime = redacted(case, named, boxes, silences)
    tool = f"stemmata {__version__}, {REDACTION.name}"
    entry, kept = sign(case, named, derivative, mime, hidden, tool, reason)
    if as_json:
        put_json({"entry": entry, "derivative": kept, "original": named})
        return
    say(f"Made {kept[:16]}, {len(derivative):,} bytes. Look at all of it: nobody else checked what is still seen.")
    say(f"Next, another person: stemmata -C {case.path} countersign {entry[:16]} --key FILE --reason TEXT")


def _box(text: str) -> list[Json]:
    found = _BOX.fullmatch(text)
    if found is None:
        raise BadRequest(f"{text} is no window", "write it as X,Y,W,H in shares of the picture: 0.1,0.2,0.3,0.3")
    x, y, width, height = (round(float(share) * MILLIONTHS) for share in found.groups()[:4])
    if width == 0 or height == 0 or x + width > MILLIONTHS or y + height > MILLIONTHS:
        raise BadRequest(f"{text} does not lie in the picture", "left and width, top and height, add up to at most 1")
    times: list[Json] = [None, None] if found[5] is None else [*_times(text, found.groups()[4:])]
    return [x, y, width, height, *times]


def _stretch(text: str) -> list[Json]:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise BadRequest(f"{text} is no stretch of time", "write it as START-END, such as 0:03-0:17")
    return [*_times(text, found.groups())]


def _times(text: str, parts: tuple[str, ...]) -> tuple[int, int]:
    start, end = (round((int(parts[at]) * 60 + float(parts[at + 1])) * 1_000_000) for at in (0, 2))
    if start >= end:
        raise BadRequest(f"the stretch of {text} ends before it starts", "write it as START-END, such as 0:03-0:17")
    return start, end
