"""One log per writer, for reading: an RFC 6962 tree in C2SP tlog-tiles, every state a signed checkpoint.

logs/<writer>/vkey                        the writer's name and public key
logs/<writer>/checkpoint                  the newest signed state: what is below its size exists, nothing else does
logs/<writer>/checkpoints/<size>.note     every state ever signed
logs/<writer>/tile/…                      hashes and entries
bodies/<writer>/…                         the bodies of its entries

What is missing or other than it was signed is LogDamaged. What the system would not let us read is StoreRefused, from
every function here: nothing is known of that log, and nobody touched it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stemmata.model.canonical import Json
from stemmata.model.errors import LogDamaged, LogForked
from stemmata.preserve import merkle, note
from stemmata.preserve.bodies import read_bodies
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.durable import named_refusals, refusal
from stemmata.preserve.entry import Body, Header, read_leaf
from stemmata.preserve.folder import members
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.tiles import HASH, TILE, Edge, tile_path, unbundle

ORIGIN = "stemmata.log/"  # a schema-less name, as tlog-checkpoint asks; the writer's name makes it unique


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry where it stands. `body` is None where it was erased."""

    id: str
    type: str
    author: str
    claimed_us: int
    references: Mapping[str, list[str]]
    body: Mapping[str, Json] | None
    writer: str
    index: int


