"""Appending to a log: bodies, then entries, then hashes, each durable before the checkpoint that covers them.

The checkpoint is replaced by one atomic rename. A crash before it leaves files that no checkpoint covers: nothing reads
them, and the next append writes over them.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.model.errors import LogDamaged
from stemmata.model.seams import Statement
from stemmata.preserve import merkle, note
from stemmata.preserve.bodies import place_bodies
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.durable import (
    make_folder,
    own_folder,
    place_file,
    replace_file,
    room,
    sync_folder,
    sync_folders,
    sync_name,
    temporary_name,
)
from stemmata.preserve.entry import SALT_BYTES, make_entry
from stemmata.preserve.keys import key_id
from stemmata.preserve.log import Log
from stemmata.preserve.tiles import TILE, Edge, bundles, tile_path
from stemmata.preserve.vault import Vault

TILE_MODE = 0o444


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
        self.log, self._key, self._temporary = log, key, temporary
        self._clock_us, self._random = clock_us, random_bytes
        self.author = key_id(key)
        state = log.checkpoint()
        newest = max(log.kept_sizes(), default=0)
        if newest > state.size:  # to sign on from here would write over what was signed
            raise LogDamaged(log.writer, f"it was signed at {newest} entries and holds {state.size}: an older copy")
        force_names(log)
        self._edge: Edge | None = log.edge(state)
        keep_checkpoint(log, log.signed_checkpoint(), temporary)  # a crash may have come between the two

    def append(self, statements: Iterable[Statement], sealed: Vault | None = None) -> list[str]:
        """Sign and write; returns ids, durable and covered by a checkpoint. With `sealed` their bodies go into that
        vault alone: where it raises, an opening of no entry may be left there.

        Where it raises, either all of them are in the log or none: the next append reads which.
        """
        now = self._clock_us()
        made = [make_entry(said, self._key, self.author, now, self._random(SALT_BYTES)) for said in statements]
        if not made:
            return []
        state, edge = self.log.checkpoint(), self._edge
        if edge is None or edge.size != state.size:  # a merge may have brought back what an older copy of it lacked
            edge = self.log.edge(state)
            keep_checkpoint(self.log, self.log.signed_checkpoint(), self._temporary)  # what failed may have come before
        self._edge = None  # until the checkpoint is known to be durable: signing on from a guess would fork the log
        if sealed is not None:
            for entry in made:
                sealed.place(entry.id, entry.body)
        bodies = [None if sealed is not None else entry.body for entry in made]
        place_bodies(self.log.bodies, edge.size, bodies, self._temporary)
        grown = place_entries(self.log, edge, [entry.leaf for entry in made], self._temporary)
        with room(self._temporary, 0):
            sync_folder(self.log.bodies)
        # A crash here leaves entries that no checkpoint covers: never acknowledged, written over by the next append.
        state = Checkpoint(self.log.origin, grown.size, grown.root())
        signed = note.sign(state.text(), self.log.origin, self._key).encode()
        replace_file(self.log.folder / "checkpoint", signed, self._temporary)
        self._edge = grown
        keep_checkpoint(self.log, signed, self._temporary)
        _drop_partial_tiles(self.log, range(edge.size // TILE, grown.size // TILE))
        return [entry.id for entry in made]

    def sign_package(self, tagmanifest: str) -> tuple[bytes, bytes]:
        """A text that names a package by the SHA-256 of its tag manifest, and the signature (64 bytes) on it."""
        text = package_text(self.log.writer, tagmanifest)
        return text, self._key.sign(text)


def package_text(writer: str, tagmanifest: str) -> bytes:
    """What is signed for a package. Its first line keeps it from ever being a checkpoint or an entry."""
    return f"stemmata package v1\n{writer}\n{tagmanifest}\n".encode("ascii")


def force_names(log: Log) -> None:
    """What a killed process named in a log, and perhaps could not force to disk, is built on from here."""
    own_folder(log.bodies)  # archives and sticks lose empty folders
    sync_name(log.folder)
    sync_folders(log.folder)


def place_entries(log: Log, edge: Edge, leaves: Sequence[bytes], temporary: Path) -> Edge:
    """Write the bundles and tiles that appending `leaves` at `edge` gives, durably; returns the edge of the new tree.

    No checkpoint covers them yet. LogDamaged where the unfinished bundle, which is copied on, is not what was signed.
    """
    grown, start = edge.copy(), edge.size - edge.size % TILE
    unfinished = list(log.leaves(edge.size, start)) if edge.size > start else []
    if [merkle.leaf_hash(leaf) for leaf in unfinished] != (edge.levels[0] if unfinished else []):
        raise LogDamaged(log.writer, f"entries {start}..{edge.size} do not have the hashes of their tile")
    placed = [*bundles(edge.size, unfinished, leaves), *grown.grow([merkle.leaf_hash(leaf) for leaf in leaves])]
    for relative, content in placed:
        place_file(log.folder / relative, content, temporary, TILE_MODE)
    with room(temporary, 0):
        for folder in sorted({(log.folder / relative).parent for relative, _ in placed}):
            sync_folder(folder)
    return grown


def keep_checkpoint(log: Log, signed: bytes, temporary: Path) -> None:
    """Keep a signed state beside the others ever signed. After the checkpoint itself: none is ever ahead of the log."""
    path = log.folder / "checkpoints" / f"{log.check(signed).size}.note"
    if not path.exists():
        replace_file(path, signed, temporary)


def _drop_partial_tiles(log: Log, finished: range) -> None:
    """Partial tiles of level 0 and of entries whose full tile is there now (tlog-tiles, "Partial Tiles")."""
    for index in finished:
        for level in (0, "entries"):
            full = log.folder / tile_path(level, index)
            shutil.rmtree(full.with_name(full.name + ".p"), ignore_errors=True)


def begin_log(log: Log, key: Ed25519PrivateKey, temporary: Path) -> None:
    """Make an empty log: it appears whole, with the checkpoint of size 0, or not at all."""
    signed = note.sign(Checkpoint(log.origin, 0, Edge().root()).text(), log.origin, key).encode()
    verifier = note.Verifier(log.origin, key.public_key().public_bytes_raw())
    draft = draft_log(log, verifier, temporary)
    finish_draft(draft, log, signed, temporary)


def draft_log(log: Log, verifier: note.Verifier, temporary: Path) -> Log:
    """A log that nobody sees yet, in tmp/: with its key file, without entries or checkpoint."""
    draft = Log(temporary_name(temporary), log.bodies, log.writer)
    draft.folder.mkdir()
    place_file(draft.folder / "vkey", (verifier.vkey() + "\n").encode(), temporary)
    return draft


def finish_draft(draft: Log, log: Log, signed: bytes, temporary: Path) -> None:
    """Give the draft its checkpoint, and then its place, by one rename."""
    make_folder(log.folder.parent)
    place_file(draft.folder / "checkpoint", signed, temporary)
    keep_checkpoint(draft, signed, temporary)
    with room(temporary, 0):
        sync_folder(draft.folder)
    draft.folder.rename(log.folder)
    sync_folder(log.folder.parent)
