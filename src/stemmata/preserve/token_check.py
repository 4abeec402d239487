"""Tokens that others hold (RFC 3161): whether one covers a hash, and whether its signer is one whom a person named."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

from stemmata.model.errors import BadRequest
from stemmata.model.interval import iso_utc
from stemmata.model.signed import Verdict
from stemmata.preserve.timestamp import (
    Chain,
    Stamp,
    chain_of,
    digest_by_library,
    digest_by_openssl,
)

TIME_WORDS = "that time is the authority's word, and anyone can run one"


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates that a person named as trusted: the file's name, and what is in it."""

    name: str
    pem: bytes
    certificates: tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """`why`: of a verdict that is not OK. `chain`: None where no signer's certificate is at hand.

    `trusted`: None where nothing was named to trust.
    """

    verdict: Verdict
    why: str = ""
    chain: Chain | None = None
    trusted: bool | None = None
    notes: tuple[str, ...] = ()


def read_trust(name: str, pem: bytes) -> Trust:
    """BadRequest for a file without certificates, or with one that cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            return Trust(name, pem, tuple(x509.load_pem_x509_certificates(pem)))
    except ValueError as error:
        raise BadRequest(
            f"{name} holds no certificates that can be read", "name a PEM file with certificates that you trust"
        ) from error


def check_token(
    token: bytes, stamp: Stamp, digest: bytes, trust: Trust | None, now_us: int, more: Sequence[bytes] = ()
) -> TokenCheck:
    """Whether `token`, which says `stamp`, holds for `digest`, made as it says. `more`: certificates beside it, PEM.

    Judged as of the time that it names: that a certificate has expired since is a note. Both programs are asked;
    openssl decides where it is there, as everywhere (preserve.timestamp).
    """
    if stamp.imprint != digest:
        return TokenCheck(Verdict.FAILED, "it is of other bytes")
    try:
        chain = chain_of(stamp, [*more, *([] if trust is None else [trust.pem])])
    except ValueError as error:
        return TokenCheck(Verdict.UNCHECKED, str(error))
    trusted = None
    if trust is not None:
        ends = [at for at, one in enumerate(chain.certificates) if one in trust.certificates]
        trusted = bool(ends)
        chain = replace(chain, certificates=chain.certificates[: ends[0] + 1]) if ends else chain
    try:
        good = digest_by_openssl(token, digest, chain, stamp.time_us)
    except TimeoutError as error:
        return TokenCheck(Verdict.UNCHECKED, str(error), chain, trusted)
    other = digest_by_library(token, digest, chain)
    notes = []
    if good is not None and other is not None and good is not other:
        notes.append(
            f"rfc3161-client {'refuses' if good else 'accepts'} what openssl {'accepts' if good else 'refuses'}."
        )
    good = other if good is None else good
    if chain.expires_us <= now_us:
        expired = iso_utc(chain.expires_us)
        notes.append(f"A certificate of the authority expired at {expired}; it was judged as of the time of the stamp.")
    if good is None:
        return TokenCheck(
            Verdict.UNCHECKED, "neither openssl nor rfc3161-client is there", chain, trusted, tuple(notes)
        )
    if not good:
        return TokenCheck(Verdict.FAILED, "its signature does not hold", chain, trusted, tuple(notes))
    if trusted is False and trust is not None:
        why = f"its signature holds, and its signer is none of those in {trust.name}"
        return TokenCheck(Verdict.UNCHECKED, why, chain, trusted, tuple(notes))
    return TokenCheck(Verdict.OK, "", chain, trusted, tuple(notes))


def existed_by(stamp: Stamp, check: TokenCheck, what: str) -> str:
    """What a token that holds proves of `what`."""
    time = iso_utc(stamp.time_us)
    authority = "" if check.chain is None else f" according to {check.chain.name}"
    if check.trusted:
        return f"{what} existed by {time}{authority}, whose certificate you named as trusted."
    return f"{what} existed by {time}{authority} (signer unknown: {TIME_WORDS})."
