"""What may be left on a disk when the power goes: operations recorded, barriers kept, legal states enumerated.

`Recorder` stands between `preserve` and the functions of `os` that it writes by. The disk that it keeps knows, for
every file, what was forced to disk and what was only written, and for every name in a folder whether the folder was
forced after it. Legal after a cut (Pillai et al., OSDI 2014, "All file systems are not created equal"):

- bytes of a file since its last fsync: all there, none, half of them, or, in a new file, zeros of their length;
- names since their folder's last fsync: any subset; a link or a rename is there whole or not at all;
- everything else as it was when it was forced.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

DEAD = "4194305"
"""A process number above all that Linux gives: what its owner left in tmp/ may be swept."""
LEFT_OUT = (".lock", ".db", ".db-wal", ".db-shm")
"""Rebuildable, or empty but for a number; SQLite writes past this recorder."""
EXHAUSTIVE = 64
"""Legal states at one moment up to which all are looked at; beyond it, the telling ones and a seeded sample."""
DRAWN = 16
KEPT, LOST = b"kept", b"lost"


@dataclass(eq=False)
class File:
    content: bytes = b""
    forced: bytes = b""

    def left(self) -> list[bytes]:
        """What may be found of it, what was written first."""
        if self.content == self.forced:
            return [self.content]
        half = len(self.content) // 2
        torn = self.content[:half] + self.forced[half : len(self.content)]
        zeros = [] if self.forced else [bytes(len(self.content))]  # a block that was forced is old or new
        return list(dict.fromkeys([self.content, self.forced, torn, *zeros]))


@dataclass(eq=False)
class Folder:
    names: dict[str, "Node"] = field(default_factory=dict)


Node = File | Folder


@dataclass(eq=False)
class Change:
    """Names given or (None) taken, at once; not `forced`, it may be lost as a whole."""

    parts: list[tuple[Folder, str, Node | None]]
    scratch: bool
    forced: bool = False


@dataclass(frozen=True)
class State:
    """A disk after the cut: path below the root -> bytes, or None for a folder. `acknowledged` was said before it."""

    found: dict[str, bytes | None]
    acknowledged: tuple[str, ...]
    done: bool

    @property
    def key(self) -> bytes:
        told = sorted((path, content) for path, content in self.found.items() if not is_scratch(path))
        return sha256(repr((told, self.acknowledged, self.done)).encode()).digest()

    def write(self, root: Path) -> None:
        for path, content in self.found.items():  # folders stand before what lies in them
            if content is None:
                (root / path).mkdir(parents=True)
            else:
                (root / path).write_bytes(content)


def is_scratch(path: str) -> bool:
    parts = path.split("/")
    return "tmp" in parts[:-1]


class Disk:
    """Events in the order in which they happened; `cuts` replays them on an empty copy, dropping what is asked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[tuple[str, tuple[object, ...]]] = []
        self.start = scanned(root)

    def cuts(self, seed: int, dropped: str | None = None) -> Iterator[State]:
        """Legal states after every event, each once. `dropped`: a place in the code whose fsync does nothing."""
        replay = Replay(self.start, random.Random(seed), dropped)
        seen: set[bytes] = set()
        for name, arguments in [("begin", ()), *self.events]:
            replay.take(name, arguments)
            for state in replay.states():
                if state.key not in seen:
                    seen.add(state.key)
                    yield state

    def ends(self, seed: int, dropped: str | None = None) -> Iterator[State]:
        """Legal states after the last event."""
        replay = Replay(self.start, random.Random(seed), dropped)
        for name, arguments in self.events:
            replay.take(name, arguments)
        yield from {state.key: state for state in replay.states()}.values()

    def whole(self) -> dict[str, bytes | None]:
        """The disk as it is when no power is cut."""
        replay = Replay(self.start, random.Random(0), None)
        for name, arguments in self.events:
            replay.take(name, arguments)
        return replay.found(replay.changes, {})


def scanned(root: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
        if not path.name.endswith(LEFT_OUT)
    }


