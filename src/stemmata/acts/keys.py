"""Keys of a case: listed with roles, revoked, rotated. Each is a signed entry; model.keyring says what follows."""

from collections.abc import Callable, Collection

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.acts.named_units import reason_given
from stemmata.acts.told import as_text
from stemmata.model.errors import BadRequest, KeyMissing, NotHeld
from stemmata.model.keyring import Role
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.key_entry import list_statement, revoke_statement, rotate_statement
from stemmata.preserve.keys import (
    configuration_folder,
    former_key,
    key_id,
    next_key,
    own_key,
    public_key_id,
    take_next_key,
)
from stemmata.preserve.writer import Writer


def list_key(
    case: CaseFolder, key: bytes, roles: Collection[Role], name: str, clock_us: Callable[[], int] = now_us
) -> str:
    """A keeper says whose a key is and what it may do; the entry's id. BadRequest where it would have no effect."""
    ring = authority(case).keyring
    with case.writing(clock_us) as writer:
        if Role.KEEPER not in ring.roles(writer.author):
            raise BadRequest(
                "only a keeper of this case can list keys, and your key is not one",
                "ask who founded the case, or a keeper whom they listed",
            )
        if ring.person(public_key_id(key)) == ring.person(writer.author):
            raise BadRequest("this is your own key", "list the keys of others; yours is that of a keeper already")
        return writer.append([list_statement(key, roles, as_text(name))])[0]


def revoke_key(case: CaseFolder, named: str, reason: str, clock_us: Callable[[], int] = now_us) -> str:
    """Say that a key ends here; the entry's id. In force at once for one's own, else once two others said so."""
    told = reason_given(reason, "the end of a key")
    with case.writing(clock_us) as writer:
        return writer.append([revoke_statement(key_named(case, named), _states(case, named, writer), told)])[0]


def rotate_key(case: CaseFolder, clock_us: Callable[[], int] = now_us) -> tuple[str, str]:
    """The key that signed here is followed by another, as both sign; (old id, new id).

    Killed at any step and repeated, it goes on from there. A key rotated in another case before is followed here too.
    KeyMissing where neither this person's key nor a former one of theirs signed in this folder.
    """
    writer_id = CaseFolder.open(case.path).writer_id
    if writer_id is None:
        raise BadRequest("nothing was signed in this copy of the case yet", "rotate the key where the work is done")
    old_id = public_key_id(case.log(writer_id).verifier().key)
    mine = own_key(make=False)
    is_mine = key_id(mine) == old_id
    old, new = (mine, next_key()) if is_mine else (former_key(old_id), mine)
    if old is None:
        raise KeyMissing(str(configuration_folder()))
    for signer in (old, new):
        with case.writing(clock_us, key=signer, even_closed=True) as writer:
            _say_rotated(case, writer, old_id, new)
    if is_mine:
        take_next_key()
    with case.writing(clock_us, key=new, even_closed=True) as writer:
        case.take_over(writer.log.writer)
    return old_id, key_id(new)


def key_named(case: CaseFolder, text: str) -> str:
    """The id of the key that `text` is, or begins: one that signed here or was listed. NotHeld."""
    known = {public_key_id(log.verifier().key) for log in case.logs()}
    for entry in case.entries():
        known.update(entry.references.get("key", []))
    found = sorted(key for key in known if len(text) >= 6 and key.startswith(text.lower()))
    if len(found) != 1:
        raise NotHeld(text, "key")
    return found[0]


def _say_rotated(case: CaseFolder, writer: Writer, old: str, new: Ed25519PrivateKey) -> None:
    said = writer.log.headers(writer.log.checkpoint().size)
    public = new.public_key().public_bytes_raw()
    if any(header.references.get("next") == [public_key_id(public)] for _, header in said):
        return
    writer.append([rotate_statement(old, public, _states(case, old, writer))])


def _states(case: CaseFolder, key: str, writer: Writer) -> list[str]:
    """The signed states of a key's logs as objects: what it signs above them will not count."""
    with case.objects.batch() as objects:
        return [
            objects.put_bytes(log.signed_checkpoint()).sha256
            for log in case.logs()
            if log.checkpoint().size and public_key_id(log.verifier().key) == key
        ]
