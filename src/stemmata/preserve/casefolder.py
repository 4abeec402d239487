"""A case on disk: one directory, opened or made. What may change an answer is never in stemmata.toml but in a log."""

import fcntl
import os
import secrets
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stemmata.model.errors import AlreadyACase, CaseBusy, CaseClosed, KeyMissing, NotACase, StoreUnsuitable
from stemmata.preserve.durable import replace_file, sweep
from stemmata.preserve.keys import key_id, own_key
from stemmata.preserve.log import Log, LoggedEntry, Writer, begin_log
from stemmata.preserve.objects import ObjectStore

FORMAT = 1
SETTINGS = "stemmata.toml"

_SETTINGS_TEXT = """\
# A Stemmata case. Readable and small: anything that could change an answer is named in a log, not here.
format = {format}
name = {name}
id = "{case_id}"
writer = "{writer}"
keys = ["{key}"]
"""


def now_us() -> int:
    """This machine's clock, µs since 1970 UTC: claimed, never proved."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """An opened case. Opening checks nothing but the settings file; `preserve.verify` checks everything."""

    path: Path
    name: str
    id: str
    writer_id: str

    @classmethod
    def create(cls, path: Path, name: str) -> "CaseFolder":
        """A new, empty case, with this person's key (made if need be) as its first writer."""
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            why = "is a case already" if (path / SETTINGS).exists() else "exists and is not empty"
            raise AlreadyACase(str(path), why)
        path.mkdir(parents=True, exist_ok=True)
        path = path.resolve()
        for part in ("objects", "bodies", "logs", "derived", "tmp"):
            (path / part).mkdir(exist_ok=True)
        _try_links(path / "tmp")
        key = own_key(make=True)
        writer = f"{key_id(key)[:16]}-{secrets.token_hex(4)}"
        made = cls(path, name, secrets.token_hex(16), writer)
        begin_log(made.log(writer), key, made.temporary)
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
        text = _SETTINGS_TEXT.format(format=FORMAT, name=quoted, case_id=made.id, writer=writer, key=key_id(key))
        replace_file(path / SETTINGS, text.encode(), made.temporary)
        return made

    @classmethod
    def open(cls, path: Path) -> "CaseFolder":
        """NotACase where there is none, or one of a format that this program does not know."""
        try:
            settings = tomllib.loads((path / SETTINGS).read_text("utf-8"))
            if settings["format"] != FORMAT:
                raise NotACase(str(path))
            return cls(path.resolve(), str(settings["name"]), str(settings["id"]), str(settings["writer"]))
        except (OSError, KeyError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise NotACase(str(path)) from error

    @classmethod
    def nearest(cls, folder: Path) -> "CaseFolder":
        """The case at `folder` or the nearest one above it."""
        for candidate in (folder, *folder.resolve().parents):
            if (candidate / SETTINGS).is_file():
                return cls.open(candidate)
        raise NotACase(str(folder))

    @property
    def temporary(self) -> Path:
        return self.path / "tmp"

    @property
    def derived(self) -> Path:
        return self.path / "derived"

    @property
    def index_path(self) -> Path:
        return self.path / "index.db"

    @property
    def objects(self) -> ObjectStore:
        return ObjectStore(self.path / "objects", self.temporary)

    def log(self, writer: str) -> Log:
        return Log(self.path / "logs" / writer, self.path / "bodies" / writer)

    def logs(self) -> list[Log]:
        """Every writer's log, by name."""
        return [self.log(folder.name) for folder in sorted((self.path / "logs").iterdir()) if folder.is_dir()]

    def entries(self, *, verify: bool = False) -> Iterator[LoggedEntry]:
        """Every entry of every log."""
        for log in self.logs():
            yield from log.entries(verify=verify)

    def is_closed(self) -> bool:
        """Whether the last word on it, by claimed time, was to close it."""
        said = [entry for entry in self.entries() if entry.type in {"close", "reopen"}]
        return bool(said) and max(said, key=lambda entry: (entry.claimed_us, entry.id)).type == "close"

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.path).free

    @contextmanager
    def writing(self, clock_us: Callable[[], int] = now_us, *, even_closed: bool = False) -> Iterator[Writer]:
        """This person's log, open for appending, with the case locked against others.

        CaseBusy, CaseClosed, KeyMissing. The lock dies with the process, so nothing stale is ever left.
        """
        with self._lock("write.lock"):
            sweep(self.temporary)
            if not even_closed and self.is_closed():
                raise CaseClosed
            key = own_key(make=False)
            log = self.log(self.writer_id)
            if log.verifier().key != key.public_key().public_bytes_raw():
                raise KeyMissing("your configuration folder")
            yield Writer(log, key, self.temporary, clock_us)

    @contextmanager
    def running(self) -> Iterator[None]:
        """One `run` at a time: two would do the same work twice."""
        with self._lock("run.lock"):
            yield

    @contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        path = self.path / name
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
                raise CaseBusy(f"process {holder}") from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(descriptor)


def _try_links(folder: Path) -> None:
    """StoreUnsuitable before anything is copied, where a file cannot be given a second name."""
    probe, second = folder / "probe", folder / "probe-link"
    probe.write_bytes(b"")
    try:
        os.link(probe, second)
    except OSError as error:
        raise StoreUnsuitable(str(folder), f"its file system has no hard links ({error.strerror})") from error
    finally:
        probe.unlink(missing_ok=True)
        second.unlink(missing_ok=True)