class Log:
    """`folder` is logs/<writer>, `bodies` is bodies/<writer>; `writer` is given where the folder has another name."""

    def __init__(self, folder: Path, bodies: Path, writer: str | None = None) -> None:
        self.folder, self.bodies, self.writer = folder, bodies, writer or folder.name

    @property
    def origin(self) -> str:
        return ORIGIN + self.writer

    def verifier(self) -> note.Verifier:
        """LogDamaged where the key file is missing or malformed, or its key is not the one in the writer's name."""
        try:
            content = self._read("vkey", "its key file cannot be read")
            found = note.Verifier.parse(content.decode("utf-8")[:-1])
            if content != f"{found.vkey()}\n".encode():
                raise ValueError("not an Ed25519 vkey and a newline")
        except ValueError as error:
            raise LogDamaged(self.writer, f"its key file cannot be read ({error})") from error
        if found.name != self.origin or not self.writer.startswith(public_key_id(found.key)[:16] + "-"):
            raise LogDamaged(self.writer, f"its key file is that of {found.name}")
        return found

    def signed_checkpoint(self) -> bytes:
        """The newest signed state, as it was signed."""
        return self._read("checkpoint", "its checkpoint cannot be read")

    def checkpoint(self) -> Checkpoint:
        """The newest signed state. LogDamaged where it does not verify."""
        return self.check(self.signed_checkpoint())

    def check(self, signed: bytes) -> Checkpoint:
        """A signed note as a checkpoint of this log, once its signature holds. LogDamaged otherwise."""
        try:
            found = Checkpoint.parse(note.open_note(signed, self.verifier()))
        except ValueError as error:
            raise LogDamaged(self.writer, f"its checkpoint does not verify: {error}") from error
        if found.origin != self.origin:
            raise LogDamaged(self.writer, f"its checkpoint is that of {found.origin}")
        return found

    def kept_sizes(self) -> list[int]:
        """Sizes of every state ever signed, by the names of its notes."""
        with named_refusals(self.folder):
            found = [path.stem for path in members(self.folder / "checkpoints") if path.suffix == ".note"]
        return sorted(int(stem) for stem in found if stem.isascii() and stem.isdecimal() and str(int(stem)) == stem)

    def kept_checkpoint(self, size: int) -> bytes:
        """The note of a state signed earlier. LogDamaged where it cannot be read."""
        return self._read(f"checkpoints/{size}.note", "it cannot be read")

    def _read(self, name: str, says: str) -> bytes:
        path = self.folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise refusal(error, self.folder) or LogDamaged(self.writer, f"{says} ({error.strerror})") from error

    def leaves(self, size: int, start: int = 0) -> Iterator[bytes]:
        """Entries `start`..`size` as they were hashed. LogDamaged where a bundle is missing or short."""
        for index in range(start // TILE, -(-size // TILE)):
            yield from self.bundle_leaves(index, size)[max(0, start - index * TILE) :]

    def bundle_leaves(self, index: int, size: int) -> list[bytes]:
        """The entries of one bundle that lie below `size`."""
        width = min(TILE, size - index * TILE)
        content = self._tile("entries", index, width)
        try:
            members = list(unbundle(content))
        except ValueError as error:
            raise LogDamaged(self.writer, f"entries {index * TILE} and on: {error}") from error
        if len(members) < width:
            raise LogDamaged(self.writer, f"entries {index * TILE} and on: {len(members)} of {width} are there")
        return members[:width]

    def _tile(self, level: int | str, index: int, width: int) -> bytes:
        """A tile of the asked width, or a wider one: it begins with the same members."""
        for path in self._wide_enough(level, index, width):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                says = f"{path.relative_to(self.folder)}: {error.strerror}"
                raise refusal(error, self.folder) or LogDamaged(self.writer, says) from error
        raise LogDamaged(self.writer, f"{tile_path(level, index, width)} is missing")

    def _wide_enough(self, level: int | str, index: int, width: int) -> Iterator[Path]:
        full = self.folder / tile_path(level, index)
        yield self.folder / tile_path(level, index, width)
        yield full
        partial = full.with_name(full.name + ".p")
        with named_refusals(self.folder):
            widths = sorted(int(path.name) for path in members(partial) if path.name.isdecimal())
        yield from (partial / str(wider) for wider in widths if wider > width)

    def tile_hashes(self, level: int, index: int, width: int) -> bytes:
        """At least `width` hashes of a tile. LogDamaged where it has fewer."""
        content = self._tile(level, index, width)
        if len(content) < width * HASH:
            raise LogDamaged(self.writer, f"{tile_path(level, index, width)} is short")
        return content

    def leaf_hashes(self, size: int) -> list[bytes]:
        """The tree's leaves as level 0 holds them: what proofs are made of."""
        hashes: list[bytes] = []
        for index in range(-(-size // TILE)):
            width = min(TILE, size - index * TILE)
            content = self.tile_hashes(0, index, width)
            hashes += [content[at : at + HASH] for at in range(0, width * HASH, HASH)]
        return hashes

    def edge(self, state: Checkpoint) -> Edge:
        """The right edge of the tree at a verified state. LogDamaged where the tiles do not give its root."""
        found = Edge.load(state.size, self.tile_hashes)
        if found.root() != state.root:
            raise LogDamaged(self.writer, f"its hash tiles do not give the root signed at {state.size} entries")
        return found

    def extension(self, since: Checkpoint | None = None) -> tuple[Checkpoint, Edge]:
        """The newest state, once its tree is shown to begin with the one of `since` and to end with the entries held.

        LogForked where it does not begin so; LogDamaged where the entries are not those that were signed. Costs as much
        as there are entries above `since`.
        """
        state = self.checkpoint()
        if since is not None and since.size > state.size:
            raise LogDamaged(
                self.writer, f"it was signed at {since.size} entries and holds {state.size}: an older copy"
            )
        edge = Edge()
        if since is not None:
            edge = Edge.load(since.size, self.tile_hashes)
            if edge.root() != since.root:
                raise LogForked(self.writer, since.size)
        for index in range(edge.size // TILE, -(-state.size // TILE)):
            members = self.bundle_leaves(index, state.size)[edge.size - index * TILE :]
            edge.grow([merkle.leaf_hash(leaf) for leaf in members])
        if edge.root() != state.root:
            raise LogDamaged(self.writer, f"its entries do not give the root signed at {state.size} entries")
        return state, edge

    def headers(self, size: int, start: int = 0, *, key: bytes | None = None) -> Iterator[tuple[int, Header]]:
        """(position, header); with `key` every signature is checked. LogDamaged for a leaf that is no entry."""
        for position, leaf in enumerate(self.leaves(size, start), start=start):
            try:
                yield position, read_leaf(leaf, key)
            except ValueError as error:
                raise LogDamaged(self.writer, f"entry {position}: {error}") from error

    def entries(self, since: Checkpoint | None = None, *, verify: bool = False) -> Iterator[LoggedEntry]:
        """Entries above `since` (a state that the caller has verified), with their bodies, in the log's order.

        The tree is checked against the signed checkpoint before the first one is given, and every body against its
        commitment; `verify` checks each entry's own signature as well. LogDamaged, LogForked.
        """
        state, _ = self.extension(since)
        start = 0 if since is None else since.size
        key = self.verifier().key if verify else None
        bodies = read_bodies(self.bodies, start, state.size)
        for position, header in self.headers(state.size, start, key=key):
            yield LoggedEntry(
                header.id,
                header.type,
                header.author,
                header.claimed_us,
                header.references,
                self._content(position, header, self._next_body(position, bodies)),
                self.writer,
                position,
            )

    def _next_body(self, position: int, bodies: Iterator[tuple[int, Body | None]]) -> Body | None:
        try:
            found = next(bodies, None)
        except OSError as error:
            says = f"the body of entry {position}: {error}"
            raise refusal(error, self.bodies) or LogDamaged(self.writer, says) from error
        except ValueError as error:
            raise LogDamaged(self.writer, f"the body of entry {position}: {error}") from error
        if found is None or found[0] != position:
            raise LogDamaged(self.writer, f"the body of entry {position} is missing")
        return found[1]

    def _content(self, position: int, header: Header, body: Body | None) -> Mapping[str, Json] | None:
        if body is None:
            return None
        if body.commitment != header.body:
            raise LogDamaged(self.writer, f"the body of entry {position} is not the one that was signed")
        try:
            return body.content()
        except ValueError as error:
            raise LogDamaged(self.writer, f"the body of entry {position}: {error}") from error
