"""One log per writer: append-only, an RFC 6962 tree in C2SP tlog-tiles, every state a signed checkpoint.

    logs/<writer>/vkey                        the writer's name and public key
    logs/<writer>/checkpoint                  the newest signed state: what is below its size exists, nothing else does
    logs/<writer>/checkpoints/<size>.note     every state ever signed
    logs/<writer>/tile/…                      hashes and entries

An append writes bodies, then entries, then hashes, each durable before the next, and last the checkpoint by an atomic
rename. A crash before that leaves files that no checkpoint covers: they are overwritten by the next append.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.model.canonical import Json
from stemmata.model.errors import LogDamaged
from stemmata.model.seams import Statement
from stemmata.preserve import merkle, note
from stemmata.preserve.bodies import read_bodies, write_bodies
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.durable import replace_file, sync_file, sync_folder
from stemmata.preserve.entry import SALT_BYTES, make_entry, read_leaf
from stemmata.preserve.keys import key_id
from stemmata.preserve.tiles import HASH, TILE, bundle, tile_path, touched, unbundle

ORIGIN = "stemmata.log/"  # a schema-less name, as tlog-checkpoint asks; the writer's name makes it unique


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry where it stands. `body` is None where it was erased by decision."""

    id: str
    type: str
    author: str
    claimed_us: int
    references: Mapping[str, list[str]]
    body: Mapping[str, Json] | None
    writer: str
    index: int


