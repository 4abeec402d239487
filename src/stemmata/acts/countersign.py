"""A second signature: another person says the same of what one person alone may only propose."""

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.acts.named_units import reason_given
from stemmata.model.errors import KeyRefused, NotHeld
from stemmata.model.keyring import SECONDING
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.key_entry import countersign_statement
from stemmata.preserve.keys import key_id


def countersign(
    case: CaseFolder, entry: str, reason: str, key: Ed25519PrivateKey, clock_us: Callable[[], int] = now_us
) -> str:
    """Signed with `key`, into a log of its own; the entry's id.

    NotHeld where no such proposal is in the case; KeyRefused where the signature would not count: the key of the same
    person, of nobody whom a keeper listed, or one that was revoked. Then nothing is written.
    """
    told = reason_given(reason, "a second signature")
    now = authority(case)
    places = {**now.revocations, **{one.place.entry: one.place for one in now.proposals if one.case == case.id}}
    if entry not in places:
        raise NotHeld(entry, "proposal that waits for a second signature")
    signer, ring = key_id(key), now.keyring
    if ring.person(signer) == ring.person(places[entry].author):
        raise KeyRefused(signer[:16], "the same person signed first", "ask another reviewer or keeper of this case")
    if ring.is_revoked(signer):
        raise KeyRefused(signer[:16], "it was revoked or rotated in this case", "use the key that followed it")
    if not ring.roles(signer) & SECONDING:
        raise KeyRefused(
            signer[:16],
            "no keeper of this case listed it as a reviewer or keeper",
            "a keeper lists it first: stemmata keys add PUBLIC-LINE --role reviewer --name NAME",
        )
    with case.writing(clock_us, key=key) as writer:
        return writer.append([countersign_statement(entry, told)])[0]
