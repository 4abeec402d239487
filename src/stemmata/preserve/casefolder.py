"""A case on disk: one directory, opened or made. What may change an answer is never in stemmata.toml but in a log."""

import fcntl
import json
import os
import secrets
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.model.errors import AlreadyACase, CaseBusy, CaseClosed, KeyMissing, NotACase, StoreUnsuitable
from stemmata.preserve.durable import (
    make_folder,
    named_refusals,
    refusal,
    replace_file,
    sweep,
    sync_folder,
    sync_name,
)
from stemmata.preserve.folder import members
from stemmata.preserve.keys import configuration_folder, key_id, own_key, public_key_id
from stemmata.preserve.log import Log, LoggedEntry
from stemmata.preserve.objects import ObjectStore, has_links
from stemmata.preserve.vault import Vault
from stemmata.preserve.writer import Writer, begin_log

FORMAT = 1
SETTINGS = "stemmata.toml"
PARTS = ("objects", "bodies", "logs", "derived", "tmp")

CASE_ROLE = "case"
"""The role under which an entry names the case that it speaks of."""

_SETTINGS_TEXT = """\
# A Stemmata case. Readable and small: anything that could change an answer is named in a log, not here.
format = {format}
name = {name}
id = "{case_id}"
"""
_WRITER_TEXT = """\
writer = "{writer}"
keys = ["{key}"]
"""


