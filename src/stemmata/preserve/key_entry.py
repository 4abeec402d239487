"""Entries on keys, and second signatures: written, and read back for model.keyring.

    list-key      references {"key": [key id], "roles": [role, ...]}       body {"name": text, "vkey": its public line}
    revoke-key    references {"key": [key id], "checkpoints": [sha256]}    body {"reason": text}
    rotate-key    references {"key": [old], "next": [new], "checkpoints"}  body {"vkey": public line of the new one}
    countersign   references {"entries": [entry]}                          body {"reason": text}

"checkpoints" names objects that hold the signed states, at that moment, of the logs of the key that ends: what it
signed above them does not count, and a log that is cut below them is seen.
"""

from collections.abc import Iterable, Iterator, Mapping

from stemmata.model.keyring import KeyEntry, Place, Role, Says
from stemmata.model.seams import Statement
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.entry import Header
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.log import ORIGIN
from stemmata.preserve.note import Verifier
from stemmata.preserve.objects import ObjectStore

KEY_NAME = "stemmata.key"
"""The name in the public line of a key: `stemmata.key+<key id>+<base64>`, as C2SP signed-note writes keys."""


def public_line(key: bytes) -> str:
    """What a keeper is given to list a key of 32 bytes."""
    return Verifier(KEY_NAME, key).vkey()


def key_of_line(text: str) -> bytes:
    """The public key of such a line. ValueError."""
    found = Verifier.parse(text.strip())
    if found.name != KEY_NAME:
        raise ValueError(f"the line of a key begins with {KEY_NAME}, got {found.name!r}")
    return found.key


def list_statement(key: bytes, roles: Iterable[Role], name: str) -> Statement:
    references = {"key": [public_key_id(key)], "roles": sorted(role.value for role in roles)}
    return Statement(Says.LIST, references, {"name": name, "vkey": public_line(key)})


def revoke_statement(key: str, states: Iterable[str], reason: str) -> Statement:
    return Statement(Says.REVOKE, {"key": [key], "checkpoints": sorted(states)}, {"reason": reason})


def rotate_statement(old: str, new: bytes, states: Iterable[str]) -> Statement:
    references = {"key": [old], "next": [public_key_id(new)], "checkpoints": sorted(states)}
    return Statement(Says.ROTATE, references, {"vkey": public_line(new)})


def countersign_statement(entry: str, reason: str) -> Statement:
    return Statement(Says.COUNTERSIGN, {"entries": [entry]}, {"reason": reason})


def key_entries(headers: Mapping[str, Mapping[int, Header]], case_id: str, objects: ObjectStore) -> Iterator[KeyEntry]:
    """What the entries of a case, by writer and position, say of keys; forms that this version does not write say
    nothing. ObjectMissing, ObjectDamaged for a state that is named and not held."""
    for writer, members in headers.items():
        for position, header in members.items():
            found = _key_entry(header, Place(header.id, header.author, writer, position), case_id, objects)
            if found is not None:
                yield found


def _key_entry(header: Header, place: Place, case_id: str, objects: ObjectStore) -> KeyEntry | None:
    if header.type not in set(Says):
        return None
    says, named = Says(header.type), header.references
    if says is Says.FOUND:
        return KeyEntry(place, says) if case_id in named.get("case", []) else None
    subjects = named.get("entries" if says is Says.COUNTERSIGN else "key", [])
    following = named.get("next", [])
    roles = {Role(role) for role in named.get("roles", []) if role in set(Role)}
    if len(subjects) != 1 or len(following) != (says is Says.ROTATE):
        return None
    known: dict[str, int] = {}
    for name in named.get("checkpoints", []):
        state = _state(objects.read(name))
        if state is not None:
            known[state.origin.removeprefix(ORIGIN)] = state.size
    return KeyEntry(place, says, subjects[0], frozenset(roles), following[0] if following else None, known)


def _state(signed: bytes) -> Checkpoint | None:
    """What a note says; who signed it is checked where the log itself is."""
    try:
        return Checkpoint.parse(signed.decode("utf-8").rpartition("\n\n")[0] + "\n")
    except ValueError:
        return None
