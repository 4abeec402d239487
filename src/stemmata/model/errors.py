"""What can go wrong, as one tree. What one file causes is a `Failure` (a value); these stop a command.

    StemmataError
    ├── MediaError            inside a worker: this file cannot be used (becomes a Failure)
    ├── NotACase              the folder holds no case
    ├── AlreadyACase
    ├── CaseClosed
    ├── NothingToAdd
    ├── CaseBusy              another command is writing
    ├── KeyMissing            no private key for any log of this case
    ├── KeyRefused            a key file that cannot be used
    ├── StoreFull             the disk has no room
    ├── StoreRefused          the system refused a read or a write: a failing disk, no right, no descriptor left
    ├── StoreUnsuitable       the file system cannot keep the promises of the store
    ├── ObjectMissing
    ├── ObjectDamaged
    ├── LogDamaged            an entry, tile or checkpoint does not verify
    ├── LogForked             two logs of one writer disagree
    ├── CosignatureRefused    what a witness returned does not hold
    ├── VaultRefused          the vault cannot be used, or does not open
    ├── WorkerUnavailable     the decoding worker cannot start
    ├── OutputExists          an export would overwrite something
    ├── AnchorRefused         a time stamp that does not prove what it should
    ├── NotHeld               a name that no file, posting or entry of this case has
    ├── NotOne                a name that several have
    ├── LexiconRefused        a lexicon of changes that cannot be used
    └── BadRequest            an argument that cannot be followed

Programming mistakes of our own stay ValueError.
"""

from collections.abc import Sequence
from typing import ClassVar

from stemmata.model.failure import Code, Failure


class StemmataError(Exception):
    """Root of the tree. `str(error)` is for a log line, `diagnostics()` for a person at 2 a.m."""

    exit_code: ClassVar[int] = 1

    def __init__(self, happened: str, *, safe: str, todo: str) -> None:
        super().__init__(happened)
        self.happened, self.safe, self.todo = happened, safe, todo

    def diagnostics(self) -> str:
        return f"What happened: {self.happened}\nWhat is safe:  {self.safe}\nWhat to do:    {self.todo}"


class MediaError(StemmataError):
    """This file cannot be used. Raised by reducers inside the worker; crosses the boundary as a Failure."""

    def __init__(self, code: Code, detail: str = "") -> None:
        self.failure = Failure(code, detail)
        happened = f"the file {self.failure.happened}" + (f" ({detail})" if detail else "")
        super().__init__(happened, safe=self.failure.safe, todo=self.failure.todo)


class NotACase(StemmataError):
    """The folder, or every folder above it, holds no case."""

    exit_code = 4

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} is not a Stemmata case, nor does it lie in one",
            safe="nothing was read or written",
            todo="name the case with stemmata -C CASE VERB, or make one with stemmata new DIR",
        )


class AlreadyACase(StemmataError):
    """`new` was asked for a folder that is in use."""

    exit_code = 4

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"{folder} {why}",
            safe="nothing in it was changed",
            todo="choose a folder that is empty or does not exist yet",
        )


class CaseClosed(StemmataError):
    """The case was closed: it can be read and exported, not added to."""

    exit_code = 5

    def __init__(self) -> None:
        super().__init__(
            "this case is closed",
            safe="everything in it can still be read, verified and exported",
            todo="open it again with stemmata close --reopen if it must change",
        )


class CaseBusy(StemmataError):
    """Another process holds the case's write lock."""

    exit_code = 5

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"another command is writing to this case ({holder})",
            safe="nothing was changed; reading and serving go on meanwhile",
            todo="wait until it has finished, then run this again",
        )


class KeyMissing(StemmataError):
    """No private key on this machine belongs to the case."""

    exit_code = 5

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"no private key in {folder} belongs to a log of this case",
            safe="the case can be read, verified and exported without it",
            todo="restore the key file from your backup, or work on in a case of your own and merge",
        )


class KeyRefused(StemmataError):
    """A key file cannot be used, or a key may not sign what is asked."""

    exit_code = 5

    def __init__(self, which: str, why: str, todo: str = "") -> None:
        super().__init__(
            f"the key {which} cannot be used: {why}",
            safe="nothing was signed",
            todo=todo or "try again with the right file and passphrase; stemmata keys make FILE makes a new one",
        )


class NothingToAdd(StemmataError):
    """`add` was given a path that does not exist or holds no files."""

    exit_code = 2

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}", safe="nothing was added or changed", todo="check the path and try again")


class StoreFull(StemmataError):
    """The disk has no room for what is asked. `needed` is None where only the system knows."""

    exit_code = 6

    def __init__(self, needed: int | None, free: int) -> None:
        wanted = "" if needed is None else f"{needed:,} bytes are needed and "
        super().__init__(
            f"the disk is full: {wanted}{free:,} {'are' if wanted else 'bytes are'} free",
            safe="everything acknowledged is safe",
            todo="free some space and run the same command again; nothing has to be repeated",
        )


class StoreRefused(StemmataError):
    """The system refused a read or a write. `why` is what it says, `where` the path, where it is known."""

    exit_code = 6

    def __init__(self, why: str, where: str | None, todo: str) -> None:
        super().__init__(
            f"the system refused a read or a write: {why}" + ("" if where is None else f" ({where})"),
            safe="everything acknowledged before is safe; what was being written counts only once it is acknowledged",
            todo=todo,
        )


