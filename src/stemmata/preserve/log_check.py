"""Everything about one log, checked again: signatures, hashes, every state ever signed, every body."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stemmata.model.errors import LogDamaged, StemmataError, StoreRefused
from stemmata.preserve import merkle
from stemmata.preserve.bodies import body_files, read_bodies
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.durable import refusal
from stemmata.preserve.entry import Body, Header, read_leaf
from stemmata.preserve.log import Log
from stemmata.preserve.tiles import HASH, TILE, Edge

MOST_PROBLEMS = 10_000
"""Then a log is looked at no further: a stranger may sign any size, and hold nothing of it."""


@dataclass(slots=True)
class LogCheck:
    """`headers`: those that verify, by position, whatever else is not. `refused`: what the system would not let us
    read; the check stopped there. That is no damage, and what is missing here may be there.

    `signed` is the note of `state`: the log may have grown since.
    """

    log: Log
    signed: bytes = b""
    state: Checkpoint | None = None
    hashes: list[bytes] = field(default_factory=list)
    headers: dict[int, Header] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    refused: StoreRefused | None = None

    @property
    def is_whole(self) -> bool:
        """The log is what was signed, all of it."""
        return not self.problems and self.refused is None


def check_log(log: Log) -> LogCheck:
    """Read a log whole. Never raises on damage, nor on a refusal: each thing that is wrong is a sentence."""
    found = LogCheck(log)
    try:
        _check(found, log)
    except StoreRefused as error:
        found.refused = error
    return found


def _check(found: LogCheck, log: Log) -> None:
    earlier = log.kept_sizes()  # before the newest: what is signed while this reads is ahead of it, and no older copy
    try:
        found.signed = log.signed_checkpoint()
        state, key = log.check(found.signed), log.verifier().key
    except LogDamaged as error:
        found.problems.append(error.happened)
        return
    found.state = state
    for index in range(-(-state.size // TILE)):
        _check_bundle(found, index, state.size, key)
        if len(found.problems) >= MOST_PROBLEMS:
            found.problems.append(f"what is behind entry {(index + 1) * TILE} was not looked at")
            break
    if not found.problems and merkle.root_of(found.hashes) != state.root:
        found.problems.append(f"its entries do not give the root signed at {state.size} entries")
    if not found.problems:
        found.problems += _tile_problems(log, found.hashes)
        found.problems += _earlier_problems(found, earlier)


def _check_bundle(found: LogCheck, index: int, size: int, key: bytes) -> None:
    try:
        leaves = found.log.bundle_leaves(index, size)
    except LogDamaged as error:
        found.problems.append(error.happened)
        return
    for position, leaf in enumerate(leaves, start=index * TILE):
        found.hashes.append(merkle.leaf_hash(leaf))
        try:
            found.headers[position] = read_leaf(leaf, key)
        except ValueError as error:
            found.problems.append(f"entry {position}: {error}")


def _tile_problems(log: Log, hashes: list[bytes]) -> Iterator[str]:
    """Every hash tile against the entries: the tree itself was found good already."""
    level, row = 0, hashes
    while row:
        for at in range(0, len(row), TILE):
            expected = row[at : at + TILE]
            try:
                content = log.tile_hashes(level, at // TILE, len(expected))
            except LogDamaged as error:
                yield error.happened
                continue
            if content[: len(expected) * HASH] != b"".join(expected):
                yield f"hash tile {at // TILE} of level {level} differs from its entries"
        full = len(row) // TILE
        row = [merkle.root_of(row[at * TILE : (at + 1) * TILE]) for at in range(full)]
        level += 1


def _earlier_problems(found: LogCheck, sizes: list[int]) -> Iterator[str]:
    """Every state ever signed must be a prefix of this one. The tree grows from one to the next: each leaf once."""
    log, held, edge = found.log, len(found.hashes), Edge()
    for size in sizes:
        try:
            earlier = log.check(log.kept_checkpoint(size))
        except LogDamaged as error:
            yield f"checkpoints/{size}.note: {error.happened.removeprefix(f'log {log.writer}: ')}"
            continue
        if earlier.size != size:
            yield f"checkpoints/{size}.note: it is the state signed at {earlier.size} entries"
        elif size > held:
            yield f"checkpoints/{size}.note: {_older_copy(earlier, held)}"
        else:
            edge.grow(found.hashes[edge.size : size])
            if edge.root() != earlier.root:
                yield f"checkpoints/{size}.note: {_rewritten(earlier)}"


def prefix_problem(found: LogCheck, earlier: Checkpoint) -> str | None:
    """Why a signed state is not one that this log has been in; None where it is."""
    held = len(found.hashes)
    if earlier.size > held:
        return _older_copy(earlier, held)
    return None if merkle.root_of(found.hashes[: earlier.size]) == earlier.root else _rewritten(earlier)


def _older_copy(earlier: Checkpoint, held: int) -> str:
    return f"it was signed at {earlier.size} entries and holds {held}: an older copy"


def _rewritten(earlier: Checkpoint) -> str:
    return f"the state signed at {earlier.size} entries is no prefix of it: it was rewritten"


def missing_notes(found: LogCheck) -> list[int]:
    """Sizes at which the log was signed and whose notes are not kept: each file of bodies begins where an append did.

    Not the newest: its note is kept last of all, and by the next command where that was killed.
    """
    begins = {first for first, _ in body_files(found.log.bodies) if 0 < first < len(found.hashes)}
    return sorted(begins - set(found.log.kept_sizes()))


@dataclass(frozen=True, slots=True)
class BodyCheck:
    """The body of one entry: where nothing else is set, it is the one signed. `refused`: it and those behind it could
    not be read, which is no damage."""

    position: int
    erased: bool = False
    problem: str | None = None
    refused: StemmataError | None = None


def check_bodies(found: LogCheck) -> Iterator[BodyCheck]:
    """One line for every entry whose header verifies."""
    seen: set[int] = set()
    size = 0 if found.state is None else found.state.size
    try:
        for position, body in read_bodies(found.log.bodies, 0, size):
            seen.add(position)
            header = found.headers.get(position)
            if header is not None:
                yield BodyCheck(position, body is None, _body_problem(body, header))
    except (ValueError, OSError) as error:
        stopped = max(seen, default=-1) + 1
        refused = refusal(error, found.log.bodies) if isinstance(error, OSError) else None
        if refused is not None:
            yield BodyCheck(stopped, refused=refused)
            return
        yield BodyCheck(stopped, problem=f"cannot be read ({error}), nor those behind it")
        return
    for position in sorted(set(found.headers) - seen):
        yield BodyCheck(position, problem="is missing: an erased one would have left its place")


def _body_problem(body: Body | None, header: Header) -> str | None:
    if body is None or body.commitment == header.body:
        return None
    return "is not the one that was signed"
