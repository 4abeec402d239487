"""Anchors: entries that keep an outside time stamp on a signed state of a log, with all that is needed to check it.

type         "anchor"
references   {"case": [id], "note": [object], "covers": [earlier tokens], "token": [object], "certificates": [object],
              "objects": all of these}
body         what the token says and which programs found it good, for people; nothing is read from it

A token covers the note, and behind it every earlier token on the same note: so a newer stamp vouches for the older
ones before their certificates expire (the idea of RFC 4998), and one file after the other is hashed, nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stemmata.model.canonical import Json
from stemmata.model.errors import ObjectDamaged, ObjectMissing
from stemmata.model.interval import iso_utc
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.log import ORIGIN
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.timestamp import Chain, Stamp, chain_of, read_stamp

TYPE = "anchor"
NOTE, COVERS, TOKEN, CERTIFICATES = "note", "covers", "token", "certificates"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A token on the state of `size` entries of log `writer`, whose signed note is `signed`.

    `earlier`: the tokens that it covers besides, the oldest first.
    """

    writer: str
    size: int
    signed: bytes
    earlier: tuple[bytes, ...]
    token: bytes
    stamp: Stamp
    chain: Chain

    @property
    def content(self) -> bytes:
        return covered(self.signed, self.earlier)

    @property
    def tokens(self) -> tuple[bytes, ...]:
        return (*self.earlier, self.token)


def covered(signed: bytes, earlier: Sequence[bytes]) -> bytes:
    """What a token is made over."""
    return signed + b"".join(earlier)


def read_anchor(signed: bytes, earlier: Sequence[bytes], token: bytes, certificates: bytes) -> Anchor:
    """ValueError for a token that does not cover this, or a note that is no checkpoint. Signatures are not checked."""
    stamp = read_stamp(token)
    if not stamp.covers(covered(signed, earlier)):
        raise ValueError("the token covers something else")
    state = Checkpoint.parse(signed.decode("utf-8").partition("\n\n")[0] + "\n")
    chain = chain_of(stamp, [certificates] if certificates else [])
    return Anchor(state.origin.removeprefix(ORIGIN), state.size, signed, tuple(earlier), token, stamp, chain)


def anchor_statement(anchor: Anchor, case_id: str, objects: ObjectStore, checked: dict[str, bool | None]) -> Statement:
    """Puts what the entry names into the store; durable once that is settled."""
    put = [objects.put_bytes(one).sha256 for one in (anchor.signed, anchor.token, bundle(anchor.chain))]
    covers = [objects.put_bytes(one).sha256 for one in anchor.earlier]
    references = {
        CASE_ROLE: [case_id],
        NOTE: put[:1],
        TOKEN: put[1:2],
        CERTIFICATES: put[2:],
        "objects": sorted({*put, *covers}),
    }
    body: dict[str, Json] = {
        "time": iso_utc(anchor.stamp.time_us),
        "imprint": anchor.stamp.imprint.hex(),
        "serial": str(anchor.stamp.serial),
        "authority": anchor.chain.name,
        "root": anchor.chain.fingerprint,
        "expires": iso_utc(anchor.chain.expires_us),
        "checked": dict(checked),
    }
    return Statement(TYPE, references | ({COVERS: covers} if covers else {}), body)


def bundle(chain: Chain) -> bytes:
    """All certificates as PEM, the root last."""
    return chain.others_pem() + chain.root_pem()


def anchors_of(case: CaseFolder) -> list[Anchor]:
    """Every anchor that the case holds and that covers what it says, the earliest first.

    An entry whose objects are gone, or do not fit, is passed over: `verify` names what is missing.
    """
    return sorted(_anchors(case), key=lambda one: (one.writer, one.size, len(one.earlier), one.stamp.identity))


def _anchors(case: CaseFolder) -> Iterator[Anchor]:
    for log in case.logs():
        for _, header in log.headers(log.checkpoint().size):
            if header.type == TYPE and all(header.references.get(role) for role in (NOTE, TOKEN, CERTIFICATES)):
                try:
                    signed, token, certificates = (
                        case.objects.read(header.references[role][0]) for role in (NOTE, TOKEN, CERTIFICATES)
                    )
                    earlier = [case.objects.read(name) for name in header.references.get(COVERS, [])]
                    yield read_anchor(signed, earlier, token, certificates)
                except (ObjectMissing, ObjectDamaged, ValueError):
                    continue