class StoreUnsuitable(StemmataError):
    """The file system cannot keep the promises of the object store (hard links, fsync)."""

    exit_code = 6

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"{folder} cannot hold a case: {why}",
            safe="nothing was copied",
            todo="use a folder on a local disk (ext4, xfs, btrfs, APFS); network shares and FAT can hold exports only",
        )


class ObjectMissing(StemmataError):
    """An object that an entry names is not in the store."""

    exit_code = 1

    def __init__(self, name: str) -> None:
        super().__init__(
            f"object {name} is not in the store",
            safe="every other object is checked and used on its own",
            todo="look for a file with this SHA-256 in your backups and add it again",
        )


class ObjectDamaged(StemmataError):
    """The bytes of an object no longer have the hash that is their name."""

    exit_code = 1

    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            f"object {name} now reads as {found}: these are not the bytes that were received",
            safe="this check wrote nothing, and every other object is checked on its own",
            todo="copy the whole case to another disk, verify the copy, then look for this file in your backups",
        )


class LogDamaged(StemmataError):
    """A tile, entry or checkpoint does not verify."""

    exit_code = 1

    def __init__(self, log: str, why: str) -> None:
        super().__init__(
            f"log {log}: {why}",
            safe="nothing was repaired or overwritten; objects are checked on their own",
            todo="copy the whole case to another disk, then compare this log with a backup or a partner's copy",
        )


class LogForked(StemmataError):
    """Two copies of one writer's log disagree: one of them was rewritten."""

    exit_code = 1

    def __init__(self, log: str, size: int) -> None:
        super().__init__(
            f"two copies of log {log} disagree within their first {size} entries",
            safe="neither copy was changed and nothing was merged",
            todo="keep both cases as they are and find out which of them left your hands",
        )


class CosignatureRefused(StemmataError):
    """What a witness returned does not fit this case."""

    exit_code = 1

    def __init__(self, why: str) -> None:
        super().__init__(
            f"what the witness returned cannot be taken in: {why}",
            safe="nothing was written; keep the file that was returned",
            todo="compare it with stemmata checkpoint --compare FILE, and ask the witness what they saw",
        )


class VaultRefused(StemmataError):
    """The vault cannot be used, or does not open with what was given."""

    exit_code = 5

    def __init__(self, happened: str, todo: str) -> None:
        super().__init__(happened, safe="nothing was changed, and nothing was shown", todo=todo)


class WorkerUnavailable(StemmataError):
    """The worker that decodes files cannot start."""

    exit_code = 7

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the decoding worker cannot start: {why}",
            safe="no file was opened outside it",
            todo="run stemmata doctor, which names what is missing",
        )


class OutputExists(StemmataError):
    """An export would land on something that exists."""

    exit_code = 4

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} exists and is not empty", safe="nothing was overwritten", todo="choose another folder"
        )


class AnchorRefused(StemmataError):
    """A time stamp cannot be used: it is none, it covers nothing of ours, or it does not verify."""

    exit_code = 1

    def __init__(self, why: str, todo: str) -> None:
        super().__init__(
            f"the time stamp was not taken: {why}",
            safe="nothing was signed, and the request stays as it was",
            todo=todo,
        )


class NotHeld(StemmataError):
    """What was named is not in this case."""

    exit_code = 2

    def __init__(self, named: str, kind: str = "file or posting") -> None:
        super().__init__(
            f"no {kind} of this case is named {named}",
            safe="nothing was signed or changed",
            todo="name it by its SHA-256 or the beginning of it, or a file by the last part of its name",
        )


class NotOne(StemmataError):
    """What was named could be several. `choices` are names that tell them apart."""

    exit_code = 2

    def __init__(self, named: str, choices: Sequence[str]) -> None:
        shown = ", ".join(choices[:4]) + (" and more" if len(choices) > 4 else "")
        super().__init__(
            f"{named} could be any of {len(choices)}: {shown}",
            safe="nothing was signed or changed",
            todo="name one of them by more digits of its SHA-256",
        )


class ModelRefused(StemmataError):
    """A model that the user supplied cannot be used."""

    exit_code = 2

    def __init__(self, path: str, why: str, todo: str = "") -> None:
        super().__init__(
            f"model {path} {why}",
            safe="nothing that was read or compared before is lost; without a model everything works as before",
            todo=todo or "run again without --learned, or with another export of the model (docs/learned.md)",
        )


class LexiconRefused(StemmataError):
    """A lexicon of changes (words of a language, as data) cannot be used."""

    exit_code = 2

    def __init__(self, which: str, why: str) -> None:
        super().__init__(
            f"{which} cannot be used: {why}",
            safe="no text was changed, and the other languages are read as before",
            todo="mend the line that is named, and see docs/add-a-language.md for what every section holds",
        )


class BadRequest(StemmataError):
    """An argument that cannot be followed."""

    exit_code = 2

    def __init__(self, happened: str, todo: str) -> None:
        super().__init__(happened, safe="nothing was changed", todo=todo)
