"""A case with two people in it: its keeper, whose key is the own one, and a reviewer whom the keeper listed."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.acts.countersign import countersign
from stemmata.acts.deaccession import propose_deaccession
from stemmata.acts.keys import list_key
from stemmata.model.keyring import Role
from stemmata.pipeline.forget import forget
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.erasure import Due, carry_out, due

REVIEWER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def list_reviewer(case: CaseFolder, key: Ed25519PrivateKey = REVIEWER) -> str:
    return list_key(case, public(key), [Role.REVIEWER], "R2")


def decide_removal(case: CaseFolder, *items: str, bodies: tuple[str, ...] = ()) -> str:
    """Proposed by the keeper, countersigned by the reviewer, not carried out; the proposal's id."""
    proposal = propose_deaccession(case, items, bodies, "the family asked", "request of 3 May")
    countersign(case, proposal, "seen and agreed", REVIEWER)
    return proposal


def erase(case: CaseFolder) -> Due:
    """As the command does it."""
    waiting = due(case, authority(case))
    with case.running(), case.writing(even_closed=True):
        forget(case, waiting.objects)
        carry_out(case, waiting)
    return waiting