class Replay:
    def __init__(self, start: dict[str, bytes | None], draw: random.Random, dropped: str | None) -> None:
        self._draw, self._dropped = draw, dropped
        self._start = Folder()
        self._now: dict[str, Node] = {"": self._start}
        self.changes: list[Change] = []
        self._acknowledged: list[str] = []
        self._done = False
        for path, content in start.items():
            node: Node = Folder() if content is None else File(content, content)
            self._give(path, node)
            self._start_name(path, node)
        self.changes.clear()

    def _start_name(self, path: str, node: Node) -> None:
        folder, name = self._split(path)
        folder.names[name] = node

    def _split(self, path: str) -> tuple[Folder, str]:
        above, _, name = path.rpartition("/")
        folder = self._now[above]
        assert isinstance(folder, Folder)
        return folder, name

    def _give(self, path: str, node: Node) -> tuple[Folder, str, Node | None]:
        self._now[path] = node
        return (*self._split(path), node)

    def _take(self, path: str) -> tuple[Folder, str, Node | None]:
        for inner in [one for one in self._now if one == path or one.startswith(path + "/")]:
            del self._now[inner]
        return (*self._split(path), None)

    def _change(self, paths: Sequence[str], *parts: tuple[Folder, str, Node | None]) -> None:
        self.changes.append(Change(list(parts), all(is_scratch(path) for path in paths)))

    def take(self, name: str, arguments: tuple[object, ...]) -> None:
        match name, arguments:
            case "create", (str(path),):
                self._change([path], self._give(path, File()))
            case "mkdir", (str(path),):
                self._change([path], self._give(path, Folder()))
            case "write", (str(path), bytes(content)):
                node = self._now[path]
                assert isinstance(node, File)
                node.content = content
            case "fsync", (str(path), str(place)):
                if place != self._dropped:
                    self._force(self._now[path])
            case "link", (str(path), str(target)):
                self._change([target], self._give(target, self._now.get(path, File())))
            case "rename", (str(path), str(target)):
                node = self._now[path]
                inner = {one.removeprefix(path): held for one, held in self._now.items() if one.startswith(path + "/")}
                taken = self._take(path)
                given = self._give(target, node)
                for below, held in inner.items():
                    self._now[target + below] = held
                self._change([path, target], taken, given)
            case (("unlink" | "rmdir"), (str(path),)):
                self._change([path], self._take(path))
            case "acknowledge", (tuple(entries),):
                self._acknowledged += [str(entry) for entry in entries]
            case "done", ():
                self._done = True
            case "begin", ():
                pass
            case _:
                raise ValueError(f"{name} {arguments}")

    def _force(self, node: Node) -> None:
        if isinstance(node, File):
            node.forced = node.content
            return
        for change in self.changes:
            change.forced |= any(folder is node for folder, _, _ in change.parts)

    def states(self) -> Iterator[State]:
        """The scratch folder tmp/ is there as it was, or as it began: nothing reads it but the sweep."""
        loose = [change for change in self.changes if not change.forced and not change.scratch]
        files = [file for file in self._open_files() if file.content != file.forced]
        choices: list[list[bytes]] = [[KEPT, LOST] for _ in loose] + [file.left() for file in files]
        count = 1
        for choice in choices:
            count *= len(choice)
        for chosen in product(*choices) if count <= EXHAUSTIVE else self._telling(choices):
            kept = {id(change) for change, wanted in zip(loose, chosen, strict=False) if wanted is KEPT}
            changes = [one for one in self.changes if one.forced or one.scratch or id(one) in kept]
            contents = {id(file): content for file, content in zip(files, chosen[len(loose) :], strict=True)}
            yield State(self.found(changes, contents), tuple(self._acknowledged), self._done)

    def _telling(self, choices: list[list[bytes]]) -> Iterator[tuple[bytes, ...]]:
        """All there, all lost, each alone lost, each alone there; and some drawn."""
        first, last = [choice[0] for choice in choices], [choice[1] for choice in choices]
        yield tuple(first)
        yield tuple(last)
        for at, choice in enumerate(choices):
            for other in choice[1:]:
                yield (*first[:at], other, *first[at + 1 :])
            yield (*last[:at], choice[0], *last[at + 1 :])
        for _ in range(DRAWN):
            yield tuple(self._draw.choice(choice) for choice in choices)

    def _open_files(self) -> list[File]:
        named = [node for path, node in self._now.items() if isinstance(node, File) and not is_scratch(path)]
        given = [node for change in self.changes for _, _, node in change.parts if not change.scratch]
        files = [node for node in given if isinstance(node, File)]
        return list({id(file): file for file in [*named, *files]}.values())

    def found(self, changes: Sequence[Change], contents: dict[int, bytes]) -> dict[str, bytes | None]:
        names: dict[int, dict[str, Node]] = {}
        for change in changes:
            for folder, name, node in change.parts:
                held = names.setdefault(id(folder), dict(folder.names))
                if node is None:
                    held.pop(name, None)
                else:
                    held[name] = node
        found: dict[str, bytes | None] = {}

        def walk(folder: Folder, above: str) -> None:
            for name, node in sorted(names.get(id(folder), folder.names).items()):
                path = above + name
                if isinstance(node, Folder):
                    found[path] = None
                    walk(node, path + "/")
                else:
                    found[path] = contents.get(id(node), node.content)

        walk(self._start, "")
        return found


