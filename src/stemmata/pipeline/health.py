"""What this installation can do, said before it is needed."""

import importlib.metadata
import platform
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from stemmata.decode.probe import PROBE
from stemmata.decode.signed import library_version
from stemmata.model.errors import StemmataError
from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock, Tier
from stemmata.pipeline.analyse import PRELOAD
from stemmata.preserve.disk_encryption import is_encrypted
from stemmata.preserve.keys import configuration_folder
from stemmata.sandbox.system_calls import machine
from stemmata.sandbox.worker import LocalWorker

COMFORT_BYTES = 5_000_000_000  # a first folder of a few hundred clips, its fingerprints, and room to breathe


@dataclass(frozen=True, slots=True)
class Check:
    """`verdict`: ok, missing (works without), failed (does not work)."""

    name: str
    verdict: str
    says: str
    fix: str = ""


def checks() -> list[Check]:
    each = (_python, _disk, _encryption, _database, _configuration, _worker, _decoder, _heif, _learned, _signed, _vault)
    return [check() for check in each]


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info < (3, 11):  # noqa: UP036  said here too, since a wheel can be forced onto an old Python
        return Check("Python", "failed", f"{version} is too old", "Install Python 3.11 or newer.")
    return Check("Python", "ok", f"{version} on {platform.system()} {platform.machine()}")


def _disk() -> Check:
    free = shutil.disk_usage(Path.cwd()).free
    says = f"{free / 1e9:.1f} GB free here"
    return Check(
        "Disk",
        "ok" if free >= COMFORT_BYTES else "missing",
        says,
        "" if free >= COMFORT_BYTES else "Use a larger disk.",
    )


def _encryption() -> Check:
    """Of the disk here: a case holds what it received as it was received."""
    encrypted = is_encrypted(Path.cwd())
    if encrypted:
        return Check("Encryption", "ok", "this disk is encrypted: a machine that is off tells a thief nothing")
    says = "whether this disk is encrypted cannot be told" if encrypted is None else "this disk is not encrypted"
    return Check(
        "Encryption",
        "missing",
        f"{says}: whoever takes it reads every file and name of a case, but what lies in its vault",
        "Turn on the system's disk encryption (LUKS, FileVault), or keep cases on an encrypted volume.",
    )


def _vault() -> Check:
    try:
        version = importlib.metadata.version("pyrage")
    except importlib.metadata.PackageNotFoundError:
        says = "names of persons cannot be kept in a vault"
        return Check("Vault", "missing", says, 'pip install "stemmata[vault]"')
    return Check("Vault", "ok", f"pyrage {version}: age, to two recipients or more")


def _database() -> Check:
    held = sqlite3.connect(":memory:")
    try:
        held.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    except sqlite3.OperationalError:
        says = f"SQLite {sqlite3.sqlite_version} without full-text search (FTS5): no case can be opened"
        return Check("Database", "failed", says, "Use a Python whose sqlite3 has FTS5, as those of python.org do.")
    finally:
        held.close()
    return Check("Database", "ok", f"SQLite {sqlite3.sqlite_version} with full-text search")


def _configuration() -> Check:
    folder = configuration_folder()
    parent = folder if folder.exists() else folder.parent
    try:
        mode = parent.stat().st_mode
    except OSError as error:
        return Check("Keys", "missing", f"{folder} is not there yet ({error.strerror})", "stemmata new makes it.")
    private = folder.exists() and mode & 0o077 == 0
    return Check("Keys", "ok", f"kept in {folder}" + ("" if private or not folder.exists() else ", readable by others"))


def _worker() -> Check:
    try:
        worker = LocalWorker(PRELOAD)
        try:
            answer = worker.reduce(PROBE, __file__)
            lock = worker.lock or Lock()
        finally:
            worker.close()
    except StemmataError as error:
        return Check("Worker", "failed", error.happened, error.todo)
    if isinstance(answer, Failure) and answer.code is not Code.NOT_READ:
        return Check("Worker", "failed", f"a text file came back as {answer.code}", "Install Stemmata again.")
    return told_of_lock(lock)


def told_of_lock(lock: Lock) -> Check:
    """What the tier means for a person who is about to open a stranger's file."""
    each = f"tier {lock.tier}: each file is decoded in a process of its own with limits on time, memory and output"
    lacks = "; ".join(lock.lacks)
    if lock.tier is Tier.S3:
        says = f"{each}; it reaches no other file, no program and no network (seccomp, Landlock {lock.landlock})"
        return Check("Worker", "ok", says)
    if lock.tier is Tier.S2:
        says = f"{each}; it reaches no other file, no program and no network, by one layer instead of two ({lacks})"
        return Check("Worker", "ok", says, "Linux 5.13 or newer has the second layer.")
    says = f"{each}; a hostile file that takes over a decoder could read your files and use the network ({lacks})"
    if machine() is None:
        return Check("Worker", "missing", says, "Read files from strangers on Linux, or in a virtual machine with it.")
    fix = "This should not be so on Linux: tell us. Until then read files from strangers on another machine."
    return Check("Worker", "missing", says, fix)


def _decoder() -> Check:
    names = ("av", "opencv-python-headless", "pillow", "numpy")
    return Check("Decoders", "ok", ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names))


def _heif() -> Check:
    try:
        version = importlib.metadata.version("pillow-heif")
    except importlib.metadata.PackageNotFoundError:
        return Check("HEIC stills", "missing", "HEIC photographs are kept, not read", 'pip install "stemmata[heif]"')
    return Check("HEIC stills", "ok", f"pillow-heif {version}")


def _learned() -> Check:
    try:
        version = importlib.metadata.version("onnxruntime")
    except importlib.metadata.PackageNotFoundError:
        says = "run --learned cannot ask a model of yours for further pairs"
        return Check("Models", "missing", says, 'pip install "stemmata[learned]"')
    return Check("Models", "ok", f"onnxruntime {version}")


def _signed() -> Check:
    version = library_version()
    if version is None:
        says = "signed provenance in files is noticed, and could not be checked"
        return Check("Signed provenance", "missing", says, 'pip install "stemmata[signed]"')
    return Check("Signed provenance", "ok", f"c2pa-python {version}; it runs in the worker and fetches nothing")
