"""Failures as values: what one bad file says while the rest goes on.

A code is for programs and for looking up help; the three sentences are for a person at 2 a.m. (WORDS section 5).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.lock import Lock


class Code(StrEnum):
    EMPTY = "FILE-EMPTY"
    UNREADABLE = "FILE-UNREADABLE"
    CHANGED = "FILE-CHANGED"
    SPECIAL = "FILE-SPECIAL"
    LINK = "FILE-LINK"
    NOT_READ = "FILE-NOT-READ"
    REMOVED = "FILE-REMOVED"
    TRUNCATED = "MEDIA-TRUNCATED"
    DAMAGED = "MEDIA-DAMAGED"
    NO_FRAMES = "MEDIA-NO-FRAMES"
    TOO_LARGE = "MEDIA-TOO-LARGE"
    ENCRYPTED = "MEDIA-ENCRYPTED"
    REFUSED = "MEDIA-REFUSED"
    NEEDS_EXTRA = "MEDIA-NEEDS-EXTRA"
    ENCODING = "TEXT-ENCODING"
    GUESSED = "TEXT-GUESSED"
    MOJIBAKE = "TEXT-MOJIBAKE"
    BROKEN_LETTERS = "TEXT-BROKEN"
    NO_TEXT_LAYER = "TEXT-NO-LAYER"
    POSTS = "POSTS-UNREADABLE"
    WORKER_CRASHED = "WORKER-CRASHED"
    WORKER_TIMEOUT = "WORKER-TIMEOUT"
    WORKER_MEMORY = "WORKER-MEMORY"
    WORKER_OUTPUT = "WORKER-OUTPUT"
    WORKER_FORBIDDEN = "WORKER-FORBIDDEN"


_WORDS: dict[Code, tuple[str, str, str]] = {
    Code.EMPTY: (
        "has no bytes",
        "its name and the fact that it is empty are kept",
        "If you can get the file again, add it.",
    ),
    Code.UNREADABLE: (
        "could not be opened",
        "nothing of it was copied",
        "Check its permissions or the disk, then add it again.",
    ),
    Code.CHANGED: (
        "changed while it was being copied",
        "the copy was thrown away, so that no mixture is kept",
        "Wait until it is written, then add it again.",
    ),
    Code.SPECIAL: (
        "is not a regular file (a pipe, socket or device)",
        "it was not opened, since reading it could hang or act",
        "Save what it carries as a file and add that.",
    ),
    Code.LINK: (
        "is a link",
        "it was not followed, so that nothing outside the folder is drawn in",
        "Add what it points to by its own path if it belongs to the case.",
    ),
    Code.REMOVED: (
        "was removed from this case by a decision that two people signed",
        "it was not copied again; the entries and the decision are kept",
        "If it must come back, a keeper has to know why it was removed: stemmata custody shows the decision.",
    ),
    Code.NOT_READ: (
        "is of a type that is not read",
        "its bytes are kept as received",
        "Nothing has to be done; a later version may read it.",
    ),
    Code.TRUNCATED: (
        "ends before its own index says it should",
        "its bytes are kept as received; what could be read was used",
        "If you can get the file again, add it and both will be compared.",
    ),
    Code.DAMAGED: (
        "could not be decoded",
        "its bytes are kept as received",
        "If you can get the file again, add it and both will be compared.",
    ),
    Code.NO_FRAMES: (
        "holds no picture and no sound that could be decoded",
        "its bytes are kept as received",
        "If you can get the file again, add it and both will be compared.",
    ),
    Code.TOO_LARGE: (
        "would unpack beyond the set limit",
        "its bytes are kept as received; decoding stopped at the limit",
        "If it must be read, make a smaller working copy and add that beside it.",
    ),
    Code.ENCRYPTED: (
        "is encrypted",
        "its bytes are kept as received",
        "Add a decrypted copy beside it if one can be had.",
    ),
    Code.REFUSED: (
        "is a list that names other files or addresses, not footage",
        "its bytes are kept as received; nothing that it names was opened",
        "Add the files that it names themselves.",
    ),
    Code.NEEDS_EXTRA: (
        "needs an optional part to be read",
        "its bytes are kept as received",
        "Run stemmata doctor to see which part, then stemmata run again.",
    ),
    Code.ENCODING: (
        "is text in an encoding that it does not name",
        "its bytes are kept as received",
        "Save a copy as UTF-8 and add that beside it.",
    ),
    Code.GUESSED: (
        "does not name its encoding, and one was guessed",
        "its bytes are kept as received; its text was read in the encoding named here",
        "Look at a few lines. If the letters are wrong, save a copy as UTF-8 and add that beside it.",
    ),
    Code.MOJIBAKE: (
        "was once read in a wrong encoding and saved so; that was undone",
        "its bytes are kept as received, with the wrong letters; only the text that is compared was mended",
        "Look at a few lines. If an earlier copy of the file can be had, add that beside it.",
    ),
    Code.BROKEN_LETTERS: (
        "holds bytes that are no letters of its encoding",
        "its bytes are kept as received; the rest was read, with \ufffd where a letter could not be",
        "If you can get the file again, add it and both will be compared.",
    ),
    Code.NO_TEXT_LAYER: (
        "holds pictures of pages and no text layer",
        "its bytes are kept as received; nothing was recognised from its pictures",
        "Add a copy with a text layer beside it, or its text as a file.",
    ),
    Code.POSTS: (
        "holds a posting that could not be read",
        "the raw export is kept as received, and its other postings were read",
        "Open the export at the place named and compare.",
    ),
    Code.WORKER_CRASHED: (
        "made the decoder crash",
        "its bytes are kept as received; the crash stayed inside the worker",
        "Keep it apart and tell us which decoder version this was; stemmata doctor prints it.",
    ),
    Code.WORKER_TIMEOUT: (
        "took longer than the time limit",
        "its bytes are kept as received; decoding was stopped",
        "stemmata run --again tries it once more; on a machine with less to do it may pass.",
    ),
    Code.WORKER_MEMORY: (
        "needed more memory than the limit",
        "its bytes are kept as received; decoding was stopped",
        "stemmata run --again tries it once more; on a machine with less to do it may pass.",
    ),
    Code.WORKER_OUTPUT: (
        "made the worker answer outside its declared bounds",
        "its bytes are kept as received; the answer was thrown away",
        "Treat the file as hostile and tell us.",
    ),
    Code.WORKER_FORBIDDEN: (
        "made the worker ask the system for what no decoder needs",
        "its bytes are kept as received; the system refused and ended the worker",
        "Treat the file as hostile and tell us.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """Why one file, or one part of it, could not be used. `detail` is small print: numbers, a place."""

    code: Code
    detail: str = ""
    lock: Lock | None = field(default=None, compare=False)
    """Of the worker that met it: no part of what happened."""

    @property
    def happened(self) -> str:
        """Follows the file's name: "`clip.mp4` " + happened."""
        return _WORDS[self.code][0]

    @property
    def safe(self) -> str:
        return _WORDS[self.code][1]

    @property
    def todo(self) -> str:
        return _WORDS[self.code][2]

    def sentence(self, name: str) -> str:
        """What happened, what is safe, what to do, with the file's name and the code."""
        detail = f" ({self.detail})" if self.detail else ""
        safe = self.safe[0].upper() + self.safe[1:]
        return f"{name} {self.happened}{detail}. {safe}. {self.todo} ({self.code})"