class Killed(BaseException):
    """No code of ours catches it; what is meant to tidy up fails in the same way."""


class Recorder:
    """Notes what is done below `root` by the functions of `os` that `preserve` writes by."""

    def __init__(self, root: Path) -> None:
        self.disk = Disk(root)
        self._root = str(root)
        self._descriptors: dict[int, str] = {}
        self._left: int | None = None

    @contextmanager
    def killed_after(self, steps: int) -> Iterator[None]:
        """Inside, `steps` operations are done, and no other: a process was killed, and the power is still there."""
        self._left = steps
        try:
            yield
        except Killed:
            pass
        finally:
            self._left = None

    def _step(self) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise Killed

    def note(self, name: str, *arguments: object) -> None:
        self.disk.events.append((name, arguments))

    def _below(self, path: str | bytes | Path, dir_fd: int | None = None) -> str | None:
        """As the disk names it; None for what is elsewhere or left out."""
        above = "" if dir_fd is None else f"{self._root}/{self._descriptors.get(dir_fd, '..')}"
        text = os.path.abspath(os.path.join(above, os.fsdecode(path)))  # noqa: PTH100, PTH118 - of bytes, and no links
        if text == self._root:
            return ""
        if not text.startswith(self._root + "/") or text.endswith(LEFT_OUT):
            return None
        return text[len(self._root) + 1 :].replace(f"{os.getpid()}-", f"{DEAD}-")

    @contextmanager
    def recording(self) -> Iterator[None]:
        real = {name: getattr(os, name) for name in self._stand_ins({})}
        with pytest.MonkeyPatch.context() as patch:
            for name, stand_in in self._stand_ins(real).items():
                patch.setattr(os, name, stand_in)
            yield

    def _stand_ins(self, real: dict[str, Any]) -> dict[str, Callable[..., Any]]:
        def opened(path: str | Path, flags: int, *rest: int, dir_fd: int | None = None) -> int:
            self._step()
            below = self._below(path, dir_fd)
            new = below is not None and flags & os.O_CREAT and not os.path.lexists(path)
            descriptor: int = real["open"](path, flags, *rest, dir_fd=dir_fd)
            self._descriptors.pop(descriptor, None)
            if below is not None:
                self._descriptors[descriptor] = below
            if new:
                self.note("create", below)
            return descriptor

        def written(name: str) -> Callable[..., int]:
            def write(descriptor: int, *rest: object) -> int:
                self._step()
                count: int = real[name](descriptor, *rest)
                if descriptor in self._descriptors:
                    with open(f"/proc/self/fd/{descriptor}", "rb") as again:
                        self.note("write", self._descriptors[descriptor], again.read())
                return count

            return write

        def forced(descriptor: int) -> None:
            self._step()
            if descriptor in self._descriptors:
                self.note("fsync", self._descriptors[descriptor], place_in_code(sys._getframe(1)))

        def named(name: str) -> Callable[..., None]:
            def rename(path: str | Path, target: str | Path) -> None:
                self._step()
                real[name](path, target)
                below, to = self._below(path), self._below(target)
                if below is not None and to is not None:
                    self.note("link" if name == "link" else "rename", below, to)

            return rename

        def changed(name: str) -> Callable[..., None]:
            def change(path: str | Path, *rest: object, dir_fd: int | None = None) -> None:
                self._step()
                real[name](path, *rest, dir_fd=dir_fd)
                below = self._below(path, dir_fd)
                if below is not None:
                    self.note(name, below)

            return change

        return {
            "open": opened,
            "fsync": forced,
            **{name: written(name) for name in ("write", "pwrite")},
            **{name: named(name) for name in ("link", "rename", "replace")},
            **{name: changed(name) for name in ("mkdir", "unlink", "rmdir")},
        }


def place_in_code(frame: FrameType | None) -> str:
    """Who asks for an fsync: the functions of durable.py that are on the way, and the first beyond it."""
    way: list[str] = []
    while frame is not None:
        module = Path(frame.f_code.co_filename).stem
        name = frame.f_code.co_name
        if module not in ("durable", "contextlib"):
            return " < ".join([*way, f"{module}.{name}"])
        if module == "durable" and name not in (way[-1:] or [""]):
            way.append(name)
        frame = frame.f_back
    raise ValueError("no place in the code")
