"""What a person sees: results on standard output, progress on standard error, quiet where nobody watches."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

STEP_WORDS = {
    "add": "Receiving",
    "index": "Reading the logs",
    "probe": "Reading containers",
    "metadata": "Reading what files say of themselves",
    "texts": "Reading texts",
    "stills": "Looking at stills",
    "keys": "A first look at films",
    "sounds": "Listening",
    "films": "Looking at films",
    "learned": "Asking your model",
    "search": "Searching for pairs",
    "compare": "Comparing",
    "onsets": "Listening for other microphones",
    "listen": "Listening",
    "sync": "Synchronising",
    "renditions": "Reading pictures that have kin",
    "trace": "Tracing copies",
    "signed": "Reading signed provenance",
    "verify": "Checking",
    "inspect": "Inspecting",
    "package": "Copying",
}


def say(text: str = "") -> None:
    """One line for a person. File names in it are made safe: control characters become visible."""
    sys.stdout.write(visible(text) + "\n")


def warn(text: str) -> None:
    sys.stderr.write(visible(text) + "\n")


def put_json(value: object) -> None:
    """One JSON document, and nothing else, on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def put_json_line(value: object) -> None:
    """One JSON document on one line, at once: for a verb that goes on working."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n")
    sys.stdout.flush()


_DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def visible(text: str) -> str:
    """Control characters and direction marks as escapes: a name must not move the cursor or turn the line round."""
    return "".join(
        character
        if character in "\n\t" or (character.isprintable() and character not in _DIRECTION_MARKS)
        else character.encode("unicode_escape").decode("ascii")
        for character in text.encode("utf-8", "backslashreplace").decode("utf-8")
    )


def isolated(value: str) -> str:
    """A value in a line of ours, safe as `visible` makes it, and apart from the words round it: an Arabic name in an
    English line turns neither (Unicode Standard Annex 9, FSI and PDI)."""
    return f"\u2068{visible(value)}\u2069"


def say_isolated(line: str) -> None:
    """One line for a person whose values went through `isolated`."""
    sys.stdout.write(line + "\n")


def size_words(count: int) -> str:
    """Bytes as a person reads them: decimal units, two or three digits."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "bytes" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    raise ValueError("unreachable")


def time_words(seconds: float) -> str:
    """Rounded as the workspace does: to the minute below ten, to five minutes above (WORDS section 5)."""
    if seconds < 90:
        return "about a minute" if seconds > 30 else "less than a minute"
    minutes = seconds / 60
    if minutes < 10:
        return f"about {minutes:.0f} min"
    if minutes < 90:
        return f"about {5 * round(minutes / 5):.0f} min"
    return f"about {minutes / 60:.1f} h"


class ProgressLine:
    """Steps with remaining time on a terminal; silence in a pipe, since a log of bars helps nobody."""

    def __init__(self, *, quiet: bool = False) -> None:
        console = Console(stderr=True)
        self._shown = console.is_terminal and not quiet
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not self._shown,
        )
        self._tasks: dict[str, TaskID] = {}
        self.began = time.monotonic()

    def __enter__(self) -> "ProgressLine":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def tick(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(STEP_WORDS.get(step, step), total=max(total, 1))
        self._progress.update(self._tasks[step], completed=done, total=max(total, 1), visible=total > 0)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[ProgressLine]:
    with ProgressLine(quiet=quiet) as line:
        yield line