def now_us() -> int:
    """This machine's clock, µs since 1970 UTC: claimed, never proved."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """An opened case. Opening checks nothing but the settings file; `preserve.verify` checks everything.

    `writer_id` names this folder's own log; None in a copy that nobody has written to yet: the first to do so gets
    a log of their own there, so that two copies of a case never grow one log in two ways. `also`: logs that other keys
    began in this folder (a second signature on one machine).
    """

    path: Path
    name: str
    id: str
    writer_id: str | None
    also: tuple[str, ...] = ()

    @classmethod
    def create(cls, path: Path, name: str) -> "CaseFolder":
        """A new, empty case, with this person's key (made if need be) as its first writer.

        AlreadyACase for a folder in use; one that an interrupted `create` left is taken up. StoreUnsuitable.
        """
        if path.exists() and (not path.is_dir() or not _is_unfinished(path)):
            why = "is a case already" if (path / SETTINGS).exists() else "exists and is not empty"
            raise AlreadyACase(str(path), why)
        make_folder(path.absolute())
        made = cls(path.resolve(), name, secrets.token_hex(16), None)
        made._lay_out()
        if not has_links(made.temporary):
            raise StoreUnsuitable(str(made.path), "its file system has no hard links")
        writer = made._begin_log(own_key(make=True))
        made.write_settings(writer)
        return cls.open(made.path)

    @classmethod
    def open(cls, path: Path) -> "CaseFolder":
        """NotACase where there is none, or one of a format that this program does not know. StoreRefused."""
        try:
            settings = tomllib.loads((path / SETTINGS).read_text("utf-8"))
            if settings["format"] != FORMAT:
                raise NotACase(str(path))
            writer, also = settings.get("writer"), settings.get("also", [])
            return cls(
                path.resolve(),
                str(settings["name"]),
                str(settings["id"]),
                None if writer is None else str(writer),
                tuple(str(other) for other in also),
            )
        except OSError as error:
            raise refusal(error, path) or NotACase(str(path)) from error
        except (KeyError, TypeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise NotACase(str(path)) from error

    @classmethod
    def nearest(cls, folder: Path) -> "CaseFolder":
        """The case at `folder` or the nearest one above it."""
        for candidate in (folder, *folder.resolve().parents):
            if (candidate / SETTINGS).is_file():
                return cls.open(candidate)
        raise NotACase(str(folder))

    def _lay_out(self) -> None:
        for part in PARTS:
            (self.path / part).mkdir(exist_ok=True)
        sync_folder(self.path)

    def write_settings(self, writer: str | None, also: Sequence[str] = ()) -> None:
        text = _SETTINGS_TEXT.format(format=FORMAT, name=_toml_string(self.name), case_id=self.id)
        if writer is not None:
            text += _WRITER_TEXT.format(writer=writer, key=public_key_id(self.log(writer).verifier().key))
        if also:
            text += f"also = {json.dumps(list(also))}\n"
        replace_file(self.path / SETTINGS, text.encode(), self.temporary)

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

    @property
    def vault(self) -> Vault:
        return Vault(self.path / "vault", self.temporary)

    def log(self, writer: str) -> Log:
        return Log(self.path / "logs" / writer, self.path / "bodies" / writer)

    def logs(self) -> list[Log]:
        """Every writer's log, by name."""
        return [self.log(folder.name) for folder in members(self.path / "logs") if folder.is_dir()]

    def entries(self, *, verify: bool = False) -> Iterator[LoggedEntry]:
        """Every entry of every log: by writer, then as logged. Conclusions must rest on the *set* of them only."""
        for log in self.logs():
            yield from log.entries(verify=verify)

    def open_closings(self) -> list[str]:
        """The `close` entries on this case that no `reopen` answers, by id: clocks have no say in it."""
        closed: set[str] = set()
        answered: set[str] = set()
        for log in self.logs():
            for _, header in log.headers(log.checkpoint().size):
                if header.type == "close" and self.id in header.references.get(CASE_ROLE, []):
                    closed.add(header.id)
                elif header.type == "reopen":
                    answered.update(header.references.get("entries", []))
        return sorted(closed - answered)

    def is_closed(self) -> bool:
        return bool(self.open_closings())

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.path).free

    @contextmanager
    def writing(
        self,
        clock_us: Callable[[], int] = now_us,
        *,
        even_closed: bool = False,
        key: Ed25519PrivateKey | None = None,
    ) -> Iterator[Writer]:
        """This person's log, or that of another `key`, open for appending, with the case locked against others.

        CaseBusy, CaseClosed, KeyMissing, StoreFull, StoreRefused. The lock dies with the process, so nothing stale is
        ever left.
        """
        with self._lock("write.lock"):
            make_folder(self.temporary)  # archives and sticks lose empty folders
            sweep(self.temporary)
            sync_folder(self.path)  # a `new` that was killed may have given the settings their name and not forced it
            sync_name(self.path)
            if not even_closed and self.is_closed():
                raise CaseClosed
            if key is None:
                yield Writer(self._own_log(), own_key(make=False), self.temporary, clock_us)
            else:
                yield Writer(self._log_of(key), key, self.temporary, clock_us)

    def _own_log(self) -> Log:
        now = CaseFolder.open(self.path)  # read again under the lock: another command may have begun it
        writer = now.writer_id
        if writer is None:
            writer = self._begin_log(own_key(make=True))
            self.write_settings(writer, now.also)
        log = self.log(writer)
        if log.verifier().key != own_key(make=False).public_key().public_bytes_raw():
            raise KeyMissing(str(configuration_folder()))
        return log

    def _log_of(self, key: Ed25519PrivateKey) -> Log:
        """The log that a key has in this folder; begun, and named in the settings, at first use."""
        now = CaseFolder.open(self.path)
        for writer in (now.writer_id, *now.also):
            if writer is not None and writer.startswith(f"{key_id(key)[:16]}-"):
                return self.log(writer)
        writer = self._begin_log(key)
        self.write_settings(now.writer_id, [*now.also, writer])
        return self.log(writer)

    def take_over(self, writer: str) -> None:
        """From now on this folder's own log is `writer`. The caller holds the write lock."""
        now = CaseFolder.open(self.path)
        self.write_settings(writer, [other for other in now.also if other != writer])

    def _begin_log(self, key: Ed25519PrivateKey) -> str:
        writer = f"{key_id(key)[:16]}-{secrets.token_hex(4)}"
        begin_log(self.log(writer), key, self.temporary)
        return writer

    @contextmanager
    def running(self) -> Iterator[None]:
        """One `run` at a time: two would do the same work twice."""
        with self._lock("run.lock"):
            yield

    @contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        with named_refusals(self.path), self._locked(name):
            yield

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        descriptor = os.open(self.path / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
                raise CaseBusy(f"process {holder}") from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(descriptor)


def _is_unfinished(path: Path) -> bool:
    """Empty, or what a `create` that was killed left: our folders, no settings, nothing received."""
    if any(member.name not in PARTS for member in path.iterdir()):
        return False
    return not any(member.is_file() for part in ("objects", "bodies", "derived") for member in (path / part).rglob("*"))


def _toml_string(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