class Log:
    """One writer's log, for reading. `folder` is logs/<writer>, `bodies` is bodies/<writer>."""

    def __init__(self, folder: Path, bodies: Path) -> None:
        self.folder, self.bodies, self.writer = folder, bodies, folder.name

    def verifier(self) -> note.Verifier:
        """LogDamaged where the key file is missing, malformed, or another writer's."""
        try:
            found = note.Verifier.parse((self.folder / "vkey").read_text("utf-8").strip())
        except (OSError, ValueError) as error:
            raise LogDamaged(self.writer, f"its key file cannot be read ({error})") from error
        if found.name != ORIGIN + self.writer:
            raise LogDamaged(self.writer, f"its key file is that of {found.name}")
        return found

    def checkpoint(self) -> Checkpoint:
        """The newest signed state. LogDamaged where it does not verify."""
        try:
            return self.check((self.folder / "checkpoint").read_bytes())
        except OSError as error:
            raise LogDamaged(self.writer, "its checkpoint cannot be read") from error

    def check(self, signed: bytes) -> Checkpoint:
        """A signed note as a checkpoint of this log, once its signature holds. LogDamaged otherwise."""
        try:
            found = Checkpoint.parse(note.open_note(signed, self.verifier()))
        except ValueError as error:
            raise LogDamaged(self.writer, f"its checkpoint does not verify: {error}") from error
        if found.origin != ORIGIN + self.writer:
            raise LogDamaged(self.writer, f"its checkpoint is that of {found.origin}")
        return found

    def checkpoints(self) -> Iterator[tuple[str, bytes]]:
        """(file name, signed note) of every state ever signed, smallest first."""
        folder = self.folder / "checkpoints"
        for path in sorted(folder.glob("*.note"), key=lambda path: int(path.stem)):
            yield path.name, path.read_bytes()

    def leaves(self, size: int, start: int = 0) -> Iterator[bytes]:
        """Entries `start`..`size` as they were hashed. LogDamaged where a bundle is missing or short."""
        for index in range(start // TILE, -(-size // TILE)):
            width = min(TILE, size - index * TILE)
            members = list(self._members(index, width))
            yield from members[max(0, start - index * TILE) : width]

    def _members(self, index: int, width: int) -> list[bytes]:
        content = self._tile("entries", index, width)
        try:
            members = list(unbundle(content))
        except ValueError as error:
            raise LogDamaged(self.writer, f"entries {index * TILE} and on: {error}") from error
        if len(members) < width:
            raise LogDamaged(self.writer, f"entries {index * TILE} and on: {len(members)} of {width} are there")
        return members

    def _tile(self, level: int | str, index: int, width: int) -> bytes:
        """A tile, full or of the asked width."""
        for path in (self.folder / tile_path(level, index, width), self.folder / tile_path(level, index)):
            if path.is_file():
                return path.read_bytes()
        raise LogDamaged(self.writer, f"{tile_path(level, index, width)} is missing")

    def leaf_hashes(self, size: int) -> list[bytes]:
        hashes: list[bytes] = []
        for index in range(-(-size // TILE)):
            width = min(TILE, size - index * TILE)
            content = self._tile(0, index, width)
            if len(content) < width * HASH:
                raise LogDamaged(self.writer, f"{tile_path(0, index, width)} is short")
            hashes += [content[at : at + HASH] for at in range(0, width * HASH, HASH)]
        return hashes

    def entries(self, *, start: int = 0, verify: bool = False) -> Iterator[LoggedEntry]:
        """Entries below the checkpoint from position `start`, with their bodies; `verify` checks every signature."""
        size = self.checkpoint().size
        key = self.verifier().key if verify else None
        bodies = iter(read_bodies(self.bodies, size))
        waiting = next(bodies, None)
        for position, leaf in enumerate(self.leaves(size, start), start=start):
            try:
                header = read_leaf(leaf, key)
                while waiting is not None and waiting[0] < position:
                    waiting = next(bodies, None)
            except ValueError as error:
                raise LogDamaged(self.writer, f"entry {position}: {error}") from error
            body = waiting[1] if waiting is not None and waiting[0] == position else None
            yield LoggedEntry(
                header.id,
                header.type,
                header.author,
                header.claimed_us,
                header.references,
                None if body is None else body.content,
                self.writer,
                position,
            )


class Writer:
    """The one hand that appends to a log; the case's write lock is held by whoever has it.

    `clock_us` gives µs since 1970 UTC, `random_bytes(n)` salts: passed in, so that tests are deterministic.
    """

    def __init__(
        self,
        log: Log,
        key: Ed25519PrivateKey,
        temporary: Path,
        clock_us: Callable[[], int],
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._log, self._key, self._temporary = log, key, temporary
        self._clock_us, self._random = clock_us, random_bytes
        self._author = key_id(key)
        self._unsynced: set[Path] = set()
        state = log.checkpoint()
        self._hashes = log.leaf_hashes(state.size)
        if merkle.root_of(self._hashes) != state.root:
            raise LogDamaged(log.writer, "its hash tiles do not give the root of its checkpoint")

    @property
    def size(self) -> int:
        return len(self._hashes)

    def append(self, statements: Iterable[Statement]) -> list[str]:
        """Sign and write; returns ids, durable and covered by a checkpoint."""
        now = self._clock_us()
        made = [make_entry(said, self._key, self._author, now, self._random(SALT_BYTES)) for said in statements]
        if not made:
            return []
        first = len(self._hashes)
        write_bodies(self._log.bodies, first, [body for _, _, body in made], self._temporary)
        self._write_entries(first, [leaf for leaf, _, _ in made])
        # A crash here leaves entries that no checkpoint covers: never acknowledged, overwritten by the next append.
        hashes = self._hashes + [merkle.leaf_hash(leaf) for leaf, _, _ in made]
        self._write_hashes(first, hashes)
        self._sign(hashes)
        self._hashes = hashes
        return [entry_id for _, entry_id, _ in made]

    def _write_entries(self, first: int, leaves: list[bytes]) -> None:
        start = first - first % TILE
        members = [*self._log.leaves(first, start), *leaves] if first > start else leaves
        for index, width in touched(first, first + len(leaves)):
            at = index * TILE - start
            self._place(tile_path("entries", index, width), bundle(members[at : at + width]))
        self._settle()

    def _write_hashes(self, first: int, hashes: list[bytes]) -> None:
        level, old, members = 0, first, hashes
        while members:
            for index, width in touched(old, len(members)):
                self._place(tile_path(level, index, width), b"".join(members[index * TILE : index * TILE + width]))
            self._settle()
            full = len(members) // TILE
            members = [merkle.root_of(members[index * TILE : (index + 1) * TILE]) for index in range(full)]
            level, old = level + 1, old // TILE

    def _place(self, relative: str, content: bytes) -> None:
        path = self._log.folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        part = self._temporary / f"{os.getpid()}-{self._random(8).hex()}"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            sync_file(out.fileno())
        part.replace(path)
        self._unsynced.add(path.parent)

    def _settle(self) -> None:
        """Make the names of what was placed durable, up to the log's own folder."""
        folders = {above for folder in self._unsynced for above in (folder, *folder.parents)}
        for folder in sorted(folders):
            if folder == self._log.folder or self._log.folder in folder.parents:
                sync_folder(folder)
        self._unsynced.clear()

    def _sign(self, hashes: list[bytes]) -> None:
        origin = ORIGIN + self._log.writer
        state = Checkpoint(origin, len(hashes), merkle.root_of(hashes))
        signed = note.sign(state.text(), origin, self._key).encode()
        replace_file(self._log.folder / "checkpoints" / f"{state.size}.note", signed, self._temporary)
        replace_file(self._log.folder / "checkpoint", signed, self._temporary)


def begin_log(log: Log, key: Ed25519PrivateKey, temporary: Path) -> None:
    """Make an empty log: key file, then the checkpoint of size 0."""
    origin = ORIGIN + log.writer
    verifier = note.Verifier(origin, key.public_key().public_bytes_raw())
    replace_file(log.folder / "vkey", (verifier.vkey() + "\n").encode(), temporary)
    state = Checkpoint(origin, 0, merkle.root_of([]))
    signed = note.sign(state.text(), origin, key).encode()
    replace_file(log.folder / "checkpoints" / "0.note", signed, temporary)
    replace_file(log.folder / "checkpoint", signed, temporary)
